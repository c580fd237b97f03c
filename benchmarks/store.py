"""What a durable check-in and an opening cost, beside stock TinyDB, SQLite and a bare write, interleaved in one run.

    python benchmarks/store.py                          1 000, 10 000 and 100 000 check-ins
    python benchmarks/store.py --sizes 1000 1000000     others
    python benchmarks/store.py --json figures.json      for programs as well

Every contender holds the same check-ins on 2 000 targets, on the same disk, and takes its turn in every round; the figures are
medians in milliseconds, and what counts are the ratios to the floor: one pwrite and fdatasync of the same line.
"""

import argparse
import json
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage

from kptui.changes import record_check_in
from kptui.ledger.format import START, encode, write_whole
from kptui.models.check_in import CheckIn
from kptui.models.organisation import Level, Team
from kptui.models.record import Record, new_id
from kptui.models.target import State, Target
from kptui.store import FileStore

TARGETS = 2000
FIRST = date(2026, 1, 1)
NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
WORDS = "Fifteen certified agents; their median is 13 h. Parcel questions still go by telephone."
SLOW = 20_000
"""Check-ins beyond which stock TinyDB is asked less often, since it rewrites the file each time."""

Step = Callable[[CheckIn], object]


def plan_records() -> list[Record]:
    """Return an organisation and its targets."""
    said = {"at": NOW, "by": "ana"}
    root = Team(name="Brightwater", short="BW", level=Level.organisation, **said)
    span = {"start": FIRST, "due": FIRST + timedelta(days=364), "baseline": 0, "goal": 100, "state": State.active}
    targets = [Target.model_validate({"code": f"BW-{n}", "name": f"Target {n}", **span, **said}) for n in range(1, TARGETS + 1)]
    return [root, *targets]


def check_in(targets: Sequence[Record], number: int) -> CheckIn:
    """Return the check-in of that number, on one target after the other."""
    target = targets[1 + number % TARGETS]
    on = FIRST + timedelta(days=number // TARGETS % 360)
    return CheckIn(target=target.id, on=on, value=number % 97, confidence=7, challenges=WORDS, at=NOW, by="ana")


def a_ledger(place: Path, records: Sequence[Record], size: int) -> Step:
    """Return the step of a session on a plan of that size."""
    path = place / "plan.json"
    documents = (r.document() for rows in (records, (check_in(records, n) for n in range(size))) for r in rows)
    path.write_bytes(write_whole(documents))
    store = FileStore(path)
    return lambda new: store.save(record_check_in(new))


def a_bare_write(place: Path, records: Sequence[Record], size: int) -> Step:
    """Return the floor: the same line written into room that is there, after as many others, and synced."""
    line = encode([check_in(records, 0).document()], START)
    fd = os.open(place / "bare", os.O_RDWR | os.O_CREAT)
    start, room = len(line) * size, len(line) * 4096
    os.pwrite(fd, b" " * room, start)
    os.fsync(fd)
    at = iter(range(start, start + room, len(line)))

    def step(new: CheckIn) -> None:
        os.pwrite(fd, encode([new.document()], START), next(at))
        os.fdatasync(fd)

    return step


def sqlite(place: Path) -> sqlite3.Connection:
    """Return a connection that is as durable as the ledger: WAL with synchronous=FULL."""
    database = sqlite3.connect(place / "plan.sqlite", isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    return database


def a_database(place: Path, records: Sequence[Record], size: int) -> Step:
    """Return the step of a session on SQLite, with the index that a plan would want."""
    database = sqlite(place)
    database.execute('create table check_in (id text primary key, target text, "on" text, document text)')
    database.execute('create index latest on check_in (target, "on")')
    row = "insert into check_in values (?, ?, ?, ?)"

    def values(new: CheckIn) -> tuple[str, str, str, str]:
        return new.id, new.target, new.on.isoformat(), json.dumps(new.document())

    database.execute("begin")
    database.executemany(row, (values(check_in(records, n)) for n in range(size)))
    database.execute("commit")
    return lambda new: database.execute(row, values(new))


def a_stock_tinydb(place: Path, records: Sequence[Record], size: int) -> Step:
    """Return the step of TinyDB as it comes; it syncs at every insert."""
    path = place / "stock.json"
    rows = {str(n): check_in(records, n).document() for n in range(size)}
    path.write_text(json.dumps({"_default": rows}))
    database = TinyDB(path)
    return lambda new: database.insert(new.document())


def a_caching_tinydb(place: Path, records: Sequence[Record], size: int) -> Step:
    """Return the step of TinyDB with its CachingMiddleware, made durable by a flush at each check-in."""
    path = place / "caching.json"
    rows = {str(n): check_in(records, n).document() for n in range(size)}
    path.write_text(json.dumps({"_default": rows}))
    storage = CachingMiddleware(JSONStorage)  # type: ignore[no-untyped-call]  # TinyDB leaves it untyped
    database = TinyDB(path, storage=storage)

    def step(new: CheckIn) -> None:
        database.insert(new.document())
        storage.flush()  # type: ignore[no-untyped-call]  # as above

    return step


CONTENDERS: dict[str, Callable[[Path, Sequence[Record], int], Step]] = {
    "bare pwrite + fdatasync": a_bare_write,
    "ledger": a_ledger,
    "SQLite WAL, FULL": a_database,
    "TinyDB": a_stock_tinydb,
    "TinyDB, caching": a_caching_tinydb,
}


def durable_check_in(place: Path, size: int, rounds: int) -> dict[str, float]:
    """Return the median milliseconds of one durable check-in for each contender at that size."""
    records = plan_records()
    steps = {}
    for name, make in CONTENDERS.items():
        own = place / name
        own.mkdir()
        steps[name] = make(own, records, size)
    times: dict[str, list[float]] = {name: [] for name in steps}
    for turn in range(rounds):
        for name, step in steps.items():
            if name.startswith("TinyDB") and size > SLOW and turn >= 3:
                continue
            new = check_in(records, size + turn).model_copy(update={"id": new_id()})
            begin = time.perf_counter()
            step(new)
            times[name].append((time.perf_counter() - begin) * 1000)
    return {name: statistics.median(taken) for name, taken in times.items()}


def show(size: int, found: dict[str, float]) -> None:
    """Print one size's table."""
    floor = found["bare pwrite + fdatasync"]
    print(f"\none durable check-in, {size:,} there already".replace(",", " "))
    for name, taken in found.items():
        print(f"  {name:24} {taken:10.3f} ms  {taken / floor:9.2f} × the floor")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--json", type=Path)
    asked = arguments.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    figures = {}
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as place:
            figures[size] = durable_check_in(Path(place), size, asked.rounds)
        show(size, figures[size])
    if asked.json:
        asked.json.write_text(json.dumps({"durable_check_in_ms": figures}, indent=1))


if __name__ == "__main__":
    main()
