"""Duties: one person's list as lines: check-ins that are due, what waits for them, what they promised, their other targets."""

from collections.abc import Mapping
from datetime import date

from kptui.changes.meeting import words_of
from kptui.mine import Duty, Sort
from kptui.models.organisation import Person
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.calibration import calibration
from kptui.rules.influence import with_warnings
from kptui.wording import STATUS_WORDS, distance, figure, percent
from screens.presentation.line import Line, Span, fit, left, length, line, right, wrap
from screens.presentation.marks import IN_TROUBLE, WORST_FIRST, next_check_in, status_mark

DUTY_COLUMNS = ("what", "code", "name", "text", "status", "value", "unit", "by")
WHAT = {Sort.owed: "check in", Sort.asked: "asked", Sort.blocked: "blocked", Sort.promised: "promised", Sort.target: ""}
IN_TROUBLE_WORDS = tuple(STATUS_WORDS[status] for status in IN_TROUBLE)
WORST_FIRST_WORDS = (*(STATUS_WORDS[status] for status in WORST_FIRST), "")
_WHAT_WIDTH, _STATUS_WIDTH, _LAST_WIDTH, _WHEN_WIDTH = 8, 11, 9, 9
_WITH_LAST = 76
"""Cells of a row from which it has room for the last value."""


def duty_line(plan: Plan, today: date, duty: Duty, width: int) -> Line:
    """Return one duty in `width` cells: what it is, of which target, how that stands, and by when."""
    with_last = width >= _WITH_LAST
    room = _room_for_name(width)
    what = Span(left(WHAT[duty.sort], _WHAT_WIDTH), "strong" if duty.sort is Sort.owed else "muted")
    name = fit(line(Span(f"{duty.target.code} ", "accent"), _text(plan, duty)), room)
    judgement = with_warnings(plan, today).get(duty.target.id)
    status = status_mark(duty.status)
    last = judgement.last if judgement else None
    value = right(figure(last.value, duty.target.unit) if last else "", _LAST_WIDTH)
    when = next_check_in(judgement, today) if isinstance(duty.record, Target) else _by(duty, today)
    cells: Line = (Span(" "), what, Span(" "), *name, Span(" "), Span(left(status.text, _STATUS_WIDTH), status.tone), Span(" "))
    cells = (*cells, Span(value), Span(" ")) if with_last else cells
    return (*cells, Span(left(when.text, _WHEN_WIDTH), when.tone))


def duty_headings(width: int) -> Line:
    """Return the line above the list."""
    with_last = width >= _WITH_LAST
    last = f"{right('Last', _LAST_WIDTH)} " if with_last else ""
    return (Span(f"{' ' * (_WHAT_WIDTH + 2 + _room_for_name(width))} {left('Status', _STATUS_WIDTH)} {last}Due", "muted"),)


def _room_for_name(width: int) -> int:
    return width - _WHAT_WIDTH - _STATUS_WIDTH - _WHEN_WIDTH - 4 - (_LAST_WIDTH + 1 if width >= _WITH_LAST else 0)


def _text(plan: Plan, duty: Duty) -> str:
    return duty.target.name if isinstance(duty.record, Target) else words_of(plan, duty.record)


def duty_cells(plan: Plan, today: date, duty: Duty) -> Mapping[str, object]:
    """Return what a duty says, by the names of the columns."""
    judgement = with_warnings(plan, today).get(duty.target.id)
    return {
        "what": WHAT[duty.sort],
        "code": duty.target.code,
        "name": duty.target.name,
        "text": "" if isinstance(duty.record, Target) else words_of(plan, duty.record),
        "status": STATUS_WORDS[duty.status] if duty.status else "",
        "value": judgement.last.value if judgement and judgement.last else None,
        "unit": duty.target.unit,
        "by": duty.due,
    }


def _by(duty: Duty, today: date) -> Span:
    if duty.due is None:
        return Span("")
    if duty.due < today:
        return Span(f"late {distance(duty.due, today).removesuffix(' ago')}", "at_risk")
    return Span(distance(duty.due, today), "strong" if duty.due == today else "muted")


def duties_head(duties: tuple[Duty, ...], width: int) -> tuple[Line, Line]:
    """Return the title, and how much of each there is, as much of it as fits."""
    title: Line = (Span(" Mine and due", "strong"),)
    counts = {sort: sum(duty.sort is sort for duty in duties) for sort in Sort}
    words = {Sort.owed: "due", Sort.asked: "asked of me", Sort.blocked: "blocked", Sort.promised: "promised"}
    said = [f"{counts[sort]} {word}" for sort, word in words.items() if counts[sort]]
    told: Line = (Span(", ".join(said) + " ", "at_risk" if counts[Sort.owed] else "muted"),) if said else ()
    return title, told if length((*title, *told)) + 2 <= width else ()


def how_sure(plan: Plan, today: date, person: Person, width: int) -> list[Line]:
    """Return how often what one was so sure of came true, for oneself alone; nothing while nothing is over."""
    own = next((found for found in calibration(plan, today, person) if found.people == 1), None)
    if own is None:
        return []
    told = ", ".join(f"{level.confidence} of 10 {level.came_true} times of {level.said}" for level in own.levels)
    said = f"What you were sure of came true: {told}. That is {percent(own.came_true)} where you said {percent(own.said)}."
    return [(Span(row, "muted"),) for row in wrap(said, max(width, 20))]
