"""Rows: a list of any length with a cursor, which draws only the rows in view and moves at the cost of two of them."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.presentation.line import Line, Span
from screens.widgets.toned import Toned

WHEEL = 3
"""Rows that one notch of the mouse's wheel moves."""


class Rows(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """The cursor, the scrolling and the keys for both; a subclass says how many rows there are and draws each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", id="down", tooltip="Move to the next row", show=False),
        Binding("k,up", "move(-1)", "Up", id="up", tooltip="Move to the row before", show=False),
        Binding("g,home", "jump(0)", "First", id="first", tooltip="Move to the first row", show=False),
        Binding("G,end", "jump(-1)", "Last", id="last", tooltip="Move to the last row", show=False),
        Binding("ctrl+d", "page(0.5)", "Half a page down", id="half_down", tooltip="Move half a page down", show=False),
        Binding("ctrl+u", "page(-0.5)", "Half a page up", id="half_up", tooltip="Move half a page up", show=False),
        Binding("pagedown", "page(1.0)", "Page down", id="page_down", tooltip="Move a page down", show=False),
        Binding("pageup", "page(-1.0)", "Page up", id="page_up", tooltip="Move a page up", show=False),
    ]

    class Chosen(Message):
        """The row that the cursor is on was clicked."""

    cursor: int = 0
    """The row that the cursor is on."""
    _note: Sequence[Line] = ()

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[int, object] = {}
        """What each line of the widget was made of when it was last drawn."""

    @property
    def note(self) -> Sequence[Line]:
        """What is said below the last row."""
        return self._note

    @note.setter
    def note(self, note: Sequence[Line]) -> None:
        """Say something else there."""
        if note != self._note:
            self._note = note
            self.refresh()

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def draw(self, index: int, width: int) -> Line:
        """Return a row."""
        raise NotImplementedError

    def made_of(self, index: int) -> object:
        """Return all that a row is drawn from, where that is known sooner than the row itself; None where it is not."""
        del index
        return None

    def render_line(self, y: int) -> Strip:
        """Draw the row that is scrolled to line `y` of the widget."""
        index = y + self.scroll_offset.y
        drawn = self._drawn(index)
        self._lines[y] = self._made_of(index, drawn)
        return self.strip_of(*drawn, chosen=index == self.cursor and index < self.row_count)

    def _drawn(self, index: int) -> tuple[Line, int]:
        """Return the line at a place and its width: a row, or what is said below the last one."""
        width = self.size.width
        if index < self.row_count:
            return self.draw(index, width), width
        below = index - self.row_count - 1
        return (Span("  "), *self.note[below]) if 0 <= below < len(self.note) else (), width

    def _made_of(self, index: int, drawn: tuple[Line, int] | None = None) -> tuple[object, int, bool]:
        shown = self.made_of(index) if index < self.row_count else None
        return shown or drawn or self._drawn(index), self.size.width, index == self.cursor

    def rows_changed(self, cursor: int, top: int) -> None:
        """Draw what is other than before, the cursor and the first line in view on these rows, or as near as there are any."""
        self.virtual_size = Size(self.size.width, self.row_count)
        self.cursor = min(max(cursor, 0), max(self.row_count - 1, 0))
        self.scroll_to(y=top, animate=False, force=True)
        self._show_cursor()
        first = self.scroll_offset.y
        self.draw_again(first + y for y in range(self.size.height) if self._lines.get(y) != self._made_of(first + y))

    def draw_again(self, indexes: Iterable[int]) -> None:
        """Draw these rows anew, the others being as they were."""
        for index in indexes:
            self.refresh_line(index)

    def go_to(self, index: int) -> None:
        """Move the cursor to a row, or to the nearest there is, and scroll no more than needed to see it."""
        before, self.cursor = self.cursor, min(max(index, 0), max(self.row_count - 1, 0))
        self.draw_again((before, self.cursor))
        self._show_cursor()

    def _show_cursor(self) -> None:
        height, top = self.size.height, self.scroll_offset.y
        if height and not top <= self.cursor < top + height:
            self.scroll_to(y=self.cursor if self.cursor < top else self.cursor - height + 1, animate=False, force=True)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(event.size.width, self.row_count)
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row clicked; a click on where it is opens."""
        index = event.y + self.scroll_offset.y
        if index < self.row_count:
            if index == self.cursor:
                self.post_message(self.Chosen())
            self.go_to(index)

    def on_mouse_scroll_down(self) -> None:
        """Move with the wheel; Textual itself does it only where there is a scroll bar."""
        self.action_move(WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """The same, upwards."""
        self.action_move(-WHEEL)

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self.go_to(self.cursor + by)

    def action_jump(self, index: int) -> None:
        """Move to a row, counted from the end when negative."""
        self.go_to(index if index >= 0 else self.row_count + index)

    def action_page(self, pages: float) -> None:
        """Move by a share of the rows in view."""
        step = max(round(abs(pages) * self.size.height), 1)
        self.go_to(self.cursor + (step if pages > 0 else -step))
