"""Rows of targets to records: new ones are active and "imported", known ones change where their row changed."""

import zlib
from collections import defaultdict
from typing import NamedTuple

from pydantic import ValidationError

from kptui.changes import sentence_of
from kptui.models.organisation import Person, Team
from kptui.models.target import State, Target
from kptui.tables.cells import Cells
from kptui.tables.intake import Intake, Key, name_key
from kptui.tables.nesting import shared_parts
from kptui.tables.sheet import Sheet
from kptui.tables.target_fields import ASSUMED, SEAL, Span, fields_of, span_of
from kptui.text import clean_line


def take_targets(intake: Intake, sheet: Sheet) -> None:
    """Take in every row of a table of targets; what is wrong goes to `intake.problems`."""
    above = _derived(sheet)
    seen: dict[Key, int] = {}
    for row in sheet.rows:
        cells = Cells(sheet, row, intake.problems)
        span = span_of(intake, cells)
        keys = _keys(cells, span)
        if keys[0] in seen:
            cells.bad(keys[0][0], f"is the same target as on line {seen[keys[0]]}; keep one.")
        seen[keys[0]] = row.line
        known = intake.target(*keys)
        if known is not None and known.retired:
            intake.notices.append(f"{sheet.name}, line {row.line}: {known.code} is retired; its row was left out.")
        elif known is None or (known.model_extra or {}).get(SEAL) != _seal(cells):
            _take_row(intake, cells, known, fields_of(intake, cells, known, span), above.get(cells.text("name")))
        if not cells.good:
            intake.refused |= set(keys)


class _Above(NamedTuple):
    """The objective that a name itself says, and the team that all its rows name, if they do."""

    objective: str
    team: str


def _derived(sheet: Sheet) -> dict[str, _Above]:
    """Return what names say of the objective above them, by name; nothing where a column says it."""
    if "objective" in sheet.headers:
        return {}
    names = [clean_line(row.cells[sheet.headers["name"]]) for row in sheet.rows]
    parts = shared_parts(names)
    teams: dict[str, set[str]] = defaultdict(set)
    for name, row in zip(names, sheet.rows, strict=True):
        teams[parts.get(name, "")].add(clean_line(row.cells.get(sheet.headers.get("team", ""), "")))
    return {name: _Above(part, next(iter(teams[part])) if len(teams[part]) == 1 else "") for name, part in parts.items()}


def _keys(cells: Cells, span: Span) -> tuple[Key, ...]:
    """Return what the row may be known by: the other system's id and its code, else name and span."""
    found: list[Key] = []
    if reference := cells.text("reference"):
        found.append(("reference", reference))
    if code := cells.text("code").upper():
        found.append(("code", code))
    return tuple(found) or (("name", name_key(cells.text("name"), *span)),)


def _seal(cells: Cells) -> str:
    text = "\n".join(f"{header}={cell}" for header, cell in sorted(cells.row.cells.items()))
    return f"{zlib.crc32(text.encode()):08x}"


def _take_row(intake: Intake, cells: Cells, known: Target | None, fields: dict[str, object], above: _Above | None) -> None:
    if cells.text("pillar") and not (cells.text("objective") or above):
        cells.bad("pillar", "holds objectives, not targets; name an objective too.")
    if not cells.good:
        return
    fields = {**fields, SEAL: _seal(cells)}
    try:
        if known is None:
            intake.put(_new(intake, cells, fields, above))
        elif _said(changed := _changed(intake, known, fields)) != _said(known):
            intake.put(changed)
    except ValidationError as error:
        column, _, sentence = sentence_of(error).rpartition(": ")
        cells.bad(column, sentence)


def _new(intake: Intake, cells: Cells, fields: dict[str, object], above: _Above | None) -> Target:
    """Return a new target, active and imported."""
    team = intake.team(cells.text("team")) if cells.text("team") else _team_of(intake, fields.get("owner"))
    said: dict[str, object] = {
        "code": cells.text("code").upper() or intake.next_code(team),
        "state": State.active,
        "state_reason": "imported",
        ASSUMED: None if "cadence" in fields else True,
        "at": intake.at,
        "by": intake.by,
    }
    if above:
        owner = intake.team(above.team).id if above.team else None
        said["objective"] = intake.objective(above.objective, owner, cells.text("pillar")).id
    return Target.model_validate(said | fields)


def _team_of(intake: Intake, owner_id: object) -> Team | None:
    """Return the team that an owner is or is in, else the organisation."""
    owner = intake.get(str(owner_id))
    team = intake.get(owner.team) if isinstance(owner, Person) else owner
    return team if isinstance(team, Team) else intake.plan.organisation


def _changed(intake: Intake, known: Target, fields: dict[str, object]) -> Target:
    """Return the next version of a target as its row says it."""
    if fields.get("goal", known.goal) != known.goal and known.original_goal is None:
        fields = {"original_goal": known.goal, **fields}
    return intake.edit(known, **fields)


def _said(target: Target) -> dict[str, object]:
    """Return what a target says; not how it came to say it, nor whether a table gave the cadence that it has."""
    return target.model_dump(exclude={"version", "at", "by", SEAL, ASSUMED}, exclude_none=True)
