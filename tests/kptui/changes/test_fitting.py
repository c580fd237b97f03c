"""What a record must be like among the others."""

import pytest

from kptui.changes.fitting import refuse_misfit
from kptui.errors import BadInput
from kptui.models.organisation import Level
from kptui.models.record import Record
from tests.builders import (
    a_period,
    a_person,
    a_pillar,
    a_plan,
    a_policy,
    a_target,
    a_team,
    an_influence,
    an_objective,
    an_organisation,
)

ROOT = an_organisation()
SALES = a_team(name="Sales", short="SA", parent=ROOT.id)
NORTH = a_team(name="North", short="NO", parent=SALES.id)
WIDE = an_objective(name="Wide")
NARROW = an_objective(name="Narrow", parent=WIDE.id)
FIRST, SECOND, THIRD = (a_target(code=f"CS-{n}") for n in (1, 2, 3))
LINKS = (an_influence(FIRST, SECOND), an_influence(SECOND, THIRD))
MARIA, PILLAR, PERIOD = a_person(), a_pillar(), a_period()
GONE = an_objective(name="Gone", retired=True)
PLAN = a_plan(ROOT, SALES, NORTH, WIDE, NARROW, FIRST, SECOND, THIRD, *LINKS, MARIA, PILLAR, PERIOD, GONE)


def changed(record: Record, **fields: object) -> Record:
    return record.model_copy(update=fields)


@pytest.mark.parametrize(
    ("record", "field", "sentence"),
    [
        (
            a_policy(at_risk_pace=0.3),
            "off_track_pace",
            "A target is at risk below a pace of 0.3; off track cannot begin above it.",
        ),
        (
            a_policy(off_track_chance=0.5),
            "off_track_chance",
            "A target is at risk from a chance of 0.65 on; off track cannot begin below it.",
        ),
        (changed(SALES, parent=NORTH.id), "parent", "It would turn in a circle: Sales → North → Sales; choose another."),
        (changed(SALES, parent=SALES.id), "parent", "It would turn in a circle: Sales → Sales; choose another."),
        (changed(WIDE, parent=NARROW.id), "parent", "It would turn in a circle: Wide → Narrow → Wide; choose another."),
        (changed(FIRST, part_of=FIRST.id), "part_of", "It would turn in a circle: CS-1 → CS-1; choose another."),
        (changed(NARROW, parent=GONE.id), "parent", "Gone is not in the plan any more; choose another."),
        (an_objective(owner="0000"), "owner", "What it names is not in the plan any more; choose another."),
        (an_influence(FIRST, FIRST), "lagging", "A target cannot act on itself; name another."),
        (an_influence(FIRST, SECOND), "lagging", "There is a link CS-1 → CS-2 already; edit that one."),
        (a_team(name="Other", short="SA"), "short", "There is a short code SA already (Sales); choose another."),
        (a_team(name="sales", short="XX"), "name", "There is a team sales already (Sales); choose another."),
        (a_pillar(), "name", "There is a pillar Customers already; choose another."),
        (a_period(), "name", "There is a period Q1 2026 already; choose another."),
        (a_person(name="Mario"), "login", "There is a login maria already (Maria Berger); choose another."),
        (
            an_organisation(name="Second", short="SE"),
            "name",
            "Brightwater is the organisation already; make a department beneath it.",
        ),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(record: Record, field: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        refuse_misfit(PLAN, record)
    assert (refusal.value.field, str(refusal.value)) == (field, sentence)


def test_an_influence_that_closes_a_circle_is_refused_with_the_circle() -> None:
    with pytest.raises(BadInput, match=r"It would turn in a circle: CS-\d → CS-\d → CS-\d → CS-\d; leave one of these links out"):
        refuse_misfit(PLAN, an_influence(THIRD, FIRST))
    turned = changed(LINKS[1], leading=THIRD.id, lagging=SECOND.id)
    refuse_misfit(PLAN, turned)


@pytest.mark.parametrize(
    "record",
    [
        changed(NORTH, parent=ROOT.id),
        changed(ROOT, name="Renamed"),
        changed(SALES, name="sales"),
        changed(MARIA, name="Renamed"),
        changed(LINKS[0], strength=0.9),
        a_person(name="Ana", login="maria", ended_on="2026-01-01"),
        a_person(name="Ana", login=None),
        an_influence(FIRST, THIRD),
        a_team(name="Side", short="SI", level=Level.department, parent=ROOT.id),
    ],
)
def test_what_fits_is_let_through(record: Record) -> None:
    refuse_misfit(PLAN, record)


def test_what_was_so_before_is_not_complained_of() -> None:
    twin = a_pillar()
    plan = a_plan(PILLAR, twin, lost := an_objective(owner="0000"))
    refuse_misfit(plan, changed(twin, notes="More"))
    refuse_misfit(plan, changed(lost, name="Renamed"))


def test_a_circle_that_is_there_above_it_keeps_nobody_from_editing() -> None:
    one, two = an_objective(name="One"), an_objective(name="Two")
    plan = a_plan(changed(one, parent=two.id), changed(two, parent=one.id))
    refuse_misfit(plan, an_objective(name="Three", parent=one.id))
