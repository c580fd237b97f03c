"""Where data goes out: as people read it, as JSON, as CSV or plain; cleaned, and coloured only where that helps."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

import click

from kptui.commands.layout import Cell, Column, Line, Styled, table, text_of
from kptui.errors import KptuiError
from kptui.text import printable

_ASCII = {"–": "-", "—": "-", "→": "->", "←": "<-", "·": "-", "…": "...", "›": ">", "≤": "<=", "≥": ">="}
_ASCII |= {"●": "o", "✓": "*", "▲": "^", "▼": "!", "○": "?", "✗": "x", "□": "#", "├": "|", "└": "`", "│": "|", "─": "-"}
_ASCII |= dict(zip("▁▂▃▄▅▆▇█", "_.:-=+*#", strict=True))
_TO_ASCII = str.maketrans(_ASCII)
WIDE = "".join(_ASCII)


@dataclass(frozen=True)
class Printer:
    """How one verb writes its data to stdout."""

    form: str = ""
    """`json`, `csv`, `plain`, or nothing for people."""
    width: int | None = None
    """Columns of the terminal; None where there is none, and nothing is cut."""
    colour: bool = False
    glyphs: bool = True
    """Whether the interface's own signs beyond ASCII may be shown."""

    def listing(
        self,
        documents: Sequence[Mapping[str, object]],
        keys: Sequence[str],
        columns: Sequence[Column],
        rows: Sequence[Line],
    ) -> None:
        """Write a list in the form asked for: `documents` to programs, a table of `rows` to people, nothing for none."""
        if self.form == "json":
            self.json(documents)
        elif self.form == "csv":
            self.csv(documents, keys)
        elif self.form == "plain":
            self.lines("\t".join(map(_without_tabs, row)) for row in ([c.title for c in columns], *rows))
        elif rows:
            self.lines(table(columns, rows, self.width))

    def json(self, document: object) -> None:
        """Write one JSON document."""
        import orjson

        write(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))

    def csv(self, documents: Iterable[Mapping[str, object]], keys: Sequence[str]) -> None:
        """Write a line of `keys` and one for each document."""
        from kptui.tables.writing import csv_text

        write(csv_text(keys, documents).encode())

    def lines(self, lines: Iterable[Line | str]) -> None:
        """Write lines for people."""
        write("".join(self._line(line) for line in lines))

    def _line(self, line: Line | str) -> str:
        cells = (line,) if isinstance(line, str) else line
        return "".join(map(self._shown, cells)) + "\n"

    def _shown(self, cell: Cell) -> str:
        text = printable(text_of(cell))
        text = text if self.glyphs else text.translate(_TO_ASCII)
        return f"\x1b[{cell.colour}m{text}\x1b[0m" if self.colour and isinstance(cell, Styled) and text else text


class OutputFailed(KptuiError):
    """Stdout takes no more."""


def write(data: str | bytes) -> None:
    """Write to stdout: text for people in the terminal's encoding, bytes for programs as they are.

    Raises OutputFailed where that fails, and BrokenPipeError for a reader that has gone.
    """
    try:
        click.echo(data, nl=False, color=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        sys.stdout = None  # or Python would try again at exit, and complain in its own way
        raise OutputFailed(f"The output could not be written: {error.strerror}.") from error


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; one that was closed before the start is none."""
    return stream is not None and stream.isatty()


def _without_tabs(cell: Cell) -> str:
    return text_of(cell).replace("\t", " ").replace("\n", " ")


def printer(form: str, *, unicode: bool) -> Printer:
    """Return the Printer for this process's stdout and environment."""
    terminal = is_terminal(sys.stdout)
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if terminal else None
    return Printer(form, width, colour, unicode and form != "plain" and _can_show(WIDE))


def _can_show(signs: str) -> bool:
    try:
        signs.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
