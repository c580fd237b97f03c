"""Head: the line above the tree, and the one above its columns."""

from collections import Counter
from datetime import date

from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.rules.progress import judge_all
from kptui.wording import STATUS_WORDS, day
from screens.presentation.columns import columns_for, headings, name_width
from screens.presentation.filters import Quick
from screens.presentation.line import Line, Span, length
from screens.presentation.line import left as at_left
from screens.presentation.marks import IN_TROUBLE, status_glyph, status_mark

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TOLD = (*IN_TROUBLE, Status.no_news)


def head(plan: Plan, today: date, width: int, *, read_only: bool) -> tuple[Line, Line]:
    """Return whose plan this is, the period and the day; and how many targets are in trouble: as much as `width` cells hold."""
    name = plan.organisation.name if plan.organisation else "kptui"
    closed = (Span(" read-only ", "at_risk"),) if read_only else ()
    period = next((f"{p.name}, " for p in reversed(plan.periods) if p.start <= today <= p.end), "")
    on = day(today, today)
    days = (f"  {period}{_DAYS[today.weekday()]} {on}", f"  {on}", "")
    lefts = [(Span(f" {name} ", "strong"), *closed, Span(text, "muted")) for text in days]
    rights = _counts(plan, today)
    pairs = [(left, right) for right in rights for left in lefts]
    return next((pair for pair in pairs if length(pair[0]) + length(pair[1]) + 2 <= width), pairs[-1])


def _counts(plan: Plan, today: date) -> tuple[Line, Line]:
    """How many targets are in trouble or silent, in words and without."""
    found = Counter(judgement.status for judgement in judge_all(plan, today).values())
    told = [status for status in _TOLD if found[status]]
    if not told:
        well: Line = (status_mark(Status.on_track), Span(" ")) if found else ()
        return well, well
    words = tuple(Span(f"{status_glyph(s)} {found[s]} {STATUS_WORDS[s]}  ", s.value) for s in told)
    return words, tuple(Span(f"{status_glyph(s)} {found[s]}  ", s.value) for s in told)


def column_line(width: int, quick: Quick, words: str, in_view: int, *, worst_first: bool) -> Line:
    """Return the names of the columns; before them, what narrows or sorts the rows below."""
    narrowed = [quick.value] if quick.value else []
    narrowed += [f"/{words}"] if words else []
    said = ", ".join(narrowed)
    said = f"{said}: {in_view}" if said else ""
    said = ", ".join(part for part in (said, "worst first" if worst_first else "") if part)
    room = name_width(width - 1, columns_for(width - 1))
    return (Span(at_left(f" {said}", room + 1), "accent"), *headings(width - 1)[1:])
