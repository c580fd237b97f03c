"""Passages: every text in a plan that words may be looked for in, with where it stands; and the rows that show what was found."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kptui.models.check_in import CheckIn
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.record import Record
from kptui.models.stand_up import Action, Recognition
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.wording import day
from screens.presentation.line import Line, Span, cut, left, length, line

PASSAGE_COLUMNS = ("what", "code", "text", "on")
QUICK_SORTS = {
    "plan": ("pillar", "objective", "target", "rationale"),
    "check-ins": ("achieved", "challenge", "adjusted"),
    "notes": ("blocker", "help", "promise", "thanks"),
    "people": ("person", "team"),
}
"""What may be found, in the groups that people look for."""
SORT_WIDTH, CODE_WIDTH = 11, 8
MOST = 300
"""Passages that are listed; more than that nobody reads, and more words find fewer."""


class Passage(NamedTuple):
    """One text, and the record to go to."""

    sort: str
    record_id: str
    text: str
    code: str = ""
    on: date | None = None


def passages_of(plan: Plan) -> list[Passage]:
    """Return the texts of the records: names first, then what stands with them."""
    names = [*_named(plan), *(Passage("target", t.id, _with_owner(plan, t), t.code) for t in plan.targets)]
    reasons = [Passage("rationale", t.id, text, t.code) for t in plan.targets for text in (t.rationale, t.metric) if text]
    reasons += [Passage("rationale", o.id, o.rationale) for o in plan.objectives if o.rationale]
    return [*names, *reasons, *_obstacles(plan)]


def _with_owner(plan: Plan, target: Target) -> str:
    owner = plan.owner_name(target.owner)
    return f"{target.name} · {owner}" if owner else target.name


def _named(plan: Plan) -> Iterator[Passage]:
    yield from (Passage("person", p.id, f"{p.name} · {p.login}" if p.login else p.name) for p in plan.people)
    yield from (Passage("team", t.id, f"{t.name} · {t.short}") for t in plan.teams)
    yield from (Passage("team", t.id, t.vision) for t in plan.teams if t.vision)
    yield from (Passage("pillar", p.id, f"{p.name} · {p.notes}" if p.notes else p.name) for p in plan.pillars)
    yield from (Passage("objective", o.id, o.name) for o in plan.objectives)


def _obstacles(plan: Plan) -> Iterator[Passage]:
    told: Sequence[tuple[str, Iterable[Record]]] = (
        ("blocker", plan.every(Blocker)),
        ("help", plan.every(SupportRequest)),
        ("promise", plan.every(Action)),
        ("thanks", plan.every(Recognition)),
    )
    for sort, records in told:
        for record in records:
            target, text = plan.get(getattr(record, "target", None)), getattr(record, "text", "")
            if isinstance(target, Target) and text:
                yield Passage(sort, target.id, text, target.code, getattr(record, "on", None))


def passages_in(plan: Plan, check_ins: Iterable[CheckIn]) -> list[Passage]:
    """Return what people wrote with their check-ins, the newest first; none that was corrected or withdrawn."""
    every = list(check_ins)
    replaced = {check_in.corrects for check_in in every if check_in.corrects}
    standing = [c for c in every if c.id not in replaced and not c.withdrawn]
    return [
        Passage(sort, c.target, text, target.code, c.on)
        for c in sorted(standing, key=lambda c: (c.on, c.at), reverse=True)
        if isinstance(target := plan.get(c.target), Target)
        for sort, text in _texts(c)
        if text
    ]


def _texts(check_in: CheckIn) -> tuple[tuple[str, str], ...]:
    adjusted = check_in.adjustment.text if check_in.adjustment else ""
    return ("achieved", check_in.achievements), ("challenge", check_in.challenges), ("adjusted", adjusted)


def found_in(passages: Iterable[Passage], words: str, most: int | None = MOST) -> list[Passage]:
    """Return the passages that have all the words, in any case, or the first of them; nothing for no words."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found: list[Passage] = []
    for passage in passages:
        text = f"{passage.code} {passage.text} {passage.sort}".casefold()
        if all(word in text for word in wanted):
            found.append(passage)
            if len(found) == most:
                break
    return found


def passage_line(passage: Passage, words: str, today: date, width: int) -> Line:
    """Return a row in `width` cells: what it is, of which target, the place where the words stand, and of which day."""
    on = f" {day(passage.on, today)}" if passage.on else ""
    room = max(width - SORT_WIDTH - CODE_WIDTH - len(on) - 4, 10)
    text = cut(_around_words(passage.text.replace("\n", " "), words, room), room)
    pieces = tuple(_marked(text, words))
    blank = " " * max(room - length(pieces), 0)
    sort, code = Span(f" {left(passage.sort, SORT_WIDTH)} ", "muted"), Span(f"{left(passage.code, CODE_WIDTH)} ", "accent")
    return line(sort, code, *pieces, blank, Span(on, "muted"))


def passage_headings(width: int) -> Line:
    """Return the line above them."""
    return (Span(cut(f" {left('What', SORT_WIDTH)} {left('Of', CODE_WIDTH)} Text", width), "muted"),)


def passage_cells(passage: Passage) -> Mapping[str, object]:
    """Return what it says, by the names of the columns."""
    said = (passage.sort, passage.code, passage.text, passage.on)
    return dict(zip(PASSAGE_COLUMNS, said, strict=True))


def _around_words(text: str, words: str, room: int) -> str:
    """Return the text from a little before the first of the words on, where that would be cut off otherwise."""
    places = [at for word in words.casefold().split() if (at := text.casefold().find(word)) >= 0]
    first = min(places, default=0)
    return text if first < room - 12 else f"…{text[max(first - room // 3, 0) :]}"


def _marked(text: str, words: str) -> Iterator[Span]:
    """Yield the text with the words in it made strong."""
    wanted = "|".join(re.escape(word) for word in words.split())
    for place, piece in enumerate(re.split(f"({wanted})", text, flags=re.IGNORECASE) if wanted else [text]):
        yield Span(piece, "strong" if place % 2 else "")
