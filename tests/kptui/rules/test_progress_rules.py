from typing import Any

import pytest

from kptui.models.policy import Policy
from kptui.models.target import Direction, KeepBy, Kind
from kptui.rules.case import Case, case_of
from kptui.rules.judgement import Status
from kptui.rules.keep_rules import average, latest, worst
from kptui.rules.progress_rules import PROGRESS_RULES
from kptui.rules.trigger_rules import falling_confidence, low_confidence
from kptui.rules.verdict import Rule, Verdict
from kptui.rules.way_rules import limit, pace, slow_start, slowing
from tests.builders import a_policy, a_reading, a_target, day_number

DOWN = Direction.decrease
POLICY = a_policy()


def a_case(*values: tuple[int, float], sure: tuple[int | None, ...] = (), policy: Policy = POLICY, **fields: Any) -> Case:
    """A case with values on days of the span, the first ones with a confidence."""
    confidences = (*sure, *[None] * len(values))
    readings = tuple(a_reading(day_number(day), v, confidence=c) for (day, v), c in zip(values, confidences, strict=False))
    return case_of(policy, a_target(**fields), readings, readings[-1].on)


def said(verdict: Verdict | None) -> tuple[Status, str, str]:
    assert verdict is not None
    return verdict.status, *verdict.reason


def unevenly(day: int, value: float, **fields: Any) -> Case:
    """A case that came to a value by weekly steps, a small and a large one in turn."""
    weeks = range(7, day, 7)
    return a_case(*((week, value * (week - week % 2 * 5) / day) for week in weeks), (day, value), **fields)


@pytest.mark.parametrize(
    ("day", "value", "status", "text"),
    [
        (50, 45, Status.on_track, "on pace: 45 % of the way where 50 % is expected (pace 0.90)"),
        (
            50,
            44.9,
            Status.on_track,
            "behind pace; a miss is 21 % likely, at risk from 65 % on: 45 % of the way where 50 % is expected (pace 0.89)",
        ),
        (50, 80, Status.on_track, "on pace: 80 % of the way where 50 % is expected (pace 1.60)"),
        (
            50,
            19,
            Status.off_track,
            "far behind pace: 19 % of the way where 50 % is expected (pace 0.38, far behind below 0.40)",
        ),
        (24, 5, Status.at_risk, "far behind pace: 5 % of the way where 24 % is expected (pace 0.20, far behind below 0.40)"),
    ],
)
def test_pace_is_held_against_the_two_paces_of_the_policy(day: int, value: float, status: Status, text: str) -> None:
    assert said(pace(unevenly(day, value)))[::2] == (status, text)


def test_far_behind_for_the_first_time_is_at_risk() -> None:
    status, rule, text = said(pace(a_case((42, 40), (50, 9))))
    assert (status, rule) == (Status.at_risk, "far_behind")
    assert text.endswith("; a second check-in like it makes it off track")


def test_on_the_due_day_there_is_no_second_check_in_to_wait_for() -> None:
    assert said(pace(a_case((93, 93), (100, 39))))[0] is Status.off_track


def test_a_policy_may_want_no_second_check_in() -> None:
    assert said(pace(a_case((42, 40), (50, 9), policy=a_policy(in_a_row=1))))[0] is Status.off_track


def test_who_goes_evenly_and_slowly_is_off_track_sooner() -> None:
    even = a_case(*((day, day * 0.85) for day in (7, 14, 21, 28, 35, 42, 49)))
    assert said(pace(even))[:2] == (Status.off_track, "miss_likely")
    assert said(pace(unevenly(50, 42.5)))[0] is Status.on_track


def test_after_off_track_the_first_good_check_in_is_at_risk_and_the_second_on_track() -> None:
    low = ((30, 5), (40, 6))
    assert said(pace(a_case(*low)))[0] is Status.off_track
    text = "off track up to the check-in before; a second good check-in makes it on track: "
    found = said(pace(a_case(*low, (50, 50))))
    assert (found[0], found[1], found[2].startswith(text)) == (Status.at_risk, "recovering", True)
    assert said(pace(a_case(*low, (50, 50), (60, 60))))[0] is Status.on_track
    assert said(pace(a_case(*low, (93, 40), (100, 99))))[0] is Status.on_track


