"""The format: an ordinary TinyDB file with one sealed document a line, written and read back here and nowhere else."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple
from zlib import crc32

import orjson

Document = dict[str, object]

HEAD = b'{"_default":{'
TAIL = b"\n}}"
_SEAL = b',"~":"%08x%08x"}'
_SEAL_LENGTH = 24
_BETWEEN = b",\n"
_PART = "~part"
_PART_OF = b'"~part":[%d,%d]'


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
    """The byte at which it begins; in a file without seals, which another program wrote, its key."""
    length: int
    """In bytes; 0 in a file without seals."""
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


class Encoded(NamedTuple):
    """Documents as they are to be written at a Place, all in one piece."""

    payload: bytes
    """Their lines, and the file's end."""
    lines: Sequence[Line]
    place: Place
    """How far the file is known once they are there."""


def encode(documents: Sequence[Mapping[str, object] | bytes], place: Place, keys: Sequence[int] | None = None) -> bytes:
    """Return the bytes to write at `place.end` to append documents; see `encoded`."""
    return encoded(documents, place, keys).payload


def encoded(documents: Sequence[Mapping[str, object] | bytes], place: Place, keys: Sequence[int] | None = None) -> Encoded:
    """Return what is to be written at `place.end` to append documents, which may be in JSON already.

    They get the keys after the greatest so far, or `keys`, which are greater still and rise. Several documents carry `~part`,
    [1, 3] to [3, 3], so that they are read together or not at all; this name and `~` are the format's own, and in no document
    that is JSON already. Raises TypeError for a document that JSON cannot hold.
    """
    pieces: list[bytes] = []
    lines: list[Line] = []
    size = len(documents)
    before = b"\n" if place.end == START.end else _BETWEEN
    end, running, key = place
    for number, document in enumerate(documents):
        key = key + 1 if keys is None else keys[number]
        plain = {} if isinstance(document, bytes) else _plain(document)
        text = document if isinstance(document, bytes) else orjson.dumps(plain)
        body = b'"%d":%b' % (key, text[:-1])
        if size > 1:
            body += (b"," if body[-1:] != b"{" else b"") + _PART_OF % (number + 1, size)
        chained = crc32(body, crc32(before, running))
        seal = _SEAL % (crc32(body), chained)
        pieces += (before, body, seal)
        lines.append(Line(end + len(before), len(body) + _SEAL_LENGTH, key, plain))
        running = crc32(seal, chained)
        end += len(before) + len(body) + _SEAL_LENGTH
        before = _BETWEEN
    return Encoded(b"".join((*pieces, TAIL)), lines, Place(end, running, key))


def _keys(keys: Iterable[int] | None, place: Place) -> Iterable[int]:
    return count(place.key + 1) if keys is None else keys


def scan(data: bytes, place: Place, *, complete: bool = True) -> Scan:
    """Return what `data`, the file's bytes from `place.end` on, holds; unless it is `complete`, more of the file follows it.

    A line whose seal does not fit is damage when good lines follow it, and a torn end when none do.
    """
    return _Reader(place).read(data, complete=complete)


