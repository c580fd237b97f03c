from datetime import date
from typing import Any

import pytest

from kptui.models.obstacle import Blocker, BlockerKind, SupportRequest
from kptui.models.record import Record
from kptui.models.target import Curve, Kind, State, Target
from kptui.plan import Plan
from kptui.rules.circumstances import ALONE, circumstances_of
from kptui.rules.flip import flip
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import expected_value, judge, judge_all
from tests.builders import NOW, a_person, a_plan, a_policy, a_reading, a_target, a_team, day_number

TODAY = day_number(50)
EVERY_DAY = a_policy(days_off=())
TEAM = a_team()
MARIA = a_person(team=TEAM.id)


def a_blocker(target: Target, on: int, **fields: Any) -> Blocker:
    plain = {"at": NOW, "by": "maria", "target": target.id, "text": "The supplier is late", "on": day_number(on)}
    return Blocker.model_validate({**plain, **fields})


def a_request(target: Target, on: int, **fields: Any) -> SupportRequest:
    plain = {"at": NOW, "by": "maria", "target": target.id, "of": MARIA.id, "on": day_number(on)}
    return SupportRequest.model_validate({**plain, **fields})


def judged(target: Target, *records: Record, today: date = TODAY) -> Judgement:
    """Judge a target that is on pace."""
    readings = {target.id: [a_reading(day_number(42), 42), a_reading(day_number(49), 50)]}
    found = judge(a_plan(EVERY_DAY, target, *records, readings=readings), target, today)
    assert found is not None
    return found


def test_an_open_blocker_holds_a_target_back() -> None:
    target = a_target()
    found = judged(target, a_blocker(target, 40, kind=BlockerKind.dependency))
    assert found.status is Status.at_risk
    assert found.reasons[0] == ("blocked", "blocked (dependency) since 10 Feb")


def test_a_blocker_with_a_day_holds_back_once_that_is_past() -> None:
    target = a_target()
    late = judged(target, a_blocker(target, 40, due=day_number(49)), a_blocker(target, 45, due=day_number(48)))
    assert late.reasons[0].text == "blocked (other) since 15 Feb, due by 18 Feb"
    assert judged(target, a_blocker(target, 40, due=TODAY)).status is Status.on_track


def test_a_blocker_that_is_resolved_to_come_or_anothers_holds_nothing_back() -> None:
    target, other = a_target(), a_target(code="CS-2")
    for blocker in (a_blocker(target, 40, resolved_on=TODAY), a_blocker(target, 51), a_blocker(other, 40)):
        assert judged(target, other, blocker).status is Status.on_track
    assert judged(target, a_blocker(target, 40, resolved_on=day_number(51))).status is Status.at_risk


def test_help_that_was_not_given_by_its_day_holds_a_target_back() -> None:
    target = a_target()
    found = judged(target, a_request(target, 30, due=day_number(40)), a_request(target, 42))
    assert found.reasons[0] == ("unanswered", "asked for help (other) on 31 Jan, due by 10 Feb")
    assert judged(target, a_request(target, 42)).reasons[0].text == "asked for help (other) on 12 Feb, due by 19 Feb"


def test_help_that_was_given_or_still_has_time_holds_nothing_back() -> None:
    target = a_target()
    for request in (a_request(target, 30, answered_on=TODAY), a_request(target, 44), a_request(target, 30, due=TODAY)):
        assert judged(target, request).status is Status.on_track


def test_the_flip_of_a_blocked_target_does_not_forget_the_blocker() -> None:
    target = a_target()
    plan = a_plan(EVERY_DAY, target, a_blocker(target, 40), readings={target.id: [a_reading(day_number(49), 50)]})
    found = flip(plan, target, TODAY)
    assert found is not None
    assert found.status is Status.achieved


def test_a_new_blocker_is_seen_when_all_are_judged_again() -> None:
    target = a_target()
    readings = {target.id: (a_reading(day_number(49), 50),)}
    before = a_plan(EVERY_DAY, target, readings=readings)
    after = Plan(before.revision, {**before.records, "b": a_blocker(target, 40)}, before.readings)
    assert judge_all(before, TODAY)[target.id].status is Status.on_track
    assert judge_all(after, TODAY)[target.id].status is Status.at_risk


