from typing import Any

import pytest

from kptui.models.policy import Policy
from kptui.models.target import Direction, KeepBy, Kind, State, Target
from kptui.plan import Plan
from kptui.rules.flip import flip
from kptui.rules.judgement import Flip, Status
from kptui.rules.progress import judge, judge_readings, what_if
from tests.builders import a_plan, a_policy, a_reading, a_target, day_number

EVERY_DAY = a_policy(days_off=())
DOWN = Direction.decrease
KEPT: dict[str, Any] = {"kind": Kind.keep, "baseline": None}


def flipped(
    target: Target, today: int, *values: tuple[int, float], sure: int | None = None, policy: Policy = EVERY_DAY
) -> Flip | None:
    """The flip on a day of the span, checked against the judge: the value, when checked in, gives the status."""
    readings = [a_reading(day_number(day), value, confidence=sure) for day, value in values]
    plan = a_plan(target, policy, readings={target.id: readings})
    found = flip(plan, target, day_number(today))
    if found is not None and found.value is not None:
        assert status_with(plan, target, found, sure) is found.status
    return found


def status_with(plan: Plan, target: Target, found: Flip, sure: int | None) -> Status:
    assert found.value is not None
    judgement = what_if(plan, target, a_reading(found.by, found.value, confidence=sure), found.by)
    assert judgement is not None
    return judgement.status


def test_a_target_at_risk_gets_the_value_that_brings_it_back() -> None:
    hours = a_target(baseline=24, goal=12, unit="h")
    text = "on track again at ≤ 19.6 h by 26 Feb, or 12 h by 11 Apr"
    assert flipped(hours, 50, (49, 22)) == Flip(Status.on_track, day_number(56), 19.6, text)


def test_a_target_off_track_gets_the_nearest_better_status() -> None:
    found = flipped(a_target(), 50, (42, 8), (49, 10))
    assert found == Flip(Status.at_risk, day_number(56), 22.6, "only at risk at ≥ 22.6 by 26 Feb")


def test_a_target_on_track_gets_the_value_that_it_must_not_fall_to() -> None:
    found = flipped(a_target(), 50, (49, 49))
    assert found == Flip(Status.at_risk, day_number(56), 36.6, "down to at risk at ≤ 36.6 by 26 Feb")


def test_a_target_that_is_there_gets_the_value_that_takes_it_back() -> None:
    found = flipped(a_target(), 50, (49, 110))
    assert found == Flip(Status.on_track, day_number(56), 99.9, "down to on track at ≤ 99.9 by 26 Feb")


def test_a_check_in_that_is_late_is_wanted_today() -> None:
    found = flipped(a_target(), 60, (49, 20))
    assert found is not None
    assert found.by == day_number(60)


def test_the_value_is_rounded_to_the_side_that_flips() -> None:
    rising, falling = a_target(goal=333), a_target(baseline=333, goal=0)
    up, down = flipped(rising, 50, (49, 70)), flipped(falling, 50, (49, 263))
    assert up == Flip(Status.on_track, day_number(56), 122, "on track again at ≥ 122 by 26 Feb, or 333 by 11 Apr")
    assert down == Flip(Status.on_track, day_number(56), 211, "on track again at ≤ 211 by 26 Feb, or 0 by 11 Apr")


def test_after_a_value_far_out_the_flip_is_as_exact_as_before() -> None:
    found = flipped(a_target(baseline=24, goal=12, unit="h"), 50, (42, 18.8), (49, 118_000))
    assert found is not None
    assert found.value == 20.9


def test_the_last_check_in_has_no_other_after_it() -> None:
    found = flipped(a_target(), 96, (49, 30), (94, 60))
    assert found is not None
    assert found.by == day_number(100)
    assert ", or " not in found.text


