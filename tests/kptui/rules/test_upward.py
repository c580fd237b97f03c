import pytest

from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.rules.progress import judge, what_if
from kptui.rules.rollup import roll_up
from kptui.rules.upward import upward
from tests.builders import a_pillar, a_plan, a_policy, a_reading, a_target, an_objective, an_organisation, day_number

TODAY = day_number(50)
ORGANISATION, PILLAR = an_organisation(), a_pillar()
TOP = an_objective(name="Top", pillar=PILLAR.id)
LOW = an_objective(name="Low", parent=TOP.id)
GOOD = a_target(code="CS-1", objective=TOP.id)
BAD = a_target(code="CS-2", objective=LOW.id)
NEW = a_reading(TODAY, 60)


def a_plan_with(*targets: Target) -> Plan:
    records: tuple[Record, ...] = (a_policy(days_off=(), in_a_row=1), ORGANISATION, PILLAR, TOP, LOW, *targets)
    readings = {t.id: [a_reading(day_number(49), 50 if t is GOOD else 10)] for t in targets}
    return a_plan(*records, readings=readings)


def test_a_value_that_is_not_saved_shows_what_it_would_change_up_to_the_organisation() -> None:
    plan = a_plan_with(GOOD, BAD)
    found = upward(plan, BAD, NEW, TODAY)
    assert found is not None
    assert (found.before.status, found.after.status) == (Status.off_track, Status.on_track)
    assert [above.record for above in found.above] == [LOW, TOP, PILLAR, ORGANISATION]
    assert {above.before.status for above in found.above} == {Status.off_track}
    assert {above.after.status for above in found.above} == {Status.on_track}
    assert found.above[0].after.progress == 0.6
    assert all(above.changes for above in found.above)


def test_nothing_is_saved_and_the_rest_is_as_the_plan_says() -> None:
    plan = a_plan_with(GOOD, BAD)
    found = upward(plan, BAD, NEW, TODAY)
    assert found is not None
    assert found.before == judge(plan, BAD, TODAY)
    assert found.after == what_if(plan, BAD, NEW, TODAY)
    assert [above.before for above in found.above] == [roll_up(plan, TODAY)[above.record.id] for above in found.above]
    saved = a_plan(*plan.records.values(), readings={**plan.readings, BAD.id: [*plan.readings[BAD.id], NEW]})
    assert [above.after for above in found.above] == [roll_up(saved, TODAY)[above.record.id] for above in found.above]


def test_a_value_that_changes_nothing_changes_nothing_above() -> None:
    found = upward(a_plan_with(GOOD, BAD), GOOD, a_reading(day_number(49), 50), TODAY)
    assert found is not None
    assert not any(above.changes for above in found.above)


def test_a_target_that_serves_nothing_changes_the_organisation_alone() -> None:
    alone = a_target(code="CS-3")
    found = upward(a_plan_with(alone), alone, NEW, TODAY)
    assert found is not None
    assert [above.record for above in found.above] == [ORGANISATION]


@pytest.mark.parametrize("state", [State.draft, State.dropped])
def test_a_target_without_a_status_changes_nothing(state: State) -> None:
    target = a_target(state=state)
    assert upward(a_plan_with(target), target, NEW, TODAY) is None