def test_a_likely_miss_is_at_risk_and_a_likelier_one_twice_in_a_row_off_track() -> None:
    mild, bad = unevenly(70, 36), unevenly(70, 30)
    assert said(pace(mild)) == (
        Status.at_risk,
        "miss_likely",
        "a miss is likely: 67 %, at risk from 65 % on; 36 % of the way where 70 % is expected (pace 0.51)",
    )
    status, rule, text = said(pace(bad))
    assert (status, rule) == (Status.off_track, "miss_likely")
    assert ", off track from 70 % on; 30 % of the way" in text


def test_on_pace_no_probability_puts_a_target_at_risk() -> None:
    never_sure = a_policy(at_risk_chance=0.01, off_track_chance=0.01)
    assert said(pace(unevenly(50, 46, policy=never_sure)))[0] is Status.on_track
    assert said(pace(unevenly(50, 44, policy=never_sure)))[0] is Status.off_track


def test_no_progress_in_two_check_ins_is_off_track_when_it_is_behind() -> None:
    text = "no progress in 2 check-ins, and behind: 30 % of the way where 50 % is expected (pace 0.60)"
    assert said(pace(a_case((36, 30), (43, 30), (50, 30)))) == (Status.off_track, "stalled", text)
    assert said(pace(a_case((36, 46), (43, 46), (50, 46))))[0] is Status.on_track
    assert said(pace(a_case((36, 5), (43, 5), (50, 5))))[:2] == (Status.off_track, "stalled")


def test_three_slower_steps_that_do_not_get_there_are_at_risk_where_a_miss_is_likely() -> None:
    found = slowing(a_case((20, 20), (30, 27), (40, 32), (50, 33)))
    text = "slowing: 4.9, 3.5, 0.7 a week in the last 3 steps, and like the last it does not get there"
    assert said(found) == (Status.at_risk, "slowing", text)
    assert slowing(a_case((20, 20), (30, 27), (40, 34), (50, 35))) is None
    assert slowing(a_case((10, 30), (20, 49), (30, 67), (40, 84))) is None
    assert slowing(a_case((30, 40), (40, 32), (50, 20), policy=a_policy(slowing_chance=1))) is None


def test_where_nothing_is_expected_yet_it_is_on_track() -> None:
    expected = (Status.on_track, "on_pace", "nothing is expected yet on 20 Feb, the day of the last value")
    assert said(pace(a_case((50, 20), baseline=None))) == expected


def test_a_value_that_has_not_moved_a_week_after_the_start_is_a_slow_start() -> None:
    text = "not started: 24 h after 7 days, begun at 24 h"
    assert said(slow_start(a_case((7, 24), baseline=24, goal=12, unit="h"))) == (Status.at_risk, "slow_start", text)
    assert slow_start(a_case((6, 24), baseline=24, goal=12)) is None
    assert slow_start(a_case((7, 23.9), baseline=24, goal=12)) is None


def test_a_slow_start_needs_a_day_and_a_known_baseline() -> None:
    assert slow_start(a_case((0, 0), policy=a_policy(slow_start_days=0))) is None
    assert slow_start(a_case((50, 0), baseline=None)) is None
    assert slow_start(a_case((50, 0), (57, 0), baseline=None)) is not None


def test_an_average_at_its_goal_is_kept() -> None:
    expected = (Status.on_track, "average_kept", "the average of 2 check-ins is 95 %, the goal at least 95 %")
    assert said(average(a_case((30, 94), (60, 96), kind=Kind.keep, goal=95, unit="%"))) == expected


def test_an_average_that_its_best_reading_could_mend_is_at_risk() -> None:
    text = "the average of 2 check-ins is 94 %, the goal at least 95 %; the 6 left must average 95.33 %; a miss is 65 % likely"
    found = said(average(a_case((30, 92), (60, 96), kind=Kind.keep, goal=95, unit="%")))
    assert found == (Status.at_risk, "average_missed", text)


