"""Redirects: duplicates that were merged; what names one is read as naming the record that stands for it, and never rewritten."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar, cast

from kptui.models.objective import Objective
from kptui.models.organisation import Person
from kptui.models.record import Record
from kptui.models.target import Influence, Target
from kptui.shelf import of_type

R = TypeVar("R", bound=Record | None)

_NAMING = (Objective, Target, Influence)


def standing_for(records: Mapping[str, Record], record_id: str | None) -> Record | None:
    """Return the record with that id, or for a duplicate the one at the end of its redirects; None for an unknown id."""
    record, met = records.get(record_id or ""), set[str]()
    while isinstance(record, Person | Target) and (into := records.get(record.merged_into or "")) and record.id not in met:
        met.add(record.id)
        record = into
    return record


class Redirects:
    """How the records of one plan are read."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self._records = records
        self._read: dict[str, Record] = {}

    @cached_property
    def _people(self) -> Mapping[str, str]:
        return {p.id: self._stands(p.id) for p in of_type(self._records, Person) if p.merged_into}

    def _stands(self, record_id: str) -> str:
        found = standing_for(self._records, record_id)
        return found.id if found else record_id

    def _person(self, owner_id: str) -> str:
        return self._people.get(owner_id, owner_id)

    def read(self, record: R) -> R:
        """Return a record as naming those that stand for what it names; the same one where that is all the same."""
        if not isinstance(record, _NAMING):
            return record
        if not isinstance(record, Influence) and not vars(record).get("part_of") and not self._people:
            return record
        if record.id not in self._read:
            changed = self._changed(record)
            self._read[record.id] = record.model_copy(update=changed) if changed else record
        return cast(R, self._read[record.id])

    def read_all(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return records as `read` does; of thousands hardly one needs it."""
        if self._people:
            return tuple(map(self.read, records))
        return tuple([self.read(r) if isinstance(r, Influence) or vars(r).get("part_of") else r for r in records])

    def _changed(self, record: Objective | Target | Influence) -> dict[str, object]:
        said: dict[str, object] = {}
        if isinstance(record, Influence):
            said = {"leading": self._stands(record.leading), "lagging": self._stands(record.lagging)}
        elif record.owner:
            said = {"owner": self._person(record.owner)}
        if isinstance(record, Target):
            said["part_of"] = record.part_of and self._stands(record.part_of)
            said["contributors"] = tuple(dict.fromkeys(map(self._person, record.contributors)))
        return {name: value for name, value in said.items() if value != getattr(record, name)}
