"""Rows of targets to records: new ones are active and "imported", known ones change where their row changed."""

import zlib
from datetime import date

from pydantic import ValidationError

from kptui.changes import sentence_of
from kptui.models.organisation import Person, Team
from kptui.models.target import Cadence, Direction, Indicator, KeepBy, Kind, State, Target
from kptui.tables.cells import Cells
from kptui.tables.intake import Intake
from kptui.tables.nesting import shared_parts
from kptui.tables.sheet import Sheet
from kptui.text import NOTE_LIMIT

SEAL = "imported_row"
"""The field that remembers the row as it was last imported, so that work done here is not undone by the same row."""
ASSUMED = "cadence_assumed"
"""The field that says that no table gave the cadence: it follows the spacing of imported check-ins."""

_FIELDS = frozenset(Target.model_fields) | {SEAL, ASSUMED}
_TEXTS = ("name", "metric", "unit")
_FIGURES = ("goal", "low", "high")


def take_targets(intake: Intake, sheet: Sheet) -> None:
    """Take in every row of a table of targets; what is wrong goes to `intake.problems`."""
    name_header = sheet.headers["name"]
    derived = {} if "objective" in sheet.headers else shared_parts([row.cells[name_header] for row in sheet.rows])
    teams = _teams_by_part(sheet, derived)
    seen: dict[str, int] = {}
    for row in sheet.rows:
        cells = Cells(sheet, row, intake.problems)
        key = _keys(cells)[0]
        if key in seen:
            place = next(column for column in ("reference", "code", "name") if cells.text(column))
            cells.bad(place, f"is the same target as on line {seen[key]}; keep one.")
        seen[key] = row.line
        part = derived.get(cells.text("name"), "")
        _take_row(intake, cells, part, teams.get(part, ""))
        if not cells.good:
            intake.refused |= set(_keys(cells))


def _teams_by_part(sheet: Sheet, derived: dict[str, str]) -> dict[str, str]:
    """Return the team of each derived objective, where all its rows name the same one."""
    found: dict[str, set[str]] = {}
    for row in sheet.rows:
        part = derived.get(row.cells[sheet.headers["name"]], "")
        found.setdefault(part, set()).add(row.cells.get(sheet.headers.get("team", ""), ""))
    return {part: next(iter(teams)) for part, teams in found.items() if len(teams) == 1}


def _take_row(intake: Intake, cells: Cells, derived: str, derived_team: str) -> None:
    known = intake.target(*_keys(cells))
    if known is not None and known.retired:
        intake.notices.append(f"{cells.sheet.name}, line {cells.row.line}: {known.code} is retired; its row was left out.")
        return
    seal = _seal(cells)
    if known is not None and (known.model_extra or {}).get(SEAL) == seal:
        return
    fields = _fields(intake, cells) | {SEAL: seal}
    if cells.text("pillar") and not (cells.text("objective") or derived):
        cells.bad("pillar", "holds objectives, not targets; name an objective too.")
    if not cells.good:
        return
    made = _changed(intake, known, fields) if known else _new(intake, cells, fields, derived, derived_team)
    if isinstance(made, str):
        column, _, sentence = made.rpartition(": ")
        cells.bad(column, sentence)


def _keys(cells: Cells) -> tuple[str, ...]:
    """Return what the row may be known by: the other system's id, else its code, else name and span."""
    named = tuple(key for key in (cells.text("reference"), cells.text("code").upper()) if key)
    return named or ("\n".join(map(cells.text, ("name", "start", "due"))),)


def _seal(cells: Cells) -> str:
    text = "\n".join(f"{header}={cell}" for header, cell in sorted(cells.row.cells.items()))
    return f"{zlib.crc32(text.encode()):08x}"


