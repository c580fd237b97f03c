"""Grid: thirteen weeks of a target side by side, with plan, actual and status."""

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kptui.rules.judgement import Status
from kptui.weeks import Week, WeekStanding, week_by_week, weeks_of
from kptui.wording import STATUS_LETTERS, STATUS_WORDS, day, figure, goal_text
from screens.presentation.line import BLANK, Line, Span, cut, left, length, line, right
from screens.presentation.marks import WORST_FIRST, status_glyph
from screens.presentation.target_view import TargetView

_LABEL = 7
_GAP = "   "
_SMALL, _GREAT = 0.01, 10_000.0
"""Where figures are written plainly: beyond, they have a sign for thousands, or too many noughts."""


class _Row(NamedTuple):
    label: str
    cells: list[Span]
    """One for each week."""


def grid(view: TargetView, width: int) -> list[Line]:
    """Return the weeks as columns, in as many bands as they need in `width` cells; nothing for a target without a status."""
    if view.judgement is None:
        return []
    target, today = view.target, view.today
    weeks = weeks_of(target.start, target.due, today)
    standings = week_by_week(view.plan, target, weeks, today, view.judgement)
    bands = _bands(_rows(view, standings), width)
    count = weeks_of(target.start, target.due, target.due)[-1].number
    return [
        _heading(view, standings, count, width),
        *(row for band in bands for row in (*band, BLANK)),
        *_legend(standings, width),
    ]


def _heading(view: TargetView, standings: Sequence[WeekStanding], count: int, width: int) -> Line:
    first, last = standings[0].week, standings[-1].week
    kept = f"; {goal_text(view.target)}" if view.target.is_band else ""
    unit = kept or (f"; in {view.target.unit}" if view.target.unit else "")
    days = f"{day(first.first, view.today)} to {day(last.last, view.today)}"
    part = f"weeks {first.number} to {last.number} of {count}, " if len(standings) < count else ""
    return line(Span(cut(f"{part}{days}{unit}", width), "muted"))


def _rows(view: TargetView, standings: Sequence[WeekStanding]) -> list[_Row]:
    plan = _planned(standings)
    return [
        _Row("Week", [_number(s.week, view.today) for s in standings]),
        *([_Row("Plan", [Span(text, "muted") for text in plan])] if any(plan) else ()),
        _Row("Actual", [Span("" if s.actual is None else figure(s.actual), "strong") for s in standings]),
        _Row("Status", [_mark(s.status) for s in standings]),
    ]


def _number(week: Week, today: date) -> Span:
    return Span(str(week.number), "accent" if week.first <= today <= week.last else "muted")


def _planned(standings: Sequence[WeekStanding]) -> list[str]:
    """The plan with as many digits as its greatest figure needs for three; one that is the same all along as it is."""
    plans = [s.plan for s in standings if s.plan is not None]
    most = max(map(abs, plans), default=0.0)
    if len(set(plans)) < 2 or not _SMALL <= most < _GREAT:
        return ["" if s.plan is None else figure(s.plan) for s in standings]
    digits = max(2 - math.floor(math.log10(most)), 0)
    return ["" if s.plan is None else f"{s.plan:.{digits}f}" for s in standings]


def _mark(status: Status | None) -> Span:
    return Span("") if status is None else Span(f"{status_glyph(status)}{STATUS_LETTERS[status]}", status.value)


def _bands(rows: Sequence[_Row], width: int) -> list[list[Line]]:
    """The rows cut into bands of about as many weeks each."""
    weeks = len(rows[0].cells)
    cell = max(length((span,)) for row in rows for span in row.cells) + 1
    bands = math.ceil(weeks / max((width - _LABEL) // cell, 1))
    size = math.ceil(weeks / bands)
    return [[_band_row(row, row.cells[at : at + size], cell) for row in rows] for at in range(0, weeks, size)]


def _band_row(row: _Row, cells: Sequence[Span], width: int) -> Line:
    return (Span(left(row.label, _LABEL), "muted"), *(Span(right(span.text, width), span.tone) for span in cells))


def _legend(standings: Sequence[WeekStanding], width: int) -> list[Line]:
    """What the letters that are there mean, in as many rows as they need."""
    met = {s.status for s in standings}
    rows: list[Line] = []
    for status in WORST_FIRST:
        entry = (_mark(status), Span(f" {STATUS_WORDS[status]}", "muted"))
        if status not in met:
            continue
        if rows and length((*rows[-1], *entry)) + len(_GAP) <= width:
            rows[-1] = (*rows[-1], Span(_GAP), *entry)
        else:
            rows.append(entry)
    return rows
