"""Whole files: written beside in pieces, safe on the disk, and put in the place of the old one, which may be kept."""

import fcntl
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kptui.errors import BadPlan, NotSaved, ReadOnly, Refused
from kptui.ledger.file import Ledger
from kptui.ledger.format import Document
from kptui.ledger.opening import FILE_MODE, sync_directory
from kptui.ledger.repair import write_all
from kptui.models.schema import SCHEMA, too_new

AT_ONCE = 1 << 20
"""Bytes that are read or written at once."""


@contextmanager
def exclusive(plan: Path) -> Iterator[None]:
    """Hold a plan for someone who rewrites it: locked, and swept of what attempts that were killed left.

    Raises NoPlan, BadPlan, ReadOnly and NotSaved like `Ledger.locked`.
    """
    ledger = Ledger(plan)
    try:
        with ledger.locked():
            sweep(plan, plan.parent)
            yield
    finally:
        ledger.close()


@contextmanager
def failures_said(path: Path) -> Iterator[None]:
    """Have a failing disk said in a sentence. Raises NotSaved for OSError."""
    try:
        yield
    except OSError as error:
        raise NotSaved(f"{path} could not be written ({error.strerror or error}); check the disk, then try again.") from error


def documents_in(path: Path, *, damaged: bool = False) -> Iterator[Document]:
    """Yield every document in the order of the file, one pass; with `damaged`, what is sound of a damaged file too.

    Raises ReadOnly for a newer schema and, after the last document, BadPlan for a damaged file.
    """
    ledger = Ledger(path)
    try:
        for line in ledger.read().lines:
            _refuse_newer(path, line.document)
            yield line.document
        if not damaged:
            refuse_damaged(path, (*ledger.damage, *ledger.unfinished()))
    finally:
        ledger.close()


def _refuse_newer(path: Path, document: Document) -> None:
    number = document.get("number")
    if document.get("record") == "schema" and not (isinstance(number, int) and number <= SCHEMA):
        raise ReadOnly(too_new(path, number))


def refuse_damaged(path: Path, damage: Iterable[str]) -> None:
    """Raise BadPlan where there is any damage, with what mends it."""
    for sentence in damage:
        raise BadPlan(f"{path} is damaged ({sentence}); run `kptui --plan {path} repair` first.")


@contextmanager
def new_file(plan: Path, directory: Path, pieces: Iterable[bytes], gid: int | None) -> Iterator[Path]:
    """Write a file under a hidden name of the plan's in `directory`, mode 0660, group `gid`, and sync it.

    Yields the name; whoever wants to keep the file moves or links it before the end. Raises OSError.
    """
    new = directory / f".{plan.name}.{secrets.token_hex(8)}.new"
    fd = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)  # held while it is written, so that `sweep` knows it from litter
        if gid is not None:
            os.fchown(fd, -1, gid)
        os.fchmod(fd, FILE_MODE)
        _write(fd, pieces)
        os.fsync(fd)
        yield new
    finally:
        try:
            new.unlink(missing_ok=True)
        finally:
            os.close(fd)


def _write(fd: int, pieces: Iterable[bytes]) -> None:
    offset, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= AT_ONCE:
            write_all(fd, bytes(waiting), offset)
            offset += len(waiting)
            waiting.clear()
    write_all(fd, bytes(waiting), offset)


def put_in_place(new: Path, path: Path, kept: Path | None) -> None:
    """Put `new` in the place of the file at `path`, and the old one at `kept`, if that is named; raises OSError."""
    try:
        if kept is not None:
            kept.hardlink_to(path)
            sync_directory(path.parent)
        new.replace(path)
    except OSError:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def put_beside(new: Path, path: Path) -> None:
    """Put `new` at `path`, where nothing may be yet. Raises Refused when something is, and OSError."""
    try:
        path.hardlink_to(new)
    except FileExistsError as error:
        raise Refused(f"There is something at {path} already; it was left as it is. Name another place.") from error
    sync_directory(path.parent)


def sweep(plan: Path, directory: Path) -> None:
    """Remove what attempts that were killed left half written for a plan, as far as that can be done."""
    left = re.compile(rf"\.{re.escape(plan.name)}\.[0-9a-f]{{16}}\.new")
    for path in directory.iterdir():
        if left.fullmatch(path.name):
            with suppress(OSError):
                _remove_unless_written(path)


def _remove_unless_written(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(fd)
