"""The fields of a target, from the cells of its row."""

from datetime import date

from kptui.differences import ASSUMED, SEAL
from kptui.models.target import Cadence, Direction, Indicator, KeepBy, Kind, State, Target
from kptui.tables.cells import Cells
from kptui.tables.intake import Intake

Span = tuple[date | None, date | None]
_TAKEN = frozenset(Target.model_fields) | {SEAL, ASSUMED}
_TEXTS = ("name", "metric", "unit")
_FIGURES = ("goal", "low", "high")
_NEVER_EMPTIED = ("original_goal", "weight")


def span_of(intake: Intake, cells: Cells) -> Span:
    """Return the first and the last day, those of a period of the plan where the row gives none; None for not said."""
    wanted = cells.text("period").casefold()
    period = next((p for p in intake.plan.periods if p.name.casefold() == wanted), None)
    return cells.day("start") or (period.start if period else None), cells.day("due") or (period.end if period else None)


def fields_of(intake: Intake, cells: Cells, known: Target | None, span: Span) -> dict[str, object]:
    """Return what a row says of its target, a field for each column that the table has; mistakes are written down."""
    if cells.has("name") and not cells.text("name"):
        cells.bad("name", "is empty; a target needs one.")
    start, due = _days(cells, known, span)
    found: dict[str, object] = {"start": start, "due": due, **cells.extras(_TAKEN)}
    found |= {column: cells.text(column) for column in _TEXTS if cells.has(column)}
    found |= {column: cells.figure(column) for column in _FIGURES if cells.has(column)}
    found |= {column: figure for column in _NEVER_EMPTIED if (figure := cells.figure(column)) is not None}
    if cells.has("rationale"):
        found["rationale"] = cells.note("rationale")
    if reference := cells.text("reference"):
        found["reference"] = reference
    found |= _choices(cells) | _baseline(cells, known)
    return found | (_named(intake, cells, start, due) if cells.good and start and due else {})


def _days(cells: Cells, known: Target | None, span: Span) -> Span:
    start, due = span
    if known is not None:
        start, due = start or known.start, due or known.due
    for column, day in (("start", start), ("due", due)):
        if day is None and not cells.text(column):
            cells.bad(column, "a day is missing; write one such as 2026-03-31, or name a period of the plan.")
    if start and due and due < start:
        cells.bad("due", f"{due} is before it starts on {start}; mend one of them.")
    return start, due


def _choices(cells: Cells) -> dict[str, object]:
    said: dict[str, object] = {
        "kind": cells.choice("kind", Kind) or Kind.level,
        "direction": cells.choice("direction", Direction),
        "keep_by": cells.choice("keep_by", KeepBy) or KeepBy.average,
        "indicator": cells.choice("indicator", Indicator) or Indicator.lagging,
    }
    found = {column: value for column, value in said.items() if cells.has(column)}
    if state := cells.choice("state", State):
        found["state"] = state
    cadence = cells.choice("cadence", Cadence)
    return found | ({"cadence": cadence, ASSUMED: None} if cadence else {})


def _baseline(cells: Cells, known: Target | None) -> dict[str, object]:
    """A running total begins at nothing, whatever last year's was; for the others last year is where they start."""
    if cells.has("baseline"):
        return {"baseline": cells.figure("baseline")}
    kind = cells.choice("kind", Kind) if cells.has("kind") else known.kind if known else None
    kept = {"last_year": cells.figure("last_year")} if cells.has("last_year") else {}
    if kind is Kind.cumulative:
        return {"baseline": 0.0, **kept} if known is None else {**kept}
    return {"baseline": kept["last_year"]} if kept else {}


def _named(intake: Intake, cells: Cells, start: date, due: date) -> dict[str, object]:
    """Return what the row names, found or made: the owner (a person, else the team), the objective, the period."""
    found: dict[str, object] = {}
    team = intake.team(cells.text("team")).id if cells.text("team") else None
    if cells.text("owner"):
        found["owner"] = intake.owner(cells.text("owner"), team).id
    elif team:
        found["owner"] = team
    if name := cells.text("objective"):
        found["objective"] = intake.objective(name, team, cells.text("pillar")).id
    if name := cells.text("period"):
        found["period"] = intake.period(name, start, due).id
    return found
