"""Cleaning of text that people typed: what it may carry into a plan and out to a terminal."""

import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
LINE_LIMIT = 500
NOTE_LIMIT = 20_000

_HARMFUL = [*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]
_INVISIBLE = [
    0x00AD,
    0x061C,
    0x180E,
    0x200B,
    *range(0x200E, 0x2010),
    0x2028,
    0x2029,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    0xFEFF,
    *range(0xE0000, 0xE0080),
]
_LINE: dict[int, str | None] = dict.fromkeys(_HARMFUL, REPLACEMENT) | dict.fromkeys(_INVISIBLE)
_LINE |= dict.fromkeys(map(ord, "\t\n\r"), " ")
_NOTE: dict[int, str | None] = _LINE | {ord("\n"): "\n"}
_SHOWN: dict[int, str | None] = _LINE | {ord("\t"): "\t"}


def clean_line(text: str) -> str:
    """Return `text` as one line: no control, no direction mark, NFC, at most LINE_LIMIT characters.

    C0, DEL, C1 and lone surrogates become U+FFFD; tabs and line ends become blanks; marks that nobody sees are dropped.
    """
    return unicodedata.normalize("NFC", text.translate(_LINE)).strip()[:LINE_LIMIT]


def printable(text: str) -> str:
    """Return `text` as one line without anything that a terminal would obey or that nobody sees; tabs stay.

    The plan's text is clean already; file names, logins and errors come from elsewhere.
    """
    return text.translate(_SHOWN)


def clean_note(text: str) -> str:
    """Return `text` cleaned like a line, but with its line ends kept as newlines and up to NOTE_LIMIT characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOTE)
    return unicodedata.normalize("NFC", lines).strip()[:NOTE_LIMIT]
