"""Builds the sample plans: each folder of tables beside this file becomes a plan file, byte for byte the same each time."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from uuid import UUID
from zlib import crc32

from kptui.changes import Change, add_records, edit_record, record_check_in
from kptui.models.check_in import CheckIn, Reading
from kptui.models.objective import Objective
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record
from kptui.models.stand_up import Action, Recognition, StandUp
from kptui.models.target import Influence, Target
from kptui.plan import Plan
from kptui.store import FileStore

R = TypeVar("R", bound=Record)

Table = Mapping[str, Any]
"""What a TOML table holds; the models check it."""

HERE = Path(__file__).resolve().parent
REFERENCES = frozenset(
    {"parent", "pillar", "owner", "period", "team", "objective", "target", "leading", "lagging", "corrects"}
    | {"part_of", "blocker", "of", "to"}
)
"""The fields that hold another record's key in the tables and its id in the plan."""
LISTS = frozenset({"contributors", "present", "targets", "discuss"})
"""The fields that hold several."""
MEETINGS: Mapping[str, type[Record]] = {
    "blockers": Blocker,
    "support_requests": SupportRequest,
    "stand_ups": StandUp,
    "actions": Action,
    "recognitions": Recognition,
}
"""The tables of what people did about their targets together, each before those that name its records."""


class Event(NamedTuple):
    """Something that was saved at a moment."""

    at: datetime
    change: Change


def stable_id(name: str, at: datetime) -> str:
    """Return a UUIDv7 of the moment whose random part follows from `name`, so that it is the same in every build."""
    millis = int(at.timestamp() * 1000)
    bits = (millis << 80) | int.from_bytes(sha256(name.encode()).digest()[:10])
    bits = bits & ~(0xF << 76) | (0x7 << 76)
    return str(UUID(int=bits & ~(0b11 << 62) | (0b10 << 62)))


def in_the_morning(on: date, minutes: int = 0) -> datetime:
    """Return a moment of the day, some minutes after the office opens, in UTC."""
    return datetime.combine(on, time(6, 40), UTC) + timedelta(minutes=minutes)


