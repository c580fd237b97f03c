"""Undo stack: which of one's own changes stand, and which are taken back and could be done again, told by the changes themselves.

A change that says again what stood before the last one that stands is an undo of it; one that says again what an undo took
away is a redo. So it holds in every session, and after an undo in the shell as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kptui.changes.last_change import History, Made, last_changes
from kptui.changes.taking_back import is_gone, says_something, what_it_says
from kptui.errors import Refused
from kptui.log import Document
from kptui.models.check_in import CheckIn

MOST = 50
"""How many changes can be taken back one after the other."""

_Change = tuple[Made, ...]


@dataclass
class UndoStack:
    """One person's last changes."""

    done: list[_Change] = field(default_factory=list)
    """Those that stand, the last at the end."""
    undone: list[_Change] = field(default_factory=list)
    """The undoing of those that could be done again, the last at the end."""
    last_at: datetime | None = None
    """When the last of all of them was saved."""

    def to_undo(self) -> _Change:
        """Return the change that undo takes back. Raises Refused where none is left."""
        if not self.done:
            raise Refused("There is nothing of yours left that could be taken back.")
        return self.done[-1]

    def to_redo(self) -> _Change:
        """Return the undo that redo takes back. Raises Refused where none is."""
        if not self.undone:
            raise Refused("There is nothing to do again: your last change was not an undo.")
        return self.undone[-1]

    def add(self, change: _Change) -> None:
        """Take in the change that came next."""
        self.last_at = max(made.record.at for made in change)
        if self.undone and _takes_back(change, self.undone[-1]):
            _stand_in(self.undone, change)
            self.done.append(change)
        elif self.done and _takes_back(change, self.done[-1]):
            _stand_in(self.done, change)
            self.undone.append(change)
        else:
            self.done.append(change)
            self.undone.clear()


def undo_stack(documents: Iterable[Document], by: str, history: History) -> UndoStack:
    """Return the stack of a login; `history` returns the check-ins on a target by its id."""
    stack = UndoStack()
    for change in last_changes(documents, by, history, MOST):
        if any(map(says_something, change)):
            stack.add(change)
    return stack


def _takes_back(later: _Change, earlier: _Change) -> bool:
    """Whether each record of one says again what stood before the other."""
    if len(later) != len(earlier):
        return False
    found = {_follows(made): made for made in later}
    return all((again := found.get(made.record.id)) is not None and _says_again(again, made) for made in earlier)


def _follows(made: Made) -> str | None:
    return made.record.corrects if isinstance(made.record, CheckIn) else made.record.id


def _says_again(later: Made, earlier: Made) -> bool:
    if later.record == earlier.record:
        return False
    if earlier.before is None:
        return is_gone(later.record)
    return what_it_says(later.record) == what_it_says(earlier.before)


def _stand_in(stack: list[_Change], back: Sequence[Made]) -> None:
    """Take the last off a stack; those beneath left what is there again now, so that its newest version is theirs."""
    newest = {}
    for made in stack.pop():
        before = made.before
        if before is not None:
            newest[before.id, before.version] = next(each.record for each in back if _follows(each) == made.record.id)
    for place, change in enumerate(stack):
        stack[place] = tuple(Made(newest.get((made.record.id, made.record.version), made.record), made.before) for made in change)
