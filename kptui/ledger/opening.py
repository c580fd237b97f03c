"""Opening and making the file: what is refused or read-only, and the sentence that says why."""

import errno
import grp
import os
import pwd
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kptui.errors import BadPlan, KptuiError, NoPlan, Refused
from kptui.ledger.file_systems import file_system, objection
from kptui.ledger.looking import Facts

FILE_MODE = 0o660
SHARED_DIRECTORY_MODE = 0o2770
PRIVATE_DIRECTORY_MODE = 0o700
_NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ETXTBSY)
_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


class Opened(NamedTuple):
    """A file that was opened."""

    fd: int
    refusal: str | None
    """Where it may only be read, the sentence that says why."""
    facts: Facts


def open_file(path: Path, *, any_file_system: bool = False) -> Opened:
    """Open the file, to write where that may be done.

    A file on a network and the like may only be read, unless `any_file_system`.
    Raises NoPlan when nothing is there, and BadPlan for a link, a directory or anything else that is no file.
    """
    reason = None
    try:
        try:
            fd = os.open(path, os.O_RDWR | _FLAGS)
        except OSError as error:
            if error.errno not in _NOT_WRITABLE:
                raise
            reason = _why_read_only(path, error)
            fd = os.open(path, os.O_RDONLY | _FLAGS)
        found = _facts(fd)
    except OSError as error:
        raise _not_opened(path, error) from error
    if not stat.S_ISREG(found.st_mode):
        os.close(fd)
        raise BadPlan(f"{path} is not an ordinary file; name the plan's file itself.")
    return Opened(fd, reason or (None if any_file_system else objection(path, found.st_dev)), Facts.of(found))


def _facts(fd: int) -> os.stat_result:
    try:
        return os.fstat(fd)
    except OSError:
        os.close(fd)
        raise


def close_file(fd: int) -> None:
    """Close a descriptor; what was written is synced by now, so that a failure changes nothing."""
    with suppress(OSError):
        os.close(fd)


def _not_opened(path: Path, error: OSError) -> KptuiError:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return NoPlan(f"There is no plan at {path}; `kptui init` makes one there, `--plan` names another.")
        case errno.ELOOP:
            return BadPlan(f"{path} is a symbolic link; give the path of the plan itself.")
        case errno.EISDIR:
            return BadPlan(f"{path} is a directory; name the plan's file in it.")
        case errno.EACCES:
            return BadPlan(f"You may not read {path} ({_whose(path)}); ask its owner to let your group in.")
        case _:
            return BadPlan(f"{path} cannot be opened: {error.strerror}.")


def _why_read_only(path: Path, error: OSError) -> str:
    return f"You may read {path} but not write it ({error.strerror}; {_whose(path)}); ask its owner to let your group write."


def facts_of(path: Path) -> dict[str, object]:
    """Return a file's size in bytes, and in words its owner, group, mode and file system.

    Raises OSError where it is out of reach.
    """
    found = path.stat()
    return {
        "size": found.st_size,
        "owner": _user_name(found.st_uid),
        "group": _group_name(found.st_gid),
        "mode": f"{stat.S_IMODE(found.st_mode):04o}",
        "file system": file_system(found.st_dev, path) or "not known",
    }


def _whose(path: Path) -> str:
    try:
        found = facts_of(path)
    except OSError:
        return "in a directory that is closed to you"
    return f"owner {found['owner']}, group {found['group']}, mode {found['mode']}"


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _group_name(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def make_directory(path: Path, group: str | None, *, any_file_system: bool = False) -> None:
    """Make the directory that a new plan goes into: private, or with `group` shared (2770, setgid).

    Raises Refused for a group that is not there or not yours, for a directory that is not shared with it already, and for
    one on a file system where a plan would only be read, unless `any_file_system`.
    """
    gid = None if group is None else _gid(group)
    try:
        if not any_file_system:
            _refuse_unfit(path)
        if path.is_dir():
            found = path.stat()
            if gid is not None and (found.st_gid != gid or not found.st_mode & stat.S_ISGID):
                raise Refused(f"{path} is not shared with {group}; name a new directory, or: chgrp {group} and chmod 2770 it.")
            return
        path.mkdir(parents=True, mode=PRIVATE_DIRECTORY_MODE)
        if gid is not None:
            os.chown(path, -1, gid)
            path.chmod(SHARED_DIRECTORY_MODE)
    except OSError as error:
        raise Refused(f"The directory {path} cannot be made: {error.strerror}.") from error


def _refuse_unfit(path: Path) -> None:
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    if found := objection(there, there.stat().st_dev):
        raise Refused(found)


def _gid(group: str) -> int:
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError as error:
        raise Refused(f"There is no group {group!r} on this machine; `getent group` lists them.") from error


def make_file(path: Path, data: bytes, group: str | None = None) -> None:
    """Put a new file with `data` at `path`, whole or not at all.

    Raises Refused when something is there already or it cannot be made.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    try:
        write_new(beside, data, None if group is None else _gid(group))
        try:
            path.hardlink_to(beside)
        finally:
            beside.unlink()
        sync_directory(path.parent)
    except FileExistsError as error:
        raise Refused(f"There is something at {path} already; it was left as it is.") from error
    except OSError as error:
        raise Refused(f"The plan cannot be made at {path}: {error.strerror}.") from error


def write_new(path: Path, data: bytes, gid: int | None = None) -> None:
    """Write a file that must not exist yet, mode 0660 whatever the umask, and sync it; whole or not at all."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
    try:
        with os.fdopen(fd, "wb") as file:
            if gid is not None:
                os.fchown(fd, -1, gid)
            os.fchmod(fd, FILE_MODE)
            file.write(data)
            file.flush()
            os.fsync(fd)
    except OSError:
        path.unlink()
        raise


def sync_directory(path: Path) -> None:
    """Make sure that a name just made or moved in a directory outlasts a power cut."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
