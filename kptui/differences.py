"""What two versions of a record say differently, for programs and in words."""

from collections.abc import Mapping
from typing import NamedTuple

from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.models.target import Influence
from kptui.wording import NOTHING, whole

SEAL = "imported_row"
"""The field that remembers a row's cells as they were last imported, so that work done here is not undone by the same cells."""
ASSUMED = "cadence_assumed"
"""The field that says that no table gave the cadence: it follows the spacing of imported check-ins."""
_LONGEST = 40


class Difference(NamedTuple):
    """One field that changed, with what it was and is as JSON has it; names stand in place of ids."""

    field: str
    old: object
    new: object

    @property
    def text(self) -> str:
        """The same in words, `unit h → min`."""
        return f"{self.field.replace('_', ' ')} {_words(self.old)} → {_words(self.new)}"


def said_by(record: Record) -> dict[str, object]:
    """Return the fields of a record that say something, but for those of the version and of importing, as JSON has them."""
    return record.model_dump(mode="json", exclude={"version", "at", "by", SEAL, ASSUMED}, exclude_none=True)


def title_of(record: Record, records: Mapping[str, Record]) -> str:
    """Return what people call a record: its code or its name, else its kind; `records` has those that it is about."""
    if isinstance(record, Influence):
        return f"{_named(record.leading, records)} → {_named(record.lagging, records)}"
    kind = record.record.replace("_", "-" if isinstance(record, CheckIn) else " ")
    if isinstance(record, CheckIn) or getattr(record, "target", None) in records:
        return f"{kind} on {_named(getattr(record, 'target', None), records)}"
    return str(getattr(record, "code", None) or getattr(record, "name", None) or f"the {kind}")


def differences(old: Record, new: Record, records: Mapping[str, Record]) -> list[Difference]:
    """Return what changed from one version to the next; ids become the names that `records` has for them."""
    before, after = said_by(old), said_by(new)
    changed = [key for key in before | after if before.get(key) != after.get(key)]
    return [Difference(key, _named(before.get(key), records), _named(after.get(key), records)) for key in changed]


def _named(value: object, records: Mapping[str, Record]) -> object:
    if isinstance(value, str) and value in records:
        return title_of(records[value], records)
    return [_named(part, records) for part in value] if isinstance(value, list) else value


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return whole(value)
    if isinstance(value, list):
        text = ", ".join(map(_words, value))
    else:
        text = str(value.get("name", value) if isinstance(value, dict) else NOTHING if value is None else value)
    text = " ".join(text.split())
    return f"{text[: _LONGEST - 1]}…" if len(text) > _LONGEST else text or NOTHING
