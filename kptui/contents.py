"""Contents: what a plan's file holds, gathered line by line; each Plan is a view of it at one revision."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from pydantic import ValidationError

from kptui.changes import sentence_of
from kptui.ledger.format import Line
from kptui.models.archive import Archive
from kptui.models.check_in import CheckIn, Reading
from kptui.models.record import Record
from kptui.models.schema import SCHEMA, Schema, record_of
from kptui.packing import Authors
from kptui.pages import Pages
from kptui.plan import Plan, Revision
from kptui.readings import Gathered, Readings
from kptui.shelf import Kept, Shelf

Archived = Callable[[str], Sequence[Reading]]
"""Returns the readings of a target out of the archives."""


class Contents:
    """The newest version of each record, and the readings of each target; only ever added to."""

    def __init__(self, archived: Archived, authors: Iterable[str] = ()) -> None:
        self.schema = 1
        """The greatest number of a Schema record; 1 where there is none."""
        self.length = 0
        """How many documents there are."""
        self.problems: list[str] = []
        self.authors = Authors(authors)
        self.kept: dict[str, Kept] = {}
        self.gathered: dict[str, Gathered] = {}
        self.archives: dict[str, Archive] = {}
        self._archived = archived
        self._shelf: Shelf | None = None
        self._shown = Pages[Readings]()
        self._stale: dict[str, None] = {}

    def holds(self, record: Record) -> bool:
        """Return whether this was saved before (a check-in: one of its id), so that saving again after a doubt is harmless."""
        if isinstance(record, CheckIn):
            found = self.gathered.get(record.target)
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
                self.readings_of(record.target).add_saved(record.reading, line.offset, line.length)
            else:
                self.take_in([line._replace(document=record.document())])

    def _take_record(self, line: Line) -> None:
        record = record_of(line.document)
        known = self.kept.get(record.id)
        if known is None or record.version > known.record.version:
            self.kept[record.id] = Kept(record.record, record)
            self._shelf = None
        if isinstance(record, Schema):
            self.schema = max(self.schema, record.number)
        if isinstance(record, Archive):
            self.note_archive(record)

    def note_archive(self, archive: Archive) -> None:
        """Have the readings of an archive's targets begin with those that it holds."""
        self.archives[archive.id] = archive
        for target_id in archive.targets:
            self.readings_of(target_id)

    def _take_check_in(self, line: Line) -> None:
        target_id = line.document.get("target")
        gathered = self.readings_of(target_id) if type(target_id) is str else None
        if gathered is None or not gathered.take(line.document, line.offset, line.length):
            check_in = CheckIn.model_validate(line.document)
            self.readings_of(check_in.target).add(check_in.reading, line.offset, line.length)

    def readings_of(self, target_id: str) -> Gathered:
        """Return the readings of a target, to add to them; none where there are none yet."""
        found = self.gathered.get(target_id)
        if found is None:
            found = self.gathered[target_id] = Gathered(self.authors)
        self._stale[target_id] = None
        return found

    def plan(self, epoch: int, damage: Sequence[str]) -> Plan:
        """Return the Plan as it stands now."""
        moved = {target_id for archive in self.archives.values() for target_id in archive.targets}
        fresh = {
            target_id: Readings(self.gathered[target_id], partial(self._archived, target_id) if target_id in moved else None)
            for target_id in self._stale
            if self.gathered[target_id] or target_id in moved
        }
        self._shown = self._shown.with_all(fresh)
        self._stale.clear()
        if self._shelf is None:
            self._shelf = Shelf(self.kept)
        return Plan(Revision(epoch, self.length), self._shelf, self._shown, (*damage, *self.problems))


def _problem(line: Line, error: ValidationError) -> str:
    return f"the {line.document.get('record', 'document')} under key {line.key} cannot be used: {sentence_of(error)}"
