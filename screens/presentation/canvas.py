"""Canvas: layers of braille dots and single signs, of which each cell shows the uppermost."""

from collections.abc import Iterator
from itertools import groupby

from screens.presentation.line import Span

ACROSS, DOWN = 2, 4
"""Dots in a cell."""
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_NO_DOTS = 0x2800
Place = tuple[int, int]
"""Across and down, from the upper left."""


class Layer:
    """What is drawn in one tone."""

    def __init__(self, tone: str) -> None:
        self.tone = tone
        self.signs: dict[Place, int] = {}
        """The code point of each cell in which there is something."""

    def dot(self, x: int, y: int) -> None:
        """Set one dot."""
        cell = (x // ACROSS, y // DOWN)
        self.signs[cell] = self.signs.get(cell, _NO_DOTS) | _BITS[y % DOWN][x % ACROSS]

    def stroke(self, start: Place, end: Place) -> None:
        """Join two dots."""
        for x, y in between(start, end):
            self.dot(x, y)

    def sign(self, x: int, y: int, sign: str) -> None:
        """Write one sign into a cell."""
        self.signs[x, y] = ord(sign)


def between(start: Place, end: Place) -> Iterator[Place]:
    """Go through the dots of a straight line, both ends among them."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    for step in range(steps + 1):
        yield (start[0] + round((end[0] - start[0]) * step / steps), start[1] + round((end[1] - start[1]) * step / steps))


class Canvas:
    """So many cells, and the layers on them, the lowest first."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._layers: list[Layer] = []

    def layer(self, tone: str) -> Layer:
        """Return a new layer above all others."""
        self._layers.append(Layer(tone))
        return self._layers[-1]

    def row(self, y: int) -> list[Span]:
        """Return a row of cells in as few pieces as it has tones."""
        cells = (self._at(x, y) for x in range(self.width))
        return [Span("".join(cell.text for cell in cells), tone) for tone, cells in groupby(cells, key=lambda cell: cell.tone)]

    def _at(self, x: int, y: int) -> Span:
        found = (Span(chr(layer.signs[x, y]), layer.tone) for layer in reversed(self._layers) if (x, y) in layer.signs)
        return next(found, Span(" "))
