"""Fresh: what others have changed from one Plan to the next."""

from kptui.plan import Plan


def changed_by_others(before: Plan, after: Plan, user: str) -> frozenset[str]:
    """Return the ids of the targets that others checked in on, and of the records that others changed."""
    return frozenset(_checked_in_on(before, after, user) | _changed(before, after, user))


def _checked_in_on(before: Plan, after: Plan, user: str) -> set[str]:
    found = set()
    for target_id, readings in after.readings.items():
        known = before.readings.get(target_id, ())
        if readings is not known:
            heard = {reading.id for reading in known}
            if any(reading.by != user and reading.id not in heard for reading in readings):
                found.add(target_id)
    return found


def _changed(before: Plan, after: Plan, user: str) -> set[str]:
    found = set()
    for record_id, record in after.records.items():
        known = before.records.get(record_id)
        if record is not known and record.by != user and (known is None or record.version != known.version):
            found.add(record_id)
    return found
