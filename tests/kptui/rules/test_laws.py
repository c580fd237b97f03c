"""What holds for the rules whatever the target, its readings and the policy."""

import math
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.models.check_in import Reading
from kptui.models.policy import Policy
from kptui.models.target import Direction, Kind, State, Target
from kptui.rules.case import sign
from kptui.rules.flip import flip
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import expected_value, judge, judge_readings, what_if
from kptui.rules.rollup import roll_up
from tests.builders import a_plan, a_reading, an_objective, an_organisation
from tests.kptui.rules.strategies import anything, days, plain, policies, readings_of, targets

SCALES = [1e-3, 0.25, 3, 60, 1000]


def some_day(data: st.DataObject, target: Target) -> date:
    """A day around the target's span."""
    earliest, latest = (target.start - date.min).days, (date.max - target.start).days
    days_after = st.integers(-min(5, earliest), min((target.due - target.start).days + 60, latest))
    return target.start + timedelta(days=data.draw(days_after))


def up_to(day: date, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple(r for r in readings if r.on <= day)


@given(st.data(), policies, targets(anything))
def test_no_rule_raises_on_any_valid_record(data: st.DataObject, policy: Policy, target: Target) -> None:
    objective = an_objective()
    serving = target.model_copy(update={"objective": objective.id})
    readings = data.draw(readings_of(serving, anything, on=-10))
    plan = a_plan(policy, an_organisation(), objective, serving, readings={serving.id: readings})
    today = some_day(data, serving)
    judgement = judge(plan, serving, today)
    assert judgement is not None
    assert judgement.reasons
    assert all(reason.text for reason in judgement.reasons)
    assert roll_up(plan, today)[objective.id].targets == 1
    flip(plan, serving, today)
    expected_value(serving, today)


@pytest.mark.parametrize("kind", Kind)
@given(st.data(), policies)
def test_a_better_value_never_makes_the_status_worse(kind: Kind, data: st.DataObject, policy: Policy) -> None:
    target = data.draw(targets(kind=kind, low=None, high=None, goal=data.draw(plain)))
    readings = data.draw(readings_of(target, least=1))
    today = max(some_day(data, target), readings[-1].on)
    values = sorted((data.draw(plain), data.draw(plain)), key=lambda value: sign(target) * value)
    judged = [judge_readings(policy, target, with_last(readings, v), today) for v in values]
    ranks = [judgement.status.rank for judgement in judged]
    assert ranks == sorted(ranks)
    chances = [judgement.p_miss for judgement in judged if judgement.p_miss is not None]
    if target.kind is not Kind.level or target.baseline is not None:  # else a better first value makes the way begin elsewhere
        assert chances == pytest.approx(sorted(chances, reverse=True))


def with_last(readings: tuple[Reading, ...], value: float) -> tuple[Reading, ...]:
    return (*readings[:-1], readings[-1]._replace(value=value))


@given(st.data(), policies, targets(), st.sampled_from(SCALES), days)
def test_the_unit_does_not_matter(data: st.DataObject, policy: Policy, target: Target, scale: float, today: date) -> None:
    readings = up_to(today, data.draw(readings_of(target)))
    scaled, their_readings = mapped(target, readings, scale)
    assert told(policy, scaled, their_readings, today) == told(policy, target, readings, today)


@given(st.data(), policies, targets(), days)
def test_up_and_down_are_judged_alike(data: st.DataObject, policy: Policy, target: Target, today: date) -> None:
    readings = up_to(today, data.draw(readings_of(target)))
    turned, their_readings = mapped(target, readings, -1)
    assert told(policy, turned, their_readings, today) == told(policy, target, readings, today)


def mapped(target: Target, readings: tuple[Reading, ...], factor: float) -> tuple[Target, tuple[Reading, ...]]:
    """The same target in another unit, or with a negative factor turned upside down."""
    figures = {name: getattr(target, name) for name in ("baseline", "goal", "original_goal", "low", "high")}
    points = [point.model_copy(update={"value": point.value * factor}) for point in target.points]
    changed: dict[str, Any] = {name: None if value is None else value * factor for name, value in figures.items()}
    changed["points"] = tuple(points)
    if factor < 0:
        changed |= {"low": changed["high"], "high": changed["low"]}
        changed["direction"] = Direction.decrease if target.better is Direction.increase else Direction.increase
    return target.model_copy(update=changed), tuple(r._replace(value=r.value * factor) for r in readings)


def told(policy: Policy, target: Target, readings: tuple[Reading, ...], today: date) -> tuple[Status, list[str], bool]:
    judgement = judge_readings(policy, target, readings, today)
    return judgement.status, [reason.rule for reason in judgement.reasons], judgement.stale


@given(st.data(), policies, targets(), days)
def test_a_withdrawn_or_corrected_reading_leaves_no_trace(
    data: st.DataObject, policy: Policy, target: Target, today: date
) -> None:
    readings, wrong, right = data.draw(readings_of(target)), data.draw(plain), data.draw(plain)
    mistaken = a_reading(target.start, wrong, confidence=1, reading_id="mistaken")
    taken_back = a_reading(target.start, wrong, corrects="mistaken", withdrawn=True)
    put_right = a_reading(target.start, right, corrects="mistaken", reading_id="right")

    def judged(*new: Reading) -> Judgement | None:
        plan = a_plan(policy, target, readings={target.id: (*readings, *new)})
        return judge(plan, target, today)

    assert judged(mistaken, taken_back) == judged()
    assert judged(mistaken, put_right) == judged(put_right)


@given(st.data(), policies, targets(state=State.active))
def test_the_flips_value_when_checked_in_gives_the_flips_status(data: st.DataObject, policy: Policy, target: Target) -> None:
    readings = data.draw(readings_of(target, least=1))
    today = readings[-1].on + timedelta(days=data.draw(st.integers(0, 20)))
    plan = a_plan(policy, target, readings={target.id: readings})
    before, found = judge(plan, target, today), flip(plan, target, today)
    if before is None or found is None or found.value is None:
        return
    said = [r.confidence for r in plan.readings_of(target.id) if r.confidence is not None and target.start <= r.on]
    new = a_reading(found.by, found.value, confidence=said[-1] if said else None)
    after = what_if(plan, target, new, found.by)
    assert after is not None
    assert after.status is found.status is not before.status


@given(st.data(), policies, targets(anything))
def test_a_chance_is_a_probability_and_a_forecast_lies_within_its_spread(
    data: st.DataObject, policy: Policy, target: Target
) -> None:
    readings = data.draw(readings_of(target, anything, least=1))
    judgement = judge_readings(policy, target, readings, readings[-1].on)
    assert judgement.p_miss is None or 0 <= judgement.p_miss <= 1
    assert (judgement.low is None) is (judgement.high is None) or judgement.forecast is None or math.isfinite(judgement.forecast)
    if judgement.low is not None and judgement.forecast is not None and judgement.high is not None:
        slack = 1e-9 * max(abs(judgement.low), abs(judgement.high))
        assert judgement.low - slack <= judgement.forecast <= judgement.high + slack


@given(st.data(), policies, targets(), days)
def test_the_chance_is_the_same_in_any_unit_and_upside_down(
    data: st.DataObject, policy: Policy, target: Target, today: date
) -> None:
    readings = up_to(today, data.draw(readings_of(target)))
    found = judge_readings(policy, target, readings, today).p_miss
    for factor in (-1, 60):
        other = judge_readings(policy, *mapped(target, readings, factor), today).p_miss
        assert other == (None if found is None else pytest.approx(found, abs=1e-6))


@given(st.data(), policies, targets(), days)
def test_silence_is_never_green(data: st.DataObject, policy: Policy, target: Target, today: date) -> None:
    readings = up_to(today, data.draw(readings_of(target)))
    judgement = judge_readings(policy, target, readings, today)
    if judgement.status is Status.on_track:
        assert readings
        assert judgement.overdue_days == 0
    assert judgement.stale is (judgement.overdue_days > 0 and judgement.status in (Status.off_track, Status.at_risk))


@given(st.data(), policies, targets(), days)
def test_a_check_in_is_due_in_what_is_left_of_the_span(data: st.DataObject, policy: Policy, target: Target, today: date) -> None:
    readings = up_to(today, data.draw(readings_of(target)))
    due = judge_readings(policy, target, readings, today).next_check_in
    if due is not None:
        assert target.start <= due <= target.due
        assert not readings or due > readings[-1].on
