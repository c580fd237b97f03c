"""Lines: a few rows of text that change as a whole and never scroll."""

from textual.strip import Strip

from screens.presentation.line import Line
from screens.widgets.toned import Toned


class Lines(Toned):
    """Shows as many lines as there is room for."""

    _lines: tuple[Line, ...] = ()

    def say(self, lines: list[Line]) -> None:
        """Show these, and draw only if they are others than before."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one of them."""
        return self.strip_of(self._lines[y] if y < len(self._lines) else (), self.size.width)
