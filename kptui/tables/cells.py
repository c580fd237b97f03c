"""Reading the cells of one row: each mistake is written down with its place, and reading goes on."""

import math
import re
from collections.abc import Callable, Collection
from copy import copy
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from kptui.errors import BadInput
from kptui.figures import parse_confidence, parse_day, parse_value
from kptui.tables.columns import plain_name
from kptui.tables.sheet import Row, Sheet
from kptui.text import LINE_LIMIT, NOTE_LIMIT, clean_line, clean_note

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?|(\d{1,2}\.\d{1,2}\.\d{4})", re.ASCII)
_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


class Cells:
    """The cells of one row of a sheet, by kptui's own names of columns."""

    def __init__(self, sheet: Sheet, row: Row, problems: list[str]) -> None:
        """Read `row`; what is wrong with it is appended to `problems`."""
        self.sheet = sheet
        self.row = row
        self._problems = problems
        self._before = len(problems)
        self._wrong: set[str] = set()

    def only(self, columns: Collection[str]) -> "Cells":
        """Return the same row without any other columns than these, its own ones by their plain names."""
        fewer = copy(self)
        headers = {column: header for column, header in self.sheet.headers.items() if column in columns}
        extras = tuple(header for header in self.sheet.extras if plain_name(header) in columns)
        fewer.sheet = replace(self.sheet, headers=headers, extras=extras)
        return fewer

    @property
    def good(self) -> bool:
        """Whether nothing was wrong with the row so far."""
        return len(self._problems) == self._before

    def has(self, column: str) -> bool:
        """Return whether the table has that column, empty or not."""
        return column in self.sheet.headers

    def bad(self, column: str, sentence: str) -> None:
        """Write down what is wrong in a column, and what to do: the first thing of each, and whatever is wrong with a row."""
        if column and column in self._wrong:
            return
        self._wrong.add(column)
        place = self.sheet.headers.get(column, column)
        self._problems.append(f"{self.sheet.name}, line {self.row.line}{f', {place}' if place else ''}: {sentence}")

    def text(self, column: str) -> str:
        """Return a cell's text as one clean line; nothing for an empty one or a column that is not there."""
        return clean_line(self._within(column, LINE_LIMIT))

    def note(self, column: str) -> str:
        """Return a cell's clean text of several lines."""
        return clean_note(self._within(column, NOTE_LIMIT))

    def _within(self, column: str, limit: int) -> str:
        text = self.sheet.cell(self.row, column)
        if len(text) > limit:
            self.bad(column, f"has {len(text)} characters, {limit} are the most; shorten it.")
        return text

    def figure(self, column: str) -> float | None:
        """Return a cell's number; None for an empty one."""
        return self._read(column, self._parse_figure)

    def _parse_figure(self, text: str) -> float:
        """A sign belongs to the number here; in a check-in it would be a step."""
        if self.sheet.decimal_points and _PLAIN.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
        try:
            return parse_value(f"={text}")
        except BadInput as error:
            said = str(error).partition(";")[0].replace("'=", "'", 1)
            raise BadInput("value", f"{said}; write it as 1234.5.") from error

    def day(self, column: str) -> date | None:
        """Return a cell's day; None for an empty one."""
        return self._read(column, _parse_day)

    def confidence(self, column: str) -> int | None:
        """Return a cell's confidence; None for an empty one."""
        return self._read(column, parse_confidence)

    def choice(self, column: str, choices: type[_E]) -> _E | None:
        """Return which of `choices` a cell names; None for an empty one."""

        def parse(text: str) -> _E:
            if plain_name(text) not in [*choices]:
                raise BadInput(column, f"{text[:40]!r} is none of: {', '.join(choices)}.")
            return choices(plain_name(text))

        return self._read(column, parse)

    def _read(self, column: str, parse: Callable[[str], _T | None]) -> _T | None:
        text = self.text(column)
        try:
            return parse(text) if text else None
        except BadInput as error:
            self.bad(column, str(error))
            return None

    def extras(self, taken: frozenset[str]) -> dict[str, str]:
        """Return the cells of columns that mean nothing here, to be kept as fields; none of them gets a name in `taken`."""
        found = {plain_name(header): self.row.cells[header] for header in self.sheet.extras}
        return {f"{name}_imported" if name in taken else name: text for name, text in found.items() if name and text}


def _parse_day(text: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        return parse_day((found[1] or found[2]) if found else "", date.min)
    except BadInput as error:
        raise BadInput("on", f"{text[:40]!r} is no day; write it as 2026-03-31.") from error
