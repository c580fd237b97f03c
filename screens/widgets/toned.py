"""Toned: draws lines of toned text; app.tcss says what colour a tone has."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from screens.presentation.line import TONES, Line, fit, length, without_blanks

CLASS_OF = {tone: f"tone--{tone}" for tone in TONES}


class Toned(Widget):
    """A widget that is made of lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*CLASS_OF.values(), "row--cursor"}

    def strip_of(self, line: Line, width: int, *, chosen: bool = False) -> Strip:
        """Return a line as `width` cells of the terminal; `chosen` is the row that the cursor is on."""
        ground = self.rich_style
        if chosen:
            ground += self.get_component_rich_style("row--cursor", partial=True)
        spans = without_blanks(fit(line, width))
        return Strip([Segment(span.text, ground + self._style_of(span.tone)) for span in spans], width)

    def _style_of(self, tone: str) -> Style:
        return self.get_component_rich_style(CLASS_OF[tone], partial=True) if tone else Style.null()


class TitleLine(Toned):
    """One line at the top of a screen: what this is at the left, how it stands at the right."""

    _left: Line = ()
    _right: Line = ()

    def say(self, left: Line, right: Line = ()) -> None:
        """Show these, and draw only what is other than before: a clock at the right costs its own cells."""
        if (left, right) != (self._left, self._right):
            ends = length(right)
            only_right = left == self._left and ends == length(self._right)
            self._left, self._right = left, right
            self.refresh(*([Region(max(self.size.width - ends, 0), 0, ends, 1)] if only_right else []))

    def render_line(self, y: int) -> Strip:
        """Draw the line; what is at the right is never cut before what is at the left."""
        del y
        width = self.size.width
        room = max(width - length(self._right), 0)
        return self.strip_of((*fit(self._left, room), *self._right), width)
