"""A session in a process of its own, which says how much memory it has to itself once it knows every target's latest."""

import multiprocessing
import os
import re
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from benchmarks.store.ending import answer_of, ended
from kptui.store import FileStore

MOST = 3
"""Rounds that are enough."""
_FRESH = multiprocessing.get_context("spawn")


def memory(ledger: Path, empty: Path, cache: Path, rounds: int) -> dict[str, float]:
    """Return how many MB a session holds beyond one on the plan `empty`: with the index, and when it makes the index itself."""
    turns = range(min(rounds, MOST))
    nothing = median(_held(empty, cache) for _ in turns)
    with_index = median(_held(ledger, cache) for _ in turns)
    making_it = median(_held(ledger, cache / f"new-{n}") for n in turns)
    return {"memory_mb": with_index - nothing, "memory_without_index_mb": making_it - nothing}


def _held(path: Path, cache: Path) -> float:
    here, there = _FRESH.Pipe(duplex=False)
    with ended(_FRESH.Process(target=_session, args=(path, cache, there))):
        there.close()
        return float(answer_of(here))


def _session(path: Path, cache: Path, answer: Connection) -> None:
    os.environ["XDG_CACHE_HOME"] = str(cache)
    store = FileStore(path)
    plan = store.read()
    latest = plan.latest
    for target in plan.targets:
        latest(target.id)
    answer.send(_own_megabytes())


def _own_megabytes() -> float:
    """Return what would be free if this process ended: pages that no other one shares."""
    smaps = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kb) for kb in re.findall(r"^Private_(?:Clean|Dirty): +(\d+) kB$", smaps, re.MULTILINE)) / 1024
