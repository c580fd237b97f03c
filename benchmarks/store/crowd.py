"""Many writers at once on one file, each as fast as it can: how many check-ins they get done, and how long each one waits."""

import multiprocessing
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from statistics import median

from benchmarks.store.check_in import Contender, a_database, a_ledger
from benchmarks.store.ending import PATIENCE, answer_of, ended
from benchmarks.store.ground import Ground, new_check_in

_FORK = multiprocessing.get_context("fork")
_TURNS = 3

Maker = Callable[[Ground, ExitStack], Contender]
Span = tuple[float, float]
"""When a check-in began and when it was safe, in seconds of the monotonic clock, which all processes share."""


def rate(ground: Ground, seconds: float) -> dict[str, float]:
    """Return durable check-ins a second of 8 writers, in turns of so many seconds, and the median of the turns' ratios."""
    turns = [(_rate_of(a_database, ground, seconds), _rate_of(a_ledger, ground, seconds)) for _ in range(_TURNS)]
    return {
        "rate_to_sqlite": median(ours / theirs for theirs, ours in turns),
        "rate_per_second": median(ours for _, ours in turns),
        "rate_sqlite_per_second": median(theirs for theirs, _ in turns),
    }


def wait(ground: Ground, seconds: float) -> dict[str, float]:
    """Return how many milliseconds a check-in takes when 32 writers are at it for three turns' time: median and worst."""
    theirs, ours = (_crowd(make, ground, 32, seconds * _TURNS) for make in (a_database, a_ledger))
    waits = [(end - begin) * 1000 for begin, end in ours]
    return {
        "wait_worst_ms": max(waits),
        "wait_median_ms": median(waits),
        "wait_sqlite_worst_ms": max(end - begin for begin, end in theirs) * 1000,
        "wait_check_ins": float(len(waits)),
    }


def _rate_of(make: Maker, ground: Ground, seconds: float) -> float:
    spans = _crowd(make, ground, 8, seconds)
    return len(spans) / (max(end for _, end in spans) - min(begin for begin, _ in spans))


def _crowd(make: Maker, ground: Ground, writers: int, seconds: float) -> list[Span]:
    """Return every check-in that so many processes made, each as fast as it could for so many seconds."""
    ready = _FORK.Barrier(writers)
    pipes = [_FORK.Pipe(duplex=False) for _ in range(writers)]
    with ended(*(_FORK.Process(target=_write, args=(make, ground, ready, seconds, there)) for _, there in pipes)):
        for _, there in pipes:
            there.close()
        return [span for here, _ in pipes for span in answer_of(here)]


def _write(make: Maker, ground: Ground, ready: Barrier, seconds: float, answer: Connection) -> None:
    with ExitStack() as last:
        contender = make(ground, last)
        spans: list[Span] = []
        ready.wait(PATIENCE)
        until = time.monotonic() + seconds
        while not spans or spans[-1][1] < until:
            step = contender(new_check_in(ground, len(spans)))
            begin = time.monotonic()
            step()
            spans.append((begin, time.monotonic()))
        answer.send(spans)
