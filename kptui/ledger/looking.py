"""Looking: what a path leads to now, without asking when it was written.

From Linux 6.13 on, a file system that was asked that stamps the next write to the nanosecond, and the sync of that write has
more to do: on ext4 it took half as long again (https://docs.kernel.org/filesystems/multigrain-ts.html). Python's own lstat
always asks.
"""

import os
from collections.abc import Callable
from struct import Struct
from typing import NamedTuple

_SELDOM = 8
"""Looks that cost less than loading what makes the next ones quiet."""
_AT_FDCWD, _AT_SYMLINK_NOFOLLOW = -100, 0x100
_ALL_BUT_TIMES = 0x1 | 0x2 | 0x8 | 0x10 | 0x100 | 0x200
"""Type, mode, owner, group, inode and size (statx(2))."""
_FACTS, _SIZE = Struct("=20xIIH2xQ96xII112x"), Struct("=40xQ208x")


class Facts(NamedTuple):
    """What a file is, however long; in the order of statx."""

    owner: int
    group: int
    mode: int
    inode: int
    major: int
    """With `minor` the number of its device."""
    minor: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Facts":
        """Return the facts out of what stat, lstat or fstat returned."""
        device = os.major(found.st_dev), os.minor(found.st_dev)
        return cls(found.st_uid, found.st_gid, found.st_mode, found.st_ino, *device)

    @property
    def rights(self) -> tuple[int, ...]:
        """Who may do what."""
        return self[:3]

    @property
    def file(self) -> tuple[int, ...]:
        """What tells the file from every other."""
        return self[3:]


class Look:
    """Looks at one path again and again, for one thread at a time; a link is not followed."""

    def __init__(self, path: str) -> None:
        self.size = 0
        """Bytes of what was there the last time."""
        self._path = path
        self._left = _SELDOM
        self.now: Callable[[], Facts] = self._seldom
        """Returns what is there now. Raises OSError where nothing is, or nothing that one may see."""

    def _seldom(self) -> Facts:
        self._left -= 1
        if self._left < 0:
            self.now = self._quiet() or self._loud
        return self._loud()

    def _loud(self) -> Facts:
        found = os.lstat(self._path)
        self.size = found.st_size
        return Facts.of(found)

    def _quiet(self) -> Callable[[], Facts] | None:
        """Return what looks without asking for times; None where that cannot be done."""
        try:
            import ctypes  # dear to import: it takes longer than all the looks of a session in the shell

            statx = ctypes.CDLL(None, use_errno=True).statx
        except (ImportError, AttributeError, OSError):
            return None
        statx.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p)
        found = ctypes.create_string_buffer(_FACTS.size)
        there, name = ctypes.addressof(found), os.fsencode(self._path)

        def look() -> Facts:
            if statx(_AT_FDCWD, name, _AT_SYMLINK_NOFOLLOW, _ALL_BUT_TIMES, there):
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), self._path)
            (self.size,) = _SIZE.unpack_from(found)
            return Facts._make(_FACTS.unpack_from(found))

        try:
            look()
        except OSError:
            return None  # the kernel has no such call, or it is not allowed
        return look
