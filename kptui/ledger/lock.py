"""Lock: one writer at a time, by flock on the file itself; nobody waits long, and the kernel lets go for whoever dies.

Who has waited long enough stands in line, by a lock on the file's first byte: until whoever is first there has the file, nobody
takes it who has just had it, or who waits less long.
"""

import fcntl
import math
import os
import pwd
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kptui.errors import GivenUp, NotSaved, ReadOnly
from kptui.ledger.looking import Facts, Look
from kptui.ledger.opening import Opened, close_file
from kptui.wait import Wait

_LOCKS = Path("/proc/locks")
_PAUSES = (0.001, 0.004, 0.03)
"""Seconds between looks at a lock that others hold, before one stands in line. Meanwhile who has just saved may save again, which
costs all of them less than taking turns, in which whoever comes next has to read what was saved first."""
_SOON = 0.0002
"""Seconds within which one comes back who saves again and again, and lets those in line go first."""
_ONE_BYTE = 1


class Lock:
    """The hold of one process on the file, with a descriptor of its own; one thread at a time may use it."""

    def __init__(self, path: Path, opening: Callable[[], Opened], *, has_line: bool = True) -> None:
        """Lock the file at `path`; without a line whoever is quicker is the next."""
        self._path, self._opening, self._has_line = path, opening, has_line
        self._look = Look(os.fspath(path))
        self._fd = -1
        self._let_go_at = -math.inf
        self.facts: Facts | None = None
        """What the file is that was locked last."""
        self.refusal: str | None = None
        """The sentence that says why the file can only be read, as it was when the lock was last wanted."""

    @property
    def size(self) -> int:
        """Bytes of the file when it was locked last."""
        return self._look.size

    def close(self) -> None:
        """Let go of the descriptor."""
        if self._fd >= 0:
            close_file(self._fd)
        self._fd = -1

    def __del__(self) -> None:
        self.close()

    def take(self, wait: Wait | None, meanwhile: Callable[[], None] | None) -> int:
        """Hold the file from when others have let go of it; return a descriptor to write with.

        Where it is not to be had at once, `meanwhile` is done before each look; without it there is no waiting. Raises GivenUp,
        BlockingIOError where it is not to be had without waiting, ReadOnly where the file may not be written, NotSaved where it
        cannot be locked, and what opening and `meanwhile` raise.
        """
        if self._fd < 0 or self.refusal:
            self._open()
        while not self.refusal:
            self._lock(meanwhile)
            if self._is_same():
                if wait is not None:
                    self._grant(wait)
                return self._fd
            self._open()  # it was replaced, or is another's now
        raise ReadOnly(self.refusal)

    def _grant(self, wait: Wait) -> None:
        try:
            wait.grant()
        except GivenUp:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Let others have the file."""
        try:
            fcntl.flock(self._fd, fcntl.LOCK_UN)
        except OSError:
            self.close()  # that lets go as well
        self._let_go_at = time.monotonic()

    def _is_same(self) -> bool:
        """Return whether the path still leads to the open file, and to one of the same owner and mode."""
        try:
            return self._look.now() == self.facts
        except OSError:
            return False

    def _open(self) -> None:
        self.close()
        self._fd, self.refusal, self.facts = self._opening()

    def _lock(self, meanwhile: Callable[[], None] | None) -> None:
        comes_back = time.monotonic() - self._let_go_at < _SOON
        is_locked = self._lock_at_once() if comes_back else self._flock(fcntl.LOCK_NB)
        if is_locked:
            return
        if meanwhile is None:
            raise BlockingIOError
        for pause in _PAUSES:
            time.sleep(pause)
            meanwhile()
            if self._lock_at_once():
                return
        in_line = self._line_up()
        try:
            meanwhile()
            self._flock()
        finally:
            if in_line:
                self._leave_line()

    def _lock_at_once(self) -> bool:
        """Lock it if nobody has it, and nobody stands in line for it; return whether that is so."""
        if not self._line_up():
            return False
        try:
            return self._flock(fcntl.LOCK_NB)
        finally:
            self._leave_line()

    def _line_up(self) -> bool:
        """Be first in line, unless another is; return whether one is. Nobody waits for that: who is in it may be stopped."""
        if self._has_line:
            try:
                fcntl.lockf(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB, _ONE_BYTE)
            except BlockingIOError:
                return False
            except OSError:
                self._has_line = False
        return True

    def _leave_line(self) -> None:
        if self._has_line:
            with suppress(OSError):
                fcntl.lockf(self._fd, fcntl.LOCK_UN, _ONE_BYTE)

    def _flock(self, unless: int = 0) -> bool:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | unless)
        except BlockingIOError:
            return False
        except OSError as error:
            raise NotSaved(f"{self._path} cannot be locked ({error.strerror}); keep the plan on a local disk.") from error
        return True


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
