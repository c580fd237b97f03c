"""Migrations: how a plan of an older schema becomes one of the newest, as a Change like any other."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from kptui.changes import Change
from kptui.models.record import Record
from kptui.models.schema import SCHEMA, Schema, schema_of
from kptui.plan import Plan

MIGRATIONS: Mapping[int, Callable[[Plan], Sequence[Record]]] = {
    1: lambda _: (),
}
"""From each older schema to the next: the records to add. Schema 2 only allows archives, so it needs none."""


def migrate(at: datetime, by: str) -> Change:
    """Return the Change that takes a plan to the newest schema; on a plan that is there already it saves nothing."""

    def change(plan: Plan) -> Sequence[Record]:
        found = schema_of(plan.every(Schema))
        if found >= SCHEMA:
            return ()
        added = [record for number in range(found, SCHEMA) for record in MIGRATIONS[number](plan)]
        return (*added, _newest(plan, at, by))

    return change


def _newest(plan: Plan, at: datetime, by: str) -> Schema:
    known = plan.get("schema")
    return known.edited(at, by, number=SCHEMA) if isinstance(known, Schema) else Schema(id="schema", at=at, by=by)
