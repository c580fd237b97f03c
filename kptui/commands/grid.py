"""`kptui grid`: how targets stood in each week of the quarter, or one of them with plan and actual."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import click

from kptui.commands.choosing import Wanted, known_period
from kptui.commands.layout import Cell, Colour, Column, Line, Styled, shorten, text_of, width_of
from kptui.commands.marks import bare_status, letter_cell
from kptui.commands.printer import Printer
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.errors import BadInput
from kptui.models.policy import Period
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import judge_with_warnings, with_warnings
from kptui.rules.judgement import Judgement, Status
from kptui.weeks import Week, WeekStanding, week_by_week, weeks_of
from kptui.wording import STATUS_WORDS, day, figure

_KEYS = ("code", "name", "week", "first", "last", "plan", "actual", "status")
_ONE = (
    Column("Week", right=True),
    Column("First day"),
    Column("Plan", right=True),
    Column("Actual", right=True),
    Column("Status"),
)
_CELL, _GAP = 3, "   "
_LEAST = 12
"""Columns that a name keeps however narrow the terminal is."""
Row = tuple[Target, tuple[WeekStanding, ...]]


@click.command(epilog=f"Keys: {', '.join(_KEYS)}.")
@click.argument("code", required=False)
@click.option("--team", metavar="TEAM", help="Only what a team owns, or one beneath it; its name or short code.")
@click.option("--period", metavar="PERIOD", help="The weeks of that period; else of the shortest that today is in.")
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def grid(shell: Shell, /, code: str | None, as_of: str | None, form: str, **wanted: str | None) -> None:
    """Show how targets stood week by week, or one of them, given its CODE, with plan and actual.

    Of a longer period the thirteen weeks around today are shown. A week is judged by the check-ins up to its last day as they
    stand now. --json is a list of targets: code, name and weeks (week, first, last, plan, actual, status), --csv has a line for
    each of these; plan is where it was expected on the last day, actual the week's last check-in.
    """
    plan = shell.plan()
    today = shell.day(plan, as_of)
    if code is not None:
        if any(wanted.values()):
            raise BadInput("code", "Give a code, or --team and --period: a target has weeks of its own.")
        target = plan.target(code)
        judged = {target.id: judge_with_warnings(plan, target, today)}
        rows = _rows(plan, [target], judged, weeks_of(target.start, target.due, today), today)
        nothing = f"{target.code} is {target.state.value}: only active and closed targets have a status."
    else:
        weeks = weeks_of(*_span(plan, wanted["period"], today), today)
        chosen = Wanted(team=wanted["team"]).of(plan, None, today)
        rows = _rows(plan, chosen, with_warnings(plan, today), weeks, today)
        nothing = "No target runs in these weeks."
    write_grid(rows, shell.printer(form), today, one=code is not None)
    if not plan.targets:
        shell.say_empty()
    elif not rows:
        say(nothing)


def _span(plan: Plan, name: str | None, today: date) -> tuple[date, date]:
    """The days of the period asked for, else of the shortest that today is in, else of the calendar's quarter."""
    around = [known_period(plan, name)] if name is not None else [p for p in plan.periods if p.start <= today <= p.end]
    if around:
        found: Period = min(around, key=lambda p: p.end - p.start)
        return found.start, found.end
    month = (today.month - 1) // 3 * 3 + 1
    return date(today.year, month, 1), date(today.year, month + 2, monthrange(today.year, month + 2)[1])


def _rows(
    plan: Plan, targets: Sequence[Target], judged: Mapping[str, Judgement | None], weeks: Sequence[Week], today: date
) -> list[Row]:
    """The targets that run in these weeks and have a status."""
    found = ((t, judged.get(t.id)) for t in targets if t.start <= weeks[-1].last and t.due >= weeks[0].first)
    return [(target, week_by_week(plan, target, weeks, today, now)) for target, now in found if now is not None]


def write_grid(rows: Sequence[Row], out: Printer, today: date, *, one: bool) -> None:
    """Write targets with their weeks in the form asked for; `one` target to people with its plan and actual."""
    if out.form == "json":
        out.json([{"code": t.code, "name": t.name, "weeks": [_document(s) for s in standings]} for t, standings in rows])
    elif out.form == "csv":
        out.csv([{"code": t.code, "name": t.name} | _document(s) for t, standings in rows for s in standings], _KEYS)
    elif one:
        lines = [_line(t, s, today, out) for t, standings in rows for s in standings]
        out.listing((), (), _ONE, lines)
    elif rows:
        out.lines(_plain(rows) if out.form == "plain" else _table(rows, out, today))


def _document(standing: WeekStanding) -> dict[str, object]:
    week, status = standing.week, standing.status
    days = {"week": week.number, "first": week.first.isoformat(), "last": week.last.isoformat()}
    return days | {"plan": standing.plan, "actual": standing.actual, "status": status and status.value}


def _line(target: Target, standing: WeekStanding, today: date, out: Printer) -> Line:
    return (
        str(standing.week.number),
        day(standing.week.first, today),
        "" if standing.plan is None else figure(standing.plan, target.unit),
        "" if standing.actual is None else figure(standing.actual, target.unit),
        bare_status(standing.status, glyphs=out.glyphs),
    )


def _plain(rows: Sequence[Row]) -> Iterator[str]:
    yield "\t".join(["Code", "Name", *(str(s.week.number) for s in rows[0][1])])
    for target, standings in rows:
        yield "\t".join([target.code, target.name, *(STATUS_WORDS[s.status] if s.status else "" for s in standings)])


def _table(rows: Sequence[Row], out: Printer, today: date) -> Iterator[Line]:
    """The weeks in columns of two signs beside as much of the names as there is room for."""
    weeks = [standing.week for standing in rows[0][1]]
    code = max(width_of(target.code) for target, _ in rows) + 1
    longest = max(width_of(target.name) for target, _ in rows)
    room = longest if out.width is None else min(longest, max(out.width - code - _CELL * len(weeks), _LEAST))
    yield _padded(f"{day(weeks[0].first, today)} to {day(weeks[-1].last, today)}", code + room, weeks, today)
    for target, standings in rows:
        name = shorten(target.name, room)
        marks = [letter_cell(s.status, glyphs=out.glyphs) for s in standings]
        cells = [piece for mark in marks for piece in (" " * (_CELL - width_of(text_of(mark))), mark)]
        yield (target.code.ljust(code), name, " " * (room - width_of(name)), *cells)
    yield from _legend({s.status for _, standings in rows for s in standings if s.status}, out)


def _padded(title: str, width: int, weeks: Sequence[Week], today: date) -> Line:
    numbers = [Styled(str(w.number).rjust(_CELL), Colour.bold if w.first <= today <= w.last else Colour.dim) for w in weeks]
    return (Styled(shorten(title, width).ljust(width), Colour.dim), *numbers)


def _legend(met: set[Status], out: Printer) -> Iterator[Line]:
    """What the letters mean, after a blank line, in as many lines as they need."""
    line: list[Cell] = []
    for status in (status for status in Status if status in met):
        entry = (letter_cell(status, glyphs=out.glyphs), f" {STATUS_WORDS[status]}{_GAP}")
        if not line or (out.width is not None and _width((*line, *entry)) - len(_GAP) > out.width):
            yield tuple(line)
            line = []
        line += entry
    if line:
        yield tuple(line)


def _width(cells: Iterable[Cell]) -> int:
    return sum(width_of(text_of(cell)) for cell in cells)
