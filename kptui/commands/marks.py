"""Statuses as the shell shows them: glyph and word, in one of few colours."""

from datetime import date

from kptui.commands.layout import Cell, Colour, Styled
from kptui.models.target import State, Target
from kptui.rules.judgement import Judgement, Status
from kptui.wording import PLAIN_GLYPHS, STATUS_GLYPHS, STATUS_LETTERS, STATUS_WORDS, distance, status_text

_COLOURS = {
    Status.missed: Colour.red,
    Status.off_track: Colour.red,
    Status.at_risk: Colour.yellow,
    Status.no_news: Colour.dim,
    Status.too_early: Colour.dim,
    Status.on_track: Colour.green,
    Status.achieved: Colour.green,
}


def status_cell(target: Target, judgement: Judgement | None, *, glyphs: bool) -> Cell:
    """Return a target's status; for one that is not judged its state, such as draft."""
    if judgement is None:
        return "" if target.state is State.active else Styled(target.state.value, Colour.dim)
    return Styled(status_text(judgement, plain=not glyphs), _COLOURS[judgement.status])


def bare_status(status: Status | None, *, glyphs: bool) -> Cell:
    """Return a status that is rolled up; nothing for none."""
    if status is None:
        return ""
    glyph = (STATUS_GLYPHS if glyphs else PLAIN_GLYPHS)[status]
    return Styled(f"{glyph} {STATUS_WORDS[status]}", _COLOURS[status])


def next_cell(judgement: Judgement | None, today: date) -> Cell:
    """Return when the next check-in is due, `late 2 d` where it was; nothing for never."""
    if judgement is None or judgement.next_check_in is None:
        return ""
    if judgement.next_check_in < today:
        late = distance(judgement.next_check_in, today).removesuffix(" ago")
        return Styled(f"late {late}", Colour.yellow if judgement.overdue_days else Colour.dim)
    return distance(judgement.next_check_in, today)


def letter_cell(status: Status | None, *, glyphs: bool) -> Cell:
    """Return glyph and letter of a status, `▲R`, where there is no room for its word; nothing for none."""
    if status is None:
        return ""
    glyph = (STATUS_GLYPHS if glyphs else PLAIN_GLYPHS)[status]
    return Styled(f"{glyph}{STATUS_LETTERS[status]}", _COLOURS[status])
