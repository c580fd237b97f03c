"""`kptui due`: the check-ins that are owed, for people, prompts and cron."""

from datetime import date

import click

from kptui.commands.choosing import is_mine, is_owed, known_person
from kptui.commands.layout import Column
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.schedule import next_check_in, overdue_days
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


@click.command(short_help="List the check-ins that are due.")
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
    plan = shell.plan()
    today = shell.day(plan, as_of)
    owed = sorted(_owed(shell, plan, today, mine=mine), key=lambda target: _due_on(plan, target, today))
    out = shell.printer(form)
    if short:
        out.lines([_one_line(owed)] if owed else [])
    else:
        lines = [_line(plan, target, today) for target in owed]
        out.listing([_document(plan, target, today) for target in owed], KEYS, COLUMNS, lines)
        if not owed:
            say("No check-in is due.")
    return SOMETHING_DUE if owed else 0


def _owed(shell: Shell, plan: Plan, today: date, *, mine: bool | None) -> list[Target]:
    person = shell.person(plan)
    owed = [target for target in plan.targets if is_owed(plan, today)(target)]
    if mine is False or (mine is None and person is None):
        return owed
    return [target for target in owed if is_mine(known_person(person))(target)]


def _due_on(plan: Plan, target: Target, today: date) -> date:
    return next_check_in(target, plan.readings_of(target.id, today), plan.policy) or today


def _one_line(owed: list[Target]) -> str:
    codes = [target.code for target in owed]
    more = f" and {len(codes) - 3} more" if len(codes) > 4 else ""
    return f"{len(codes)} {'check-in' if len(codes) == 1 else 'check-ins'} due: {', '.join(codes[:3] if more else codes)}{more}"


def _line(plan: Plan, target: Target, today: date) -> tuple[str, ...]:
    readings = plan.readings_of(target.id, today)
    last = readings[-1] if readings else None
    return (
        target.code,
        distance(_due_on(plan, target, today), today),
        target.name,
        figure(last.value if last else None, target.unit),
        distance(last.on if last else None, today),
        plan.owner_name(target.owner),
    )


def _document(plan: Plan, target: Target, today: date) -> dict[str, object]:
    readings = plan.readings_of(target.id, today)
    last = readings[-1] if readings else None
    return {
        "code": target.code,
        "name": target.name,
        "owner": plan.owner_name(target.owner),
        "due_on": _due_on(plan, target, today).isoformat(),
        "overdue_days": overdue_days(target, readings, plan.policy, today),
        "value": last.value if last else None,
        "value_on": last.on.isoformat() if last else None,
        "unit": target.unit,
    }
