"""How soon a session that polls every 250 ms has the check-in that another session makes."""

import multiprocessing
import time
from multiprocessing.connection import Connection
from statistics import median

from benchmarks.store.ending import answer_of, ended
from benchmarks.store.ground import Ground, new_check_in
from kptui.changes import record_check_in
from kptui.store import FileStore

MOST = 60
"""Check-ins that are enough."""
_POLL = 0.25
_GOLDEN = 0.618034
"""Multiples of it, without their whole part, spread evenly over the phases of the poll."""
_FORK = multiprocessing.get_context("fork")


def news(ground: Ground, rounds: int) -> dict[str, float]:
    """Return milliseconds from the start of `save` in one process to the new Plan in another: the median and the worst."""
    here, there = _FORK.Pipe(duplex=False)
    with ended(_FORK.Process(target=_watch, args=(ground, there))):
        there.close()
        answer_of(here)
        store = FileStore(ground.ledger)
        taken = [_one(store, ground, turn, here) for turn in range(min(rounds, MOST))]
        store.close()
    return {"news_worst_ms": max(taken) * 1000, "news_median_ms": median(taken) * 1000}


def _watch(ground: Ground, answer: Connection) -> None:
    store = FileStore(ground.ledger)
    while True:
        known = store.read().revision.length
        answer.send((time.monotonic(), known))
        while not store.changed():
            time.sleep(_POLL)


def _one(store: FileStore, ground: Ground, turn: int, seen: Connection) -> float:
    time.sleep(turn * _GOLDEN % 1 * _POLL)
    begin = time.monotonic()
    length = store.save(record_check_in(new_check_in(ground, turn))).revision.length
    known = 0
    while known < length:
        at, known = answer_of(seen)
    return float(at - begin)
