"""Rows written: what each row of the terminal was last told, so that nothing is told twice; Textual often draws all again."""

import re

_PIECE = re.compile(r"\x1b\[(\d+);(\d+)H([^\x1b]*(?:\x1b\[[\d;]*m[^\x1b]*)*)")
"""A place, and text with colours to write there."""
_ANOTHER_SCREEN = ("\x1b[2J", "\x1b[?1049")


class RowsWritten:
    """The last piece that was written to each row. The same one once more changes nothing, wherever it begins and ends."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, str]] = {}
        self._cursor = ""

    def forget(self) -> None:
        """Know nothing of what the terminal shows: others may have written to it, or it has another size."""
        self._last.clear()
        self._cursor = ""

    def news_in(self, drawn: str) -> str:
        """Return what of `drawn` the terminal does not show yet; what is no row at a place is passed on as it is."""
        if any(sign in drawn for sign in _ANOTHER_SCREEN):
            self.forget()
        return _PIECE.sub(self._unless_there, drawn)

    def _unless_there(self, piece: re.Match[str]) -> str:
        row, column, text = piece.groups()
        place, text = f"\x1b[{row};{column}H", text.removesuffix("\n")
        if text:
            if self._last.get(row) == (column, text):
                return ""
            self._last[row], self._cursor = (column, text), ""
        elif self._cursor == place:
            return ""
        else:
            self._cursor = place
        return place + text
