"""Writing CSV that spreadsheets open safely and that this program reads back as it was."""

import re
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def csv_text(keys: Sequence[str], documents: Iterable[Mapping[str, object]]) -> str:
    """Return a line of `keys` and one for each document, with what a spreadsheet would run made harmless."""
    rows: list[list[object]] = [list(keys), *([document.get(key) for key in keys] for document in documents)]
    return "".join(",".join(map(_cell, row)) + "\r\n" for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, bool):
        value = str(value).lower()
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",;\r\n\t\']|^\s|\s$', text) else text