class _Reader:
    """One pass over the lines; documents count once the whole of their append is there."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._running = place.running
        self._lost = False
        self._lines: list[Line] = []
        self._group: list[Line] = []
        self._suspects: list[str] = []
        self._damage: list[str] = []

    def read(self, data: bytes, *, complete: bool) -> Scan:
        first, *tokens = (data.rstrip() if complete else data[: max(0, data.rfind(b"\n"))]).split(b"\n")
        ended = complete and tokens[-1:] == [TAIL[1:]]
        before, offset = first + b"\n", self._place.end + len(first) + 1
        if first not in (b"", b","):
            self._suspect(self._place.end)
        for token in tokens[:-1] if ended else tokens:
            comma = token.endswith(b",")
            raw = token[:-1] if comma else token
            if not self._take(raw, offset, before):
                raw = token[: token.rfind(_SEAL[:6]) + _SEAL_LENGTH]
                self._doubt(raw, offset, before)
            offset += len(token) + 1
            before = _BETWEEN if comma and len(raw) + 1 == len(token) else token[len(raw) :] + b"\n"
        whole = ended and before == b"\n" and not self._group and not self._suspects
        return Scan(self._lines, self._place, self._damage, whole)

    def _take(self, raw: bytes, offset: int, before: bytes) -> bool:
        """Take a line that is as it should be, which nearly all are, in the fewest steps; return whether it is."""
        body = raw[:-_SEAL_LENGTH]
        chained = crc32(body, crc32(before, self._running))
        seal = _SEAL % (crc32(body), chained)
        found = None if self._lost or raw[-_SEAL_LENGTH:] != seal else _parsed(body)
        if found is None:
            return False
        self._running = crc32(seal, chained)
        self._join(Line(offset, len(raw), *found))
        return True

    def _suspect(self, offset: int) -> None:
        self._suspects.append(f"the line at byte {offset} is damaged")
        self._lost = True

    def _doubt(self, raw: bytes, offset: int, before: bytes) -> None:
        found = _keyed(raw)
        if found is None:
            self._suspect(offset)
            return
        body, seal = raw[:-_SEAL_LENGTH], raw[-_SEAL_LENGTH:]
        chained = int(seal[14:22], 16)
        if not self._lost and crc32(body, crc32(before, self._running)) != chained:
            self._suspects.append(f"the line at byte {offset} does not follow on from the one before it")
        self._running, self._lost = crc32(seal, chained), False
        self._join(Line(offset, len(raw), *found))

    def _join(self, line: Line) -> None:
        part = line.document.pop(_PART, None)
        if part is None and not self._group and not self._suspects:
            self._lines.append(line)
            self._place = Place(line.offset + line.length, self._running, max(self._place.key, line.key))
            return
        number, size = _part(part)
        if number == 1 and self._group:
            self._suspects.append(f"the append at byte {self._group[0].offset} is not whole")
            self._count()
        self._group.append(line)
        if len(self._group) == size:
            self._count()

    def _count(self) -> None:
        last = self._group[-1]
        self._damage += self._suspects
        self._lines += self._group
        key = max(self._place.key, *(line.key for line in self._group))
        self._place = Place(last.offset + last.length, self._running, key)
        self._group, self._suspects = [], []


def read_line(raw: bytes) -> Document | None:
    """Return the document of one line, or None when its own seal does not fit."""
    found = _keyed(raw)
    return None if found is None else _plain(found[1])


def _keyed(raw: bytes) -> tuple[int, Document] | None:
    body, seal = raw[:-_SEAL_LENGTH], raw[-_SEAL_LENGTH:]
    try:
        sealed = int(seal[6:14], 16), int(seal[14:22], 16)
    except ValueError:
        return None
    return _parsed(body) if seal == _SEAL % sealed and sealed[0] == crc32(body) else None


def _parsed(body: bytes) -> tuple[int, Document] | None:
    key, _, fields = body.partition(b":")
    try:
        return int(key.strip(b'"')), orjson.loads(fields + b"}")
    except ValueError:
        return None


def _part(part: object) -> tuple[int, int]:
    match part:
        case [int(number), int(size)]:
            return number, size
        case _:
            return 1, 1


def parse_foreign(data: bytes) -> list[tuple[int, Document]] | None:
    """Return the keys and documents of a TinyDB file that someone else wrote, by key; None for any other file.

    Only a file whose one table is `_default` counts: kptui would not know what to do with others. What Python's json lets
    through and this format cannot hold is replaced: NaN by null, half a surrogate pair by `?`.
    """
    try:
        tables = json.loads(data, parse_constant=lambda _: None)
        if list(tables) != ["_default"]:
            return None
        rows = orjson.loads(json.dumps(tables["_default"], ensure_ascii=False).encode("utf-8", "replace"))
        found = {int(key): _plain(row) for key, row in rows.items() if isinstance(row, dict)}
    except (TypeError, ValueError, AttributeError, RecursionError):
        return None
    return sorted(found.items())


def _plain(document: Mapping[str, object]) -> Document:
    return {name: value for name, value in document.items() if name not in ("~", _PART)}


def write_whole(documents: Iterable[Mapping[str, object] | bytes], keys: Iterable[int] | None = None) -> bytes:
    """Return a whole file with `documents`, each sealed on its own, under the keys 1, 2, 3 or `keys`, which rise."""
    return b"".join(whole(documents, keys))


def whole(documents: Iterable[Mapping[str, object] | bytes], keys: Iterable[int] | None = None) -> Iterator[bytes]:
    """Go through the pieces of a whole file with `documents`; see `write_whole`."""
    place = START
    yield HEAD
    for document, key in zip(documents, _keys(keys, START), strict=False):
        piece, _, place = encoded([document], place, [key])
        yield piece[: -len(TAIL)]
    yield TAIL
