"""Safe output: the last gate before the terminal, where nothing passes that could be more than text."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


class PrintableOnly(LineFilter):
    """Drops control characters, direction marks and lone surrogates from whatever is drawn.

    What took cells leaves as many behind, so nothing moves. Text is cleaned when it is read and written: this is for what
    slipped through.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without anything that is not printable."""
        del background
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(_printable(s.text), s.style, s.control) for s in segments]


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else (" " if c.isspace() else "\N{REPLACEMENT CHARACTER}") * cell_len(c) for c in text)
