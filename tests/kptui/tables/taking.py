"""A small plan, and what tables bring into it."""

from collections.abc import Sequence

import pytest

from kptui.errors import BadTable
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.tables.taking_in import Taken, read_file, take_in
from tests.builders import (
    NOW,
    TODAY,
    a_period,
    a_person,
    a_plan,
    a_policy,
    a_team,
    an_organisation,
)

ROOT = an_organisation()
TEAM = a_team(parent=ROOT.id)
MARIA = a_person(team=TEAM.id)
PLAN = a_plan(a_policy(), ROOT, TEAM, MARIA, a_period())


def taken(*tables: str, plan: Plan = PLAN) -> Taken:
    files = [read_file(f"{n}.csv", table.encode()) for n, table in enumerate(tables, 1)]
    return take_in(plan, files, TODAY, NOW, "ben")


def refused(*tables: str, plan: Plan = PLAN) -> tuple[str, ...]:
    with pytest.raises(BadTable) as error:
        taken(*tables, plan=plan)
    return error.value.rows


def targets(*tables: str, plan: Plan = PLAN) -> list[Target]:
    return [r for r in taken(*tables, plan=plan).records if isinstance(r, Target)]


def kept(records: Sequence[Record], plan: Plan = PLAN) -> Plan:
    """Return the plan after these records were saved."""
    readings = {target: list(found) for target, found in plan.readings.items()}
    for record in records:
        if isinstance(record, CheckIn):
            readings.setdefault(record.target, []).append(record.reading)
    others = [r for r in records if not isinstance(r, CheckIn)]
    return a_plan(*({r.id: r for r in (*plan.records.values(), *others)}.values()), readings=readings)
