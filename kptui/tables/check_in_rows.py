"""Rows of check-ins to records: what is there already stays, another value for the same day corrects it."""

from datetime import date

from kptui.differences import ASSUMED
from kptui.models.check_in import Adjustment, CheckIn, OwnCall
from kptui.models.target import Target
from kptui.tables.cells import Cells
from kptui.tables.intake import Intake, Key
from kptui.tables.nesting import cadence_of
from kptui.tables.sheet import Row, Sheet
from kptui.tables.target_rows import refuse_other_holder

_FIELDS = frozenset(CheckIn.model_fields)


def take_check_ins(intake: Intake, sheet: Sheet) -> None:
    """Take in every row of a table of check-ins; what is wrong goes to `intake.problems`."""
    seen: dict[tuple[str, date], Row] = {}
    for row in sheet.rows:
        cells = Cells(sheet, row, intake.problems)
        target = _target(intake, cells)
        on, value = cells.day("on"), cells.figure("value")
        _refuse_missing(cells, on, value)
        if not cells.good or target is None or on is None or value is None:
            continue
        first = seen.setdefault((target.id, on), row)
        if first.cells != row.cells:
            cells.bad("value", f"line {first.line} has another check-in on {on}; keep one.")
        _take_row(intake, cells, target, on, value)
    for target_id in intake.checked_in:
        _settle_cadence(intake, target_id)


def _target(intake: Intake, cells: Cells) -> Target | None:
    reference, code = cells.text("reference"), cells.text("code").upper()
    keys: tuple[Key, ...] = (("reference", reference), ("code", code), ("code", reference.upper()))
    if not intake.refused.isdisjoint(keys):
        return None
    refuse_other_holder(intake, cells)
    target = intake.target(*keys)
    if target is None:
        named = reference or code
        unknown = f"no target is known as {named[:40]!r}; import the table of targets with it, or before it."
        place = "reference" if cells.has("reference") else "code"
        cells.bad(place, unknown if named else "is empty; say which target it is of, or leave the row out.")
    return None if target is None or target.retired else target


def _refuse_missing(cells: Cells, on: date | None, value: float | None) -> None:
    for column, read in (("on", on), ("value", value)):
        if read is None and not cells.text(column):
            cells.bad(column, "is empty; fill it in, or leave the row out.")


def _take_row(intake: Intake, cells: Cells, target: Target, on: date, value: float) -> None:
    if on > intake.today:
        cells.bad("on", f"{on} is still to come; a check-in says what was.")
    if on < target.start:
        cells.bad("on", f"{on} is before {target.code} starts on {target.start}; leave the row out.")
    fields = _notes(cells)
    standing = next((r for r in reversed(intake.readings_of(target.id)) if r.on == on), None)
    if standing and standing.value == value:
        return
    fields |= {"corrects": standing.id if standing else None, "at": intake.at, "by": intake.by}
    if cells.good:
        intake.add_check_in(CheckIn.model_validate(fields | {"target": target.id, "on": on, "value": value}))


def _notes(cells: Cells) -> dict[str, object]:
    text, goal = cells.note("adjustment"), cells.figure("new_goal")
    adjustment = Adjustment(of="tactic" if goal is None else "goal", text=text, goal=goal) if text or goal is not None else None
    return {
        **cells.extras(_FIELDS),
        "confidence": cells.confidence("confidence"),
        "own_call": cells.choice("own_call", OwnCall),
        "achievements": cells.note("achievements"),
        "challenges": cells.note("challenges"),
        "adjustment": adjustment,
    }


def _settle_cadence(intake: Intake, target_id: str) -> None:
    """Give a target whose cadence no table said the one that its check-ins keep."""
    target = intake.get(target_id)
    if not isinstance(target, Target) or not (target.model_extra or {}).get(ASSUMED):
        return
    cadence = cadence_of(r.on for r in intake.readings_of(target_id))
    if cadence is not None and cadence is not target.cadence:
        intake.put(intake.edit(target, cadence=cadence))
