"""Agenda lines: one owner's turn in a stand-up as rows: each target with what changed, what is open on it, and the rest."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kptui.changes.meeting import Open, settled_on, words_of
from kptui.models.stand_up import Action
from kptui.plan import Plan
from kptui.stand_up import Item, Turn, what_changed
from kptui.wording import day, distance
from screens.presentation.line import BLANK, Line, Span, fit, left, length, line, wrap
from screens.presentation.marks import next_check_in, status_glyph, status_mark

_WHEN_WIDTH, _INDENT = 9, 6
_ROOMY = 76
"""Cells of a row from which both statuses have room for their words."""


class Room(NamedTuple):
    """What the rows of a stand-up are made for."""

    plan: Plan
    today: date
    began_at: datetime
    discuss: tuple[str, ...]
    whole: bool = False
    """Whether what is as before has rows too."""


class Columns(NamedTuple):
    """How the rows of a turn are divided, so that the names have all the room that is left."""

    is_roomy: bool
    """Whether both statuses have room for their words."""
    status: int
    when: int


class AgendaRow(NamedTuple):
    """One row; the cursor rests on those that have an id."""

    id: str
    target: str
    draw: Callable[[int], Line]


def turn_rows(turn: Turn, room: Room, width: int) -> list[AgendaRow]:
    """Return the rows of a turn; what is as before is told by its codes alone."""
    rows: list[AgendaRow] = []
    is_first = all(item.since is None for item in turn.items)
    shown = turn.items if room.whole else turn.news
    columns = _columns(shown, room.today, is_roomy=width >= _ROOMY)
    for item in shown:
        rows += [*_item(item, room, columns, is_first=is_first), _plain(BLANK)]
    if not rows:
        rows += [_plain((Span("Nothing new, nothing due. Space goes on, f shows all.", "muted"),)), _plain(BLANK)]
    before = [] if room.whole else [f"{status_glyph(item.now.status)} {item.target.code}" for item in turn.as_before]
    return rows + [_plain((Span(text, "muted"),)) for text in (wrap(f"As before: {', '.join(before)}", width) if before else [])]


def _columns(items: Sequence[Item], today: date, *, is_roomy: bool) -> Columns:
    statuses = (length(_status(item, is_roomy=is_roomy)) for item in items)
    whens = (length((next_check_in(item.now, today),)) for item in items)
    return Columns(is_roomy, max(statuses, default=0), max(whens, default=0))


def _item(item: Item, room: Room, columns: Columns, *, is_first: bool) -> list[AgendaRow]:
    target = item.target.id
    head = AgendaRow(target, target, lambda width: _head(item, room.today, columns, width))
    rows = [head, _plain(_figures(item, room, is_first=is_first))]
    return rows + [_open_row(record, target, room) for record in item.open]


def _plain(row: Line) -> AgendaRow:
    return AgendaRow("", "", lambda _: row)


def _open_row(record: Open, target: str, room: Room) -> AgendaRow:
    return AgendaRow(record.id, target, lambda width: _open(record, room, width))


def _head(item: Item, today: date, columns: Columns, width: int) -> Line:
    """Code and name, how it stood and stands, and when the next check-in is due; in words as far as there is room for them."""
    when = next_check_in(item.now, today)
    title = line(Span(f"{item.target.code} ", "accent"), Span(item.target.name, "strong"))
    name = fit(title, width - columns.status - columns.when - 2)
    status = fit(_status(item, is_roomy=columns.is_roomy), columns.status)
    return (*name, Span(" "), *status, Span(" "), Span(left(when.text, columns.when), when.tone))


def _status(item: Item, *, is_roomy: bool) -> Line:
    now = status_mark(item.now.status)
    if item.then is None or item.then.status is item.now.status:
        return (now,)
    then = status_mark(item.then.status)
    return (then if is_roomy else Span(status_glyph(item.then.status), then.tone), Span(" → ", "muted"), now)


def _figures(item: Item, room: Room, *, is_first: bool) -> Line:
    said = [Span(", ".join(what_changed(item)))]
    said += [] if item.is_news else [Span("as before", "muted")]
    began = room.began_at.replace(microsecond=0)
    said += [Span("checked in", "on_track")] if any(r.at >= began for r in item.check_ins) else []
    said += [Span("discuss after", "fresh")] if item.target.id in room.discuss else []
    said += [Span("new here", "muted")] if item.since is None and not is_first else []
    parts = [piece for span in said for piece in (Span(" · ", "faint"), span)]
    return line(" " * _INDENT, *parts[1:])


def _open(record: Open, room: Room, width: int) -> Line:
    settled = settled_on(record)
    if settled is not None:
        when = f"{'done' if isinstance(record, Action) else 'settled'} {day(settled, room.today)}"
    elif record.due is not None:
        when = f"by {day(record.due, room.today)}"
    else:
        when = "" if record.on == room.today else distance(record.on, room.today)
    late = settled is None and record.due is not None and record.due < room.today
    room_for_when = max(_WHEN_WIDTH, len(when))
    words = Span(words_of(room.plan, record, below_blocker=True), "muted" if settled else "")
    text = fit(line(" " * _INDENT, words), width - room_for_when - 1)
    return (*text, Span(" "), Span(left(when, room_for_when), "at_risk" if late else "muted"))


def stand_up_head(turn: Turn, place: int, turns: int, clock: str) -> tuple[Line, Line]:
    """Return the line on top: whose turn it is, and how long it has taken."""
    absent = line(Span("  not here", "at_risk")) if not turn.is_here else ()
    title = line(" Stand-up  ", Span(turn.name, "strong"), *absent, Span(f"  {place + 1} of {turns}", "muted"))
    return title, line(Span(f" {clock} ", "muted"))


def since_line(turn: Turn, today: date, zone_day: Callable[[datetime], date]) -> Line:
    """Return what there is to go through: how much has news since the last stand-up, and how much is as before."""
    since = [zone_day(item.since) for item in turn.items if item.since is not None]
    if not since:
        what = "this target" if len(turn.items) == 1 else f"these {len(turn.items)} targets"
        return line(Span(f" The first stand-up on {what}", "muted"))
    said = [f"{len(found)} {what}" for found, what in ((turn.news, "with news"), (turn.as_before, "as before")) if found]
    return line(Span(f" Since {day(min(since), today)}: {', '.join(said)}", "muted"))
