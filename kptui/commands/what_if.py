"""`kptui what-if`: what a value that is not saved would change, from its target up to the organisation."""

from datetime import date

import click

from kptui.changes.checking_in import refuse_unless_active
from kptui.commands.layout import Column, Line
from kptui.commands.marks import bare_status
from kptui.commands.shell import Shell, forms, plan_option, say
from kptui.errors import BadInput
from kptui.figures import parse_confidence, parse_day, parse_value
from kptui.models.check_in import Reading
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.judgement import Judgement
from kptui.rules.rollup import RolledUp
from kptui.rules.upward import Upward, upward
from kptui.wording import day, percent, whole

COLUMNS = (
    Column("What", least=20),
    Column("Now"),
    Column("Then"),
    Column("Progress", right=True, spare=1),
    Column("Then", right=True, spare=1),
)
_KEYS = ("type", "code", "name", "status", "status_then", "progress", "progress_then")


@click.command("what-if")
@click.argument("code")
@click.argument("value")
@click.option("-c", "--confidence", metavar="N", help="With this confidence, 0 to 10.")
@click.option("--on", "on", metavar="DATE", help="The day that the value would be of; today where none is named.")
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def what_if(shell: Shell, /, *, code: str, value: str, confidence: str | None, on: str | None, form: str) -> None:  # noqa: PLR0913 - an option each
    """Show what a check-in would change, from its target up to the organisation; nothing is saved.

    VALUE is typed as in a check-in; put -- before one that begins with a minus. --json and --csv have an entry for the target and
    for each thing above it, with these keys: type, code, name, status, status_then, progress, progress_then.
    """
    plan = shell.plan()
    today = shell.day(plan, None)
    target = plan.target(code)
    refuse_unless_active(target)
    reading = _reading(plan, target, _day(target, on, today), value, confidence)
    found = upward(plan, target, reading, today)
    assert found is not None  # noqa: S101 - an active target has a status
    rows = _rows(target, found)
    out = shell.printer(form)
    say(f"{target.code}: {whole(reading.value, target.unit)} on {day(reading.on, today)}, not saved.")
    lines = [_line(name, before, after, glyphs=out.glyphs) for _, _, name, before, after in rows]
    out.listing([_document(*row) for row in rows], _KEYS, COLUMNS, lines)


def _day(target: Target, on: str | None, today: date) -> date:
    latest = min(today, target.due)
    wanted = latest if on is None else parse_day(on, today)
    if not target.start <= wanted <= latest:
        span = f"{day(target.start, today)} to {day(latest, today)}"
        raise BadInput("on", f"{day(wanted, today)} is not from {span}; name a day in it.")
    return wanted


def _reading(plan: Plan, target: Target, on: date, value: str, confidence: str | None) -> Reading:
    last = next(reversed(plan.readings_of(target.id, on)), None)
    figure = parse_value(value, last.value if last else None, target.unit)
    return Reading("", on, figure, parse_confidence(confidence or ""), None, "", plan.policy.at, None, False)


_Stand = Judgement | RolledUp
_Row = tuple[str, str | None, str, _Stand, _Stand]


def _rows(target: Target, found: Upward) -> list[_Row]:
    own: _Row = ("target", target.code, target.name, found.before, found.after)
    return [own, *((above.record.record, None, above.record.name, above.before, above.after) for above in found.above)]


def _line(name: str, before: _Stand, after: _Stand, *, glyphs: bool) -> Line:
    statuses = (bare_status(stand.status, glyphs=glyphs) for stand in (before, after))
    return (name, *statuses, percent(before.progress), percent(after.progress))


def _document(sort: str, code: str | None, name: str, before: _Stand, after: _Stand) -> dict[str, object]:
    then = {"status_then": after.status, "progress": before.progress, "progress_then": after.progress}
    return {"type": sort, "code": code, "name": name, "status": before.status, **then}
