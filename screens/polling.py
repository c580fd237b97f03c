"""Polling: looks again and again whether there is anything to do, at a tenth of what a timer of Textual's takes to wake up."""

import asyncio
from collections.abc import Callable


class Poll:
    """Calls `look` every so many seconds until it is stopped, or fails: then `failed` has the error."""

    def __init__(self, seconds: float, look: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self._seconds, self._look, self._failed = seconds, look, failed
        self._next: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Look for the first time after so many seconds; the loop that runs now is the one that does it."""
        self._next = asyncio.get_running_loop().call_later(self._seconds, self._call)

    def stop(self) -> None:
        """Look no more."""
        if self._next is not None:
            self._next.cancel()

    def _call(self) -> None:
        self.start()
        try:
            self._look()
        except Exception as error:  # noqa: BLE001 - a bug is a bug of the program, and ends in the same place
            self.stop()
            self._failed(error)