def _fields(intake: Intake, cells: Cells) -> dict[str, object]:
    """Return what the row says: a field for each column that the table has."""
    if not cells.text("name") and cells.good:
        cells.bad("name", "is empty; a target needs one.")
    start, due = _span(intake, cells)
    found: dict[str, object] = {"start": start, "due": due, **cells.extras(_FIELDS)}
    found |= {column: cells.text(column) for column in _TEXTS if cells.has(column)}
    found |= {column: cells.figure(column) for column in _FIGURES if cells.has(column)}
    if cells.has("rationale"):
        found["rationale"] = cells.text("rationale", NOTE_LIMIT)
    if cells.has("reference"):
        found["reference"] = cells.text("reference") or None
    kind = cells.choice("kind", Kind) or Kind.level
    found |= _baseline(cells, kind) | _choices(cells, kind)
    found |= {column: figure for column in ("original_goal", "weight") if (figure := cells.figure(column)) is not None}
    return found | (_named(intake, cells, start, due) if cells.good and start and due else {})


def _span(intake: Intake, cells: Cells) -> tuple[date | None, date | None]:
    period = next((p for p in intake.plan.periods if p.name.casefold() == cells.text("period").casefold()), None)
    start = cells.day("start") or (period.start if period else None)
    due = cells.day("due") or (period.end if period else None)
    for column, day in (("start", start), ("due", due)):
        if day is None and cells.good:
            cells.bad(column, "a day is missing; write one such as 2026-03-31, or name a period of the plan.")
    return start, due


def _baseline(cells: Cells, kind: Kind) -> dict[str, object]:
    """A running total begins at nothing, whatever last year's was; for the others last year is where they start."""
    if cells.has("baseline"):
        return {"baseline": cells.figure("baseline")}
    if not cells.has("last_year"):
        return {"baseline": 0.0} if kind is Kind.cumulative else {}
    last_year = cells.figure("last_year")
    return {"baseline": 0.0, "last_year": last_year} if kind is Kind.cumulative else {"baseline": last_year}


def _choices(cells: Cells, kind: Kind) -> dict[str, object]:
    said: dict[str, object] = {
        "kind": kind,
        "direction": cells.choice("direction", Direction),
        "keep_by": cells.choice("keep_by", KeepBy) or KeepBy.average,
        "indicator": cells.choice("indicator", Indicator) or Indicator.lagging,
    }
    found = {column: value for column, value in said.items() if cells.has(column)}
    if state := cells.choice("state", State):
        found["state"] = state
    cadence = cells.choice("cadence", Cadence)
    return found | ({"cadence": cadence, ASSUMED: None} if cadence else {})


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


def _new(intake: Intake, cells: Cells, fields: dict[str, object], derived: str, derived_team: str) -> str | None:
    """Put a new target, active and imported; return what does not fit."""
    team = intake.team(cells.text("team")) if cells.text("team") else _team_of(intake, fields.get("owner"))
    said = {
        "code": cells.text("code").upper() or intake.next_code(team),
        "state": State.active,
        "state_reason": "imported",
        ASSUMED: None if "cadence" in fields else True,
    }
    if derived:
        owner = intake.team(derived_team).id if derived_team else None
        said["objective"] = intake.objective(derived, owner, cells.text("pillar")).id
    made = intake.make(Target, **said | fields)
    if isinstance(made, str):
        return made
    intake.put(made)
    return None


def _team_of(intake: Intake, owner_id: object) -> Team | None:
    """Return the team that an owner is or is in, else the organisation."""
    owner = intake.get(str(owner_id))
    team = intake.get(owner.team) if isinstance(owner, Person) else owner
    return team if isinstance(team, Team) else intake.plan.organisation


def _changed(intake: Intake, known: Target, fields: dict[str, object]) -> str | None:
    """Put the next version of a target where its row says something new; return what does not fit."""
    if fields.get("goal", known.goal) != known.goal and known.original_goal is None:
        fields = {"original_goal": known.goal, **fields}
    try:
        made = intake.edit(known, **fields)
    except ValidationError as error:
        return sentence_of(error)
    if _said(made) != _said(known):
        intake.put(made)
    return None


def _said(target: Target) -> dict[str, object]:
    return target.model_dump(exclude={"version", "at", "by", SEAL}, exclude_none=True)
