"""Index: what a person's own cache knows of a plan's file, so that opening it does not depend on its history.

It is never shared and never needed: without it, or with one that does not fit, the whole file is read. So it is, too, where a
part of it turns out to be damaged once it is in use.
"""

import os
import secrets
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from struct import Struct
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

import orjson

from kptui import __version__
from kptui.contents import Archived, Contents
from kptui.errors import BadPlan
from kptui.ledger.reader import Mark
from kptui.models.archive import Archive
from kptui.models.check_in import Reading
from kptui.packing import NO_ID, NO_ROW, SIZE, Authors, packed_id, reading_of, row_with
from kptui.readings import Gathered, Stored, reading_from, standing, written
from kptui.shelf import Kept

_MADE_BY = f"kptui {__version__}, index 4"
_ENTRY = Struct(f"<QIII16s16s{SIZE}s")
"""Of one target: where its readings are, bytes of rows and of odd ones, CRC-32, greatest id; the id of what the latest that
stands corrects, and that itself."""
_FOOT = Struct("<QQI")
"""Where the head is, how long, and its CRC-32; the last bytes of the file."""


class _Head(NamedTuple):
    """What is known of the file as a whole, and where the rest is: each part its offset, length and CRC-32."""

    made_by: str
    mark: list[Any]
    length: int
    schema: int
    problems: list[str]
    greatest: str
    authors: list[str]
    archives: list[str]
    entries: tuple[int, int, int]
    targets: tuple[int, int, int]
    records: tuple[int, int, int]


Reread = Callable[[Iterable[str]], Contents]
"""Returns what the file itself holds, given the logins that are known already, whose numbers stay."""


