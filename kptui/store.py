"""Store: the shared plan, read and saved; FileStore keeps it in a TinyDB file that many processes append to."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from kptui.changes import Change, sentence_of
from kptui.errors import EditConflict, KptuiError, ReadOnly
from kptui.ledger.file import Ledger
from kptui.ledger.format import Document, Line, write_whole
from kptui.ledger.opening import facts_of, make_directory, make_file
from kptui.models.check_in import CheckIn, Reading
from kptui.models.record import Record
from kptui.models.schema import SCHEMA, Schema, record_of
from kptui.plan import Plan, Revision


class Store(Protocol):
    """Where the plan is; nothing outside may assume that it is a file."""

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be saved; None when it can."""

    def read(self) -> Plan:
        """Return the newest Plan."""

    def save(self, change: Change) -> Plan:
        """Run a Change on the newest Plan and save what it returns, all or nothing; return the Plan after it."""

    def changed(self) -> bool:
        """Return whether `read` would return another Plan than it last did."""

    def history(self, target_id: str) -> tuple[CheckIn, ...]:
        """Return every check-in on a target in the order of saving, corrected and withdrawn ones too."""


class FileStore:
    """A plan in one file; safe for several threads, and for any number of processes."""

    def __init__(self, path: Path, *, any_file_system: bool = False) -> None:
        """Open the plan at `path`, on a network and the like only to read unless `any_file_system`.

        Raises NoPlan or BadPlan with what to do.
        """
        self.path = path
        self._saving = threading.Lock()
        self._reading = threading.RLock()
        self._ledger = Ledger(path, any_file_system=any_file_system)
        self._contents = _Contents()
        self._epoch = 0
        self._plan = Plan()
        try:
            self.read()
        except KptuiError:
            self.close()
            raise

    @classmethod
    def create(
        cls, path: Path, *, records: Sequence[Record], group: str | None = None, any_file_system: bool = False
    ) -> "FileStore":
        """Make a new plan with `records`, at least one, and open it; with `group` in a directory shared with that group.

        Raises Refused when there is something at `path` already, and on a network and the like unless `any_file_system`.
        """
        make_directory(path.parent, group, any_file_system=any_file_system)
        schema = Schema(id="schema", at=records[0].at, by=records[0].by)
        make_file(path, write_whole(record.document() for record in (schema, *records)), group)
        return cls(path, any_file_system=any_file_system)

    @property
    def read_only(self) -> str | None:
        """The sentence that says why nothing can be saved; None when it can."""
        newer = self._contents.schema
        if newer > SCHEMA:
            return (
                f"{self.path} was written by a newer kptui (schema {newer}, this one knows {SCHEMA}); update kptui to change it."
            )
        return self._ledger.read_only

    def read(self) -> Plan:
        """Return the newest Plan. Raises NoPlan when the file is gone, and BadPlan when it is no plan any more."""
        with self._reading:
            news = self._ledger.read()
            if news.fresh:
                self._contents = _Contents()
                self._epoch += 1
            if news.fresh or news.lines:
                self._contents.take_in(news.lines)
                self._plan = self._contents.plan(self._epoch, self._ledger.damage)
            return self._plan

    def changed(self) -> bool:
        """Return whether another Plan can be read; False while this process itself is at it."""
        if not self._reading.acquire(blocking=False):
            return False
        try:
            return self._ledger.changed()
        finally:
            self._reading.release()

    def save(self, change: Change) -> Plan:
        """Run a Change on the newest Plan, inside the lock, and return the Plan after it once it is safe on the disk.

        Raises what the Change raises, EditConflict for an edit of a version that has moved on, ReadOnly and NotSaved.
        """
        with self._saving, self._ledger.locked(), self._reading:
            plan = self.read()
            if self.read_only:
                raise ReadOnly(self.read_only)
            wanted = change(plan)
            records = [record for record in wanted if not self._contents.holds(record)]
            _refuse_unless_next(records, plan)
            if records:
                self._ledger.append([record.document() for record in records])
            if len(records) < len(wanted):
                self._ledger.sync()
            return self.read()

    def history(self, target_id: str) -> tuple[CheckIn, ...]:
        """Return every check-in on a target in the order of the file, corrected and withdrawn ones too."""
        with self._reading:
            self.read()
            lines = self._contents.check_ins.get(target_id, ())
            return tuple(CheckIn.model_validate(self._ledger.document(line)) for line in lines)

    def documents(self) -> list[Document]:
        """Return every document of the file as it stands there, older versions and unknown types too."""
        with self._reading:
            fresh = Ledger(self.path)
            try:
                return [line.document for line in fresh.read().lines]
            finally:
                fresh.close()

    def facts(self) -> dict[str, object]:
        """Return what `kptui info` says of the file: size in bytes, owner, group, mode, schema, documents."""
        documents = self.read().revision.length
        return {**facts_of(self.path), "schema": self._contents.schema, "documents": documents}

    def close(self) -> None:
        """Let go of the file."""
        self._ledger.close()


