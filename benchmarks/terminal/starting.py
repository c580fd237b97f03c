"""How long it takes until the tree can be used: its rows are drawn, and the first key is answered."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.terminal.ground import Ground, kptui, peer
from benchmarks.terminal.seat import Seat

DOWN = "\x1b[B"
ROWS = {"sample": ("CS-1", "help"), "large": ("BW-", "help"), "bare": ("Target 0-0", "palette")}


class Start(NamedTuple):
    """What one start took."""

    seconds: float
    cpu: float
    size: int
    memory: float


def start(program: Sequence[str], environment: Mapping[str, str], words: Sequence[str]) -> Start:
    """Start a program, wait until its rows are there, press a key, and return what that took until the answer came."""
    with Seat(program, environment) as seat:
        seat.until(*words)
        seat.press(DOWN)
        seconds, cpu = 0.0, seat.cpu_seconds
        return Start(seconds, cpu, 0, seat.own_megabytes)


def starting(ground: Ground, rounds: int) -> dict[str, float]:
    """Return the ratios of the times, each the median of the rounds' own ratios, the bytes of a first paint, and the memory."""
    turns = [_turn(ground) for _ in range(rounds)]

    def ratio(one: str, other: str, of: Callable[[Start], float]) -> float:
        return median(of(turn[one]) / of(turn[other]) for turn in turns)

    return {"x": ratio("sample", "bare", lambda s: s.seconds)}


def _turn(ground: Ground) -> dict[str, Start]:
    raise NotImplementedError
