"""Rows of targets to records: new ones are active and "imported", known ones change where their row changed."""

import zlib
from collections import defaultdict
from typing import NamedTuple

from pydantic import ValidationError

from kptui.differences import ASSUMED, SEAL
from kptui.misfits import misfits
from kptui.models.organisation import Person, Team
from kptui.models.target import State, Target
from kptui.tables.cells import Cells
from kptui.tables.columns import plain_name
from kptui.tables.intake import Intake, Key, name_key
from kptui.tables.nesting import shared_parts
from kptui.tables.sheet import Sheet
from kptui.tables.target_fields import Span, fields_of, span_of
from kptui.text import clean_line

_TOGETHER = (
    {"start", "due", "period"},
    {"team", "owner"},
    {"objective", "pillar"},
    {"kind", "baseline", "last_year"},
)
"""Columns that are read together: a new cell in one of them brings the others along."""


def take_targets(intake: Intake, sheet: Sheet) -> None:
    """Take in every row of a table of targets; what is wrong goes to `intake.problems`."""
    above = _derived(sheet)
    seen: dict[Key, int] = {}
    for row in sheet.rows:
        cells = Cells(sheet, row, intake.problems)
        span = span_of(intake, cells)
        keys = _keys(cells, span)
        for key in keys:
            if seen.setdefault(key, row.line) != row.line:
                cells.bad(key[0], f"is the same target as on line {seen[key]}; keep one.")
        refuse_other_holder(intake, cells)
        known = intake.target(*keys)
        if known is not None and known.retired:
            intake.notices.append(f"{sheet.name}, line {row.line}: {known.code} is retired; its row was left out.")
        elif known is None:
            _take_new(intake, cells, fields_of(intake, cells, None, span), above.get(cells.text("name")))
        elif columns := _changed_columns(cells, known):
            _take_changed(intake, cells, known, columns)
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


def refuse_other_holder(intake: Intake, cells: Cells) -> None:
    """Write down where a row's code is held by a target that has another reference."""
    code = cells.text("code").upper()
    if holder := intake.other_holder(cells.text("reference"), code):
        known_as = f", known there as {holder.reference}" if holder.reference else ""
        cells.bad("code", f"{code} is another target's: {holder.name[:40]!r}{known_as}; mend the code or the reference.")


def _seals(cells: Cells) -> dict[str, str]:
    """Return what stands for each cell of a row, by kptui's own column or else the plain name of the file's."""
    found = {column: cells.sheet.cell(cells.row, column) for column in cells.sheet.headers}
    found |= {plain_name(header): cells.row.cells[header] for header in cells.sheet.extras}
    return {column: f"{zlib.crc32(text.encode()):08x}" for column, text in found.items()}


def _sealed(known: Target) -> dict[str, str]:
    found = (known.model_extra or {}).get(SEAL)
    return found if isinstance(found, dict) else {}


def _changed_columns(cells: Cells, known: Target) -> set[str]:
    """Return the columns whose cell is not as it was last imported, and those that are read together with them."""
    before = _sealed(known)
    changed = {column for column, seal in _seals(cells).items() if before.get(column) != seal}
    return changed.union(*(group for group in _TOGETHER if group & changed))


def _take_new(intake: Intake, cells: Cells, fields: dict[str, object], above: _Above | None) -> None:
    _refuse_lone_pillar(cells, above)
    if cells.good:
        try:
            intake.put(_new(intake, cells, {**fields, SEAL: _seals(cells)}, above))
        except ValidationError as error:
            _say_misfits(cells, error)


def _take_changed(intake: Intake, cells: Cells, known: Target, columns: set[str]) -> None:
    """Change what the row says anew; whatever was changed here in the meantime stays where its cell stays."""
    news = cells.only(columns)
    fields = fields_of(intake, news, known, span_of(intake, news))
    _refuse_lone_pillar(news, None)
    if not cells.good:
        return
    if fields.get("goal", known.goal) != known.goal and known.original_goal is None:
        fields = {"original_goal": known.goal, **fields}
    try:
        intake.put(intake.edit(known, **fields, **{SEAL: _sealed(known) | _seals(cells)}))
    except ValidationError as error:
        _say_misfits(cells, error)


def _refuse_lone_pillar(cells: Cells, above: _Above | None) -> None:
    if cells.text("pillar") and not (cells.text("objective") or above):
        cells.bad("pillar", "holds objectives, not targets; name an objective too.")


def _say_misfits(cells: Cells, error: ValidationError) -> None:
    for misfit in misfits(error):
        cells.bad(misfit.field, f"{misfit.text}.")


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
