"""Sheet: a page of lines that scrolls and holds still otherwise."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.presentation.line import Line, Span
from screens.widgets.toned import Toned

WHEEL = 3
"""Lines that one notch of the mouse's wheel scrolls."""


class Sheet(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """Shows lines that its screen makes for its size; asks for them again when that changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_by(1)", "Down", id="down", tooltip="Scroll a line down", show=False),
        Binding("k,up", "scroll_by(-1)", "Up", id="up", tooltip="Scroll a line up", show=False),
        Binding("g,home", "scroll_to_end(False)", "Top", id="first", tooltip="Scroll to the top", show=False),
        Binding("G,end", "scroll_to_end(True)", "End", id="last", tooltip="Scroll to the end", show=False),
        Binding("ctrl+d", "scroll_page(0.5)", "Half a page down", id="half_down", tooltip="Scroll half a page down", show=False),
        Binding("ctrl+u", "scroll_page(-0.5)", "Half a page up", id="half_up", tooltip="Scroll half a page up", show=False),
        Binding("pagedown,space", "scroll_page(1.0)", "Page down", id="page_down", tooltip="Scroll a page down", show=False),
        Binding("pageup", "scroll_page(-1.0)", "Page up", id="page_up", tooltip="Scroll a page up", show=False),
    ]

    class Resized(Message):
        """The sheet has another size, and its lines should be made for it."""

    _lines: tuple[Line, ...] = ()

    @property
    def width_for_text(self) -> int:
        """How many cells a line may have: a blank stays free at either side."""
        return max(self.size.width - 2, 1)

    def show(self, lines: list[Line], *, top: bool = False) -> None:
        """Show these lines where it is scrolled to, or from the `top`."""
        self._lines = tuple(lines)
        self.virtual_size = Size(self.size.width, len(lines))
        if top:
            self._scroll_to_line(0)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line that is scrolled to line `y` of the widget."""
        index = y + self.scroll_offset.y
        return self.strip_of((Span(" "), *self._lines[index]) if index < len(self._lines) else (), self.size.width)

    def on_resize(self) -> None:
        """Ask for lines that fit."""
        self.post_message(self.Resized())

    def on_mouse_scroll_down(self) -> None:
        """Scroll with the wheel; Textual itself does it only where there is a scroll bar."""
        self.action_scroll_by(WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """The same, upwards."""
        self.action_scroll_by(-WHEEL)

    def action_scroll_by(self, lines: int) -> None:
        """Scroll by some lines."""
        self._scroll_to_line(self.scroll_offset.y + lines)

    def action_scroll_page(self, pages: float) -> None:
        """Scroll by a share of the lines in view."""
        self._scroll_to_line(self.scroll_offset.y + round(pages * self.size.height))

    def action_scroll_to_end(self, end: bool) -> None:  # noqa: FBT001 - an action's argument has no name
        """Scroll to the end, or to the top."""
        self._scroll_to_line(len(self._lines) if end else 0)

    def _scroll_to_line(self, line: int) -> None:
        """Scroll there or as far as it goes; forced, since without a scroll bar Textual thinks that nothing scrolls."""
        self.scroll_to(y=line, animate=False, force=True)