def test_an_average_that_its_best_reading_could_not_mend_is_off_track_after_a_quarter() -> None:
    text = "the average of 2 check-ins is 6, the goal at most 4; the 6 left must average 3.33, the best so far is 5"
    first = "the only check-in is 94, the goal at least 95; the 10 left must average 95.1, the best so far is 94"
    once = f"{first}; a second check-in like it makes it off track"
    assert said(average(a_case((30, 94), kind=Kind.keep, goal=95))) == (Status.at_risk, "average_missed", once)
    fields: dict[str, Any] = {"kind": Kind.keep, "goal": 4, "direction": DOWN}
    assert said(average(a_case((30, 7), (60, 5), **fields))) == (Status.off_track, "average_out_of_reach", text)
    assert said(average(a_case((10, 7), (24, 5), **fields)))[0] is Status.at_risk


def test_an_average_with_no_check_in_left_cannot_be_mended() -> None:
    text = "the only check-in is 94, the goal at least 95, the best so far is 94"
    assert said(average(a_case((100, 94), kind=Kind.keep, goal=95))) == (Status.off_track, "average_out_of_reach", text)


def test_a_band_is_missed_on_either_side() -> None:
    band: dict[str, Any] = {"kind": Kind.keep, "goal": None, "low": 3, "high": 5, "unit": "h"}
    assert said(average(a_case((30, 4), (60, 5), **band)))[2] == "the average of 2 check-ins is 4.5 h, the goal between 3 and 5 h"
    assert said(average(a_case((30, 4), (60, 8), **band)))[0] is Status.at_risk
    assert said(average(a_case((30, 8), (60, 7), **band)))[0] is Status.off_track
    assert said(average(a_case((30, 1), (60, 2), **band)))[0] is Status.off_track
    assert said(average(a_case((30, 1), (60, 4), **band)))[0] is Status.at_risk


def test_a_band_may_be_open_on_one_side() -> None:
    least, most = a_case((50, 4), kind=Kind.keep, goal=None, low=3), a_case((50, 4), kind=Kind.keep, goal=None, high=5)
    assert said(average(least))[2] == "the only check-in is 4, the goal at least 3"
    assert said(average(most))[2] == "the only check-in is 4, the goal at most 5"


def test_an_average_that_rounding_would_show_as_met_is_shown_whole() -> None:
    words = said(average(a_case((30, 94.996), (60, 94.998), kind=Kind.keep, goal=95, unit="%")))[2]
    assert words.startswith("the average of 2 check-ins is 94.997 %, the goal at least 95 %")


def test_a_kept_average_that_is_slipping_is_at_risk() -> None:
    text = "the average of 6 check-ins is 95.17, the goal at least 95; but of late it is 90.5, and a miss is 76 % likely"
    slipping = a_case((10, 97), (20, 98), (30, 97), (40, 98), (50, 91), (60, 90), kind=Kind.keep, goal=95)
    assert said(average(slipping)) == (Status.at_risk, "average_slipping", text)


@pytest.mark.parametrize(("rule", "keep_by"), [(average, KeepBy.average), (latest, KeepBy.latest)])
def test_what_is_kept_again_is_at_risk_until_the_second_good_check_in(rule: Rule, keep_by: KeepBy) -> None:
    fields: dict[str, Any] = {"kind": Kind.keep, "keep_by": keep_by, "goal": 10}
    assert said(rule(a_case((30, 6), (40, 7), (50, 20), **fields)))[:2] == (Status.at_risk, "recovering")
    assert said(rule(a_case((30, 6), (40, 7), (50, 20), (60, 20), **fields)))[0] is Status.on_track


@pytest.mark.parametrize(
    ("values", "status", "rule"),
    [
        (((30, 94), (60, 95)), Status.on_track, "latest_kept"),
        (((30, 96), (60, 94)), Status.at_risk, "latest_missed"),
        (((60, 94),), Status.at_risk, "latest_missed"),
        (((30, 94), (60, 94)), Status.off_track, "latest_missed_twice"),
        (((10, 94), (20, 94)), Status.at_risk, "latest_missed"),
    ],
)
def test_the_latest_reading_missed_twice_in_a_row_is_off_track(
    values: tuple[tuple[int, float], ...], status: Status, rule: str
) -> None:
    assert said(latest(a_case(*values, kind=Kind.keep, keep_by=KeepBy.latest, goal=95)))[:2] == (status, rule)


