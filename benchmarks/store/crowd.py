"""Many writers at once on one file, each as fast as it can: how many check-ins they get done, and how long each one waits."""

import fcntl
import multiprocessing
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from statistics import median

from benchmarks.store.check_in import Contender, a_database, a_ledger
from benchmarks.store.ending import PATIENCE, answer_of, ended
from benchmarks.store.ground import Ground, connect, insert_row, new_check_in
from kptui.ledger.format import START, encode
from kptui.models.check_in import CheckIn

_FORK = multiprocessing.get_context("fork")
_TURNS = 3
_ROOM = 64 * 1024
"""Bytes that bare turns write in: whatever they overwrite is there already."""

Maker = Callable[[Ground, ExitStack], Contender]
Span = tuple[float, float]
"""When a check-in began and when it was safe, in seconds of the monotonic clock, which all processes share."""


def rate(ground: Ground, seconds: float) -> dict[str, float]:
    """Return durable check-ins a second of 8 writers, in turns of so many seconds, and the medians of the turns' ratios."""
    makers = (a_ledger, a_database, a_database_that_is_read, a_bare_turn)
    turns = [[_rate_of(make, ground, seconds) for make in makers] for _ in range(_TURNS)]
    return {
        "rate_to_sqlite": median(ours / theirs for ours, theirs, *_ in turns),
        "rate_to_sqlite_read": median(ours / read for ours, _, read, _ in turns),
        "rate_to_floor": median(ours / bare for ours, *_, bare in turns),
        "rate_per_second": median(ours for ours, *_ in turns),
        "rate_sqlite_per_second": median(theirs for _, theirs, *_ in turns),
    }


def wait(ground: Ground, seconds: float) -> dict[str, float]:
    """Return how many milliseconds a check-in takes when 32 writers are at it, in turns of so many seconds: median and worst."""
    turns = [[_waits_of(make, ground, seconds) for make in (a_database, a_ledger, a_bare_turn)] for _ in range(_TURNS)]
    theirs, ours, bare = ([wait for waits in turn for wait in waits] for turn in zip(*turns, strict=True))
    return {
        "wait_worst_ms": max(ours),
        "wait_median_ms": median(ours),
        "wait_floor_worst_ms": max(bare),
        "wait_sqlite_worst_ms": max(theirs),
        "wait_check_ins": float(len(ours)),
    }


def a_database_that_is_read(ground: Ground, last: ExitStack) -> Contender:
    """Return a session on SQLite that knows, like one on the ledger, what the others wrote before it writes."""
    database = connect(ground.database)
    last.callback(database.close)
    known = database.execute("select max(rowid) from check_in").fetchone()[0]

    def step(new: CheckIn) -> None:
        nonlocal known
        database.execute("begin immediate")
        for rowid, document in database.execute("select rowid, document from check_in where rowid > ?", (known,)):
            CheckIn.model_validate_json(document)
            known = rowid
        insert_row(database, new)
        database.execute("commit")

    return lambda new: lambda: step(new)


def a_bare_turn(ground: Ground, last: ExitStack) -> Contender:
    """Return the floor of taking turns: flock, one pwrite and fdatasync of a line, and nothing read."""
    fd = os.open(ground.place / "turns", os.O_RDWR | os.O_CREAT, 0o600)
    last.callback(os.close, fd)
    payload = encode([new_check_in(ground, 0).document()], START)
    os.pwrite(fd, b" " * _ROOM, 0)
    os.fsync(fd)

    def step() -> None:
        fcntl.flock(fd, fcntl.LOCK_EX)
        os.pwrite(fd, payload, 0)
        os.fdatasync(fd)
        fcntl.flock(fd, fcntl.LOCK_UN)

    return lambda _: step


def _waits_of(make: Maker, ground: Ground, seconds: float) -> list[float]:
    return [(end - begin) * 1000 for begin, end in _crowd(make, ground, 32, seconds)]


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
