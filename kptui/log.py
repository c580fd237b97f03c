"""The log: what was done to a plan, record by record, read from the versions that its documents are."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from pydantic import ValidationError

from kptui.differences import Difference, differences, title_of
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.models.schema import record_of
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.wording import day, whole

Document = dict[str, object]


class Entry(NamedTuple):
    """A document, and the one of the same record before it; none for a record's first and for check-ins."""

    document: Document
    before: Document | None = None

    @property
    def at(self) -> datetime | None:
        """When it was recorded; None where it does not say so as it should."""
        try:
            found = datetime.fromisoformat(str(self.document.get("at")))
        except ValueError:
            return None
        return found if found.tzinfo else None

    def is_about(self, target_id: str) -> bool:
        """Return whether it is a version of a target, an influence that it has part in, or a check-in or the like on it."""
        names = {"target": ("id",), "influence": ("leading", "lagging")}.get(str(self.document.get("record")), ("target",))
        return any(self.document.get(name) == target_id for name in names)


def entries(documents: Iterable[Document]) -> Iterator[Entry]:
    """Give an Entry for each document, in their order; only the last document of each record is kept, and no check-in."""
    last: dict[object, Document] = {}
    for document in documents:
        if document.get("record") == "check_in":
            yield Entry(document)
        else:
            key = str(document.get("id"))
            yield Entry(document, last.get(key))
            last[key] = document


def record_in(document: Document | None) -> Record | None:
    """Return the record that a document is; None for no document, and for one that fits no record."""
    try:
        return None if document is None else record_of(document)
    except ValidationError:
        return None


_CALLED = {"action": "promise", "recognition": "thanks", "support_request": "call for help"}


class Deed(NamedTuple):
    """What one version of a record did."""

    record: Record
    does: str
    """`added`, `changed`, `retired`, `brought back`; of a check-in `checked in`, `corrected` or `withdrew`."""
    differences: tuple[Difference, ...]
    """What it changed: nothing for a first version and a check-in."""


def deed(plan: Plan, record: Record, before: Record | None) -> Deed:
    """Return what a version did that came after another, or after none; `plan` has the names."""
    if isinstance(record, CheckIn):
        return Deed(record, _does(plan, record), ())
    if before is None:
        return Deed(record, "added", ())
    changed = tuple(differences(before, record, plan.records))
    if record.retired is before.retired:
        return Deed(record, "changed", changed)
    return Deed(record, "retired" if record.retired else "brought back", changed)


def _does(plan: Plan, check_in: CheckIn) -> str:
    """What a check-in did; one that stands in for a withdrawal brings back."""
    if check_in.withdrawn:
        return "withdrew"
    readings = plan.readings.get(check_in.target, ())
    gone = any(reading.id == check_in.corrects and reading.withdrawn for reading in readings)
    return "brought back" if gone else "corrected" if check_in.corrects else "checked in"


def title(plan: Plan, record: Record) -> str:
    """Return what the log calls a record: a check-in, and whatever else is about a target, by that one's code."""
    about = plan.get(getattr(record, "target", None))
    return title_of(about or record, plan.records)


def kind(done: Deed) -> str:
    """Return what was done to what in two words, `changed target`, `corrected check-in`, and as people say it elsewhere."""
    name = done.record.record
    return done.does if done.does == "checked in" else f"{done.does} {_CALLED.get(name, name.replace('_', '-'))}"


def details(plan: Plan, done: Deed, today: date) -> str:
    """Return the rest of it in words: what changed, or what the check-in says."""
    if isinstance(done.record, CheckIn):
        return _of_check_in(plan, done.record, today)
    if done.does == "added":
        return done.record.name if isinstance(done.record, Target) else " ".join(str(getattr(done.record, "text", "")).split())
    return "; ".join(difference.text for difference in done.differences if difference.field != "retired")


def _of_check_in(plan: Plan, check_in: CheckIn, today: date) -> str:
    target = plan.get(check_in.target)
    parts = [f"{whole(check_in.value, target.unit if isinstance(target, Target) else '')} on {day(check_in.on, today)}"]
    parts += [f"confidence {check_in.confidence}"] if check_in.confidence is not None else []
    parts += [f"own call {check_in.own_call.value.replace('_', ' ')}"] if check_in.own_call else []
    if check_in.adjustment is not None and check_in.adjustment.goal is not None:
        parts.append(f"goal now {whole(check_in.adjustment.goal)}")
    notes = [("+", check_in.achievements), ("!", check_in.challenges)]
    notes += [(">", check_in.adjustment.text)] if check_in.adjustment else []
    return " ".join([", ".join(parts), *(f"{mark} {' '.join(note.split())}" for mark, note in notes if note)])


def told(plan: Plan, records: Iterable[Record], today: date) -> list[str]:
    """Return a line for each of these newest versions, made on `plan`: what it does to what, and how."""
    deeds = [deed(plan, record, None if isinstance(record, CheckIn) else plan.get(record.id)) for record in records]
    lines = [(f"{title(plan, done.record)}: {kind(done)}", details(plan, done, today)) for done in deeds]
    return ["; ".join(part for part in line if part) for line in lines]
