from typing import Any

import pytest

from kptui.models.policy import RollUp
from kptui.models.record import Record
from kptui.models.target import Cadence, State, Target
from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.rules.rollup import RolledUp, roll_up
from tests.builders import a_pillar, a_plan, a_policy, a_reading, a_target, an_objective, an_organisation, day_number

TODAY = 50
EVERY_DAY = a_policy(days_off=())
ACHIEVED, ON_TRACK, AT_RISK, OFF_TRACK = 100, 50, 30, 10
SILENT: dict[str, Any] = {"cadence": Cadence.daily}
TOO_EARLY: dict[str, Any] = {"start": day_number(49)}
MISSED: dict[str, Any] = {"due": day_number(49)}

Checked = tuple[Target, float | None]


def with_value(value: float | None, number: int = 1, **fields: Any) -> Checked:
    """A target that has come evenly to that value on day 49, or was never checked in."""
    return a_target(code=f"CS-{number}", **fields), value


def a_plan_of(*records: Record, targets: tuple[Checked, ...] = (), policy: Record = EVERY_DAY) -> Plan:
    days = (42, 49)
    readings = {t.id: [a_reading(day_number(day), value * day / 49) for day in days] for t, value in targets if value is not None}
    return a_plan(policy, *records, *(target for target, _ in targets), readings=readings)


def beneath_one(*targets: Checked, policy: Record = EVERY_DAY) -> RolledUp:
    """What is beneath an objective with these targets."""
    objective = an_objective()
    served = tuple((t.model_copy(update={"objective": objective.id}), value) for t, value in targets)
    return roll_up(a_plan_of(objective, targets=served, policy=policy), day_number(TODAY))[objective.id]


@pytest.mark.parametrize(
    ("children", "status"),
    [
        ([(ON_TRACK, {}), (OFF_TRACK, {}), (AT_RISK, {})], Status.off_track),
        ([(ON_TRACK, {}), (AT_RISK, {})], Status.at_risk),
        ([(ON_TRACK, {}), (ACHIEVED, {})], Status.on_track),
        ([(ACHIEVED, {}), (ACHIEVED, {})], Status.achieved),
        ([(ON_TRACK, {}), (None, SILENT)], Status.on_track),
        ([(ACHIEVED, {}), (None, SILENT)], Status.on_track),
        ([(ACHIEVED, {}), (None, TOO_EARLY)], Status.on_track),
        ([(AT_RISK, {}), (None, SILENT)], Status.at_risk),
        ([(None, SILENT), (None, SILENT)], Status.no_news),
        ([(None, SILENT), (None, TOO_EARLY)], Status.no_news),
        ([(None, TOO_EARLY)], Status.too_early),
        ([(10, MISSED), (ON_TRACK, {})], Status.off_track),
        ([(10, MISSED), (ACHIEVED, {})], Status.missed),
        ([(10, MISSED), (None, TOO_EARLY)], Status.off_track),
        ([(10, MISSED)], Status.missed),
        ([(ON_TRACK, {}), (OFF_TRACK, {"weight": 0})], Status.off_track),
        ([(None, {"state": State.draft})], None),
        ([], None),
    ],
)
def test_the_worst_beneath_decides(children: list[tuple[float | None, dict[str, Any]]], status: Status | None) -> None:
    targets = [with_value(value, number, **fields) for number, (value, fields) in enumerate(children, start=1)]
    assert beneath_one(*targets).status is status


@pytest.mark.parametrize(
    ("values", "status"),
    [((100, 20), Status.on_track), ((60, 20), Status.at_risk), ((20, 10), Status.off_track), ((100, 100), Status.achieved)],
)
def test_by_the_policy_the_pace_of_the_mean_decides(values: tuple[float, ...], status: Status) -> None:
    weighted = a_policy(days_off=(), roll_up=RollUp.weighted)
    targets = [with_value(value, number) for number, value in enumerate(values, start=1)]
    assert beneath_one(*targets, policy=weighted).status is status


def test_without_weight_there_is_no_mean_and_the_worst_decides() -> None:
    weighted = a_policy(days_off=(), roll_up=RollUp.weighted)
    found = beneath_one(with_value(OFF_TRACK, weight=0), policy=weighted)
    assert (found.status, found.progress, found.expected) == (Status.off_track, None, None)