LATE = {10: 2.0, 50: 10.0, 100: 80.0}
"""A back-loaded way: an eighth at half of the span."""


def finished(number: int, *, owner: str | None = MARIA.id, values: dict[int, float] | None = None, **fields: Any) -> Any:
    """A target of the hundred days before, with its readings."""
    target = a_target(code=f"CS-{number}", owner=owner, state=State.closed, **fields)
    moved = target.model_copy(update={"start": day_number(-110), "due": day_number(-10)})
    days = LATE if values is None else values
    return moved, [a_reading(day_number(day - 110), value) for day, value in days.items()]


def a_plan_after(*past: Any) -> tuple[Plan, Target]:
    target = a_target(code="CS-99", owner=TEAM.id, curve=Curve.history)
    readings = {t.id: found for t, found in past}
    return a_plan(EVERY_DAY, TEAM, MARIA, target, *(t for t, _ in past), readings=readings), target


def expected_at_half(*past: Any) -> float | None:
    plan, target = a_plan_after(*past)
    return expected_value(target, TODAY, circumstances_of(plan, target, TODAY))


def test_five_finished_targets_of_the_team_make_the_curve_as_shares_of_what_they_came_to() -> None:
    assert expected_at_half(*(finished(n) for n in range(1, 6))) == pytest.approx(12.5)


def test_a_target_on_such_a_curve_is_judged_again_when_the_past_is_another() -> None:
    past = [finished(n) for n in range(1, 6)]
    plan, target = a_plan_after(*past)
    before = Plan(plan.revision, plan.records, {**plan.readings, target.id: (a_reading(TODAY, 12),)})
    early = {t.id: (a_reading(day_number(-60), 60), a_reading(day_number(-10), 80)) for t, _ in past}
    after = Plan(plan.revision, plan.records, {**before.readings, **early})
    assert judge_all(before, TODAY)[target.id].expected == pytest.approx(0.125)
    assert judge_all(after, TODAY)[target.id] == judge(after, target, TODAY)
    assert judge_all(after, TODAY)[target.id].expected == pytest.approx(0.75)


def test_it_is_the_median_of_them() -> None:
    early = {10: 10.0, 50: 60.0, 100: 80.0}
    mixed = [finished(n, values=early if n > 3 else None) for n in range(1, 6)]
    assert expected_at_half(*mixed) == pytest.approx(12.5)
    even = [finished(n, values=early if n > 3 else None) for n in range(1, 7)]
    assert expected_at_half(*even) == pytest.approx((12.5 + 75) / 2)


@pytest.mark.parametrize(
    "odd",
    [
        finished(5, owner="somebody-else"),
        finished(5, owner=None),
        finished(5, kind=Kind.keep),
        finished(5, values={100: 80.0}),
        finished(5, values={50: 10.0, 100: -1.0}),
        finished(5, goal=None, kind=Kind.keep, low=1),
    ],
)
def test_four_and_one_that_tells_no_way_make_no_curve(odd: Any) -> None:
    assert expected_at_half(*(finished(n) for n in range(1, 5)), odd) == 50


def test_a_target_that_still_runs_or_is_nobodys_makes_no_curve() -> None:
    past = [finished(n) for n in range(1, 6)]
    plan, target = a_plan_after(*past)
    assert circumstances_of(plan, target, day_number(-10)).history == ()
    nobodys = target.model_copy(update={"owner": None})
    assert circumstances_of(plan, nobodys, TODAY) is ALONE
    assert circumstances_of(plan, target.model_copy(update={"curve": Curve.linear}), TODAY) is ALONE


def test_a_way_that_went_back_is_taken_never_to_have_gone_back() -> None:
    back = {10: 2.0, 40: 40.0, 50: 10.0, 100: 80.0}
    assert expected_at_half(*(finished(n, values=back, baseline=None) for n in range(1, 6))) == pytest.approx(50)
