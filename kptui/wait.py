"""Wait: for whoever else is saving; it can be seen, and given up, from another thread."""

import threading
from time import monotonic

from kptui.errors import GivenUp


class Wait:
    """One wait for the lock, seen from another thread: it can be given up, but only until the lock is there."""

    def __init__(self) -> None:
        self._since = monotonic()
        self._deciding = threading.Lock()
        self._granted = self._given_up = False

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return monotonic() - self._since

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
