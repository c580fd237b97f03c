"""What every verb works with: the plan, who is asking, what day it is, and the options that many verbs share."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kptui import paths, settings
from kptui.commands.printer import OutputFailed, Printer, printer
from kptui.text import printable

if TYPE_CHECKING:
    from kptui.models.organisation import Person
    from kptui.plan import Plan
    from kptui.store import FileStore

_PLAN = "kptui.plan"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _now() -> datetime:
    return datetime.now(UTC)


def _no_screens(*_: object) -> int:
    raise click.UsageError("The screens are not part of this program.")


def _no_keys(_: object) -> list[str]:
    return []


@dataclass(frozen=True)
class Shell:
    """Who asks and when; opens the plan when a verb needs it."""

    open_screens: "Callable[[FileStore, Shell], int]" = _no_screens
    """Shows the screens on a plan until they are closed, and returns the exit code."""
    begin: "Callable[[Shell, Path], int]" = _no_screens
    """Asks what to begin with where there is no plan at a path, goes on with that, and returns the exit code."""
    judge_keys: "Callable[[Mapping[str, tuple[str, ...]]], list[str]]" = _no_keys
    """Returns what is wrong with keys that a person wants for actions."""
    now: Callable[[], datetime] = _now
    user: str = ""
    drafts: Path | None = None
    """Where drafts are kept; None for the person's own folder."""
    restricted: bool = False
    """Whether the screens lead to no other program."""
    no_unicode: bool = False
    """Whether everything is drawn in ASCII, whatever the settings say."""

    @cached_property
    def settings(self) -> settings.Settings:
        """What this person chose to see."""
        import os

        found = settings.load(paths.settings_paths(), os.environ)
        return replace(found, unicode=False) if self.no_unicode else found

    @property
    def plan_path(self) -> Path:
        """The plan that the command line, the environment or the settings name."""
        return paths.plan_path(click.get_current_context().meta.get(_PLAN), self.settings)

    def store(self) -> "FileStore":
        """Open the plan. Raises NoPlan or BadPlan; says on stderr what in it could not be used."""
        return self.store_at(self.plan_path)

    def store_at(self, path: Path) -> "FileStore":
        """Open the plan at a path; as `store` does."""
        from kptui.store import FileStore

        store = FileStore(path, any_file_system=self.settings.any_file_system)
        problems = store.read().problems
        if len(problems) > 1:
            say(f"kptui: {len(problems)} lines of this plan cannot be used; `kptui verify` names them.")
        elif problems:
            say(f"kptui: {problems[0].rstrip('.')}.")
        return store

    def plan(self) -> "Plan":
        """Open the plan only to read it."""
        return self.store().read()

    def day(self, plan: "Plan", as_of: str | None) -> date:
        """Return the day that is asked about: `as_of` as it was typed, else the plan's today."""
        today = plan.today(self.now())
        if as_of is None:
            return today
        from kptui.figures import parse_day

        return parse_day(as_of, today)

    def say_empty(self) -> None:
        """Say how a plan without targets is filled, or that its file is damaged."""
        from kptui.ledger.verify import verify

        if verify(self.plan_path).sound:
            say("There are no targets yet; `kptui add target NAME` makes one, `kptui import FILE` brings some in.")
        else:
            say("There are no targets that can be read, and the file is damaged; `kptui verify` says how.")

    def person(self, plan: "Plan") -> "Person | None":
        """Return who of the plan's people is asking; None for a stranger."""
        return plan.person_of(self.user)

    def printer(self, form: str = "") -> Printer:
        """Return what writes to stdout, in the form asked for."""
        return printer(form, unicode=self.settings.unicode)


def say(text: str) -> None:
    """Write words for the person to stderr, so that data on stdout stays data; where nobody can hear them, nothing happens."""
    try:
        click.echo(printable(text), err=True)
    except OSError:
        sys.stderr = None  # or Python would try again at exit, and fail


@contextmanager
def saved_already() -> Iterator[None]:
    """Have what is shown after saving fail without a failure: the work is done."""
    try:
        yield
    except (OutputFailed, BrokenPipeError):
        sys.stdout = None
        say("kptui: It is saved, but the output could not be written.")


def _remember_plan(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.meta[_PLAN] = value


plan_option = click.option(
    "--plan",
    type=click.Path(path_type=Path, readable=False),
    expose_value=False,
    callback=_remember_plan,
    metavar="PATH",
    help="The plan to use, instead of $KPTUI_PLAN, the settings' or your own.",
)
as_of_option = click.option("--as-of", metavar="DATE", help="Judge as on that day; check-ins dated later are left out.")


def forms(*names: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds the options for the forms `names` of the data; the verb gets `form`."""

    def add(command: _Command) -> _Command:
        for name in reversed(names):
            command = click.option(f"--{name}", is_flag=True, expose_value=False, callback=_take_form, help=_FORMS[name])(command)
        return command

    return add


def _take_form(context: click.Context, option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - the signature is click's
    form = context.params.setdefault("form", "")
    if value and form:
        raise click.UsageError(f"--{form} and --{option.name} do not go together; name one.", context)
    if value:
        context.params["form"] = option.name


_FORMS = {
    "json": "Write JSON for programs.",
    "csv": "Write CSV for tables.",
    "plain": "Write plain text: ASCII signs, tabs, nothing aligned or cut.",
}
