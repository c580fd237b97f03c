"""Contents: what a plan's file holds, gathered line by line; each Plan is a view of it at one revision."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Protocol

from pydantic import ValidationError

from kptui.by_target import ByTarget, Shared
from kptui.changes import sentence_of
from kptui.ledger.format import Line
from kptui.models.archive import Archive
from kptui.models.check_in import CheckIn, Reading
from kptui.models.record import Record
from kptui.models.schema import SCHEMA, Schema, record_of
from kptui.packing import Authors
from kptui.plan import Plan, Revision
from kptui.readings import Gathered, Readings
from kptui.shelf import Kept, Shelf

Archived = Callable[[str], Sequence[Reading]]
"""Returns the readings of a target out of the archives."""


class Base(Protocol):
    """What is known already when a file is opened, and is read when it is asked for."""

    @property
    def targets(self) -> Mapping[str, int]:
        """The ids of the targets with readings."""

    @property
    def records(self) -> dict[str, Kept]:
        """The newest version of each record."""

    def gathered(self, target_id: str, authors: Authors) -> Gathered:
        """Return the readings of a target, to add to them."""

    def latest(self, target_id: str) -> Reading | None:
        """Return the latest reading of a target that stands; None where that takes going through them."""


class Contents:
    """The newest version of each record, and the readings of each target; only ever added to."""

    def __init__(self, archived: Archived, base: Base | None = None, authors: Iterable[str] = ()) -> None:
        self.schema = 1
        """The greatest number of a Schema record; 1 where there is none."""
        self.length = 0
        """How many documents there are."""
        self.problems: list[str] = []
        self.greatest = ""
        """The greatest id of all check-ins; ids grow with time, so that a new one is seldom looked for among the old."""
        self.authors = Authors(authors)
        self.archives: dict[str, Archive] = {}
        self._archived, self._base = archived, base
        self._gathered: dict[str, Gathered] = {}
        self._shelf = Shelf(lambda: base.records if base else {})
        self._reshelve = False
        self._found: dict[Callable[..., object], object] = {}
        self._shown = ByTarget(Shared(base.targets, self._first_shown, base.latest) if base else None)
        self._stale: dict[str, None] = {}

    @cached_property
    def kept(self) -> dict[str, Kept]:
        """The newest version of each record by its id."""
        return dict(self._base.records) if self._base else {}

    def load(self) -> None:
        """Have the records at hand."""
        len(self._shelf)

    @property
    def targets(self) -> Iterable[str]:
        """The ids of the targets that may have readings."""
        return dict.fromkeys((*(self._base.targets if self._base else ()), *self._gathered))

    def _first_shown(self, target_id: str) -> Readings:
        gathered = self.gathered_of(target_id)
        return Readings(gathered, gathered.stored_count)

    def known(self, target_id: str) -> Gathered | None:
        """Return the readings of a target; None where there never were any."""
        found = self._gathered.get(target_id)
        if found is None and self._base and target_id in self._base.targets:
            found = self._gathered.setdefault(target_id, self._base.gathered(target_id, self.authors))
        return found

    def gathered_of(self, target_id: str) -> Gathered:
        """Return the readings of a target; none where there never were any."""
        found = self.known(target_id)
        return self._gathered.setdefault(target_id, Gathered(self.authors)) if found is None else found

    def holds(self, record: Record) -> bool:
        """Return whether this was saved before (a check-in: one of its id), so that saving again after a doubt is harmless."""
        if isinstance(record, CheckIn):
            if record.id > self.greatest and not self.archives:
                return False
            found = self.known(record.target)
            return found is not None and (found.holds(record.id) or (bool(self.archives) and self._is_archived(record)))
        known = self.kept.get(record.id)
        return known is not None and known.record.document() == record.document()

    def _is_archived(self, check_in: CheckIn) -> bool:
        return any(reading.id == check_in.id for reading in self._archived(check_in.target))

    def take_in(self, lines: Iterable[Line]) -> bool:
        """Add documents; one that fits no record is left out and named. Return whether there were any."""
        before = self.length
        for line in lines:
            self.length += 1
            try:
                if line.document.get("record") == "check_in":
                    self._take_check_in(line)
                else:
                    self._take_record(line)
            except ValidationError as error:
                self.problems.append(_problem(line, error))
                if line.document.get("record") == "schema":
                    self.schema = SCHEMA + 1
        return self.length > before

    def take_saved(self, records: Sequence[Record], lines: Sequence[Line]) -> None:
        """Add records that were just saved, as others will read them."""
        for record, line in zip(records, lines, strict=True):
            if isinstance(record, CheckIn):
                self.length += 1
                self.greatest = max(self.greatest, record.id)
                self.readings_of(record.target).add_saved(record.reading, line.offset, line.length)
            else:
                self.take_in([line._replace(document=record.document())])

    def _take_record(self, line: Line) -> None:
        record = record_of(line.document)
        known = self.kept.get(record.id)
        if known is None or record.version > known.record.version:
            self.kept[record.id] = Kept(record.record, record)
            self._reshelve = True
            if isinstance(record, Archive):
                self.note_archive(record)
        if isinstance(record, Schema):
            self.schema = max(self.schema, record.number)

    def note_archive(self, archive: Archive) -> None:
        """Have the readings of an archive's targets begin with those that it holds."""
        self.archives[archive.id] = archive
        for target_id in archive.targets:
            self.readings_of(target_id)

    def _take_check_in(self, line: Line) -> None:
        target_id = line.document.get("target")
        if type(target_id) is str and self.gathered_of(target_id).take(line.document, line.offset, line.length):
            self._stale[target_id] = None
            made = str(line.document["id"])
        else:
            check_in = CheckIn.model_validate(line.document)
            self.readings_of(check_in.target).add(check_in.reading, line.offset, line.length)
            made = check_in.id
        self.greatest = max(self.greatest, made)

    def readings_of(self, target_id: str) -> Gathered:
        """Return the readings of a target, to add to them."""
        self._stale[target_id] = None
        return self.gathered_of(target_id)

    def plan(self, epoch: int, damage: Sequence[str]) -> Plan:
        """Return the Plan as it stands now."""
        fresh = {target_id: self._fresh(target_id) for target_id in self._stale}
        self._shown = self._shown.with_all(fresh)
        self._stale.clear()
        if self._reshelve:
            kept, self._reshelve = self.kept.copy(), False
            self._shelf, self._found = Shelf(lambda: kept), {}
        return Plan(Revision(epoch, self.length), self._shelf, self._shown, (*damage, *self.problems), self._found)

    def _fresh(self, target_id: str) -> Readings:
        gathered = self.gathered_of(target_id)
        is_moved = self.archives and any(target_id in archive.targets for archive in self.archives.values())
        return Readings(gathered, archived=partial(self._archived, target_id) if is_moved else None)


def _problem(line: Line, error: ValidationError) -> str:
    return f"the {line.document.get('record', 'document')} under key {line.key} cannot be used: {sentence_of(error)}"
