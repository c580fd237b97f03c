"""Listing: what is listed as a table of plain values, for a file or the clipboard, as CSV or as Markdown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import judge_with_warnings
from kptui.tables.writing import csv_text
from kptui.text import printable
from kptui.wording import STATUS_WORDS

KEYS = ("code", "name", "objective", "owner", "status", "value", "goal", "unit", "progress", "next check-in", "due")
_SHORT = ("code", "name", "owner", "status", "value", "goal", "progress")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")

Row = Mapping[str, object]
"""The values of a row by the names of their columns; a `unit` belongs to the figures beside it."""


class Table(NamedTuple):
    """What is listed, in its order."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    name: str = ""
    """What a file of it is called after; nothing for the targets of the tree."""
    short: tuple[str, ...] = ()
    """The columns that Markdown has, which is read by people; all where none are named."""


def table_of_targets(plan: Plan, today: date, target_ids: Iterable[str]) -> Table:
    """Return targets with their figures."""
    return Table(KEYS, rows_of(plan, today, target_ids), short=_SHORT)


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


def as_csv(table: Table) -> str:
    """Return a table as CSV that a spreadsheet opens safely."""
    return csv_text(table.columns, table.rows)


def as_markdown(table: Table) -> str:
    """Return a table in Markdown, in which nothing that people typed is markup."""
    columns = table.short or tuple(column for column in table.columns if column != "unit")
    lines = [_line(columns), _line("---" for _ in columns), *(_line(_cell(row, key) for key in columns) for row in table.rows)]
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
