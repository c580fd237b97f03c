"""Line: one row of text in pieces, each with a tone; measured in the cells of a terminal, cut and wrapped to fit them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

TONES = (
    "strong",
    "muted",
    "faint",
    "accent",
    "fresh",
    "bad",
    "heading",
    "vision",
    "missed",
    "off_track",
    "at_risk",
    "no_news",
    "too_early",
    "on_track",
    "achieved",
)
"""What a piece of text is, for app.tcss to colour; the last seven are the statuses."""


class Span(NamedTuple):
    """A piece of a line; text that a person typed is never markup here, only text."""

    text: str
    tone: str = ""


Line = tuple[Span, ...]
BLANK: Line = ()


def line(*pieces: str | Span) -> Line:
    """Return a line of `pieces`; a bare text has no tone."""
    return tuple(piece if isinstance(piece, Span) else Span(piece) for piece in pieces)


def length(pieces: Iterable[Span]) -> int:
    """Return how many cells a line takes."""
    return sum(cell_len(piece.text) for piece in pieces)


def text_of(pieces: Iterable[Span]) -> str:
    """Return the bare text of a line."""
    return "".join(piece.text for piece in pieces)


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, with an ellipsis for what was cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def in_short(sentence: str, width: int) -> str:
    """Return a sentence, or its first half alone where it does not fit `width` cells: what is wrong, without what to do."""
    return sentence if cell_len(sentence) <= width else sentence.partition("; ")[0]


def in_clauses(sentence: str, width: int) -> str:
    """Return a sentence in at most `width` cells: where it is longer, up to the last mark after which nothing is missed."""
    if cell_len(sentence) <= width:
        return sentence
    ends = [found.start() for found in re.finditer(r"[;:,] ", sentence)]
    return next((sentence[:end] for end in reversed(ends) if cell_len(sentence[:end]) <= width), cut(sentence, width))


def left(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, at the left."""
    return set_cell_size(cut(text, width), width)


def right(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, at the right."""
    short = cut(text, width)
    return " " * (width - cell_len(short)) + short


def fit(pieces: Line, width: int) -> Line:
    """Return a line in exactly `width` cells: cut with an ellipsis, or filled with blanks."""
    fitted: list[Span] = []
    room = width
    for text, tone in pieces:
        if room <= 0:
            break
        short = cut(text, room)
        fitted.append(Span(short, tone))
        room = room - cell_len(short) if short == text else 0
    missing = width - length(fitted)
    return (*fitted, Span(" " * missing)) if missing > 0 else tuple(fitted)


def without_blanks(pieces: Line) -> Line:
    """Return the same line in fewer pieces: blanks have no colour to be seen, so they join what is before them.

    Each piece costs some forty bytes on its way to the terminal.
    """
    joined: list[Span] = []
    for text, tone in pieces:
        if joined and (tone == joined[-1].tone or not text.strip(" ")):
            joined[-1] = Span(joined[-1].text + text, joined[-1].tone)
        else:
            joined.append(Span(text, tone))
    return tuple(joined)


LINE_END = "↵"
"""What stands in a field, which is of one row, for the end of a line."""


def in_one_row(text: str) -> str:
    """Return a text of several lines as it stands in a field."""
    return text.replace("\n", LINE_END)


def in_lines(text: str) -> str:
    """Return what stands in a field as the text of several lines that it is."""
    return text.replace(LINE_END, "\n")


def wrap(text: str, width: int) -> list[str]:
    """Return `text` in rows of at most `width` cells, broken at blanks where it can be; its own line ends stay."""
    rows: list[str] = []
    for paragraph in text.split("\n"):
        row = ""
        for word in paragraph.split():
            joined = f"{row} {word}" if row else word
            if cell_len(joined) <= width:
                row = joined
                continue
            if row:
                rows.append(row)
            *full, row = chop_cells(word, width)
            rows += full
        rows.append(row)
    return rows


def wrap_line(pieces: Line, width: int) -> list[Line]:
    """Return a line in as many rows as it needs, each piece of it in its tone."""
    tones = (tone for text, tone in pieces for sign in text if not sign.isspace())
    return [_in_tones(row, tones) for row in wrap(text_of(pieces), width)] if pieces else []


def _in_tones(row: str, tones: Iterator[str]) -> Line:
    """Return a row whose signs have these tones in turn; a blank has that of the sign before it."""
    made: list[Span] = []
    for sign in row:
        tone = made[-1].tone if sign == " " else next(tones)
        if made and made[-1].tone == tone:
            made[-1] = Span(made[-1].text + sign, tone)
        else:
            made.append(Span(sign, tone))
    return tuple(made)