class Index:
    """One index file, open. Records, and each target's readings, are read from it when they are asked for."""

    def __init__(self, path: Path, fd: int, reread: Reread) -> None:
        self._path, self._fd, self._reread = path, fd, reread
        self.targets: dict[str, int] = {}
        """The ids of the targets with readings, and the number of each."""
        self.broken = False
        """Whether it turned out to be damaged; it is then removed."""

    def __del__(self) -> None:
        os.close(self._fd)

    @cached_property
    def head(self) -> _Head | None:
        """What is known of the file as a whole; None where it is another's, damaged, or of another version."""
        facts = os.fstat(self._fd)
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_size < _FOOT.size:
            return None
        offset, length, check = _FOOT.unpack(os.pread(self._fd, _FOOT.size, facts.st_size - _FOOT.size))
        data = os.pread(self._fd, length, offset) if offset + length < facts.st_size else b""
        if not data or crc32(data) != check:
            return None
        made_by, *rest = orjson.loads(data)
        return _Head(made_by, *rest) if made_by == _MADE_BY else None

    def start(self, head: _Head) -> None:
        """Read which targets there are. Raises BadPlan where that is damaged."""
        self._entries = self._part(*head.entries)
        self.targets = {target_id: number for number, target_id in enumerate(orjson.loads(self._part(*head.targets)))}
        self._where, self._names = head.records, head.authors

    def remove(self) -> None:
        """Have the next session do without it."""
        self._path.unlink(missing_ok=True)

    @cached_property
    def _instead(self) -> Contents:
        """What the file itself holds, for where the index is damaged."""
        return self._reread(self._names)

    @cached_property
    def records(self) -> dict[str, Kept]:
        """The newest version of each record."""
        try:
            rows = orjson.loads(self._part(*self._where))
        except BadPlan:
            return self._instead.kept
        return {record_id: Kept(kind, json=json) for record_id, kind, json in rows}

    def gathered(self, target_id: str, authors: Authors) -> Gathered:
        """Return the readings of a target, to add to them."""
        offset, length, odd, check, greatest, *_ = _ENTRY.unpack_from(self._entries, self.targets[target_id] * _ENTRY.size)
        found = Gathered(authors)
        found.restore(partial(self._stored, target_id, offset, length, odd, check), length // SIZE, greatest)
        return found

    def latest(self, target_id: str) -> Reading | None:
        """Return the latest reading of a target that stands; None where that takes going through them."""
        _, _, _, _, _, corrects, row = _ENTRY.unpack_from(self._entries, self.targets[target_id] * _ENTRY.size)
        return None if row == NO_ROW else reading_of(row, corrects, self._names)

    def _stored(self, target_id: str, offset: int, length: int, odd: int, check: int) -> Stored:
        try:
            data = self._part(offset, length + odd, check)
        except BadPlan:
            return self._instead.gathered_of(target_id).stored(length // SIZE)
        return Stored(data[:length], [reading_from(row) for row in orjson.loads(data[length:])] if odd else ())

    def _part(self, offset: int, length: int, check: int) -> bytes:
        data = os.pread(self._fd, length, offset)
        if crc32(data) != check:
            self.broken = True
            self.remove()
            raise BadPlan(f"What {self._path} knew of the plan is damaged.")
        return data


def read_index(path: Path, archived: Archived, reread: Reread) -> tuple[Mark, Contents, Index] | None:
    """Return what the index at `path` knows: how far it reached, and what the file held up to there; None for nothing."""
    with suppress(OSError, BadPlan):
        index = Index(path, os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), reread)
        if index.head:
            index.start(index.head)
            contents = Contents(archived, index, index.head.authors)
            contents.length, contents.schema, contents.problems, contents.greatest = index.head[2:6]
            for archive in index.head.archives:
                contents.note_archive(Archive.model_validate_json(archive))
            return Mark(*index.head.mark), contents, index
    return None


def write_index(path: Path, mark: Mark, contents: Contents) -> None:
    """Write what is known of a file at `path`, for this person alone; where that cannot be done nothing happens."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(fd, "wb") as file:
                _write(file, mark, contents)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _write(file: BinaryIO, mark: Mark, contents: Contents) -> None:
    targets = list(contents.targets)
    entries = b"".join([_put_readings(file, contents, target_id) for target_id in targets])
    rows = [(record_id, kept.kind, kept.json) for record_id, kept in contents.kept.items()]
    head = _Head(
        _MADE_BY,
        list(mark),
        contents.length,
        contents.schema,
        contents.problems,
        contents.greatest,
        contents.authors.names,
        [kept.json for kept in contents.kept.values() if kept.kind == "archive"],
        _put(file, entries),
        _put(file, orjson.dumps(targets)),
        _put(file, orjson.dumps(rows)),
    )
    foot = _put(file, orjson.dumps([*head]))
    file.write(_FOOT.pack(*foot))


def _put(file: BinaryIO, data: bytes) -> tuple[int, int, int]:
    offset = file.tell()
    file.write(data)
    return offset, len(data), crc32(data)


def _put_readings(file: BinaryIO, contents: Contents, target_id: str) -> bytes:
    gathered = contents.gathered_of(target_id)
    found = gathered.stored(len(gathered))
    odd = orjson.dumps([written(reading) for reading in found.odd]) if found.odd else b""
    offset, _, check = _put(file, found.rows + odd)
    latest = standing(gathered.unpacked(len(gathered)))[-1:]
    corrects, row = _packed(latest[0], contents.authors) if latest else (NO_ID, NO_ROW)
    return _ENTRY.pack(offset, len(found.rows), len(odd), check, gathered.greatest, corrects, row)


def _packed(reading: Reading, authors: Authors) -> tuple[bytes, bytes]:
    """Return the id of what a reading corrects, and its row without that; no row where they cannot be packed."""
    corrects = NO_ID if reading.corrects is None else packed_id(reading.corrects)
    row = None if reading.at.microsecond else row_with(reading._replace(corrects=None), 0, 0, authors)
    return (NO_ID, NO_ROW) if corrects is None or row is None else (corrects, row)
