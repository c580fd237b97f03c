"""The JSON of an export: every record as the document that the file holds, and the way back into another plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError

from kptui import __version__
from kptui.errors import BadTable
from kptui.misfits import misfits
from kptui.models.archive import Archive
from kptui.models.check_in import CheckIn
from kptui.models.organisation import Level, Person, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record
from kptui.models.schema import SCHEMA, Schema, record_of
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.tables.intake import Intake

_DEEPEST = 50
"""How deep lists and objects may be nested: far more than records are, far less than what would break their reading."""
_OF_THE_VERSION = {"version", "at", "by"}


@dataclass(frozen=True)
class Bundle:
    """The documents of one JSON file."""

    name: str
    documents: tuple[Mapping[str, Any], ...]


def export_document(plan: Plan, check_ins: Iterable[CheckIn]) -> dict[str, object]:
    """Return the newest version of every record and every check-in, as one JSON document."""
    records = [*plan.records.values(), *check_ins]
    return {"kptui": __version__, "schema": SCHEMA, "records": [record.document() for record in records]}


def read_bundle(name: str, data: bytes) -> Bundle:
    """Return the documents in the bytes of a JSON file. Raises BadTable with what to do."""
    try:
        whole = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise BadTable(f"{name} is no JSON: {error}; mend it there, or export it anew.") from error
    if _is_deeper(whole, _DEEPEST):
        raise BadTable(f"{name} is nested more than {_DEEPEST} deep, which no export is; export it anew.")
    documents = whole.get("records") if isinstance(whole, dict) else None
    if not isinstance(documents, list) or not all(isinstance(document, dict) for document in documents):
        raise BadTable(f"{name} is not what `kptui export --format json` writes: it has no list of records.")
    if isinstance(schema := whole.get("schema"), int) and schema > SCHEMA:
        raise BadTable(f"{name} was written by a newer kptui (schema {schema}, this one knows {SCHEMA}); update kptui first.")
    return Bundle(name, tuple(documents))


def _is_deeper(value: object, most: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(not most or _is_deeper(part, most - 1) for part in parts)


def take_bundle(intake: Intake, bundle: Bundle) -> None:
    """Take in every record of an export; what is wrong goes to `intake.problems`."""
    read = [r for place, document in enumerate(bundle.documents, 1) if (r := _read(intake, bundle, place, document))]
    same = _same_things(intake.plan, read)
    known_check_ins = {r.id for readings in intake.plan.readings.values() for r in readings}
    read = [record_of(_renamed(record.document(), same)) for record in read] if same else read
    newest = {record.id: record for record in sorted(read, key=lambda r: r.version)}
    for own in read:
        if isinstance(own, CheckIn):
            if own.id not in known_check_ins:
                intake.add_check_in(own)
                known_check_ins.add(own.id)
        elif own is newest[own.id]:
            _take_record(intake, bundle, own)


def _read(intake: Intake, bundle: Bundle, place: int, document: Mapping[str, Any]) -> Record | None:
    try:
        record = record_of(dict(document))
    except ValidationError as error:
        what = document.get("code") or document.get("name") or document.get("id") or "without a name"
        kind = document.get("record", "document")
        place_of_it = f"{bundle.name}, record {place} ({kind} {what})"
        intake.problems += [f"{place_of_it}: {misfit.sentence}" for misfit in misfits(error)]
        return None
    return None if isinstance(record, Schema | Archive) else record


def _same_things(plan: Plan, read: Sequence[Record]) -> dict[str, str]:
    """Return the plan's id for each record that is the same thing as one of the plan under another id.

    A plan has one policy and one organisation, a login is one person, a short code one team, a name and span one period.
    """
    own = {key: record.id for record in plan.records.values() if (key := _likeness(record))}
    pairs = ((record.id, own.get(key)) for record in read if (key := _likeness(record)))
    return {foreign: ours for foreign, ours in pairs if ours and ours != foreign}


def _likeness(record: Record) -> tuple[str, ...] | None:
    found: tuple[str, ...] | None = None
    match record:
        case Policy():
            found = ("policy",)
        case Team(level=Level.organisation, parent=None):
            found = ("organisation",)
        case Team():
            found = ("team", record.short)
        case Person(login=str() as login, ended_on=None):
            found = ("person", login)
        case Period():
            found = ("period", record.name, record.start.isoformat(), record.end.isoformat())
    return None if record.retired else found


def _renamed(value: Any, same: Mapping[str, str]) -> Any:
    """Return a document with the ids of another plan replaced by this one's, wherever they stand."""
    if isinstance(value, str):
        return same.get(value, value)
    if isinstance(value, list):
        return [_renamed(part, same) for part in value]
    if isinstance(value, dict):
        return {key: _renamed(part, same) for key, part in value.items()}
    return value


def _take_record(intake: Intake, bundle: Bundle, record: Record) -> None:
    known = intake.get(record.id)
    if known is None:
        if isinstance(record, Target) and (holder := intake.target(("code", record.code))):
            intake.problems.append(f"{bundle.name}: the code {record.code} is another target's here ({holder.name}); change it.")
        intake.put(record)
    elif type(known) is not type(record):
        intake.problems.append(f"{bundle.name}: the {record.record} {record.id} is a {known.record} here; change its id.")
    elif _said(known) == _said(record):
        return
    elif record.version < known.version:
        name = getattr(known, "code", None) or getattr(known, "name", known.id)
        intake.notices.append(f"{known.record} {name} is newer in the plan; it was left as it is.")
    else:
        said = _said(record)
        emptied = dict.fromkeys(_said(known).keys() - said.keys())
        intake.put(intake.edit(known, **emptied | said))


def _said(record: Record) -> dict[str, object]:
    return {key: value for key, value in record.document().items() if key not in _OF_THE_VERSION}