def test_an_average_at_risk_gets_the_reading_that_mends_it() -> None:
    found = flipped(a_target(**KEPT, goal=95), 56, (7, 96), (49, 93))
    assert found == Flip(Status.on_track, day_number(56), 96, "on track again at ≥ 96 by 26 Feb")


def test_an_average_that_no_one_reading_can_mend_gets_the_average_of_the_rest() -> None:
    share = a_target(**KEPT, goal=95, unit="%")
    found = flipped(share, 50, (7, 85), (14, 98), (49, 85))
    text = "on track again when the 8 check-ins left by 11 Apr average ≥ 97.2 %"
    assert found == Flip(Status.on_track, day_number(100), None, text)
    readings = [a_reading(day_number(day), value) for day, value in ((7, 85), (14, 98), (49, 85), *[(100, 97.2)] * 8)]
    assert judge_readings(EVERY_DAY, share, readings, day_number(100)).status is Status.on_track


def test_an_average_beyond_all_mending_has_no_flip() -> None:
    assert flipped(a_target(**KEPT, goal=95, unit="%"), 50, (7, 10), (49, 20)) is None
    assert flipped(a_target(**KEPT, goal=1, direction=DOWN), 94, (7, 9), (93, 9)) is None


def test_a_last_check_in_that_cannot_mend_an_average_is_no_flip() -> None:
    assert flipped(a_target(**KEPT, goal=95, unit="%"), 94, (7, 50), (93, 99)) is None


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        (((42, 6), (49, 4.5)), "down to at risk at ≥ 5.001 by 26 Feb"),
        (((49, 3.2),), "down to at risk at ≤ 2.999 by 26 Feb"),
        (((49, 6),), "on track again at ≤ 5 by 26 Feb"),
        (((49, 2),), "on track again at ≥ 3 by 26 Feb"),
    ],
)
def test_a_band_is_left_and_entered_at_its_nearest_edge(readings: tuple[tuple[int, float], ...], expected: str) -> None:
    found = flipped(a_target(**KEPT, goal=None, low=3, high=5, keep_by=KeepBy.latest), 50, *readings)
    assert found is not None
    assert found.text == expected


def test_the_worst_reading_can_only_get_worse() -> None:
    errors = a_target(**KEPT, goal=4, direction=DOWN, keep_by=KeepBy.worst)
    found = flipped(errors, 50, (49, 3))
    assert found is not None
    assert (found.status, found.text) == (Status.off_track, "down to off track at ≥ 4.01 by 26 Feb")
    assert flipped(errors, 50, (42, 5), (49, 3)) is None


def test_a_total_under_its_limit_gets_the_value_that_goes_too_fast() -> None:
    accidents = a_target(kind=Kind.cumulative, baseline=None, goal=100, direction=DOWN)
    found = flipped(accidents, 50, (49, 30))
    assert found is not None
    assert (found.status, found.text) == (Status.at_risk, "down to at risk at ≥ 56.1 by 26 Feb")


def test_where_confidence_holds_it_back_more_of_it_is_wanted() -> None:
    found = flipped(a_target(), 50, (49, 60), sure=3)
    text = "on track again at ≥ 36.7 with a confidence of 5 or more by 26 Feb, or 100 by 11 Apr"
    assert found == Flip(Status.on_track, day_number(56), None, text)
    average = flipped(a_target(**KEPT, goal=95, unit="%"), 50, (7, 80), (14, 99), (49, 98), sure=3)
    assert average is not None
    assert average.text == "on track again when the 8 check-ins left by 11 Apr average ≥ 96 % with a confidence of 5 or more"


def test_where_no_confidence_is_enough_the_goal_itself_is_wanted() -> None:
    never_sure = a_policy(days_off=(), low_confidence=10)
    found = flipped(a_target(), 50, (49, 60), sure=10, policy=never_sure)
    assert found == Flip(Status.achieved, day_number(56), 100, "achieved at ≥ 100 by 26 Feb")
    assert flipped(a_target(**KEPT, goal=95, keep_by=KeepBy.latest), 50, (49, 96), sure=10, policy=never_sure) is None


