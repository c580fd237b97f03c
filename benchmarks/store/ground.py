"""The ground that all contenders stand on: one plan of 2,000 targets and so many check-ins, as a ledger and in SQLite."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zlib import crc32

import orjson

from kptui.ledger.format import HEAD, START, TAIL, encode
from kptui.models.check_in import CheckIn
from kptui.models.organisation import Level, Team
from kptui.models.schema import Schema
from kptui.models.target import State, Target

TARGETS = 2000
FIRST = date(2026, 1, 1)
_DAYS = 360
_NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
_SAID = {"at": _NOW, "by": "ana"}
_CHALLENGES = "Fifteen certified agents; their median is 13 h. Parcel questions still go by telephone."
_GOLDEN = 0x9E3779B97F4A7C15
"""Spreads consecutive numbers over 64 bits, as the random part of an id is."""
_TABLES = """
pragma journal_mode=wal;
create table target (id text primary key, document text);
create table check_in (id text primary key, target text, day text, value real, corrects text, withdrawn integer, document text);
"""
_INDEXES = """
create index latest on check_in (target, day);
create index corrected on check_in (corrects) where corrects is not null;
"""

Document = Mapping[str, object]


@dataclass(frozen=True)
class Ground:
    """A folder with the same check-ins in each contender's form."""

    place: Path
    size: int
    """How many check-ins were there to begin with."""
    targets: tuple[str, ...]
    """The targets' ids."""

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.place / "plan.json"

    @property
    def empty(self) -> Path:
        """A ledger that holds the organisation and nothing else."""
        return self.place / "empty.json"

    @property
    def database(self) -> Path:
        """SQLite's file."""
        return self.place / "plan.sqlite"

    @property
    def cache(self) -> Path:
        """The person's cache directory, where the ledger's index is."""
        return self.place / "cache"


def make_ground(place: Path, size: int) -> Ground:
    """Make the files in the empty folder `place` and return where they are."""
    beginning = [Schema(id="schema", **_SAID), Team(name="Brightwater", short="BW", level=Level.organisation, **_SAID)]
    span = {"start": FIRST, "due": FIRST + timedelta(days=364), "baseline": 0, "goal": 100, "state": State.active}
    targets = [Target.model_validate({"code": f"BW-{n}", "name": f"Target {n}", **span, **_SAID}) for n in range(1, TARGETS + 1)]
    ground = Ground(place, size, tuple(target.id for target in targets))
    head = [record.document() for record in beginning]
    goals = [target.document() for target in targets]
    _write_ledger(ground.empty, head)
    _write_ledger(ground.ledger, (row for rows in (head, goals, check_in_documents(ground)) for row in rows))
    _write_database(ground, goals)
    os.sync()  # or the disk would be busy with it while the contenders sync
    return ground


def new_check_in(ground: Ground, number: int) -> CheckIn:
    """Return a check-in that is not in the files yet, on one target after the other."""
    day = FIRST + timedelta(days=number // TARGETS % _DAYS)
    said = {"confidence": 7, "challenges": _CHALLENGES, **_SAID}
    return CheckIn.model_validate({"target": ground.targets[number % TARGETS], "on": day, "value": number % 97, **said})


def check_in_documents(ground: Ground) -> Iterator[Document]:
    """Yield the check-ins there are, the same at each call; one in fifty corrects the one before it on its target."""
    usual = new_check_in(ground, 0).document()
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(_DAYS)]
    for number in range(ground.size):
        turn, target = divmod(number, TARGETS)
        own = {"id": _id(number), "target": ground.targets[target], "on": days[turn % _DAYS], "value": float(number % 97)}
        corrects = {"corrects": _id(number - TARGETS)} if turn % 50 == 49 else {}
        yield usual | own | corrects


def _id(number: int) -> str:
    scattered = f"{number * _GOLDEN % 2**64:016x}"
    return f"0192{number >> 16:04x}-{number & 0xFFFF:04x}-7{scattered[:3]}-8{scattered[3:6]}-{scattered[4:]}"


def _write_ledger(path: Path, documents: Iterable[Document]) -> None:
    place = START
    with path.open("wb") as file:
        file.write(HEAD)
        for document in documents:
            piece = encode([document], place)[: -len(TAIL)]
            file.write(piece)
            place = place._replace(end=place.end + len(piece), running=crc32(piece, place.running), key=place.key + 1)
        file.write(TAIL)


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that is as durable as the ledger, by synchronous=FULL, and that waits for others up to a minute."""
    database = sqlite3.connect(path, isolation_level=None, timeout=60)
    database.execute("pragma synchronous=full")
    return database


def _write_database(ground: Ground, goals: Iterable[Document]) -> None:
    with closing(connect(ground.database)) as database:
        database.executescript(_TABLES)
        database.execute("begin")
        database.executemany("insert into target values (?, ?)", ((row["id"], _json(row)) for row in goals))
        database.executemany(_INSERT, map(_row, check_in_documents(ground)))
        database.execute("commit")
        database.executescript(_INDEXES)


_INSERT = "insert into check_in values (?, ?, ?, ?, ?, ?, ?)"


def _row(document: Document) -> tuple[object, ...]:
    names = ("id", "target", "on", "value", "corrects", "withdrawn")
    return *(document.get(name) for name in names), _json(document)


def _json(document: Document) -> str:
    return orjson.dumps(document).decode()


def insert(database: sqlite3.Connection, check_in: CheckIn) -> None:
    """Add a check-in durably, under the lock that a Change would need, made into its row here as the ledger makes its line."""
    database.execute("begin immediate")
    insert_row(database, check_in)
    database.execute("commit")


def insert_row(database: sqlite3.Connection, check_in: CheckIn) -> None:
    """Add a check-in within a transaction."""
    database.execute(_INSERT, _row(check_in.document()))
