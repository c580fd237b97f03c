"""Record list: rows that are each about a record, with a cursor, a filter and marks, all kept by id while the plan changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from screens.presentation.line import Line, Span
from screens.widgets.rows import Rows

NO_CELLS: Mapping[str, object] = MappingProxyType({})


class Listed(NamedTuple):
    """One row."""

    id: str
    """What the cursor and a mark remember; empty for a row that the cursor passes over."""
    draw: Callable[[int], Line]
    """Returns the row in that many cells."""
    targets: tuple[str, ...] = ()
    """The ids of the targets that it is about: one as a rule, and for a person all that are theirs."""
    cells: Mapping[str, object] = NO_CELLS
    """What it says, by the names of the columns: a filter looks in it, and an export writes it."""
    record: str = ""
    """The id of the record that it is about, where that is no target."""
    title: str = ""
    """What is copied of it."""

    @property
    def words(self) -> str:
        """What a filter looks in."""
        return " ".join(str(cell) for cell in self.cells.values() if cell is not None).casefold()


def targets_of(rows: Iterable[Listed]) -> tuple[str, ...]:
    """Return the targets that rows are about, each once and in their order."""
    return tuple(dict.fromkeys(target for row in rows for target in row.targets))


class RecordList(Rows):
    """A subclass or its screen says what is listed."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Listed] = ()
        self._marked: set[str] = set()
        self._awaited = ""

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
        """Show those of the rows that have all these words, the cursor and the top line on what they were on.

        What is about nothing, such as a heading, is shown only where no words are looked for.
        """
        was, top = self.current, self._rows[self.scroll_offset.y] if self.scroll_offset.y < len(self._rows) else None
        wanted = words.casefold().removeprefix("!").split()
        inverted = words.startswith("!")
        self._rows = [r for r in rows if not wanted or (r.id and all(word in r.words for word in wanted) is not inverted)]
        cursor, first = self._place_of(was, self.cursor), self._place_of(top, self.scroll_offset.y)
        if self._awaited and (found := [i for i, row in enumerate(self._rows) if row.id == self._awaited]):
            cursor, self._awaited = found[0], ""
        self.rows_changed(self._resting(cursor, 1), first)

    def await_row(self, row_id: str) -> None:
        """Have the cursor on a row as soon as there is one with this id, unless the cursor is moved before."""
        self._awaited = row_id

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
        self._awaited = ""
        super().go_to(self._resting(index, 1 if index >= self.cursor else -1))

    def go_to_record(self, record_id: str) -> None:
        """Move the cursor to the first row about a record, unless it is on one already."""

        def is_about(row: Listed | None) -> bool:
            return row is not None and bool(row.id) and record_id in (row.record, *row.targets)

        if not is_about(self.current):
            self.go_to(next((i for i, row in enumerate(self._rows) if is_about(row)), self.cursor))

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


class MarkedRows(RecordList):
    """Rows that can be marked; the screen does it, and says how many are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,v", "screen.mark", "Mark", id="mark", tooltip="Mark this row, or unmark it"),
        Binding("n", "move(1)", "Next match", id="next_match", tooltip="Move to the next row that the filter leaves", show=False),
        Binding("N", "move(-1)", "Match before", id="previous_match", tooltip="Move to the one before", show=False),
    ]
