"""Toned: draws lines of toned text; app.tcss says what colour a tone has."""

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from screens.presentation.line import TONES, Line, fit, length, without_blanks

CLASS_OF = {tone: f"tone--{tone}" for tone in TONES}
CURSOR_ROW = "row--cursor"
_STRIPS: LRUCache[tuple[Line, int, bool, Style, str], Strip] = LRUCache(256)
"""Some screens full of lines."""


class Toned(Widget):
    """A widget that is made of lines. Its colours are the app's: Textual would work them out anew for every widget."""

    def strip_of(self, line: Line, width: int, *, chosen: bool = False) -> Strip:
        """Return a line as `width` cells of the terminal; `chosen` is the row that the cursor is on.

        The same line is the same strip again: Textual keeps with it what it has worked out of it.
        """
        made_of = (line, width, chosen, self.rich_style, self.app.theme)
        strip = _STRIPS.get(made_of)
        if strip is None:
            strip = _STRIPS[made_of] = self._strip_of(line, width, chosen=chosen)
        return strip

    def _strip_of(self, line: Line, width: int, *, chosen: bool) -> Strip:
        ground = self.rich_style
        if chosen:
            ground += self.app.get_component_styles(CURSOR_ROW).partial_rich_style
        spans = without_blanks(fit(line, width))
        return Strip([Segment(span.text, ground + self._style_of(span.tone)) for span in spans], width)

    def _style_of(self, tone: str) -> Style:
        return self.app.get_component_styles(CLASS_OF[tone]).partial_rich_style if tone else Style.null()


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
