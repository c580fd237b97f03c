"""Head: the line above the tree, and the one above its columns."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from rich.cells import cell_len

from kptui.plan import Plan
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Status
from kptui.wording import STATUS_WORDS, day
from screens.presentation.columns import columns_for, headings, name_width
from screens.presentation.filters import Quick
from screens.presentation.line import Line, Span, length, text_of
from screens.presentation.line import left as at_left
from screens.presentation.marks import IN_TROUBLE, status_glyph, status_mark

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TOLD = (*IN_TROUBLE, Status.no_news)


def head(  # noqa: PLR0913 - each is something that the line says
    plan: Plan,
    today: date,
    width: int,
    *,
    read_only: bool,
    unreadable: bool = False,
    judged: bool = True,
) -> tuple[Line, Line]:
    """Return whose plan this is, the period and the day; and what is wrong with it, and how many targets are in trouble.

    As long as they are not `judged` none are counted. Where it is too much for `width` the words of the counts go first, then
    the period, then the day.
    """
    name = plan.organisation.name if plan.organisation else "kptui"
    period = next((f"{p.name}, " for p in reversed(plan.periods) if p.start <= today <= p.end), "")
    on = day(today, today)
    days = (f"  {period}{_DAYS[today.weekday()]} {on}", f"  {on}", "")
    lefts = [(Span(f" {name} ", "strong"), Span(text, "muted")) for text in days]
    wrong = _wrong(plan, read_only=read_only, unreadable=unreadable)
    pairs = [(left, (*wrong, *counts)) for left in lefts for counts in (_counts(plan, today) if judged else ((),))]
    return next((pair for pair in pairs if length(pair[0]) + length(pair[1]) + 2 <= width), pairs[-1])


def _wrong(plan: Plan, *, read_only: bool, unreadable: bool) -> Line:
    """Say, for as long as it is so, that this is not the whole plan as it stands, or that it takes no changes."""
    lines = len(plan.problems)
    damaged = f" {lines} {'line' if lines == 1 else 'lines'} damaged: kptui verify "
    said = ((unreadable, " cannot be read ", "bad"), (lines > 0, damaged, "bad"), (read_only, " read-only ", "at_risk"))
    return tuple(Span(text, tone) for so, text, tone in said if so)


def _counts(plan: Plan, today: date) -> tuple[Line, Line]:
    """How many targets are in trouble or silent, in words and without."""
    found = Counter(judgement.status for judgement in with_warnings(plan, today).values())
    told = [status for status in _TOLD if found[status]]
    if not told:
        well: Line = (status_mark(Status.on_track), Span(" ")) if found else ()
        return well, well
    words = tuple(Span(f"{status_glyph(s)} {found[s]} {STATUS_WORDS[s]}  ", s.value) for s in told)
    return words, tuple(Span(f"{status_glyph(s)} {found[s]}  ", s.value) for s in told)


def column_line(  # noqa: PLR0913 - all that narrows or sorts
    width: int, quick: Quick, words: str, in_view: int, *, worst_first: bool, period: str = "", marked: int = 0
) -> Line:
    """Return the names of the columns; before them, what narrows or sorts the rows below."""
    narrows = (period, quick.value, f"/{words}" if words else "")
    said = what_narrows(marked, narrows, in_view, "worst first" if worst_first else "")
    room = name_width(width - 1, columns_for(width - 1))
    return (Span(at_left(f" {said}", room + 1), "accent"), *headings(width - 1)[1:])


def what_narrows(marked: int, narrows: Iterable[str], in_view: int, order: str) -> str:
    """Return how many rows are marked, what narrows the list with how many it leaves, and how it is sorted; none for nothing."""
    said = ", ".join(part for part in narrows if part)
    parts = (f"{marked} marked" if marked else "", f"{said}: {in_view}" if said else "", order)
    return ", ".join(part for part in parts if part)


def over(said: str, names: Line) -> Line:
    """Return the names of columns with something said over those at the left; no name is there in part."""
    text = text_of(names)
    if not said:
        return (Span(text, "muted"),)
    begun = cell_len(said) + 3
    first = next((at for at in range(begun, len(text)) if text[at] != " " and text[at - 1] == " "), max(begun, len(text)))
    return (Span(at_left(f" {said}", first), "accent"), Span(text[first:], "muted"))
