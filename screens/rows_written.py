"""Rows written: what each row of the terminal was last told, so that nothing is told twice; Textual often draws all again."""

import re
from functools import lru_cache

_PIECE = re.compile(r"\x1b\[(\d+);(\d+)H([^\x1b]*(?:\x1b\[[\d;]*m[^\x1b]*)*)")
"""A place, and text with colours to write there."""
_ANOTHER_SCREEN = ("\x1b[2J", "\x1b[?1049")
_TURN = re.compile(r"\x1b\[([\d;]*)m(?:\x1b\[([\d;]+)m)?")
"""Where one look ends, and another begins at once."""
_PLAIN = "0"
_ENDS_OF = {"1": "22", "3": "23", "4": "24", "7": "27"}
"""What ends bold, italic, underlined and reversed text."""
_LOOK = re.compile(r"((?:\d;)*)((?:38;[25];[\d;]+?|3\d|9\d));((?:48;[25];[\d;]+|4\d|10\d))")
"""Bold and the like, the colour of the text, the colour behind it: in this order rich writes them."""


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
        return place + shorter(text)


def shorter(row: str) -> str:
    """Return the same row in fewer bytes: from one look to the next only what changes is said."""
    look = ""

    def turned(turn: re.Match[str]) -> str:
        nonlocal look
        first, then = turn.groups()
        said = _turn(look, then) if first == _PLAIN and then else turn[0]
        look = then or first
        return said

    return _TURN.sub(turned, row)


@lru_cache(maxsize=1024)
def _turn(before: str, after: str) -> str:
    """Return what leads from one look to another."""
    old, new = _LOOK.fullmatch(before), _LOOK.fullmatch(after)
    if old is None or new is None or not {*old[1], *new[1]} <= {*_ENDS_OF, ";"}:
        return f"\x1b[{_PLAIN}m\x1b[{after}m"
    was, now = old[1].split(";")[:-1], new[1].split(";")[:-1]
    said = [_ENDS_OF[name] for name in was if name not in now] + [name for name in now if name not in was]
    said += [new[colour] for colour in (2, 3) if new[colour] != old[colour]]
    return f"\x1b[{';'.join(said)}m" if said else ""
