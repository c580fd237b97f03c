"""A seat at a terminal: a program in a pty of its own, keys to press, and what comes of them in seconds, bytes and memory."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

SIZE = (80, 24)
QUIET = 0.12
"""Seconds without output after which an answer is over; more than three frames."""
_PATIENCE = 15.0
_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()].|\x1b[^\[]")
_ASKS_FOR_SYNC, _HAS_SYNC = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_CPU_TIME = 2
"""With the pid this is the clock that clock_getcpuclockid(3) names: what the scheduler counted of a whole process."""
_MEGABYTE = 1024
"""Kilobytes, in which the kernel counts."""


class Answer(NamedTuple):
    """What a key led to."""

    seconds: float
    """From the key to the last byte of the answer."""
    size: int
    """Bytes."""


class NeverCame(Exception):
    """The program did not show what it should."""


class Seat:
    """Starts a program and watches it as a terminal does, except that it draws nothing."""

    def __init__(self, program: Sequence[str], environment: Mapping[str, str]) -> None:
        self.written = b""
        self._shown = b""
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
            os.execvpe(program[0], list(program), dict(environment))  # noqa: S606

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def until(self, *words: str) -> float:
        """Watch until all of these have been written, and return the seconds from the start. Raises NeverCame."""
        wanted = [word.encode() for word in words]
        at = self.started
        while not all(word in self._shown for word in wanted):
            moment = self._read(_PATIENCE)
            if moment is None:
                raise NeverCame(f"{' and '.join(words)} never came; the last of it: {self.written[-400:]!r}")
            at = moment
        return at - self.started

    def settle(self, seconds: float = QUIET) -> float | None:
        """Watch until nothing has come for so many seconds; return the moment of the last byte, None where there was none."""
        last, begin = None, time.perf_counter()
        while time.perf_counter() < begin + _PATIENCE and (moment := self._read(seconds)) is not None:
            last = moment
        return last

    def press(self, keys: str, *, calm: float = QUIET) -> Answer:
        """Press keys and return what came of them until it was calm for so many seconds. Raises NeverCame when nothing did."""
        before, begin = len(self.written), time.perf_counter()
        first = self.first_answer(keys) + begin
        return Answer((self.settle(calm) or first) - begin, len(self.written) - before)

    def first_answer(self, keys: str) -> float:
        """Press keys and return the seconds until anything came of them. Raises NeverCame when nothing did."""
        begin = time.perf_counter()
        os.write(self._fd, keys.encode())
        first = self._read(_PATIENCE)
        if first is None:
            raise NeverCame(f"{keys!r} was not answered")
        return first - begin

    def fileno(self) -> int:
        """Return what a selector waits for."""
        return self._fd

    def takes_in(self, words: bytes) -> bool:
        """Take in what is there, and return whether the words are in it; what was there before does not count."""
        self._shown = b""
        self._read(0)
        return words in self._shown

    def _read(self, patience: float) -> float | None:
        """Take in what is there, and return the moment; None where nothing comes in so many seconds."""
        if not select.select([self._fd], [], [], patience)[0]:
            return None
        try:
            news = os.read(self._fd, 1 << 16)
        except OSError as error:
            raise NeverCame(f"the program ended; the last of it: {self.written[-400:]!r}") from error
        moment = time.perf_counter()
        self.written += news
        self._shown = _SEQUENCE.sub(b"", self._shown + news)
        if _ASKS_FOR_SYNC in news:
            os.write(self._fd, _HAS_SYNC)
        return moment

    @property
    def cpu_seconds(self) -> float:
        """How long the program has worked so far, all its threads together, those too that have ended."""
        return time.clock_gettime(~self.pid << 3 | _CPU_TIME)

    @property
    def own_megabytes(self) -> float:
        """What would be free if it ended: pages that no other process shares."""
        smaps = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        return sum(int(kb) for kb in re.findall(r"^Private_(?:Clean|Dirty): +(\d+) kB$", smaps, re.MULTILINE)) / _MEGABYTE