def test_a_level_that_was_at_its_goal_before_the_start_is_judged_by_its_latest_readings() -> None:
    assert said(latest(a_case((30, 8), baseline=10, goal=10)))[:2] == (Status.at_risk, "latest_missed")
    text = "the value is 8, the goal at least 10; the one before missed it too"
    twice = a_case((30, 8), (60, 8), baseline=10, goal=10)
    assert said(latest(twice)) == (Status.off_track, "latest_missed_twice", text)


def test_a_bad_reading_where_the_worst_counts_cannot_be_mended() -> None:
    fields: dict[str, Any] = {"kind": Kind.keep, "keep_by": KeepBy.worst, "goal": 4, "direction": DOWN}
    text = "the worst of 2 check-ins is 5, the goal at most 4; that cannot be mended"
    assert said(worst(a_case((10, 5), (60, 1), **fields))) == (Status.off_track, "worst_missed", text)
    assert said(worst(a_case((10, 3), (60, 4), **fields)))[:2] == (Status.on_track, "worst_kept")


@pytest.mark.parametrize(
    ("value", "status", "rule"),
    [(5, Status.on_track, "limit_kept"), (7, Status.at_risk, "limit_ahead"), (13, Status.off_track, "limit_passed")],
)
def test_a_running_total_that_must_stay_low_has_a_limit(value: float, status: Status, rule: str) -> None:
    accidents = a_case((50, value), kind=Kind.cumulative, baseline=None, goal=12, direction=DOWN)
    assert said(limit(accidents))[:2] == (status, rule)


def test_a_limit_says_where_the_rate_so_far_ends() -> None:
    words = said(limit(a_case((50, 7), kind=Kind.cumulative, baseline=None, goal=12, direction=DOWN, unit="accidents")))[2]
    assert words == "the value is 7 accidents, the goal at most 12 accidents; as it goes so far it ends at 13.91 accidents"


def test_a_limit_on_its_first_day_has_no_rate() -> None:
    assert said(limit(a_case((0, 7), kind=Kind.cumulative, baseline=None, goal=12, direction=DOWN)))[0] is Status.on_track


@pytest.mark.parametrize("sure", [(4,), (7, 3), (3, None)])
def test_low_confidence_counts_as_last_said(sure: tuple[int | None, ...]) -> None:
    assert low_confidence(a_case((10, 50), (20, 50), sure=sure)) is not None


@pytest.mark.parametrize("sure", [(5,), (3, 7), (None, 5), ()])
def test_enough_confidence_holds_nothing_back(sure: tuple[int | None, ...]) -> None:
    assert low_confidence(a_case((10, 50), (20, 50), sure=sure)) is None


@pytest.mark.parametrize("sure", [(9, 7), (9, 2)])
def test_confidence_falling_by_two_puts_at_risk(sure: tuple[int | None, ...]) -> None:
    assert falling_confidence(a_case((10, 50), (20, 50), sure=sure)) is not None


@pytest.mark.parametrize("sure", [(9, 8), (7, 9), (7,), ()])
def test_confidence_that_hardly_falls_or_rises_puts_nothing_at_risk(sure: tuple[int | None, ...]) -> None:
    assert falling_confidence(a_case((10, 50), (20, 50), sure=sure)) is None


def test_confidence_is_quoted_with_its_threshold() -> None:
    assert said(low_confidence(a_case((10, 50), sure=(3,))))[2] == "confidence is 3 of 10, at risk at 4 or less"
    text = "confidence fell from 9 to 6, at risk from a fall of 2 on"
    assert said(falling_confidence(a_case((10, 50), (20, 50), sure=(9, 6))))[2] == text


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("keep_by", KeepBy)
def test_every_kind_has_a_rule_that_always_speaks(kind: Kind, keep_by: KeepBy) -> None:
    case = a_case((50, 50), kind=kind, keep_by=keep_by)
    assert any(rule(case) is not None for rule in PROGRESS_RULES)
