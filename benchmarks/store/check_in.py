"""What one durable check-in costs: every contender takes its turn in each round, in another order each time."""

import gc
import os
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median
from typing import NamedTuple

import orjson
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage

from benchmarks.store.ground import Ground, check_in_documents, connect, insert, new_check_in
from kptui.changes import record_check_in
from kptui.ledger.format import START, TAIL, encode
from kptui.models.check_in import CheckIn
from kptui.store import FileStore

TINYDB_MOST = 100_000
"""Check-ins beyond which TinyDB is not asked: at a million one insert takes it 9 s and 1.5 GB."""
_ROOM = 16 * 1024 * 1024
"""Bytes that the bare writes may fill: some 40,000 lines."""
_TINYDB_SECONDS = 5
"""How long each form of TinyDB may take at one size; after that it has no more turns."""
_TINYDB_EVERY = 5
"""TinyDB takes its turn once in so many rounds, so that the others do not always follow a rewrite of a whole file."""

Step = Callable[[], object]
Contender = Callable[[CheckIn], Step]
"""Is given the check-in before the clock starts, and returns what is timed."""


def a_bare_write(ground: Ground, last: ExitStack) -> Contender:
    """Return the floor: one pwrite and fdatasync of the ledger's own bytes, made beforehand, into room that is there."""
    fd = os.open(ground.place / "bare", os.O_RDWR | os.O_CREAT, 0o600)
    last.callback(os.close, fd)
    os.pwrite(fd, b" " * _ROOM, 0)
    os.fsync(fd)
    at = START._replace(end=START.end + 1, key=ground.size)

    def prepare(new: CheckIn) -> Step:
        nonlocal at
        payload, offset = encode([new.document()], at), at.end
        at = at._replace(end=at.end + len(payload) - len(TAIL))

        def step() -> None:
            os.pwrite(fd, payload, offset)
            os.fdatasync(fd)

        return step

    return prepare


def a_ledger(ground: Ground, last: ExitStack) -> Contender:
    """Return a session on the plan, which has shown every target and so has read them all."""
    store = FileStore(ground.ledger)
    last.callback(store.close)
    tuple(store.read().targets)
    return lambda new: lambda: store.save(record_check_in(new))


def a_database(ground: Ground, last: ExitStack) -> Contender:
    """Return a session on SQLite."""
    database = connect(ground.database)
    last.callback(database.close)
    return lambda new: lambda: insert(database, new)


def a_stock_tinydb(ground: Ground, last: ExitStack) -> Contender:
    """Return TinyDB as it comes; it syncs at every insert."""
    database = TinyDB(_tinydb_file(ground, "stock.json"))
    last.callback(database.close)
    return lambda new: lambda: database.insert(new.document())


def a_caching_tinydb(ground: Ground, last: ExitStack) -> Contender:
    """Return TinyDB with its CachingMiddleware, made durable by a flush at each check-in."""
    storage = CachingMiddleware(JSONStorage)  # type: ignore[no-untyped-call]  # TinyDB leaves it untyped
    database = TinyDB(_tinydb_file(ground, "caching.json"), storage=storage)
    last.callback(database.close)

    def step(new: CheckIn) -> None:
        database.insert(new.document())
        storage.flush()  # type: ignore[no-untyped-call]  # as above

    return lambda new: lambda: step(new)


def _tinydb_file(ground: Ground, name: str) -> str:
    path = ground.place / name
    path.write_bytes(orjson.dumps({"_default": {str(n): row for n, row in enumerate(check_in_documents(ground), start=1)}}))
    return str(path)


CONTENDERS = {"floor": a_bare_write, "ledger": a_ledger, "sqlite": a_database}
TINYDBS = {"tinydb": a_stock_tinydb, "tinydb_caching": a_caching_tinydb}


class Taken(NamedTuple):
    """What one turn took, in seconds."""

    wall: float
    cpu: float
    """The part that the processor worked: what a busy disk does not blur."""


def durable_check_in(ground: Ground, rounds: int) -> dict[str, float]:
    """Return medians in milliseconds and the ledger's ratios to the others, each the median of the rounds' own ratios."""
    makers = CONTENDERS | (TINYDBS if ground.size <= TINYDB_MOST else {})
    with ExitStack() as last:
        contenders = {name: make(ground, last) for name, make in makers.items()}
        os.sync()  # or the disk would be busy with the new files meanwhile
        gc.collect()
        gc.freeze()  # or everyone would pay for looking through what the others hold
        last.callback(gc.unfreeze)
        taken = _take_turns(contenders, ground, rounds)
    found = {f"check_in_{name}_ms": median(turn.wall for turn in turns.values()) * 1000 for name, turns in taken.items()}
    found |= {f"check_in_{name}_cpu_ms": median(turn.cpu for turn in turns.values()) * 1000 for name, turns in taken.items()}
    found |= {f"turns_{name}": float(len(taken[name])) for name in TINYDBS if name in taken}
    ours = taken.pop("ledger")
    ratios = {name: median(ours[turn].wall / its.wall for turn, its in turns.items()) for name, turns in taken.items()}
    return found | {f"check_in_to_{name}": ratio for name, ratio in ratios.items()}


def _take_turns(contenders: dict[str, Contender], ground: Ground, rounds: int) -> dict[str, dict[int, Taken]]:
    taken: dict[str, dict[int, Taken]] = {name: {} for name in contenders}
    shuffled = random.Random(ground.size)  # noqa: S311 - an order, not a secret
    for turn in range(rounds):
        for name in shuffled.sample(sorted(contenders), len(contenders)):
            if name in TINYDBS and (turn % _TINYDB_EVERY or sum(its.wall for its in taken[name].values()) > _TINYDB_SECONDS):
                continue
            taken[name][turn] = _timed(contenders[name](new_check_in(ground, ground.size + turn)))
    return taken


def _timed(step: Step) -> Taken:
    cpu, wall = time.process_time(), time.perf_counter()
    step()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)
