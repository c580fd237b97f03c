"""What it costs to open the plan and know the latest check-in of every target, with and without the ledger's index."""

import shutil
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import date
from statistics import median

from benchmarks.store.ground import Ground, connect
from benchmarks.store.session import latest_of
from kptui.store import FileStore

MOST = 40
"""Rounds that are enough."""
_BARE_SECONDS = 5
"""How long openings without the index may take altogether; the one that is under way is finished."""
_LATEST = """
select target.id, day, value from target join check_in on check_in.rowid = (
    select rowid from check_in as one where one.target = target.id and not withdrawn
    and not exists (select 1 from check_in as other where other.corrects = one.id) order by day desc, rowid desc limit 1)
"""

Answers = dict[str, tuple[date, float]]
"""The day and the value of the latest check-in that stands, by the target's id."""
Ask = Callable[[Ground, ExitStack], Answers]


def ask_ledger(ground: Ground, last: ExitStack) -> Answers:
    """Open the ledger as a new session does, and return the answers; `last` closes it."""
    store = FileStore(ground.ledger)
    last.callback(store.close)
    latest = latest_of(store.read())
    return {target: (found.on, found.value) for target in ground.targets if (found := latest(target))}


def ask_database(ground: Ground, last: ExitStack) -> Answers:
    """Open a connection to SQLite and return the answers; `last` closes it."""
    database = connect(ground.database)
    last.callback(database.close)
    return {target: (date.fromisoformat(day), value) for target, day, value in database.execute(_LATEST)}


def opening(ground: Ground, rounds: int) -> dict[str, float]:
    """Return medians in milliseconds, and the ledger's ratios to SQLite, each the median of the rounds' own ratios.

    Everything is in the page cache, and another session has SQLite's file open, which spares a new one its recovery.
    """
    with closing(connect(ground.database)) as other:
        other.execute("select count(*) from target").fetchone()
        if _timed(ask_ledger, ground)[1] != _timed(ask_database, ground)[1]:
            sys.exit("The ledger and SQLite do not give the same answers; the figures would mean nothing.")
        turns = [(_timed(ask_database, ground)[0], _timed(ask_ledger, ground)[0]) for _ in range(min(rounds, MOST))]
        bare = _without_index(ground, rounds)
    return {
        "open_to_sqlite": median(ours / theirs for theirs, ours in turns),
        "open_ms": median(ours for _, ours in turns) * 1000,
        "open_sqlite_ms": median(theirs for theirs, _ in turns) * 1000,
        "open_without_index_to_sqlite": median(ours / theirs for theirs, ours in bare),
        "open_without_index_ms": median(ours for _, ours in bare) * 1000,
    }


def _without_index(ground: Ground, rounds: int) -> list[tuple[float, float]]:
    turns: list[tuple[float, float]] = []
    while len(turns) < min(rounds, MOST) and sum(ours for _, ours in turns) < _BARE_SECONDS:
        shutil.rmtree(ground.cache, ignore_errors=True)
        turns.append((_timed(ask_database, ground)[0], _timed(ask_ledger, ground)[0]))
    return turns


def _timed(ask: Ask, ground: Ground) -> tuple[float, Answers]:
    with ExitStack() as last:
        begin = time.perf_counter()
        answers = ask(ground, last)
        return time.perf_counter() - begin, answers
