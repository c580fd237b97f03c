"""What two versions of a record say differently, in words."""

from collections.abc import Mapping

from kptui.models.record import Record
from kptui.tables.intake import said_by
from kptui.wording import NOTHING, whole

_LONGEST = 40


def title_of(record: Record) -> str:
    """Return what people call a record: its code or its name, else `the policy`."""
    return str(getattr(record, "code", None) or getattr(record, "name", None) or f"the {record.record.replace('_', ' ')}")


def differences(old: Record, new: Record, records: Mapping[str, Record]) -> list[str]:
    """Return what changed from one version to the next, `unit h → min`; ids become the names that `records` has for them."""
    before, after = said_by(old), said_by(new)
    changed = [key for key in before | after if before.get(key) != after.get(key)]
    return [f"{key.replace('_', ' ')} {_words(before.get(key), records)} → {_words(after.get(key), records)}" for key in changed]


def _words(value: object, records: Mapping[str, Record]) -> str:
    if isinstance(value, float):
        return whole(value)
    if isinstance(value, list | tuple):
        text = ", ".join(_words(part, records) for part in value)
    elif isinstance(value, dict):
        text = str(value.get("name", value))
    else:
        text = title_of(records[value]) if isinstance(value, str) and value in records else str(value or "")
    text = " ".join(text.split())
    return f"{text[: _LONGEST - 1]}…" if len(text) > _LONGEST else text or NOTHING
