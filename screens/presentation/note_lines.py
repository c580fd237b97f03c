"""Note lines: what sorts of notes there are, and what was understood of the line that one is typed in."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from kptui.changes.meeting import Noted, blocker, promise, promise_in_turn, thanks, words_of
from kptui.grammar import Words
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.record import Record
from kptui.models.stand_up import Action, Recognition
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.wording import day
from screens.presentation.line import Line, Span, wrap_line


class Kind(NamedTuple):
    """What sort of note it is, and what is made of its words."""

    title: str
    explains: str
    make: Callable[[Plan, Words, Target, Noted], tuple[Record, ...]]


KINDS = {
    "blocker": Kind("Blocker", "What is in the way; block:tool is its kind, @sam is asked for help, by:friday.", blocker),
    "promise": Kind("Promise", "What will be done; @sam promises it, or else you do, by:friday.", promise),
    "promise in turn": Kind(
        "Promise", "What will be done; @sam promises it, or else the owner of the target, by:friday.", promise_in_turn
    ),
    "thanks": Kind("Thanks", "What the thanks are for; @sam is thanked, or else the owner of the target.", thanks),
}


def note_lines(plan: Plan, today: date, made: Sequence[Record], width: int) -> list[Line]:
    """Return what would be saved, in words."""
    known = [record for record in made if isinstance(record, Blocker | SupportRequest | Action | Recognition)]
    said = [words_of(plan, record) + _by(record, today) for record in known]
    return [row for text in said for row in wrap_line((Span(text, "accent"),), width)]


def _by(record: Record, today: date) -> str:
    due = getattr(record, "due", None)
    return f", by {day(due, today)}" if isinstance(due, date) else ""
