"""Retiring: what hangs beneath a record goes to what is above it, or goes out of sight with it; nothing is deleted."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from kptui.changes.editing import Change, edit_record, edited
from kptui.changes.fitting import refuse_misfit
from kptui.differences import title_of
from kptui.errors import Refused
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import Influence, State, Target
from kptui.plan import Plan


class Beneath(StrEnum):
    """What becomes of what hangs beneath a record that is retired."""

    up = "up"
    """It goes to what is above."""
    too = "too"
    """It is retired too, with all that hangs beneath it."""


class _Link(NamedTuple):
    """How records of one type hang beneath another's."""

    kind: type[Record]
    field: str
    above: type[Record]
    up: Callable[[Record], dict[str, object]]
    """Returns the fields that hang them on what is above the one that goes."""


def _at(field: str, above: str) -> Callable[[Record], dict[str, object]]:
    return lambda gone: {field: getattr(gone, above)}


def _objective_up(gone: Record) -> dict[str, object]:
    """On what the objective above stood on, which may be a pillar."""
    return {"parent": getattr(gone, "parent", None), "pillar": getattr(gone, "pillar", None)}


_LINKS = (
    _Link(Team, "parent", Team, _at("parent", "parent")),
    _Link(Person, "team", Team, _at("team", "parent")),
    _Link(Objective, "owner", Team, _at("owner", "parent")),
    _Link(Target, "owner", Team, _at("owner", "parent")),
    _Link(Objective, "owner", Person, _at("owner", "team")),
    _Link(Target, "owner", Person, _at("owner", "team")),
    _Link(Objective, "pillar", Pillar, lambda _: {"pillar": None}),
    _Link(Objective, "parent", Objective, _objective_up),
    _Link(Target, "objective", Objective, _at("objective", "parent")),
    _Link(Target, "part_of", Target, lambda gone: {"part_of": getattr(gone, "part_of", None), "share": None}),
    _Link(Objective, "period", Period, lambda _: {"period": None}),
    _Link(Target, "period", Period, lambda _: {"period": None}),
)


def beneath(plan: Plan, record: Record) -> tuple[Record, ...]:
    """Return what hangs directly beneath a record and is not retired: what it would take along, or hand up."""
    return tuple({found.id: found for found, _ in _hanging(plan, record)}.values())


def retire(read: Record, at: datetime, by: str, below: Beneath | None = None) -> Change:
    """Return the Change that retires a record as it was read, and the influences of a target with it.

    Run on a plan where something hangs beneath it, and `below` does not say what becomes of that, it raises Refused with what
    that is; EditConflict where someone else has changed it since.
    """

    def change(plan: Plan) -> Sequence[Record]:
        _refuse_needed(plan, read)
        hanging = beneath(plan, read)
        if hanging and below is None:
            name = title_of(read, plan.records)
            raise Refused(
                f"{name} has {_listed(plan, hanging)} beneath it; say what becomes of that: --beneath up, or --beneath too."
            )
        [retired] = edit_record(read, at, by, retired=True)(plan)
        gone = [read, *(_all_beneath(plan, read) if below is Beneath.too else ())]
        moved = () if below is Beneath.too else _moved_up(plan, read, at, by)
        links = (i for i in plan.all_of(Influence) if {i.leading, i.lagging} & {r.id for r in gone})
        along = (plan.records[record.id] for record in (*gone[1:], *links))
        return (retired, *(edited(record, at, by, retired=True) for record in along), *moved)

    return change


def bring_back(read: Record, at: datetime, by: str) -> Change:
    """Return the Change that has a retired record in sight again, a merged duplicate too; what went with it stays retired.

    Run on a plan where it does not fit any more, or what it hangs on is retired, it raises BadInput with the field.
    """

    def change(plan: Plan) -> Sequence[Record]:
        if not read.retired:
            raise Refused(f"{title_of(read, plan.records)} is not retired.")
        apart = {"merged_into": None} if isinstance(read, Person | Target) else {}
        [record] = edit_record(read, at, by, retired=False, **apart)(plan)
        refuse_misfit(plan, record)
        return (record,)

    return change


def _refuse_needed(plan: Plan, record: Record) -> None:
    if record.retired:
        raise Refused(f"{title_of(record, plan.records)} is retired already.")
    if record.record == "policy" or record == plan.organisation:
        raise Refused(f"A plan cannot be without {title_of(record, plan.records)}; edit it instead.")


def _hanging(plan: Plan, record: Record) -> Iterator[tuple[Record, _Link]]:
    for link in _LINKS:
        if isinstance(record, link.above):
            for found in plan.all_of(link.kind):
                if getattr(found, link.field) == record.id and not _is_over(found, link):
                    yield found, link


def _is_over(record: Record, link: _Link) -> bool:
    """Whether it is history, which stays with whose and of when it was."""
    return link.field in ("owner", "period") and isinstance(record, Target) and record.state in (State.closed, State.dropped)


def _all_beneath(plan: Plan, record: Record) -> list[Record]:
    found: dict[str, Record] = {}
    waiting = [record]
    while waiting:
        new = [r for r in beneath(plan, waiting.pop()) if r.id not in found and r.id != record.id]
        found |= {r.id: r for r in new}
        waiting += new
    return list(found.values())


def _moved_up(plan: Plan, gone: Record, at: datetime, by: str) -> list[Record]:
    fields: dict[str, dict[str, object]] = {}
    for record, link in _hanging(plan, gone):
        fields.setdefault(record.id, {}).update(link.up(gone))
    return [edited(plan.records[record_id], at, by, **changed) for record_id, changed in fields.items()]


def _listed(plan: Plan, records: Sequence[Record]) -> str:
    names = [title_of(record, plan.records) for record in records]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
