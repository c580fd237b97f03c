"""Fresh: what others have changed from one Plan to the next, and what of it is still to be marked."""

from collections.abc import Collection

from kptui.plan import Plan


class Lately:
    """Remembers ids for so many seconds; one that is noted again for as long from then on."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[str, float] = {}

    def note(self, ids: Collection[str], moment: float) -> None:
        """Remember these from this moment on."""
        self._until |= dict.fromkeys(ids, moment + self._seconds)

    def at(self, moment: float) -> frozenset[str]:
        """Return the ids that are remembered still; moments come in their order."""
        self._until = {found: until for found, until in self._until.items() if until > moment}
        return frozenset(self._until)


def changed_by_others(before: Plan, after: Plan, user: str) -> frozenset[str]:
    """Return the ids of the targets that others checked in on, and of the records that others changed."""
    return frozenset(_checked_in_on(before, after, user) | _changed(before, after, user))


def _checked_in_on(before: Plan, after: Plan, user: str) -> set[str]:
    found = set()
    for target_id in after.heard_since(before):
        heard = {reading.id for reading in before.readings.get(target_id, ())}
        if any(reading.by != user and reading.id not in heard for reading in after.readings.get(target_id, ())):
            found.add(target_id)
    return found


def _changed(before: Plan, after: Plan, user: str) -> set[str]:
    found = set[str]()
    if after.records is before.records:
        return found
    for record_id, record in after.records.items():
        known = before.records.get(record_id)
        if record is not known and record.by != user and (known is None or record.version != known.version):
            found.add(record_id)
    return found
