"""Retiring: nothing is deleted, and what hangs beneath goes up or goes too."""

from pathlib import Path

import pytest

from kptui.changes.retiring import Beneath, beneath, bring_back, retire
from kptui.errors import BadInput, EditConflict, Refused
from kptui.models.objective import Objective
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import (
    NOW,
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
SERVICE = a_team(parent=ROOT.id)
DESK = a_team(name="Desk", short="DE", parent=SERVICE.id)
MARIA = a_person(team=SERVICE.id)
PILLAR, PERIOD = a_pillar(), a_period()
WIDE = an_objective(name="Wide", pillar=PILLAR.id, owner=SERVICE.id, period=PERIOD.id)
NARROW = an_objective(name="Narrow", parent=WIDE.id, owner=MARIA.id)
FIRST = a_target(objective=WIDE.id, owner=MARIA.id, period=PERIOD.id)
PART = a_target(code="CS-2", objective=NARROW.id, owner=SERVICE.id, part_of=FIRST.id, share=0.4)
OVER = a_target(code="CS-3", objective=NARROW.id, owner=MARIA.id, state=State.closed)
LINK = an_influence(PART, OVER)
POLICY = a_policy()
RECORDS = (POLICY, ROOT, SERVICE, DESK, MARIA, PILLAR, PERIOD, WIDE, NARROW, FIRST, PART, OVER, LINK)
PLAN = a_plan(*RECORDS)


def after(record: Record, below: Beneath | None = None, plan: Plan = PLAN) -> Plan:
    """Return the plan once a record is retired."""
    saved = {new.id: new for new in retire(record, NOW, "ana", below)(plan)}
    return a_plan(*{**plan.records, **saved}.values())


@pytest.mark.parametrize(
    ("record", "hanging"),
    [
        (ROOT, {SERVICE.id}),
        (SERVICE, {DESK.id, MARIA.id, WIDE.id, PART.id}),
        (MARIA, {NARROW.id, FIRST.id}),
        (PILLAR, {WIDE.id}),
        (PERIOD, {WIDE.id, FIRST.id}),
        (WIDE, {NARROW.id, FIRST.id}),
        (FIRST, {PART.id}),
        (OVER, set()),
    ],
)
def test_what_hangs_beneath_is_known_and_keeps_it_from_being_retired_unasked(record: Record, hanging: set[str]) -> None:
    assert {one.id for one in beneath(PLAN, record)} == hanging
    if hanging and record is not ROOT:
        with pytest.raises(Refused, match="beneath it; say what becomes of that"):
            after(record)


def test_what_is_named_in_a_refusal_is_not_endless() -> None:
    with pytest.raises(Refused) as refusal:
        after(SERVICE)
    assert str(refusal.value).startswith("Customer Service has Desk, Maria Berger, Wide and 1 more beneath it;")


def test_a_target_goes_with_its_influences_and_its_code_stays_its_own() -> None:
    plan = after(OVER)
    assert ([t.code for t in plan.targets], plan.influences) == (["CS-1", "CS-2"], ())
    assert plan.target("CS-3").retired


@pytest.mark.parametrize(
    ("record", "of", "field", "above"),
    [
        (SERVICE, DESK, "parent", ROOT.id),
        (SERVICE, MARIA, "team", ROOT.id),
        (SERVICE, WIDE, "owner", ROOT.id),
        (SERVICE, PART, "owner", ROOT.id),
        (MARIA, NARROW, "owner", SERVICE.id),
        (MARIA, FIRST, "owner", SERVICE.id),
        (PILLAR, WIDE, "pillar", None),
        (PERIOD, WIDE, "period", None),
        (PERIOD, FIRST, "period", None),
        (FIRST, PART, "part_of", None),
        (FIRST, PART, "share", None),
        (WIDE, NARROW, "pillar", PILLAR.id),
        (WIDE, NARROW, "parent", None),
        (NARROW, PART, "objective", WIDE.id),
        (WIDE, FIRST, "objective", None),
    ],
)
def test_what_hangs_beneath_goes_up(record: Record, of: Record, field: str, above: str | None) -> None:
    plan = after(record, Beneath.up)
    assert plan.records[record.id].retired
    assert not plan.records[of.id].retired
    assert getattr(plan.records[of.id], field) == above


def test_what_a_person_is_done_with_stays_theirs() -> None:
    assert getattr(after(MARIA, Beneath.up).records[OVER.id], "owner") == MARIA.id  # noqa: B009 - a Record has no owner


def test_what_hangs_beneath_is_retired_too_to_the_last_of_it() -> None:
    plan = after(PILLAR, Beneath.too)
    assert (plan.pillars, plan.objectives, plan.targets, plan.influences) == ((), (), (), ())
    assert plan.teams == PLAN.teams


def test_what_turns_in_a_circle_is_retired_once() -> None:
    one, two = an_objective(name="One"), an_objective(name="Two")
    circle = a_plan(one.model_copy(update={"parent": two.id}), two.model_copy(update={"parent": one.id}))
    plan = after(circle.records[one.id], Beneath.too, circle)
    assert plan.objectives == ()
    assert {record.version for record in plan.records.values()} == {2}


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (ROOT, "A plan cannot be without Brightwater; edit it instead."),
        (POLICY, "A plan cannot be without the policy; edit it instead."),
        (OVER.model_copy(update={"retired": True}), "CS-3 is retired already."),
    ],
)
def test_what_a_plan_cannot_be_without_stays(record: Record, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        after(record, Beneath.too)
    assert str(refusal.value) == sentence


def test_what_someone_else_changed_first_is_not_retired(tmp_path: Path) -> None:
    store = FileStore.create(tmp_path / "plan.json", records=RECORDS)
    store.save(lambda _: (OVER.edited(NOW, "ben", name="His"),))
    with pytest.raises(EditConflict, match="ben changed it"):
        store.save(retire(OVER, NOW, "ana"))
    assert not store.read().target("CS-3").retired


def test_what_was_retired_comes_back_where_it_was() -> None:
    plan = after(FIRST, Beneath.up)
    [back] = bring_back(plan.records[FIRST.id], NOW, "ana")(plan)
    assert isinstance(back, Target)
    assert (back.retired, back.objective, back.version) == (False, WIDE.id, 3)


def test_nothing_comes_back_beneath_what_is_gone_or_where_another_took_its_place() -> None:
    plan = after(PILLAR, Beneath.too)
    with pytest.raises(BadInput, match="Customers is not in the plan any more") as refusal:
        bring_back(plan.records[WIDE.id], NOW, "ana")(plan)
    assert refusal.value.field == "pillar"
    taken = a_plan(*plan.records.values(), a_pillar())
    with pytest.raises(BadInput, match="There is a pillar Customers already"):
        bring_back(taken.records[PILLAR.id], NOW, "ana")(taken)
    with pytest.raises(Refused, match="Wide is not retired"):
        bring_back(WIDE, NOW, "ana")(PLAN)


def test_an_objective_comes_back_too() -> None:
    plan = after(NARROW, Beneath.too)
    [back] = bring_back(plan.records[NARROW.id], NOW, "ana")(plan)
    assert isinstance(back, Objective)
    assert not back.retired
