"""Taking back what someone did last, by new records that say again what was said before."""

from collections.abc import Iterator, Sequence, Set
from datetime import datetime

from kptui.changes.checking_in import refuse_unless_active
from kptui.changes.editing import Change
from kptui.changes.last_change import Made
from kptui.differences import said_by, title_of
from kptui.errors import EditConflict, Refused
from kptui.models.check_in import CheckIn
from kptui.models.record import Record, new_id
from kptui.models.schema import Schema
from kptui.models.target import Target
from kptui.plan import Plan


def take_back(made: Sequence[Made], at: datetime, by: str) -> Change:
    """Return the Change that takes back what `last_change` found, all of it or nothing.

    What was new is retired, what was edited is again as it was, a check-in is withdrawn, and a correction or withdrawal gives
    way to what it replaced. Run on a plan where someone has built on it since, it raises EditConflict; where it cannot be
    taken back at all, Refused.
    """
    records = tuple(_taken_back(each, at, by) for each in made if _says_something(each))

    def change(plan: Plan) -> Sequence[Record]:
        if any(isinstance(each.record, Schema) for each in made):
            raise Refused("What you did last was to make this plan; that cannot be taken back.")
        if not records:
            raise Refused("Your last changes took each other back; there is nothing more to take back.")
        ids = {each.record.id for each in made}
        _refuse_if_corrected(plan, [each.record for each in made if isinstance(each.record, CheckIn)], ids)
        _refuse_if_edited(plan, made)
        _refuse_if_built_on(plan, {record.id for record in records if record.retired}, ids)
        return records

    return change


def _says_something(made: Made) -> bool:
    return not _is_gone(made.record) if made.before is None else _said(made.record) != _said(made.before)


def _is_gone(record: Record) -> bool:
    return record.retired or (isinstance(record, CheckIn) and record.withdrawn)


def _said(record: Record) -> dict[str, object]:
    return said_by(record) | {"id": None, "corrects": None}


def _taken_back(made: Made, at: datetime, by: str) -> Record:
    record, before = made
    if before is not None:
        again = {"id": new_id(), "corrects": record.id} if isinstance(record, CheckIn) else {"version": record.version + 1}
        return before.model_copy(update={**again, "at": at, "by": by})
    if isinstance(record, CheckIn):
        said = {"target": record.target, "on": record.on, "value": record.value}
        return CheckIn.model_validate({**said, "corrects": record.id, "withdrawn": True, "at": at, "by": by})
    return record.edited(at, by, retired=True)


def _refuse_if_corrected(plan: Plan, check_ins: Sequence[CheckIn], ids: Set[str]) -> None:
    """Refuse where a check-in was corrected or withdrawn since, or where its target takes none any more."""
    targets = {check_in.target for check_in in check_ins}
    correcting = {r.corrects: r for target in targets for r in plan.readings.get(target, ()) if r.corrects}
    for check_in in check_ins:
        if later := correcting.get(check_in.id):
            raise _conflict(later.by, f"{'withdrew' if later.withdrawn else 'corrected'} your {_title(plan, check_in)}", later.at)
    for target in map(plan.get, targets - ids):
        if isinstance(target, Target):
            refuse_unless_active(target)


def _refuse_if_edited(plan: Plan, made: Sequence[Made]) -> None:
    for record, _ in made:
        newest = plan.get(record.id)
        if newest is not None and newest.version != record.version:
            raise _conflict(newest.by, f"changed {_title(plan, newest)}", newest.at)


def _refuse_if_built_on(plan: Plan, gone: Set[str], ids: Set[str]) -> None:
    """Refuse where a check-in or another record needs what would be retired."""
    for new in sorted(gone):
        for reading in plan.readings_of(new):
            if reading.id not in ids:
                raise _conflict(reading.by, f"checked in on {_title(plan, plan.records[new])}", reading.at)
    for record in plan.records.values():
        if not record.retired and record.id not in ids and (needed := gone & set(_ids_in(record))):
            needs = _title(plan, plan.records[min(needed)])
            raise _conflict(record.by, f"saved {_title(plan, record)}, which needs {needs},", record.at)


def _ids_in(record: Record) -> Iterator[str]:
    """Give every text in the fields of a record, and in lists there; the ids that it names are among these."""
    for _, value in record:
        yield from (part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, str))


def _title(plan: Plan, record: Record) -> str:
    return title_of(record, plan.records)


def _conflict(by: str, did: str, at: datetime) -> EditConflict:
    return EditConflict(f"{by} {did} at {at:%Y-%m-%d %H:%M} UTC; look at that, and edit what is there now.")
