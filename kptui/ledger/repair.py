"""Mending: a torn end is cut off and a foreign rewrite is taken in, and what was there is always kept beside the file."""

import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from kptui.errors import NotSaved
from kptui.ledger.format import TAIL, Place, write_whole
from kptui.ledger.opening import sync_directory, write_new


def mend(path: Path, fd: int, place: Place) -> None:
    """Write the file's end over whatever stands after the last good line; what stood there is kept beside it.

    Raises NotSaved when that cannot be done; the file is then as it was.
    """
    size = os.fstat(fd).st_size
    remains = os.pread(fd, max(0, size - place.end), place.end)
    try:
        if remains.strip(b" \n}"):
            write_new(_name_beside(path, "remains"), remains.rstrip(b" "))
        os.pwrite(fd, TAIL.ljust(len(remains)), place.end)
        os.fdatasync(fd)
    except OSError as error:
        raise NotSaved(f"The torn end of {path} cannot be mended ({error.strerror}); nothing was saved.") from error


def rewrite(path: Path, fd: int, documents: Iterable[Mapping[str, object]]) -> int:
    """Put a file in the ledger's format in the place of one that another program wrote, and keep that one beside it.

    Takes and closes a descriptor of the old file and returns one of the new file.
    Raises NotSaved when that cannot be done; the file is then as it was.
    """
    new = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    try:
        group = os.fstat(fd).st_gid
        write_new(new, write_whole(documents), group)
        taken = os.open(new, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        _name_beside(path, "foreign").hardlink_to(path)
        new.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise NotSaved(f"Another program rewrote {path}, and it cannot be taken in ({error.strerror}).") from error
    os.close(fd)
    return taken


def _name_beside(path: Path, what: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return path.with_name(f"{path.name}.{what}-{stamp}-{secrets.token_hex(3)}")
