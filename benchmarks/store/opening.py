"""What it costs to open the plan and know the latest check-in of every target, with and without the ledger's index."""

import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import date
from statistics import median
from typing import NamedTuple

import orjson

from benchmarks.store.ground import Ground, connect
from kptui.models.schema import record_of
from kptui.store import FileStore

MOST = 40
"""Rounds that are enough."""
_SECONDS = 10
"""How long the ledger's openings may take altogether; the one that is under way is finished."""
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
    latest = store.read().latest
    return {target: (found.on, found.value) for target in ground.targets if (found := latest(target))}


def ask_database(ground: Ground, last: ExitStack) -> Answers:
    """Open a connection to SQLite and return the answers; `last` closes it."""
    return _latest(_connected(ground, last))


def ask_database_and_records(ground: Ground, last: ExitStack) -> Answers:
    """The same, with every target read as a record besides, as a session needs them and as the ledger's Plan has them."""
    database = _connected(ground, last)
    records = [record_of(orjson.loads(text)) for (text,) in database.execute("select document from target")]
    answers = _latest(database)
    return {record.id: answers[record.id] for record in records if record.id in answers}


def _connected(ground: Ground, last: ExitStack) -> sqlite3.Connection:
    database = connect(ground.database)
    last.callback(database.close)
    return database


def _latest(database: sqlite3.Connection) -> Answers:
    return {target: (date.fromisoformat(day), value) for target, day, value in database.execute(_LATEST)}


def opening(ground: Ground, rounds: int) -> dict[str, float]:
    """Return medians in milliseconds, and the ledger's ratios to SQLite, each the median of the rounds' own ratios.

    Everything is in the page cache, and another session has SQLite's file open, which spares a new one its recovery.
    """
    with closing(connect(ground.database)) as other:
        other.execute("select count(*) from target").fetchone()
        if not _timed(ask_ledger, ground)[1] == _timed(ask_database, ground)[1] == _timed(ask_database_and_records, ground)[1]:
            sys.exit("The ledger and SQLite do not give the same answers; the figures would mean nothing.")
        turns = _turns(ground, rounds)
        bare = _turns(ground, rounds, forget=True)
    return {
        "open_to_sqlite": median(turn.ledger / turn.database for turn in turns),
        "open_to_sqlite_with_records": median(turn.ledger / turn.with_records for turn in turns),
        "open_ms": median(turn.ledger for turn in turns) * 1000,
        "open_sqlite_ms": median(turn.database for turn in turns) * 1000,
        "open_sqlite_with_records_ms": median(turn.with_records for turn in turns) * 1000,
        "open_without_index_to_sqlite": median(turn.ledger / turn.database for turn in bare),
        "open_without_index_ms": median(turn.ledger for turn in bare) * 1000,
    }


class Turn(NamedTuple):
    """How many seconds each took in one round."""

    ledger: float
    database: float
    with_records: float


def _turn(ground: Ground) -> Turn:
    return Turn(*(_timed(ask, ground)[0] for ask in (ask_ledger, ask_database, ask_database_and_records)))


def _turns(ground: Ground, rounds: int, *, forget: bool = False) -> list[Turn]:
    turns: list[Turn] = []
    while len(turns) < min(rounds, MOST) and sum(turn.ledger for turn in turns) < _SECONDS:
        if forget:
            shutil.rmtree(ground.cache, ignore_errors=True)
        turns.append(_turn(ground))
    return turns


def _timed(ask: Ask, ground: Ground) -> tuple[float, Answers]:
    with ExitStack() as last:
        begin = time.perf_counter()
        answers = ask(ground, last)
        return time.perf_counter() - begin, answers