@dataclass
class Sample:
    """The tables of one sample, made into the events of its life."""

    house: Table
    targets: Table
    check_ins: Table
    meetings: Table
    _ids: dict[str, str] = field(default_factory=dict, init=False)
    """The id of each record by the key that the tables call it by."""

    @classmethod
    def read(cls, folder: Path) -> "Sample":
        """Read the tables of a folder; those of one sort may be spread over several files, or be none."""
        return cls(*(_tables(folder, f"{sort}*.toml") for sort in ("house", "targets", "check_ins", "meetings")))

    def events(self) -> list[Event]:
        """Return everything that was ever saved, in the order of time."""
        made = [*self._house(), *self._targets(), *self._influences(), *self._check_ins(), *self._meetings()]
        return sorted(made, key=lambda event: event.at)

    def _house(self) -> Iterator[Event]:
        house = self.house
        rows: list[tuple[type[Record], str, Table]] = [(Policy, "policy", house["policy"])]
        rows += [(Period, key, {"name": key} | row) for key, row in house["periods"].items()]
        rows += [(Team, key, {"short": key} | row) for key, row in house["teams"].items()]
        rows += [(Person, key, _with_login(key, row)) for key, row in house["people"].items()]
        rows += [(Pillar, key, {"rank": rank} | row) for rank, (key, row) in enumerate(house["pillars"].items())]
        rows += [(Objective, key, {"rank": rank} | row) for rank, (key, row) in enumerate(house["objectives"].items())]
        for minute, (kind, key, row) in enumerate(rows):
            yield from self._made(kind, key, row, in_the_morning(house["written_on"], minute), house["written_by"])

    def _targets(self) -> Iterator[Event]:
        for minute, (code, row) in enumerate(self.targets.items()):
            period = self._period(row)
            usual = {"code": code, "period": self.house["usual_period"], "state": "active"}
            usual |= {"start": period["start"], "due": period["end"]}
            planned = in_the_morning(period["start"] - timedelta(days=5), minute)
            yield from self._made(Target, code, usual | row, planned, self._author(row["owner"]))

    def _influences(self) -> Iterator[Event]:
        planned = self._period({})["start"] - timedelta(days=4)
        for minute, row in enumerate(self.house["influences"]):
            key = f"{row['leading']} on {row['lagging']}"
            yield from self._made(Influence, key, row, in_the_morning(planned, minute), self.house["written_by"])

    def _check_ins(self) -> Iterator[Event]:
        for code, rows in self.check_ins.items():
            for row in rows:
                fields = {name: value for name, value in row.items() if name not in ("by", "late")}
                if "corrects" in row:
                    fields["corrects"] = f"{code} on {row['corrects']}"
                key = f"{code} on {row['on']}" + (" again" if "corrects" in row else "")
                at = in_the_morning(row["on"] + timedelta(days=row.get("late", 0)), crc32(key.encode()) % 500)
                by = row.get("by") or self._author(self.targets[code]["owner"])
                check_in = self._record(CheckIn, key, {"target": code} | fields, at, by)
                yield Event(at, record_check_in(check_in))

    def _meetings(self) -> Iterator[Event]:
        for sort, kind in MEETINGS.items():
            for key, row in self.meetings.get(sort, {}).items():
                by = row.get("by", self.house["written_by"])
                yield from self._made(kind, key, row, in_the_morning(row["on"], 60 + crc32(key.encode()) % 60), by)

    def _period(self, row: Table) -> Table:
        """The period of a target's row; one that names none has the usual one."""
        found: Table = self.house["periods"][row.get("period", self.house["usual_period"])]
        return found

    def _made(self, kind: type[Record], key: str, row: Table, at: datetime, by: str) -> Iterator[Event]:
        fields = {name: value for name, value in row.items() if name != "edits"}
        record = self._record(kind, key, fields, at, by)
        yield Event(at, add_records(record))
        for minute, edit in enumerate(row.get("edits", ())):
            changed = {name: value for name, value in edit.items() if name not in ("on", "by")}
            edited_at = in_the_morning(edit["on"], 500 + minute)
            yield Event(edited_at, _edit(record.id, edited_at, edit["by"], self._resolved(changed)))

    def _record(self, kind: type[R], key: str, fields: Table, at: datetime, by: str) -> R:
        if key in self._ids:
            raise ValueError(f"{kind.__name__} {key!r}: another record is called by this key")
        self._ids[key] = stable_id(f"{kind.__name__} {key}", at)
        return kind.model_validate({**self._resolved(fields), "id": self._ids[key], "at": at, "by": by})

    def _resolved(self, fields: Table) -> dict[str, Any]:
        named = {name: self._ids[value] if name in REFERENCES else value for name, value in fields.items()}
        return named | {name: [self._ids[key] for key in named[name]] for name in LISTS & named.keys()}

    def _author(self, owner: str) -> str:
        return owner if owner in self.house["people"] else str(self.house["written_by"])


def _tables(folder: Path, pattern: str) -> Table:
    found: dict[str, Any] = {}
    for path in sorted(folder.glob(pattern)):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def _with_login(key: str, row: Table) -> Table:
    known = {name: value for name, value in row.items() if name != "without_login"}
    return known if "without_login" in row else {"login": key} | known


def _edit(record_id: str, at: datetime, by: str, fields: Table) -> Change:
    def change(plan: Plan) -> list[Record]:
        return list(edit_record(plan.records[record_id], at, by, **fields)(plan))

    return change


def live_through(events: list[Event]) -> list[Record]:
    """Return what the events save, each run on the plan as it stood then. Raises Refused where one is not allowed."""
    saved: list[Record] = []
    records: dict[str, Record] = {}
    readings: dict[str, tuple[Reading, ...]] = {}
    for event in events:
        for record in event.change(Plan(records=records, readings=readings)):
            saved.append(record)
            if isinstance(record, CheckIn):
                readings[record.target] = (*readings.get(record.target, ()), record.reading)
            else:
                records[record.id] = record
    return saved


def main(into: Path) -> None:
    """Build every sample into the folder `into`."""
    for folder in sorted(path.parent for path in HERE.glob("*/house.toml")):
        records = live_through(Sample.read(folder).events())
        path = into / f"{folder.name}.json"
        path.unlink(missing_ok=True)
        FileStore.create(path, records=records).close()
        print(f"{path}: {len(records)} records")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
