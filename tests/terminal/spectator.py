"""A real pty with the program in it, and the screen that a terminal would show of it."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

PROGRAM = (sys.executable, "-m", "kptui")
PATIENCE = 30.0
"""Seconds after which something is not going to happen any more."""
SIZE = (80, 24)
ROOT = Path(__file__).parents[2]


class Spectator:
    """Starts the program in a terminal of its own, presses keys, and watches."""

    def __init__(self, arguments: Sequence[str], home: Path, program: Sequence[str] = PROGRAM, **more: str) -> None:
        self.screen = pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.exit_code: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execvpe(program[0], [*program, *arguments], environment(home, more))  # noqa: S606
        self.resize(*SIZE)

    def __enter__(self) -> "Spectator":
        return self

    def __exit__(self, *_: object) -> None:
        if self.exit_code is None:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, keys: str | bytes) -> None:
        """Send what the terminal sends for keys."""
        os.write(self._fd, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, as a window manager does."""
        self.screen.resize(height, width)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def until(self, condition: Callable[[], bool]) -> None:
        """Watch until a condition holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end or not self._read(end):
                if condition():
                    return
                raise AssertionError(f"it never came to that; the terminal shows:\n{self.text}")

    def watch(self, seconds: float) -> None:
        """Watch for so long: what is pressed next comes that much later."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(end)

    def until_shown(self, words: str) -> None:
        """Watch until words are on the screen."""
        self.until(lambda: words in self.text)

    def wait_for_the_end(self) -> int:
        """Watch until the program has ended, and return its exit code."""
        while self._read(time.monotonic() + PATIENCE):
            pass
        self.exit_code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.exit_code

    def _read(self, end: float) -> bool:
        """Take in what was written; False once there is nobody left to write."""
        waiting = select.poll()  # select itself knows no descriptor beyond 1023
        waiting.register(self._fd, select.POLLIN)
        if not waiting.poll(max(end - time.monotonic(), 0) * 1000):
            return False
        try:
            news = os.read(self._fd, 65536)
        except OSError:
            return False
        self.written += news
        self._stream.feed(_known_to_pyte(news))
        return bool(news)


def _known_to_pyte(data: bytes) -> bytes:
    """Leave out the questions to the terminal that pyte would print."""
    for question in (b"\x1b[?2026$p", b"\x1b[?2048$p", b"\x1b[>25u", b"\x1b[<u"):
        data = data.replace(question, b"")
    return data


def environment(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of someone whose home is `home`."""
    kept = {
        name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG") if name in os.environ
    }
    return {**kept, "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor", **more}