def _refuse_unless_next(records: Sequence[Record], plan: Plan) -> None:
    newest: dict[str, Record] = {}
    for record in records:
        known = newest.get(record.id) or plan.get(record.id)
        if known is not None and record.version != known.version + 1:
            when = known.at.strftime("%Y-%m-%d %H:%M UTC")
            raise EditConflict(f"{_title(known)} was changed by {known.by} at {when}; look at that version, then edit it again.")
        newest[record.id] = record


def _title(record: Record) -> str:
    return f"{record.record} {getattr(record, 'code', None) or getattr(record, 'name', None) or record.id}"


class _Contents:
    """What the file holds, gathered line by line; each Plan takes a copy of the two outer dicts."""

    def __init__(self) -> None:
        self.schema = SCHEMA
        self.check_ins: dict[str, list[Line]] = {}
        self._records: dict[str, Record] = {}
        self._readings: dict[str, list[Reading]] = {}
        self._shown: dict[str, tuple[Reading, ...]] = {}
        self._stale: dict[str, None] = {}
        self._check_in_ids: set[str] = set()
        self._problems: list[str] = []
        self._length = 0

    def holds(self, record: Record) -> bool:
        """Return whether this was saved before (a check-in: one of its id), so that saving again after a doubt is harmless."""
        known = self._records.get(record.id)
        return record.id in self._check_in_ids or (known is not None and known.document() == record.document())

    def take_in(self, lines: Sequence[Line]) -> None:
        """Add documents; one that fits no record is kept in the file, left out of the Plan and named."""
        for line in lines:
            self._length += 1
            try:
                if line.document.get("record") == "check_in":
                    self._take_check_in(line)
                else:
                    self._take_record(line)
            except ValidationError as error:
                self._problems.append(_problem(line, error))
                if line.document.get("record") == "schema":
                    self.schema = SCHEMA + 1

    def _take_record(self, line: Line) -> None:
        record = record_of(line.document)
        known = self._records.get(record.id)
        if known is None or record.version > known.version:
            self._records[record.id] = record
        if isinstance(record, Schema):
            self.schema = max(self.schema, record.number)

    def _take_check_in(self, line: Line) -> None:
        check_in = CheckIn.model_validate(line.document)
        if check_in.id in self._check_in_ids:
            return
        self._check_in_ids.add(check_in.id)
        self._readings.setdefault(check_in.target, []).append(check_in.reading)
        self._stale[check_in.target] = None
        self.check_ins.setdefault(check_in.target, []).append(line._replace(document={}) if line.length else line)

    def plan(self, epoch: int, damage: Sequence[str]) -> Plan:
        """Return the Plan as it stands now."""
        for target_id in self._stale:
            self._shown[target_id] = tuple(self._readings[target_id])
        self._stale.clear()
        problems = (*damage, *self._problems)
        return Plan(Revision(epoch, self._length), dict(self._records), dict(self._shown), problems)


def _problem(line: Line, error: ValidationError) -> str:
    return f"the {line.document.get('record', 'document')} under key {line.key} cannot be used: {sentence_of(error)}"
