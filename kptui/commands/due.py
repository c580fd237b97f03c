"""`kptui due`: the check-ins that are owed, for people, prompts and cron."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import click

from kptui.commands.choosing import Choice, is_mine, known_person
from kptui.commands.layout import Column
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.models.check_in import Reading
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.schedule import days_overdue, next_check_in
from kptui.wording import distance, figure

KEYS = ("code", "name", "owner", "due_on", "overdue_days", "value", "value_on", "unit")
COLUMNS = (
    Column("Code"),
    Column("Due"),
    Column("Name", least=30),
    Column("Last", right=True, spare=2),
    Column("When", right=True, spare=3),
    Column("Owner", least=8, spare=1),
)
SOMETHING_DUE = 3


@click.command
@click.option("--short", is_flag=True, help="One line for a prompt or a login message; nothing when nothing is due.")
@click.option("--mine/--all", "mine", default=None, help="Only mine, or everybody's. [default: mine, if the plan knows you]")
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def due(shell: Shell, /, short: bool, mine: bool | None, as_of: str | None, form: str) -> int:  # noqa: FBT001 - click's flag
    """List the check-ins that are due, the longest overdue first; the exit status is 3 when there is one.

    --json and --csv have an entry for each: code, name, owner, due_on, overdue_days (0 until it counts as overdue), value and
    value_on (the last check-in), unit.
    """
    if short and form:
        raise click.UsageError(f"--short and --{form} do not go together; name one.")
    plan = shell.plan()
    today = shell.day(plan, as_of)
    owed = sorted(_owed(plan, today, _choice(shell, plan, mine=mine)), key=lambda o: o.due_on)
    out = shell.printer(form)
    if short:
        out.lines([_one_line(owed)] if owed else [])
    else:
        out.listing([o.document() for o in owed], KEYS, COLUMNS, [o.line(today) for o in owed])
        if not plan.targets:
            shell.say_empty()
        elif not owed:
            say("No check-in is due.")
    return SOMETHING_DUE if owed else 0


def _choice(shell: Shell, plan: Plan, *, mine: bool | None) -> Choice:
    person = shell.person(plan)
    if mine is False or (mine is None and person is None):
        return lambda _: True
    return is_mine(known_person(person))


@dataclass(frozen=True)
class Owed:
    """A target whose check-in is due, and since when."""

    target: Target
    owner: str
    due_on: date
    overdue_days: int
    last: Reading | None

    def line(self, today: date) -> tuple[str, ...]:
        """Return its cells, in the order of COLUMNS."""
        last = self.last
        return (
            self.target.code,
            distance(self.due_on, today),
            self.target.name,
            figure(last.value if last else None, self.target.unit),
            distance(last.on if last else None, today),
            self.owner,
        )

    def document(self) -> dict[str, object]:
        """Return it as programs get it: the keys of KEYS."""
        return {
            "code": self.target.code,
            "name": self.target.name,
            "owner": self.owner,
            "due_on": self.due_on.isoformat(),
            "overdue_days": self.overdue_days,
            "value": self.last.value if self.last else None,
            "value_on": self.last.on.isoformat() if self.last else None,
            "unit": self.target.unit,
        }


def _owed(plan: Plan, today: date, is_asked: Choice) -> Iterator[Owed]:
    for target in filter(is_asked, plan.targets):
        readings = plan.readings_of(target.id, today)
        due_on = next_check_in(target, readings, plan.policy)
        if due_on is not None and due_on <= today:
            days = days_overdue(target.cadence, due_on, plan.policy, today)
            yield Owed(target, plan.owner_name(target.owner), due_on, days, readings[-1] if readings else None)


def _one_line(owed: Sequence[Owed]) -> str:
    codes = [o.target.code for o in owed]
    more = f" and {len(codes) - 3} more" if len(codes) > 4 else ""
    return f"{len(codes)} {'check-in' if len(codes) == 1 else 'check-ins'} due: {', '.join(codes[:3] if more else codes)}{more}"
