"""The past: a plan as it stood at a moment, going by when things were recorded."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from kptui.log import Document, record_in
from kptui.models.record import Record
from kptui.plan import Plan


def start_of(plan: Plan, day: date) -> datetime:
    """Return the moment at which a day begins in the plan's time zone."""
    return datetime.combine(day, time(), plan.policy.zone)


def plan_after(newest: Plan, documents: Iterable[Document], day: date) -> Plan:
    """Return the plan as it stood when `day` ended in its time zone; `documents` are all of the newest plan's file.

    They are gone through once. Check-ins are not looked for among them, since the plan has a Reading of each.
    """
    until = start_of(newest, day + timedelta(days=1))
    records: dict[str, Record] = {}
    for document in documents:
        record = None if document.get("record") == "check_in" else record_in(document)
        if record is not None and record.at < until and record.version > _version(records, record):
            records[record.id] = record
    every = {target: tuple(r for r in readings if r.at < until) for target, readings in newest.readings.items()}
    return Plan(newest.revision, records, {target: readings for target, readings in every.items() if readings})


def _version(records: dict[str, Record], record: Record) -> int:
    known = records.get(record.id)
    return 0 if known is None else known.version
