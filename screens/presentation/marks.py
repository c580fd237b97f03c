"""Marks: statuses, bars and days as the short pieces of text that every screen puts together."""

from collections.abc import Sequence
from datetime import date

from kptui.models.target import State, Target
from kptui.rules.judgement import Judgement, Status
from kptui.rules.structure import StructureFinding
from kptui.wording import FINDING_GLYPH, NOTHING, STATUS_GLYPHS, STATUS_WORDS, distance
from screens.presentation.line import Span

WORST_FIRST = tuple(sorted(Status, key=lambda status: status.rank))
IN_TROUBLE = (Status.missed, Status.off_track, Status.at_risk)


def status_mark(status: Status | None) -> Span:
    """Return glyph and word of a status, in its tone; nothing for none."""
    if status is None:
        return Span("")
    return Span(f"{status_glyph(status)} {STATUS_WORDS[status]}", status.value)


def status_glyph(status: Status) -> str:
    """Return the single sign of a status."""
    return STATUS_GLYPHS[status]


def standing(target: Target, judgement: Judgement | None) -> Span:
    """Return a target's status; for one that is not judged its state, such as draft."""
    if judgement is not None:
        return status_mark(judgement.status)
    return Span("" if target.state is State.active else target.state.value, "muted")


def findings_mark(findings: Sequence[StructureFinding]) -> Span:
    """Return a box and how many things are missing, at most nine: `□2`; nothing for none."""
    return Span(f"{FINDING_GLYPH}{min(len(findings), 9)}", "muted") if findings else Span("")


def bar(progress: float | None, expected: float | None, width: int, tone: str) -> tuple[Span, ...]:
    """Return a bar of `width` cells: filled up to `progress`, with a tick where it is expected to be; blank for no progress.

    Both are shares; what lies below nothing or beyond the whole is drawn at the end of the bar.
    """
    if progress is None:
        return (Span(" " * width),)
    halves = round(_within(progress) * width * 2)
    cells = "━" * (halves // 2) + "╸" * (halves % 2)
    filled = len(cells)
    cells += "─" * (width - filled)
    pieces = [(cells[:filled], tone), (cells[filled:], "faint")]
    if expected is None:
        return _spans(pieces)
    at = min(round(_within(expected) * width), width - 1)
    before, after = cells[:at], cells[at + 1 :]
    return _spans(
        [
            (before[:filled], tone),
            (before[filled:], "faint"),
            ("┃", "strong"),
            (after[: max(filled - at - 1, 0)], tone),
            (after[max(filled - at - 1, 0) :], "faint"),
        ]
    )


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _spans(pieces: list[tuple[str, str]]) -> tuple[Span, ...]:
    return tuple(Span(text, tone) for text, tone in pieces if text)


def next_check_in(judgement: Judgement | None, today: date) -> Span:
    """Return when the next check-in is due: `in 5 d`, `today`, or `late 9 d` where it is overdue."""
    if judgement is None or judgement.next_check_in is None:
        return Span("")
    if judgement.next_check_in < today:
        late = distance(judgement.next_check_in, today).removesuffix(" ago")
        return Span(f"late {late}", "at_risk" if judgement.overdue_days else "muted")
    return Span(distance(judgement.next_check_in, today), "strong" if judgement.next_check_in == today else "muted")


def since(on: date | None, today: date) -> str:
    """Return how long ago a day was, short: `3 d`, `today`; a dash for none, and `in 2 d` for one to come."""
    return NOTHING if on is None else distance(on, today).removesuffix(" ago")


_KEYS = {
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "asterisk": "*",
    "equals_sign": "=",
    "comma": ",",
    "colon": ":",
    "grave_accent": "`",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_name(key: str) -> str:
    """Return a key as it is written for people: `Enter`, `^S`, `Shift-Tab`, `?`."""
    *held, last = key.split("+")
    name = _KEYS.get(last, last if len(last) == 1 else last.title())
    if held == ["ctrl"] and len(last) == 1:
        return f"^{name.upper()}"
    return "-".join((*(part.title() for part in held), name))
