"""Record list: rows that are each about a record, with a cursor, a filter and marks, all kept by id while the plan changes."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from screens.presentation.line import Line, Span
from screens.widgets.rows import Rows


class Listed(NamedTuple):
    """One row."""

    id: str
    """What the cursor and a mark remember; empty for a row that the cursor passes over."""
    draw: Callable[[int], Line]
    """Returns the row in that many cells."""
    target: str = ""
    """The id of the target that it is about; empty for none."""
    words: str = ""
    """What a filter looks in."""


class RecordList(Rows):
    """A subclass or its screen says what is listed."""

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Listed] = ()
        self._rows: Sequence[Listed] = ()
        self._marked: set[str] = set()
        self._words = ""

    @property
    def row_count(self) -> int:
        """How many rows are in view."""
        return len(self._rows)

    @property
    def current(self) -> Listed | None:
        """What the cursor is on; None in an empty list."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def rows(self) -> Sequence[Listed]:
        """The rows in view."""
        return self._rows

    @property
    def marked(self) -> tuple[Listed, ...]:
        """The rows in view that are marked."""
        return tuple(row for row in self._rows if row.id in self._marked)

    def show(self, rows: Sequence[Listed], words: str = "") -> None:
        """Show those of the rows that have all these words, the cursor and the top line on what they were on."""
        was, top = self.current, self._rows[self.scroll_offset.y] if self.scroll_offset.y < len(self._rows) else None
        self._all, self._words = rows, words
        wanted = words.casefold().removeprefix("!").split()
        inverted = words.startswith("!") and bool(wanted)
        self._rows = [row for row in rows if all(word in row.words.casefold() for word in wanted) is not inverted]
        cursor, first = self._place_of(was, self.cursor), self._place_of(top, self.scroll_offset.y)
        self.rows_changed(self._resting(cursor, 1), first)

    def _place_of(self, row: Listed | None, otherwise: int) -> int:
        return next((i for i, found in enumerate(self._rows) if row and found.id and found.id == row.id), otherwise)

    def _resting(self, index: int, step: int) -> int:
        """The nearest row that way where the cursor may rest, or the nearest the other way."""
        index = min(max(index, 0), max(len(self._rows) - 1, 0))
        onward = range(index, len(self._rows)) if step > 0 else range(index, -1, -1)
        back = range(index, -1, -1) if step > 0 else range(index, len(self._rows))
        return next((i for i in (*onward, *back) if self._rows and self._rows[i].id), index)

    def go_to(self, index: int) -> None:
        """Move the cursor to a row, past those where it cannot rest."""
        super().go_to(self._resting(index, 1 if index >= self.cursor else -1))

    def go_to_target(self, target_id: str) -> None:
        """Move the cursor to the first row about a target, unless it is on one already."""
        if self.current is None or self.current.target != target_id:
            self.go_to(next((i for i, row in enumerate(self._rows) if row.target == target_id and row.id), self.cursor))

    def mark(self, ids: Sequence[str]) -> None:
        """Have these marked and no others."""
        self._marked = set(ids)
        self.refresh()

    def turn_mark(self) -> None:
        """Mark the row that the cursor is on, or unmark it, and move on."""
        if self.current is not None:
            self._marked ^= {self.current.id}
            self.refresh_line(self.cursor)
            self.go_to(self.cursor + 1)

    def draw(self, index: int, width: int) -> Line:
        """Return a row, with a sign before it where it is marked."""
        row = self._rows[index]
        return (Span("•" if row.id and row.id in self._marked else " ", "fresh"), *row.draw(width - 1))