def test_progress_is_the_weighted_mean_with_no_part_above_the_whole_or_below_nothing() -> None:
    found = beneath_one(with_value(250, 1, weight=1), with_value(-300, 2, weight=1), with_value(50, 3, weight=2))
    assert found.progress == pytest.approx((1 * 1 + 1 * 0 + 2 * 0.5) / 4)
    assert found.expected == pytest.approx(0.49)


def test_weights_beyond_all_numbers_still_have_a_mean() -> None:
    assert beneath_one(with_value(100, 1, weight=1e308), with_value(50, 2, weight=1e308)).progress == 0.75


def test_a_target_without_a_reading_is_counted_and_in_no_mean() -> None:
    found = beneath_one(with_value(ON_TRACK, 1), with_value(None, 2, **SILENT), with_value(None, 3, **TOO_EARLY))
    assert (found.progress, found.targets, found.no_news) == (0.5, 3, 1)


def test_the_worst_is_named_and_among_equals_the_furthest_behind() -> None:
    assert beneath_one(with_value(AT_RISK, 1), with_value(10, 2), with_value(5, 3), with_value(ACHIEVED, 4)).worst == "CS-3"
    assert beneath_one(with_value(None, 1, **SILENT), with_value(ON_TRACK, 2)).worst == "CS-2"
    assert beneath_one(with_value(None, 1, **SILENT), with_value(None, 2, **TOO_EARLY)).worst == "CS-1"
    assert beneath_one().worst is None


def test_objectives_carry_what_is_beneath_them_up_to_the_organisation() -> None:
    organisation, pillar = an_organisation(), a_pillar()
    top = an_objective(pillar=pillar.id)
    low = an_objective(parent=top.id, weight=3)
    targets = (with_value(ACHIEVED, 1, objective=top.id), with_value(OFF_TRACK, 2, objective=low.id))
    found = roll_up(a_plan_of(organisation, pillar, low, top, targets=targets), day_number(TODAY))
    assert found[low.id].progress == 0.1
    assert found[top.id].progress == pytest.approx((1 * 1 + 3 * 0.1) / 4)
    assert [found[r.id].targets for r in (low, top, pillar, organisation)] == [1, 2, 2, 2]
    assert {found[r.id].status for r in (low, top, pillar, organisation)} == {Status.off_track}
    assert {found[r.id].worst for r in (low, top, pillar, organisation)} == {"CS-2"}


def test_the_organisation_has_every_target_those_that_serve_nothing_too() -> None:
    organisation, orphan = an_organisation(), an_objective()
    gone = an_objective(retired=True)
    below = an_objective(parent=gone.id)
    targets = (
        with_value(AT_RISK, 1),
        with_value(ON_TRACK, 2, objective=orphan.id),
        with_value(ON_TRACK, 3, objective=gone.id),
        with_value(ON_TRACK, 4, objective=below.id),
        with_value(ON_TRACK, 5, objective="nowhere"),
    )
    found = roll_up(a_plan_of(organisation, orphan, gone, below, targets=targets), day_number(TODAY))
    assert found[organisation.id].targets == 5
    assert found[organisation.id].worst == "CS-1"
    assert found.keys() == {organisation.id, orphan.id, below.id}


def test_objectives_that_go_round_in_a_circle_are_rolled_up_all_the_same() -> None:
    organisation = an_organisation()
    first, second, alone = (an_objective(id=name, parent=above) for name, above in (("a", "b"), ("b", "a"), ("c", "c")))
    targets = tuple(with_value(ON_TRACK, n, objective=o.id) for n, o in enumerate((first, second, alone), start=1))
    found = roll_up(a_plan_of(organisation, first, second, alone, targets=targets), day_number(TODAY))
    assert [found[name].targets for name in ("a", "b", "c")] == [2, 1, 1]
    assert found[organisation.id].targets == 3


def test_a_chain_of_objectives_may_be_as_deep_as_it_likes() -> None:
    chain = [an_objective(id=str(n), parent=str(n - 1)) for n in range(1, 1500)]
    deepest = with_value(ON_TRACK, objective=chain[-1].id)
    found = roll_up(a_plan_of(*chain, targets=(deepest,)), day_number(TODAY))
    assert found["1"] == found["1499"]


def test_a_plan_without_organisation_or_objectives_rolls_up_to_nothing() -> None:
    assert roll_up(a_plan(), day_number(TODAY)) == {}


def test_the_same_plan_on_the_same_day_is_rolled_up_once() -> None:
    plan = a_plan(an_organisation())
    assert roll_up(plan, day_number(TODAY)) is roll_up(plan, day_number(TODAY))
