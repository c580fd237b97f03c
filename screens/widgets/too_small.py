"""Too small: covers a screen on a terminal that has no room for it, and says so."""

from textual.geometry import Size
from textual.strip import Strip

from screens.presentation.line import Span, wrap
from screens.widgets.toned import Toned

LEAST_WIDTH, LEAST_HEIGHT = 60, 20


def fits(size: Size) -> bool:
    """Return whether the screens have room in a terminal of this size."""
    return size.width >= LEAST_WIDTH and size.height >= LEAST_HEIGHT


class TooSmall(Toned):
    """Out of sight while there is room enough; what is beneath keeps its focus and its text."""

    def render_line(self, y: int) -> Strip:
        """Draw the sentence."""
        width, height = self.app.size
        said = f"kptui needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} rows; this terminal has {width} and {height}."
        rows = wrap(said, max(width - 2, 10))
        return self.strip_of((Span(" " + rows[y] if y < len(rows) else ""),), self.size.width)
