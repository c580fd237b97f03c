"""The format: an ordinary TinyDB file with one sealed document a line, written and read back here and nowhere else."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

import orjson

Document = dict[str, object]

HEAD = b'{"_default":{'
TAIL = b"\n}}"
_SEAL = b',"~":"%08x%08x"}'
_SEAL_LENGTH = 24


class Place(NamedTuple):
    """How far a file is known: everything before `end` is read, and the next line goes there."""

    end: int
    """Offset of the byte after the last line."""
    running: int
    """CRC-32 of the file up to `end`."""
    key: int
    """The greatest TinyDB key so far; 0 in an empty file."""


START = Place(len(HEAD), crc32(HEAD), 0)


class Line(NamedTuple):
    """One document and where it stands in the file."""

    offset: int
    length: int
    key: int
    document: Document


class Scan(NamedTuple):
    """What was found from a Place on."""

    lines: Sequence[Line]
    place: Place
    damage: Sequence[str]
    """One sentence for each line that its seal does not vouch for, with good ones after it."""
    whole: bool
    """Whether the file ends as it should; if not, an append was cut off or is under way."""


def encode(documents: Sequence[Mapping[str, object]], place: Place) -> bytes:
    """Return the bytes to write at `place.end` to append documents: all in one piece, the file's end included.

    Several documents carry `part`, [1, 3] to [3, 3], so that a torn append is recognised as a whole.
    Raises TypeError for a document that JSON cannot hold.
    """
    pieces: list[bytes] = []
    running = place.running
    for number, document in enumerate(documents, start=1):
        grouped = {**document, "part": [number, len(documents)]} if len(documents) > 1 else document
        before = _separator(place.key + number == 1)
        body = b'"%d":' % (place.key + number) + orjson.dumps(grouped)[:-1]
        sealed = body + _SEAL % (crc32(body), crc32(body, crc32(before, running)))
        pieces.append(before + sealed)
        running = crc32(pieces[-1], running)
    return b"".join(pieces) + TAIL


def _separator(is_first: bool) -> bytes:  # noqa: FBT001  # the one thing it depends on
    return b"\n" if is_first else b",\n"


def scan(data: bytes, place: Place) -> Scan:
    """Return what `data`, the file's bytes from `place.end` on, holds.

    A line whose seal does not fit is damage when good lines follow it, and a torn end when none do.
    """
    return _Reader(place).read(data)


class _Reader:
    """One pass over the lines; documents count once the whole of their append is there."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._running: int | None = place.running
        self._lines: list[Line] = []
        self._group: list[Line] = []
        self._suspects: list[str] = []
        self._damage: list[str] = []

    def read(self, data: bytes) -> Scan:
        first, *tokens = data.split(b"\n")
        offset = self._place.end + len(first) + 1
        before = _separator(self._place.end == START.end)
        ended = False
        if data.startswith((before, TAIL)):
            after_line = b""
            for number, token in enumerate(tokens, start=1):
                if token.startswith(b"}}"):
                    ended = number == len(tokens) and token.count(b" ") == len(token) - 2 and not after_line
                    break
                raw = token[: token.rfind(_SEAL[:6]) + _SEAL_LENGTH]
                self._take(raw, offset, before)
                offset += len(token) + 1
                after_line = token[len(raw) :]
                before = after_line + b"\n"
        return Scan(self._lines, self._place, self._damage, ended and not self._group and not self._suspects)

    def _take(self, raw: bytes, offset: int, before: bytes) -> None:
        body, seal = raw[:-_SEAL_LENGTH], raw[-_SEAL_LENGTH:]
        found = _keyed(raw)
        if found is None:
            self._suspects.append(f"the line at byte {offset} is damaged")
            self._running = None
            return
        chained = int(seal[14:22], 16)
        if self._running is not None and crc32(body, crc32(before, self._running)) != chained:
            self._damage.append(f"the line at byte {offset} does not follow on from the one before it")
        self._running = crc32(seal, chained)
        self._damage += self._suspects
        self._suspects = []
        self._join(Line(offset, len(raw), *found))

    def _join(self, line: Line) -> None:
        number, size = _part(line.document.pop("part", None))
        if number == 1 and self._group:
            self._damage.append(f"the append at byte {self._group[0].offset} is not whole")
            self._count()
        self._group.append(line)
        if number == size:
            self._count()

    def _count(self) -> None:
        last = self._group[-1]
        self._lines += self._group
        key = max(self._place.key, *(line.key for line in self._group))
        self._place = Place(last.offset + last.length, self._running or 0, key)
        self._group = []


def read_line(raw: bytes) -> Document | None:
    """Return the document of one line, or None when its own seal does not fit."""
    found = _keyed(raw)
    return None if found is None else _without_seal(found[1])


def _keyed(raw: bytes) -> tuple[int, Document] | None:
    body, seal = raw[:-_SEAL_LENGTH], raw[-_SEAL_LENGTH:]
    try:
        sealed = int(seal[6:14], 16), int(seal[14:22], 16)
        if seal != _SEAL % sealed or sealed[0] != crc32(body):
            return None
        key, _, fields = body.partition(b":")
        return int(key.strip(b'"')), orjson.loads(fields + b"}")
    except ValueError:
        return None


def _part(part: object) -> tuple[int, int]:
    match part:
        case [int(number), int(size)]:
            return number, size
        case _:
            return 1, 1


def parse_foreign(data: bytes) -> list[Document] | None:
    """Return the documents of a TinyDB file that someone else wrote, in the order of their keys; None for any other file.

    Only a file whose one table is `_default` counts: kptui would not know what to do with others.
    """
    try:
        tables = orjson.loads(data)
        rows = tables["_default"] if list(tables) == ["_default"] else None
        keyed = sorted((int(key), row) for key, row in rows.items() if isinstance(row, dict)) if rows is not None else None
    except (orjson.JSONDecodeError, TypeError, ValueError, AttributeError):
        return None
    return None if keyed is None else [_without_seal(row) for _, row in keyed]


def _without_seal(row: Document) -> Document:
    return {name: value for name, value in row.items() if name not in ("~", "part")}


def write_whole(documents: Iterable[Mapping[str, object]]) -> bytes:
    """Return a whole file with `documents`, each sealed on its own."""
    place, pieces = START, [HEAD]
    for document in documents:
        piece = encode([document], place)[: -len(TAIL)]
        pieces.append(piece)
        place = Place(place.end + len(piece), crc32(piece, place.running), place.key + 1)
    return b"".join(pieces) + TAIL
