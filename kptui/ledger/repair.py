"""Mending: a torn end is cut off and a foreign rewrite is taken in, and what was there is always kept beside the file."""

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from kptui.ledger.format import TAIL, Place, write_whole
from kptui.ledger.opening import sync_directory, write_new


def mend(path: Path, fd: int, place: Place) -> Path | None:
    """Write the file's end over whatever stands after the last good line; return where that is kept, if it was anything.

    Raises OSError when that cannot be done.
    """
    size = os.fstat(fd).st_size
    remains = os.pread(fd, max(0, size - place.end), place.end)
    kept = name_beside(path, "remains") if remains.strip(b" \n}") else None
    if kept:
        write_new(kept, remains.rstrip(b" "))
        sync_directory(path.parent)
    write_all(fd, TAIL.ljust(len(remains)), place.end)
    os.fdatasync(fd)
    return kept


def rewrite(path: Path, fd: int, documents: Iterable[Mapping[str, object]], keys: Iterable[int], written_at: int) -> None:
    """Put a file in the ledger's format in the place of one that another program wrote, and keep that one beside it.

    `written_at` is when that was last written, in nanoseconds, before its documents were read. `fd` is of the old file, which
    is locked. Raises OSError when it cannot be done; the file is then as it was.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    kept = foreign_name(path, written_at)
    try:
        write_new(new, write_whole(documents, keys), os.fstat(fd).st_gid)
        kept.hardlink_to(path)
        sync_directory(path.parent)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        kept.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def reserve(fd: int, size: int, end: int, room: int) -> int:
    """Make sure that a file of `size` bytes reaches to `end`: if not, write blanks to it and `room` bytes further.

    Return its size then. Raises OSError.
    """
    if end <= size:
        return size
    write_all(fd, b" " * (end - size + room), size)
    os.fsync(fd)
    return end + room


def write_all(fd: int, data: bytes, offset: int) -> None:
    """Write all of `data`, in as many pieces as the kernel takes. Raises OSError."""
    while data:
        written = os.pwrite(fd, data, offset)
        offset, data = offset + written, data[written:]


def name_beside(path: Path, what: str) -> Path:
    """Return a new name beside the plan for something that is kept: what it is, when (UTC), and what makes it the only one."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return path.with_name(f"{path.name}.{what}-{stamp}-{secrets.token_hex(3)}")


def foreign_name(path: Path, written_at: int) -> Path:
    """Return the name under which a file of another program is kept, which was last written at that nanosecond."""
    return name_beside(path, f"foreign-{written_at:x}")
