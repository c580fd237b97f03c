"""How long it takes until the tree can be used: its rows are drawn, and the first key is answered."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.terminal.ground import Ground, kptui, peer
from benchmarks.terminal.seat import Seat

DOWN = "\x1b[B"
BARE = "bare"
_CALM = 1.0
"""Seconds without output after which a first paint is over, statuses that come later included."""


class Start(NamedTuple):
    """What one start took."""

    seconds: float
    """Until the rows were drawn and the first key was answered."""
    cpu: float
    """Seconds that the program worked for it."""
    painted: int
    """Bytes of the first paint, all that follows by itself included."""
    megabytes: float
    """Memory of its own."""


def starting(ground: Ground, rounds: int, posting: Sequence[str] = ()) -> dict[str, float]:
    """Return ratios, each the median of the rounds' own ratios; bytes of the first paint; and memory over the bare tree's."""
    contenders = _contenders(ground, posting)
    turns = [{name: _start(ground, *contender) for name, contender in contenders.items()} for _ in range(rounds)]

    def ratio(one: str, other: str, of: Callable[[Start], float] = lambda start: start.seconds) -> float:
        return median(of(turn[one]) / of(turn[other]) for turn in turns)

    found = {
        "start_sample_to_pydantic": ratio("sample", "pydantic"),
        "start_large_to_pydantic": ratio("large", "pydantic"),
        "start_sample_to_bare": ratio("sample", BARE),
        "start_sample_cpu_to_pydantic": ratio("sample", "pydantic", lambda start: start.cpu),
        "start_large_cpu_to_pydantic": ratio("large", "pydantic", lambda start: start.cpu),
        "start_sample_ms": median(turn["sample"].seconds for turn in turns) * 1000,
        "start_large_ms": median(turn["large"].seconds for turn in turns) * 1000,
        "first_paint_kb": max(turn[name].painted for turn in turns for name in ("sample", "large")) / 1000,
        "memory_sample_mb": median(turn["sample"].megabytes - turn[BARE].megabytes for turn in turns),
        "memory_large_mb": median(turn["large"].megabytes - turn[BARE].megabytes for turn in turns),
    }
    return found | ({"start_sample_to_posting": ratio("sample", "posting")} if posting else {})


def _contenders(ground: Ground, posting: Sequence[str]) -> dict[str, tuple[Sequence[str], tuple[str, ...]]]:
    """Return each program with words of its rows and of its last line, the keys: both are there once its screen is."""
    whole = ("Target 0-0", "palette")
    found: dict[str, tuple[Sequence[str], tuple[str, ...]]] = {
        BARE: (peer("tree"), whole),
        "pydantic": (peer("tree", "--pydantic"), whole),
        "sample": (kptui("--plan", ground.sample), ("CS-1", "? help")),
        "large": (kptui("--plan", ground.large), ("BW-1", "? help")),
    }
    return found | ({"posting": (posting, ("Send",))} if posting else {})


def _start(ground: Ground, program: Sequence[str], words: Sequence[str]) -> Start:
    with Seat(program, ground.environment) as seat:
        drawn = seat.until(*words)
        key = seat.first_answer(DOWN)
        cpu = seat.cpu_seconds
        seat.settle(_CALM)
        return Start(drawn + key, cpu, len(seat.written), seat.own_megabytes)
