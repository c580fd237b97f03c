"""Reading a CSV file: its encoding, its delimiter, what it is by its header, and its rows with their line numbers."""

import csv
import io
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kptui.errors import BadTable
from kptui.tables.columns import CHECK_IN_COLUMNS, TARGET_COLUMNS, meanings, plain_name
from kptui.text import clean_line

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_GUARDED = ("=", "+", "-", "@", "\t", "\r")


class Row(NamedTuple):
    """One row: the line that it begins on, and its cells by header."""

    line: int
    cells: dict[str, str]
    """Every header that says something is in it."""


@dataclass(frozen=True)
class Sheet:
    """One table."""

    name: str
    """What the file is called, for sentences about it."""
    kind: Literal["targets", "check_ins"]
    headers: dict[str, str]
    """The file's own header for each known column that it has."""
    extras: tuple[str, ...]
    """The headers that mean nothing to kptui; their cells are kept all the same."""
    rows: tuple[Row, ...]
    decimal_points: bool
    """Whether a point can only be a decimal one, as in a file that is separated by commas."""

    def cell(self, row: Row, column: str) -> str:
        """Return a row's cell in one of kptui's own columns; nothing where the table lacks it."""
        return row.cells[self.headers[column]] if column in self.headers else ""


def read_sheet(name: str, data: bytes) -> Sheet:
    """Return the table in the bytes of a CSV file. Raises BadTable with what to do."""
    text = _decoded(name, data)
    delimiter = _delimiter(text)
    lines = _lines(name, text, delimiter)
    if not lines:
        raise BadTable(f"{name} is empty; its first line must name the columns.")
    headers = [clean_line(cell) for cell in lines[0][1]]
    kind, found = _recognised(name, headers)
    extras = tuple(h for h in headers if plain_name(h) and h not in found.values())
    _single(name, _by_plain_name(extras))
    problems = [p for line, cells in lines[1:] if (p := _misplaced(name, line, cells, headers))]
    if problems:
        raise BadTable(f"{name} does not fit its header.", problems)
    rows = tuple(Row(line, _by_header(headers, cells)) for line, cells in lines[1:])
    return Sheet(name, kind, found, extras, rows, delimiter == ",")


def _decoded(name: str, data: bytes) -> str:
    if data.startswith(_SPREADSHEETS):
        raise BadTable(f"{name} is a spreadsheet; save it there as CSV (UTF-8) and import that.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadTable(f"{name} is not written in UTF-8 (line {line}); save it as CSV UTF-8 and import that.") from error


def _delimiter(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _lines(name: str, text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank, each with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, [_unguarded(cell.strip()) for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadTable(f"{name}, line {begins}: the quotes or cells cannot be read ({error}); mend the line.") from error
    return found


def _unguarded(cell: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from running a cell as a formula."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_GUARDED) else cell


def _recognised(name: str, headers: list[str]) -> tuple[Literal["targets", "check_ins"], dict[str, str]]:
    check_ins = meanings(headers, CHECK_IN_COLUMNS)
    targets = meanings(headers, TARGET_COLUMNS)
    if {"on", "value"} <= check_ins.keys() and check_ins.keys() & {"reference", "code"}:
        return "check_ins", _single(name, check_ins)
    if "name" in targets and targets.keys() & {"goal", "low", "high"}:
        return "targets", _single(name, targets)
    raise BadTable(
        f"{name} is neither a table of targets (name, goal, start, due …) nor of check-ins (reference or code, date, value …);"
        f" its header says: {clean_line(', '.join(headers))}. See docs/import.md for the columns."
    )


def _single(name: str, found: dict[str, list[str]]) -> dict[str, str]:
    for column, headers in found.items():
        if len(headers) > 1:
            raise BadTable(f"{name}: the columns {' and '.join(map(repr, headers))} both mean {column}; rename or drop one.")
    return {column: headers[0] for column, headers in found.items()}


def _by_plain_name(extras: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for header in extras:
        found.setdefault(plain_name(header).removesuffix("_imported"), []).append(header)
    return found


def _misplaced(name: str, line: int, cells: list[str], headers: list[str]) -> str | None:
    """Return a sentence about cells that stand beneath no header."""
    if any(cells[len(headers) :]):
        return f"{name}, line {line}: has {len(cells)} cells where the header has {len(headers)}; quote what holds a delimiter."
    beneath = enumerate(zip(headers, cells, strict=False), 1)
    nameless = [place for place, (header, cell) in beneath if cell and not plain_name(header)]
    return f"{name}, line {line}: column {nameless[0]} has no name in the first line; name it or drop it." if nameless else None


def _by_header(headers: list[str], cells: list[str]) -> dict[str, str]:
    padded = cells + [""] * (len(headers) - len(cells))
    return {header: cell for header, cell in zip(headers, padded, strict=False) if plain_name(header)}