def test_low_confidence_of_a_target_off_track_is_no_hindrance_to_at_risk() -> None:
    found = flipped(a_target(), 50, (42, 8), (49, 10), sure=3)
    assert found is not None
    assert (found.status, found.value) == (Status.at_risk, 22.6)


def test_no_news_wants_a_check_in_and_says_what_it_would_be_as_before() -> None:
    found = flipped(a_target(unit="h"), 60, (49, 56))
    assert found == Flip(Status.on_track, day_number(60), None, "a check-in: at 56 h it would be on track")


def test_no_news_at_all_wants_a_check_in_as_expected() -> None:
    assert flipped(a_target(), 50) == Flip(Status.on_track, day_number(50), None, "a check-in: at 50 it would be on track")
    assert flipped(a_target(**KEPT, goal=None, low=3), 50) == Flip(
        Status.on_track, day_number(50), None, "a check-in: at 3 it would be on track"
    )
    assert flipped(a_target(baseline=None), 50) == Flip(
        Status.achieved, day_number(50), None, "a check-in: at 100 it would be achieved"
    )


def test_after_the_end_no_news_wants_a_check_in_of_the_last_day() -> None:
    found = flipped(a_target(), 105, (49, 56))
    assert found == Flip(Status.missed, day_number(105), None, "a check-in of 11 Apr: at 56 it would be missed")


def test_too_early_gets_the_first_day_that_is_judged() -> None:
    assert flipped(a_target(), 8, (7, 1)) == Flip(Status.at_risk, day_number(10), None, "judged from 11 Jan on")
    text = "judged from 11 Jan on, once there is a check-in"
    assert flipped(a_target(), 3) == Flip(Status.on_track, day_number(10), None, text)
    late = flipped(a_target(cadence="monthly"), 20)
    assert late is not None
    assert late.by == day_number(20)


def test_the_first_day_that_is_judged_is_no_day_too_late() -> None:
    found = flipped(a_target(), 6, (5, 1), policy=a_policy(days_off=(), too_early_share=0.07))
    assert found is not None
    assert found.by == day_number(7)


def test_what_is_over_or_closed_or_has_its_last_check_in_cannot_flip() -> None:
    assert flipped(a_target(), 101, (100, 50)) is None
    assert flipped(a_target(), 101, (100, 100)) is None
    assert flipped(a_target(), 100, (100, 50)) is None
    assert flipped(a_target(state=State.closed), 50, (49, 10)) is None
    assert flipped(a_target(state=State.draft), 50) is None


def test_figures_with_no_room_around_them_have_no_flip() -> None:
    assert flipped(a_target(goal=1e300), 50, (49, 1e298)) is None
    assert flipped(a_target(goal=1e-300), 50, (49, 1e-302)) is None


def test_a_target_so_far_ahead_that_nothing_flips_it_has_no_flip() -> None:
    assert flipped(a_target(**KEPT, goal=10), 50, (7, 99), (49, 99)) is None


def test_all_values_at_zero_still_have_a_flip() -> None:
    none_wanted = a_target(**KEPT, goal=0, direction=DOWN, keep_by=KeepBy.latest)
    found = flipped(none_wanted, 50, (49, 0))
    assert found is not None
    assert found.status is Status.at_risk


def test_a_falling_confidence_is_over_when_the_next_one_stands() -> None:
    target = a_target()
    readings = [a_reading(day_number(42), 60, confidence=9), a_reading(day_number(49), 60, confidence=7)]
    plan = a_plan(target, EVERY_DAY, readings={target.id: readings})
    before = judge(plan, target, day_number(50))
    assert before is not None
    assert before.status is Status.at_risk
    found = flip(plan, target, day_number(50))
    assert found is not None
    assert status_with(plan, target, found, 7) is found.status is Status.on_track
