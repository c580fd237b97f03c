"""Verify: one pass over a plan's file that says what is damaged, where, and that the rest is sound."""

import errno
import fcntl
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pydantic import ValidationError

from kptui.errors import KptuiError
from kptui.ledger.file import Ledger
from kptui.ledger.format import START
from kptui.ledger.opening import open_file
from kptui.ledger.reader import News
from kptui.models.archive import Archive

TINYDB_LIMIT = 64 * 1024 * 1024
"""Bytes of the largest file that an unmodified TinyDB is asked to read: it takes many times as much memory."""
_LINE_LIMIT = 64 * 1024
_NAMES = re.compile(rb'\s*"(\d+)"|"record":"(\w+)"|"id":"([^"\\]+)"')


class Report(NamedTuple):
    """What one pass found."""

    documents: int
    """How many documents can be read."""
    damage: tuple[str, ...]
    """What is wrong, one sentence each; nothing in a sound file."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damage


class Spot(NamedTuple):
    """Where something is damaged, and what can still be made out there."""

    byte: int
    key: int | None
    record: str | None
    id: str | None

    @property
    def words(self) -> str:
        """What can be made out, in words; nothing where that is nothing."""
        key = None if self.key is None else f"key {self.key}"
        return ", ".join(word for word in (key, self.record, self.id and f"id {self.id}") if word)


class Survey(NamedTuple):
    """What a file holds, without its documents."""

    documents: int = 0
    end: int = START.end
    """The offset of the byte after the last sound line."""
    archives: tuple[Archive, ...] = ()
    """Those that it names."""
    damage: tuple[str, ...] = ()


def verify(path: Path) -> Report:
    """Check every seal, the chain of seals, the end of the file, its archives, and that an unmodified TinyDB reads the same.

    Others go on writing meanwhile; TinyDB looks at a copy, and at none of a file over TINYDB_LIMIT bytes.
    Raises NoPlan or BadPlan for a file that is no plan at all.
    """
    with closing(Ledger(path)) as ledger:
        found = _gathered(Survey(), ledger.read(), ledger)
        with nobody_writing(path) as fd:
            found = _gathered(found, ledger.read(), ledger)
            copy = os.pread(fd, TINYDB_LIMIT, 0) if asks_tinydb(os.fstat(fd)) else None
    damage = [*with_spots(path, found.damage), *_archive_damage(path, found.archives)]
    if copy is not None:
        damage += _as_tinydb_sees_it(copy, found.documents)
    return Report(found.documents, tuple(damage))


def asks_tinydb(file: os.stat_result) -> bool:
    """Return whether a file is small enough for an unmodified TinyDB to be asked too."""
    return file.st_size <= TINYDB_LIMIT


def survey(ledger: Ledger) -> Survey:
    """Return what the file holds once nobody is in the middle of an append; others may write before and after."""
    found = _gathered(Survey(), ledger.read(), ledger)
    with nobody_writing(ledger.path):
        return _gathered(found, ledger.read(), ledger)


def locked_survey(path: Path) -> Survey:
    """Return what a file holds that is locked, or that nobody else knows."""
    with closing(Ledger(path)) as ledger:
        return _gathered(Survey(), ledger.read(), ledger)


def prove(new: Path, documents: int) -> None:
    """Raise OSError unless a file that was just written is sound and holds so many documents."""
    try:
        found = locked_survey(new)
    except KptuiError as error:
        raise OSError(errno.EIO, str(error)) from error
    if found.damage or found.documents != documents:
        raise OSError(errno.EIO, "it did not keep what was written")


@contextmanager
def nobody_writing(path: Path) -> Iterator[int]:
    """Yield a descriptor of the file while nobody appends to it."""
    fd = open_file(path).fd
    try:
        fcntl.flock(fd, fcntl.LOCK_SH)
        yield fd
    finally:
        os.close(fd)


def _gathered(known: Survey, news: News, ledger: Ledger) -> Survey:
    found = Survey() if news.fresh else known
    documents, end, archives = found.documents, found.end, list(found.archives)
    for line in news.lines:
        documents, end = documents + 1, line.offset + line.length
        if line.document.get("record") == "archive":
            archives += _archive(line.document)
    return Survey(documents, end, tuple(archives), (*ledger.damage, *ledger.unfinished()))


def _archive(document: dict[str, object]) -> tuple[Archive, ...]:
    try:
        return (Archive.model_validate(document),)
    except ValidationError:
        return ()


def _archive_damage(path: Path, archives: Iterable[Archive]) -> Iterator[str]:
    for archive in archives:
        try:
            found = locked_survey(path.with_name(archive.file))
        except KptuiError as error:
            yield f"the archive {archive.file} cannot be read: {error}"
            continue
        yield from (f"in the archive {archive.file}, {sentence}" for sentence in found.damage)
        if found.documents < archive.check_ins:
            yield f"the archive {archive.file} holds {found.documents} check-ins instead of {archive.check_ins}"


def with_spots(path: Path, damage: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences on what is damaged, each with what can still be made out there."""
    return tuple(
        f"{sentence} ({spot.words})" if (spot := spot_of(path, sentence)) and spot.words else sentence for sentence in damage
    )


def spot_of(path: Path, sentence: str) -> Spot | None:
    """Return where the damage is that a sentence tells of; None where it names no byte of the file."""
    said = re.search(r"\bbyte (\d+)", sentence)
    if said is None or sentence.startswith("in the archive"):
        return None
    offset = int(said[1])
    with path.open("rb") as file:
        file.seek(offset)
        line = file.read(_LINE_LIMIT).lstrip(b",\n").partition(b"\n")[0]
    key, record, record_id = (_first(line, group) for group in (1, 2, 3))
    return Spot(offset, int(key) if key else None, record, record_id)


def _first(line: bytes, group: int) -> str | None:
    return next((found[group].decode(errors="replace") for found in _NAMES.finditer(line) if found[group]), None)


def _as_tinydb_sees_it(copy: bytes, documents: int) -> tuple[str, ...]:
    from tinydb import TinyDB  # dear to import, and needed by this one verb alone

    with TemporaryDirectory() as place:
        path = Path(place) / "plan.json"
        path.write_bytes(copy)
        try:
            with TinyDB(path, access_mode="r") as database:
                seen = len(database)
        except ValueError as error:
            return (f"an unmodified TinyDB cannot read the file ({error})",)
    return () if seen == documents else (f"an unmodified TinyDB sees {seen} documents instead of {documents}",)
