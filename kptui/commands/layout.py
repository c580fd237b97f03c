"""Aligned columns and wrapped sentences that fit a terminal: pure functions from cells to lines."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

GAP = "  "
_NARROWEST = 8
"""What a column that may be cut keeps while others can still be whole."""
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


class Colour(StrEnum):
    """The few colours in use, as the codes that switch them on."""

    red = "31"
    green = "32"
    yellow = "33"
    dim = "2"
    bold = "1"


class Styled(NamedTuple):
    """Text that is shown in a colour where there are colours."""

    text: str
    colour: Colour


Cell = str | Styled
Line = tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """How one column behaves."""

    title: str
    right: bool = False
    """Whether its cells are set to the right, as figures are."""
    least: int | None = None
    """The width that it should keep when room is short; None for never cut."""
    spare: int = 0
    """The greater, the sooner it is left out when room is short; 0 for never."""


def text_of(cell: Cell) -> str:
    """Return what a cell says, without its colour."""
    return cell.text if isinstance(cell, Styled) else cell


def width_of(text: str) -> int:
    """Return how many columns of a terminal `text` takes: wide signs two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_sign_width, text))


def _sign_width(sign: str) -> int:
    if unicodedata.category(sign) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def shorten(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, with an ellipsis where something was cut."""
    if width_of(text) <= width:
        return text
    ends = accumulate(map(_sign_width, text))
    return text[: sum(end < width for end in ends)].rstrip() + "…"


def wrap(text: str, width: int | None) -> list[str]:
    """Return `text` in lines of at most `width` columns, broken between words; its own line ends stay."""
    return [line for part in text.splitlines() for line in _wrapped(part, width)]


def _wrapped(text: str, width: int | None) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and (width is None or width_of(lines[-1]) + 1 + width_of(word) <= width):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def bulleted(text: str, width: int | None) -> Iterator[Line]:
    """Go through the lines of a paragraph behind a bullet, in at most `width` columns where these are twenty-two or more."""
    room = None if width is None else max(width - 2, 20)
    for place, line in enumerate(wrap(text, room)):
        yield ("  " if place else "· ", line)


def table(columns: Sequence[Column], rows: Sequence[Line], width: int | None) -> list[Line]:
    """Return a line of titles and one for each row, aligned, in at most `width` columns if that can be; None for any."""
    everything = [tuple(Styled(c.title, Colour.dim) for c in columns), *rows]
    widths = [max(width_of(text_of(line[i])) for line in everything) for i in range(len(columns))]
    kept = _fitting(columns, widths, width)
    return [_aligned([(columns[i], line[i], kept[i]) for i in sorted(kept)]) for line in everything]


def _fitting(columns: Sequence[Column], widths: Sequence[int], room: int | None) -> dict[int, int]:
    """Return the columns that stay, by place, with their widths: some are left out, then wide ones cut, then any."""
    kept = {i: w for i, w in enumerate(widths) if w}
    least = {i: min(w, columns[i].least or w) for i, w in kept.items()}
    while _over({i: least[i] for i in kept}, room) > 0 and (spare := [i for i in kept if columns[i].spare]):
        del kept[max(spare, key=lambda i: columns[i].spare)]
    while _over(kept, room) > 0 and (wide := [i for i in kept if columns[i].least and kept[i] > _NARROWEST]):
        kept[max(wide, key=lambda i: kept[i] - least[i])] -= 1
    while _over(kept, room) > 0 and max(kept.values()) > 1:
        kept[max(kept, key=lambda i: kept[i])] -= 1
    return kept


def _over(kept: dict[int, int], room: int | None) -> int:
    return 0 if room is None else sum(kept.values()) + len(GAP) * (len(kept) - 1) - room


def _aligned(cells: Iterable[tuple[Column, Cell, int]]) -> Line:
    line: list[Cell] = []
    for column, cell, width in cells:
        text = shorten(text_of(cell), width)
        blank = " " * (width - width_of(text))
        shown = Styled(text, cell.colour) if isinstance(cell, Styled) else text
        line += [GAP] * bool(line) + ([blank, shown] if column.right else [shown, blank])
    while line and not text_of(line[-1]).strip():
        line.pop()
    return tuple(line)
