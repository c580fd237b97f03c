"""Index: what a person's own cache knows of a plan's file, so that opening it does not depend on its history.

It is never shared and never needed: without it, or with one that does not fit, the whole file is read.
"""

import os
import secrets
import stat
from contextlib import suppress
from functools import partial
from pathlib import Path
from struct import Struct
from typing import Any, BinaryIO, Self
from zlib import crc32

import orjson

from kptui import __version__
from kptui.contents import Archived, Contents
from kptui.errors import BadPlan
from kptui.ledger.reader import Mark
from kptui.models.archive import Archive
from kptui.readings import Gathered, Stored, reading_from, standing, written
from kptui.shelf import Kept, Shelf, of_type

_MADE_BY = f"kptui {__version__}, index 1"
_FOOT = Struct("<QQI")
"""Where the head is, how long, and its CRC-32; the last bytes of the file. The readings of each target come before."""


class Index:
    """One index file, open; a target's readings are read from it when they are asked for."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path, self._fd = path, fd
        self.broken = False
        """Whether it turned out to be damaged; it is then removed."""

    def __del__(self) -> None:
        os.close(self._fd)

    @classmethod
    def open(cls, path: Path) -> "Self | None":
        """Open the index at `path`; None where there is none, or where it is not this person's own."""
        try:
            fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        found = cls(path, fd)
        facts = os.fstat(fd)
        return found if stat.S_ISREG(facts.st_mode) and facts.st_uid == os.geteuid() else None

    def head(self) -> dict[str, Any] | None:
        """Return what is known of the file as a whole; None where it is damaged or of another version."""
        size = os.fstat(self._fd).st_size
        foot = os.pread(self._fd, _FOOT.size, max(0, size - _FOOT.size))
        if len(foot) < _FOOT.size:
            return None
        offset, length, check = _FOOT.unpack(foot)
        if offset + length + _FOOT.size != size:
            return None
        data = os.pread(self._fd, length, offset)
        head: dict[str, Any] = orjson.loads(data) if crc32(data) == check else {}
        return head if head.get("made_by") == _MADE_BY else None

    def stored(self, offset: int, length: int, odd: int, check: int) -> Stored:
        """Return the readings of a target. Raises BadPlan where they are damaged; the index is then removed."""
        data = os.pread(self._fd, length + odd, offset)
        if crc32(data) != check:
            self.broken = True
            self._path.unlink(missing_ok=True)
            raise BadPlan(f"What {self._path} knew of the plan was damaged, and is removed; do it again.")
        return Stored(data[:length], [reading_from(row) for row in orjson.loads(data[length:])] if odd else ())


def read_index(path: Path, archived: Archived) -> tuple[Mark, Contents, Index] | None:
    """Return what the index at `path` knows: how far it reached, and what the file held up to there; None for nothing."""
    index = Index.open(path)
    head = index.head() if index else None
    if index is None or head is None:
        return None
    contents = Contents(archived, head["authors"])
    contents.length, contents.schema, contents.problems = head["length"], head["schema"], head["problems"]
    contents.kept = {record_id: Kept(kind, json=json) for record_id, kind, json in head["records"]}
    for target_id, count, greatest, latest, place in head["targets"]:
        contents.readings_of(target_id).restore(partial(index.stored, *place), count, bytes.fromhex(greatest), latest)
    for archive in of_type(Shelf(contents.kept), Archive):
        contents.note_archive(archive)
    return Mark(*head["mark"]), contents, index


def write_index(path: Path, mark: Mark, contents: Contents) -> None:
    """Write what is known of a file at `path`, for this person alone; where that cannot be done nothing happens."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(fd, "wb") as file:
                targets = [_put(file, target_id, gathered) for target_id, gathered in contents.gathered.items()]
                head = orjson.dumps(_head(mark, contents, targets))
                file.write(head + _FOOT.pack(file.tell(), len(head), crc32(head)))
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _put(file: BinaryIO, target_id: str, gathered: Gathered) -> list[object]:
    found = gathered.stored(len(gathered))
    odd = orjson.dumps([written(reading) for reading in found.odd]) if found.odd else b""
    latest = standing(gathered.unpacked(len(gathered)))[-1:]
    place = (file.tell(), len(found.rows), len(odd), crc32(odd, crc32(found.rows)))
    file.write(found.rows)
    file.write(odd)
    return [target_id, len(gathered), gathered.greatest.hex(), written(latest[0]) if latest else None, place]


def _head(mark: Mark, contents: Contents, targets: list[list[object]]) -> dict[str, object]:
    return {
        "made_by": _MADE_BY,
        "mark": list(mark),
        "length": contents.length,
        "schema": contents.schema,
        "problems": contents.problems,
        "authors": contents.authors.names,
        "records": [(record_id, kept.kind, kept.json) for record_id, kept in contents.kept.items()],
        "targets": targets,
    }
