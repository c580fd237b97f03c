"""Lock: one writer at a time, by flock on the file itself; it is fair, and the kernel lets go for whoever dies."""

import fcntl
import os
import pwd
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kptui.errors import GivenUp, NotSaved, ReadOnly
from kptui.ledger.opening import open_file

_LOCKS = Path("/proc/locks")


class Wait:
    """One wait for the lock, seen from another thread: it can be given up, but only until the lock is there."""

    def __init__(self) -> None:
        self._deciding = threading.Lock()
        self._granted = self._given_up = False

    def give_up(self) -> bool:
        """Want it no more; return False where it is too late, since the lock has been got and the saving goes on."""
        with self._deciding:
            self._given_up = not self._granted
            return self._given_up

    def grant(self) -> None:
        """Note that the lock is there. Raises GivenUp when nobody wants it any more."""
        with self._deciding:
            if self._given_up:
                raise GivenUp("It was given up while it waited for the file; nothing was saved.")
            self._granted = True


class Lock:
    """The hold of one process on the file, with a descriptor of its own; one thread at a time may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = -1
        self._facts: tuple[int, ...] | None = None
        self.refusal: str | None = None
        """The sentence that says why the file can only be read, as it was when the lock was last wanted."""

    def close(self) -> None:
        """Let go of the descriptor."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self._facts = -1, None

    @contextmanager
    def held(self, wait: Wait, *, at_once: bool = False) -> Iterator[int]:
        """Hold the file, and yield its descriptor, once others have let go; `at_once`, or not at all.

        Raises GivenUp, BlockingIOError where it is not to be had at once, ReadOnly where the file may not be written, NotSaved
        where it cannot be locked, and what opening raises.
        """
        how = fcntl.LOCK_EX | (fcntl.LOCK_NB if at_once else 0)
        while True:
            if not self._is_same():
                self._open()
            if self.refusal:
                raise ReadOnly(self.refusal)
            self._lock(how)
            try:
                wait.grant()
                if self._is_same():
                    yield self._fd
                    return
            finally:
                with suppress(OSError):
                    fcntl.flock(self._fd, fcntl.LOCK_UN)

    def _is_same(self) -> bool:
        """Return whether the path still leads to the open file, and to one of the same owner and mode."""
        try:
            return self._facts is not None and _facts(os.lstat(self._path)) == self._facts
        except OSError:
            return False

    def _open(self) -> None:
        self.close()
        self._fd, self.refusal = open_file(self._path)
        self._facts = _facts(os.fstat(self._fd))

    def _lock(self, how: int) -> None:
        try:
            fcntl.flock(self._fd, how)
        except BlockingIOError:
            raise
        except OSError as error:
            raise NotSaved(f"{self._path} cannot be locked ({error.strerror}); keep the plan on a local disk.") from error


def _facts(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_mode, found.st_uid, found.st_gid


def holder_of(path: Path, locks: Path = _LOCKS) -> str | None:
    """Return the login of who holds the file's lock; `someone` where the system does not tell, None where nobody does."""
    try:
        found = path.stat()
        file = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
        rows = [line.split() for line in locks.read_text().splitlines()]
    except OSError:
        return "someone"
    pids = [row[-4] for row in rows if "->" not in row and row[1] == "FLOCK" and row[-3] == file]
    return _login_of(pids[0]) if pids else None


def _login_of(pid: str) -> str:
    try:
        return pwd.getpwuid(Path("/proc", pid).stat().st_uid).pw_name
    except (OSError, KeyError):
        return "someone"
