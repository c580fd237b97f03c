"""Backup: a copy of the plan and its archives, taken while others go on writing, and proven before it gets its name."""

import filecmp
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from kptui.errors import KptuiError, NoPlan, NotSaved, Refused
from kptui.ledger.file import Ledger
from kptui.ledger.format import TAIL
from kptui.ledger.opening import open_file
from kptui.ledger.repair import name_beside
from kptui.ledger.verify import Survey, prove, survey
from kptui.ledger.whole import AT_ONCE, failures_said, new_file, put_beside, refuse_damaged, sweep
from kptui.models.archive import Archive

_TRIES = 5


class Backup(NamedTuple):
    """A copy that was made."""

    path: Path
    documents: int
    size: int
    """In bytes."""
    archives: tuple[str, ...]
    """The files of the archives that were copied too."""
    missing: tuple[str, ...]
    """Those that the plan names and that are nowhere."""


class Moved(KptuiError):
    """The file was replaced or rewritten while it was copied."""


def backup(path: Path, to: Path | None = None) -> Backup:
    """Copy a plan to `to`, a new file or a directory, or else to a new name beside it; its archives to the same directory.

    Nobody is kept from writing. What is saved while it is copied may be left out. Raises Refused when something is there,
    BadPlan for a damaged plan, and NotSaved when the copy cannot be written.
    """
    named = name_beside(path, "backup")
    place = named if to is None else to / named.name if to.is_dir() else to
    with failures_said(place):
        sweep(path, place.parent)
        for _ in range(_TRIES):
            try:
                return _copied(path, place)
            except Moved:
                continue
    raise NotSaved(f"{path} was replaced again and again while it was copied; try once more.")


def _copied(path: Path, to: Path) -> Backup:
    with copy_of(path, path, to.parent, path) as (new, found):
        copied, missing = bring_archives(path, path.parent, to.parent, found.archives)
        put_beside(new, to)
    return Backup(to, found.documents, to.stat().st_size, copied, missing)


@contextmanager
def copy_of(source: Path, plan: Path, directory: Path, like: Path) -> Iterator[tuple[Path, Survey]]:
    """Yield a proven copy of a ledger file, under a hidden name of the plan's in `directory`, and what it holds.

    The copy gets the group of `like`, where that is there.

    Raises Moved when the file was replaced or rewritten meanwhile, BadPlan for a damaged one, and OSError.
    """
    fd = open_file(source).fd
    try:
        with closing(Ledger(source)) as ledger:
            found = survey(ledger)
            refuse_damaged(source, found.damage)
            gid = like.lstat().st_gid if os.path.lexists(like) else None
            with new_file(plan, directory, _prefix(fd, found.end), gid) as new:
                if ledger.read().fresh or not os.path.samestat(source.stat(), os.fstat(fd)):
                    raise Moved(f"{source} was replaced while it was copied; try again.")
                prove(new, found.documents)
                yield new, found
    finally:
        os.close(fd)


def _prefix(fd: int, end: int) -> Iterator[bytes]:
    for offset in range(0, end, AT_ONCE):
        yield os.pread(fd, min(AT_ONCE, end - offset), offset)
    yield TAIL


def bring_archives(
    plan: Path, source: Path, directory: Path, archives: Iterable[Archive]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Copy a plan's archives from one directory to another, and return the files that were copied and those that are nowhere.

    One that is there already, byte for byte, is left alone. Raises Refused where another stands in its place.
    """
    copied: list[str] = []
    missing: list[str] = []
    for name in dict.fromkeys(archive.file for archive in archives):
        try:
            if not os.path.lexists(directory / name):
                _bring(plan, source / name, directory / name)
                copied.append(name)
            elif not _same(source / name, directory / name):
                raise Refused(f"{directory / name} is another archive than {source / name}; move it away first.")
        except NoPlan:
            missing.append(name)
    return tuple(copied), tuple(missing)


def _bring(plan: Path, source: Path, to: Path) -> None:
    with copy_of(source, plan, to.parent, source) as (new, _):
        put_beside(new, to)


def _same(source: Path, there: Path) -> bool:
    """Whether both are one, or hold the same; one that is only where it is to go is not missed."""
    return not source.exists() or source.samefile(there) or filecmp.cmp(source, there, shallow=False)
