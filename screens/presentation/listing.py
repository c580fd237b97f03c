"""Listing: targets as a table with their figures, for a file or the clipboard, as CSV or as Markdown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import judge_with_warnings
from kptui.tables.writing import csv_text
from kptui.text import printable
from kptui.wording import STATUS_WORDS

KEYS = ("code", "name", "objective", "owner", "status", "value", "goal", "unit", "progress", "next check-in", "due")
_SHORT = ("code", "name", "owner", "status", "value", "goal", "progress")
"""The columns that Markdown has, which is read by people; the unit is with the figures there."""
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")

Row = Mapping[str, object]


def rows_of(plan: Plan, today: date, target_ids: Iterable[str]) -> list[Row]:
    """Return a row for each target that there is; progress is in per cent."""
    found = (plan.get(target_id) for target_id in target_ids)
    return [_row(plan, today, target) for target in found if isinstance(target, Target)]


def _row(plan: Plan, today: date, target: Target) -> Row:
    judgement, last = judge_with_warnings(plan, target, today), plan.latest(target.id)
    objective = plan.get(target.objective)
    progress = None if judgement is None or judgement.progress is None else round(judgement.progress * 100, 1)
    return {
        "code": target.code,
        "name": target.name,
        "objective": getattr(objective, "name", ""),
        "owner": plan.owner_name(target.owner),
        "status": STATUS_WORDS[judgement.status] if judgement else target.state.value,
        "value": last.value if last else None,
        "goal": target.goal,
        "unit": target.unit,
        "progress": progress,
        "next check-in": judgement.next_check_in if judgement else None,
        "due": target.due,
    }


def as_csv(rows: Sequence[Row]) -> str:
    """Return the rows as CSV that a spreadsheet opens safely."""
    return csv_text(KEYS, rows)


def as_markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a table in Markdown, in which nothing that people typed is markup."""
    lines = [_line(_SHORT), _line("---" for _ in _SHORT), *(_line(_cell(row, key) for key in _SHORT) for row in rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(row: Row, key: str) -> str:
    value = row[key]
    if value is None:
        return ""
    text = f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)
    unit = f" {row['unit']}" if key in ("value", "goal") and row["unit"] else " %" if key == "progress" else ""
    return _MARKUP.sub(r"\\\1", " ".join(printable(text + unit).split()))
