"""Safe output: the last gates before the terminal, for what is more than text, and for signs that it does not have."""

from functools import cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from kptui.sparkline import BLOCKS, PLAIN_BLOCKS
from kptui.wording import FINDING_GLYPH, NOTHING, PLAIN_GLYPHS, STATUS_GLYPHS


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


class NoColours(LineFilter):
    """Leaves the terminal its own two colours; what stands out by its ground, such as a selection, is reversed instead."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without any colour."""
        del background
        return [Segment(s.text, s.style and _without_colours(s.style), s.control) for s in segments]


@cache
def _without_colours(style: Style) -> Style:
    stands_out = style.bgcolor is not None and not style.bgcolor.is_default
    return Style(bold=style.bold, italic=style.italic, underline=style.underline, reverse=style.reverse or stands_out)


_SIGNS = (
    {STATUS_GLYPHS[status]: PLAIN_GLYPHS[status] for status in STATUS_GLYPHS}
    | dict(zip(BLOCKS, PLAIN_BLOCKS, strict=True))
    | {
        NOTHING: "-",
        FINDING_GLYPH: "#",
        "…": "~",
        "≤": "<",
        "≥": ">",
        "→": ">",
        "•": "o",
        "↑": "^",
        "↓": "v",
        "↵": "/",
        "×": "x",
        "“": '"',
        "”": '"',
        "„": '"',
        "’": "'",
        "−": "-",
        "Π": "P",
        "\N{REPLACEMENT CHARACTER}": "?",
        "◆": "+",
        "▾": "-",
        "▸": "+",
        "│": "|",
        "├": "|",
        "└": "`",
        "━": "=",
        "╸": "=",
        "┃": "|",
        "─": "-",
        "╌": "-",
        "┤": "+",
        "┴": "+",
        "┼": "^",
        "┊": "|",
    }
)
_LEFT_DOTS = 0x47


def _dots(bits: int) -> str:
    """The fan of a chart takes left dots, the expected curve one right dot of a cell; a drawn line takes several."""
    return ":" if not bits & ~_LEFT_DOTS else "." if bits.bit_count() == 1 else "*"


_DOTS = {0x2800 + bits: _dots(bits) for bits in range(1, 256)}
_ASCII = str.maketrans(_SIGNS) | str.maketrans(BLOCKS, PLAIN_BLOCKS) | _DOTS


class AsciiSigns(LineFilter):
    """Writes the program's own signs in ASCII, one for one; a dotted line becomes points, a drawn one stars, a surface colons."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with such signs instead."""
        del background
        return [Segment(s.text.translate(_ASCII), s.style, s.control) for s in segments]
