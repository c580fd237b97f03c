"""Taking back what someone did last, by new records that say again what was said before."""

from collections.abc import Iterator, Sequence, Set
from datetime import datetime

from kptui.changes.checking_in import refuse_unless_active
from kptui.changes.conflict import conflict
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
    records = tuple(_taken_back(each, at, by) for each in made if says_something(each))

    def change(plan: Plan) -> Sequence[Record]:
        if any(isinstance(each.record, Schema) for each in made):
            raise Refused("What you did last was to make this plan; that cannot be taken back.")
        if not records:
            raise Refused("Your last changes took each other back; there is nothing more to take back.")
        _refuse_if_checked_in(plan, made)
        _refuse_if_edited(plan, made)
        _refuse_if_built_on(plan, made, {record.id for record in records if record.retired})
        return records

    return change


def says_something(made: Made) -> bool:
    """Return whether there is anything to take back of it."""
    return not is_gone(made.record) if made.before is None else what_it_says(made.record) != what_it_says(made.before)


def is_gone(record: Record) -> bool:
    """Return whether a record was retired or withdrawn."""
    return record.retired or (isinstance(record, CheckIn) and record.withdrawn)


def what_it_says(record: Record) -> dict[str, object]:
    """Return what a record says, whichever version or check-in of several it is."""
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


def _refuse_if_checked_in(plan: Plan, made: Sequence[Made]) -> None:
    """Refuse where a later check-in stands in for one that was made or replaced, or where the target takes none any more.

    For the same day one's own may be there: it came back before this one, and would go again after it.
    """
    days = {each.record.id: {r.on for r in each if isinstance(r, CheckIn)} for each in made}
    own = {each.record.by for each in made}
    for target_id in {each.record.target for each in made if isinstance(each.record, CheckIn)}:
        target = plan.get(target_id)
        if isinstance(target, Target) and target_id not in days:
            refuse_unless_active(target)
        name = _title(plan, target) if target else "a target"
        standing, taken = {r.id for r in plan.readings_of(target_id)}, set[object]()
        for reading in plan.readings.get(target_id, ()):
            if reading.id in days:
                taken |= {reading.id, *days[reading.id]}
            elif reading.corrects in taken:
                did = "withdrew" if reading.withdrawn else "corrected"
                raise _conflict(plan, reading.by, f"{did} your check-in on {name}", reading.at)
            elif reading.on in taken and reading.id in standing and reading.by not in own:
                raise _conflict(plan, reading.by, f"checked in on {name} for the same day", reading.at)


def _refuse_if_edited(plan: Plan, made: Sequence[Made]) -> None:
    for record, _ in made:
        newest = plan.get(record.id)
        if newest is not None and newest.version != record.version:
            raise _conflict(plan, newest.by, f"changed {_title(plan, newest)}", newest.at)


def _refuse_if_built_on(plan: Plan, made: Sequence[Made], gone: Set[str]) -> None:
    """Refuse where a later check-in or another later record needs what would be retired."""
    since = {each.record.id: each.record.at for each in made}
    for new in sorted(gone):
        for reading in plan.readings_of(new):
            if reading.id not in since and reading.at >= since[new]:
                raise _conflict(plan, reading.by, f"checked in on {_title(plan, plan.records[new])}", reading.at)
    for record in plan.records.values():
        needed = () if record.retired or record.id in since else gone & set(_ids_in(record))
        for new in needed:
            if record.at >= since[new]:
                needs = _title(plan, plan.records[new])
                raise _conflict(plan, record.by, f"saved {_title(plan, record)}, which needs {needs},", record.at)


def _ids_in(record: Record) -> Iterator[str]:
    """Give every text in the fields of a record, and in lists there; the ids that it names are among these."""
    for _, value in record:
        yield from (part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, str))


def _title(plan: Plan, record: Record) -> str:
    return title_of(record, plan.records)


def _conflict(plan: Plan, by: str, did: str, at: datetime) -> EditConflict:
    return conflict(plan, by, did, at, "look at that, and edit what is there now")
