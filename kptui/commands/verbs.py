"""The table of verbs: each is loaded only when it is called, so that none pays for another."""

from difflib import get_close_matches
from importlib import import_module

import click

from kptui import __version__
from kptui.commands.shell import Shell, plan_option
from kptui.commands.terminal import ready_terminal

VERBS = {
    "check-in": "check_in:check_in",
    "demo": "begin:demo",
    "due": "due:due",
    "export": "exchange:export_plan",
    "import": "exchange:import_files",
    "info": "inspect:info",
    "init": "begin:init",
    "list": "listing:list_targets",
    "show": "showing:show",
    "tree": "tree:tree",
    "verify": "inspect:verify",
    "why": "showing:why",
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
            near = get_close_matches(cmd_name, VERBS, n=1)
            ctx.fail(f"There is no verb {cmd_name!r}{f'; did you mean {near[0]}?' if near else '.'}")
        module, _, name = VERBS[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"kptui.commands.{module}"), name)
        return found


@click.group(cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kptui")
@plan_option
@click.pass_context
def cli(context: click.Context) -> int:
    """Keep an organisation's key performance targets in view.

    Without a verb, kptui opens its screens on the plan.

    Exit status: 0 done, 1 refused or failed, 2 wrong use, 3 for `due` when something is due.
    """
    if context.invoked_subcommand is not None:
        return 0
    ready_terminal()
    shell = context.ensure_object(Shell)
    return shell.open_screens(shell.store(), shell)
