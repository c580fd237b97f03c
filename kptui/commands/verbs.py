"""The table of verbs: each is loaded only when it is called, so that none pays for another."""

from dataclasses import replace
from importlib import import_module
from typing import NamedTuple

import click

from kptui import __version__
from kptui.commands.shell import Shell, plan_option
from kptui.commands.terminal import ready_terminal
from kptui.errors import NoPlan


class Verb(NamedTuple):
    """Where a verb is, and what the list of verbs says of it."""

    place: str
    does: str


VERBS = {
    "add": Verb("making:add", "Add a target, an objective, a team …"),
    "archive": Verb("rewriting:archive", "Move a past period's check-ins out."),
    "assess": Verb("assess:assess", "Judge goals or check-ins kept elsewhere."),
    "backup": Verb("upkeep:backup", "Copy the plan while others use it."),
    "block": Verb("meeting:block", "Say what is in the way of a target."),
    "bring-back": Verb("reshaping:bring_back_verb", "Have something retired in sight again."),
    "calibration": Verb("calibration:calibration", "Show how often what one was sure of came true."),
    "cascade": Verb("reshaping:cascade_verb", "Share a target's goal out among teams."),
    "check-in": Verb("check_in:check_in", "Check in on a target."),
    "config": Verb("config:config", "Check the settings and the keys."),
    "demo": Verb("begin:demo", "Show the screens on a copy of a sample."),
    "diff": Verb("comparing:diff", "Compare the plan with an earlier day."),
    "due": Verb("due:due", "List the check-ins that are due."),
    "edit": Verb("making:edit", "Change fields of something."),
    "export": Verb("exchange:export_plan", "Write the plan out as JSON or CSV."),
    "grid": Verb("grid:grid", "Show the quarter week by week."),
    "hand-over": Verb("reshaping:hand_over_verb", "Give all that someone owns to another."),
    "import": Verb("exchange:import_files", "Bring in tables or an export."),
    "info": Verb("inspect:info", "Say where everything is."),
    "init": Verb("begin:init", "Make a new plan."),
    "lint": Verb("lint:lint", "Say what keeps goals from being SMART."),
    "list": Verb("listing:list_targets", "List the targets, worst first."),
    "log": Verb("history:log", "Show who changed what, and when."),
    "merge": Verb("reshaping:merge_verb", "Have one stand for a duplicate too."),
    "migrate": Verb("upkeep:migrate", "Bring the plan to the newest schema."),
    "policy": Verb("making:policy", "Show or change the rules of the house."),
    "promise": Verb("meeting:promise_action", "Note what somebody promises to do."),
    "redact": Verb("rewriting:redact", "Take a text out of the whole history."),
    "repair": Verb("upkeep:repair", "Mend a damaged file; keep the old one."),
    "restore": Verb("upkeep:restore", "Put a backup in the plan's place."),
    "retire": Verb("reshaping:retire_verb", "Put something out of sight."),
    "show": Verb("showing:show", "Show one target with its history."),
    "stand-up": Verb("meeting:stand_up", "Show what changed since the last one."),
    "structure": Verb("structure:structure", "Say what is missing in the plan."),
    "thank": Verb("meeting:thank", "Thank somebody."),
    "tree": Verb("tree:tree", "Show what is wanted, down to the targets."),
    "undo": Verb("undoing:undo", "Take back my last change."),
    "verify": Verb("inspect:verify", "Check the file of the plan."),
    "watermelons": Verb("watermelons:watermelons", "List what is green outside and red inside."),
    "what-if": Verb("what_if:what_if", "Show what a value would change, unsaved."),
    "why": Verb("showing:why", "Explain a status, and what would flip it."),
}


class Verbs(click.Group):
    """A group that imports a verb's module when the verb is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the names of the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb. Raises click.UsageError for a word that is none, with the nearest."""
        if cmd_name.startswith("-"):
            return None
        if cmd_name not in VERBS:
            from difflib import get_close_matches

            near = get_close_matches(cmd_name, VERBS, n=1)
            ctx.fail(f"There is no verb {cmd_name!r}{f'; did you mean {near[0]}?' if near else '.'}")
        module, _, name = VERBS[cmd_name].place.partition(":")
        found: click.Command = getattr(import_module(f"kptui.commands.{module}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.does) for name, verb in VERBS.items()])


@click.group(cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kptui")
@plan_option
@click.option("--restricted", is_flag=True, help="Have the screens lead to no shell and no $EDITOR (for ForceCommand).")
@click.option("--no-unicode", is_flag=True, help="Draw everything in ASCII, also where the settings say otherwise.")
@click.pass_context
def cli(context: click.Context, *, restricted: bool, no_unicode: bool) -> int:
    """Keep an organisation's key performance targets in view.

    Without a verb, kptui opens its screens on the plan.

    Exit status: 0 done, 1 refused or failed, 2 wrong use, 3 for `due`, `lint` and `structure` when something needs you.
    """
    shell = context.obj = replace(context.ensure_object(Shell), restricted=restricted, no_unicode=no_unicode)
    if context.invoked_subcommand is not None:
        return 0
    ready_terminal()
    try:
        store = shell.store()
    except NoPlan:
        return shell.begin(shell, shell.plan_path)
    return shell.open_screens(store, shell)
