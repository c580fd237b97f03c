"""The columns of tables that are imported, and the other names that people's own tables give them; see docs/import.md."""

import re

TARGET_COLUMNS = {
    "reference": ("reference", "ref", "id", "key", "external_id"),
    "code": ("code",),
    "name": ("name", "title", "kpi", "kpt", "key_result"),
    "team": ("team", "department"),
    "owner": ("owner", "responsible", "lead"),
    "objective": ("objective", "parent"),
    "pillar": ("pillar", "theme"),
    "period": ("period", "quarter"),
    "metric": ("metric", "measure"),
    "unit": ("unit", "units"),
    "kind": ("kind", "type"),
    "keep_by": ("keep_by", "judged_by"),
    "indicator": ("indicator",),
    "direction": ("direction", "better"),
    "baseline": ("baseline", "from", "start_value"),
    "last_year": ("last_year", "previous_year"),
    "goal": ("goal", "target", "target_value", "to"),
    "original_goal": ("original_goal",),
    "low": ("low", "min", "minimum"),
    "high": ("high", "max", "maximum"),
    "start": ("start", "start_date", "begin"),
    "due": ("due", "due_date", "end", "end_date", "deadline"),
    "cadence": ("cadence", "frequency"),
    "rationale": ("rationale", "why", "reason"),
    "weight": ("weight",),
    "state": ("state",),
}
CHECK_IN_COLUMNS = {
    "reference": ("reference", "ref", "id", "target", "key", "external_id"),
    "code": ("code",),
    "on": ("on", "date", "day"),
    "value": ("value", "actual", "figure"),
    "confidence": ("confidence",),
    "own_call": ("own_call", "call"),
    "achievements": ("achievements", "achieved"),
    "challenges": ("challenges", "challenge"),
    "adjustment": ("adjustment", "adjusted"),
    "new_goal": ("new_goal",),
}


def plain_name(header: str) -> str:
    """Return a header as column names are written: `Due date` gives `due_date`."""
    return re.sub(r"[\W_]+", "_", header.strip().lower()).strip("_")


def meanings(headers: list[str], columns: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return the headers that mean each known column; more than one is for the caller to refuse."""
    known = {alias: column for column, aliases in columns.items() for alias in aliases}
    found: dict[str, list[str]] = {}
    for header in headers:
        column = known.get(plain_name(header))
        if column is not None:
            found.setdefault(column, []).append(header)
    return found
