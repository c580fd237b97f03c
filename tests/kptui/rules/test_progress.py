from datetime import date
from typing import Any

import pytest

from kptui.models.check_in import OwnCall
from kptui.models.target import Cadence, Direction, KeepBy, Kind, State, Target
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import as_if_saved, expected_value, judge, judge_all, judge_readings, what_if
from tests.builders import a_plan, a_policy, a_reading, a_target, day_number

POLICY = a_policy(days_off=())


def judged(today: int, *values: tuple[int, float], target: Target | None = None, **given: Any) -> Judgement:
    """Judge values on days of the span; what is given is said with the last of them."""
    readings = [a_reading(day_number(day), value) for day, value in values]
    if given:
        readings[-1] = readings[-1]._replace(**given)
    return judge_readings(POLICY, target or a_target(), readings, day_number(today))


def rules(judgement: Judgement) -> list[str]:
    return [reason.rule for reason in judgement.reasons]


def words(judgement: Judgement, rule: str) -> str:
    return next(reason.text for reason in judgement.reasons if reason.rule == rule)


@pytest.mark.parametrize(
    ("today", "values", "status"),
    [
        (-10, (), Status.too_early),
        (5, (), Status.too_early),
        (7, (), Status.too_early),
        (10, (), Status.too_early),
        (11, (), Status.no_news),
        (9, ((7, 0),), Status.too_early),
        (9, ((7, 100),), Status.achieved),
        (10, ((7, 7),), Status.on_track),
        (50, ((49, 50),), Status.on_track),
        (50, ((49, 40),), Status.on_track),
        (50, ((49, 30),), Status.at_risk),
        (50, ((49, 10),), Status.at_risk),
        (50, ((42, 10), (49, 10)), Status.off_track),
        (50, ((42, 40), (49, 10)), Status.at_risk),
        (24, ((14, 1), (21, 1)), Status.at_risk),
        (50, ((49, 100),), Status.achieved),
        (59, ((49, 50),), Status.on_track),
        (60, ((49, 50),), Status.no_news),
        (60, ((49, 30),), Status.at_risk),
        (60, ((42, 10), (49, 10)), Status.off_track),
        (60, ((49, 100),), Status.achieved),
        (100, ((94, 94), (100, 99)), Status.on_track),
        (100, ((94, 40), (100, 41)), Status.off_track),
        (101, ((100, 99),), Status.missed),
        (101, ((100, 100),), Status.achieved),
        (101, ((94, 100),), Status.achieved),
        (101, ((93, 100),), Status.no_news),
        (101, (), Status.no_news),
        (110, ((50, 50), (105, 100)), Status.no_news),
        (110, ((100, 50), (105, 100)), Status.missed),
    ],
)
def test_a_level_has_one_status_on_each_day(today: int, values: tuple[tuple[int, float], ...], status: Status) -> None:
    judgement = judged(today, *values)
    assert judgement.status is status
    assert judgement.reasons


@pytest.mark.parametrize(
    ("fields", "good", "bad"),
    [
        ({"kind": Kind.cumulative, "baseline": None}, 100, 99),
        ({"kind": Kind.steps, "baseline": None, "goal": 4}, 4, 3),
        ({"baseline": 24, "goal": 12}, 11, 13),
        ({"kind": Kind.keep, "goal": 95}, 95, 94),
        ({"kind": Kind.keep, "goal": 4, "direction": Direction.decrease, "keep_by": KeepBy.worst}, 4, 5),
        ({"kind": Kind.keep, "goal": None, "low": 3, "high": 5}, 5, 6),
        ({"kind": Kind.cumulative, "baseline": None, "goal": 12, "direction": Direction.decrease}, 12, 13),
    ],
)
def test_after_the_due_day_each_kind_is_achieved_or_missed(fields: dict[str, Any], good: float, bad: float) -> None:
    target = a_target(**fields)
    assert judged(101, (100, good), target=target).status is Status.achieved
    assert judged(101, (100, bad), target=target).status is Status.missed


def test_what_must_be_kept_is_never_achieved_before_its_end() -> None:
    for target in (a_target(kind=Kind.keep, goal=95), a_target(kind=Kind.keep, goal=None, low=1)):
        assert judged(100, (50, 99), (100, 99), target=target).status is Status.on_track
        assert judged(101, (50, 99), (100, 99), target=target).status is Status.achieved


def test_a_limit_is_never_achieved_before_its_end() -> None:
    accidents = a_target(kind=Kind.cumulative, baseline=None, goal=12, direction=Direction.decrease)
    assert judged(50, (49, 2), target=accidents).status is Status.on_track


def test_the_end_is_told_with_both_figures() -> None:
    target = a_target(baseline=24, goal=12, unit="h")
    assert words(judged(101, (100, 14.2), target=target), "missed") == "the value was 14.2 h in the end, the goal at most 12 h"
    assert words(judged(50, (49, 12), target=target), "achieved") == "the value is 12 h, the goal at most 12 h"


def test_silence_is_told_with_its_days() -> None:
    assert words(judged(11), "silent") == "the first check-in was due on 8 Jan, 4 days ago"
    assert words(judged(60, (49, 50)), "silent") == "the check-in was due on 26 Feb, 4 days ago"
    assert words(judged(101, (50, 50)), "silent") == "the last check-in is of 20 Feb: too long before the end on 11 Apr"
    assert words(judged(101), "silent") == "there was no check-in up to 11 Apr"


def test_a_day_of_silence_is_one_day() -> None:
    daily = a_target(cadence=Cadence.daily)
    assert words(judged(52, (50, 50), target=daily), "silent") == "the check-in was due on 21 Feb, 1 day ago"


def test_what_silence_hides_is_still_told() -> None:
    judgement = judged(60, (49, 50))
    assert rules(judgement) == ["silent", "on_pace", "run_rate", "forecast"]
    assert not judgement.stale
    assert judgement.overdue_days == 4


def test_a_late_check_in_makes_a_bad_status_stale() -> None:
    judgement = judged(60, (49, 30))
    assert judgement.stale
    assert rules(judgement) == ["miss_likely", "stale", "run_rate", "forecast"]
    assert not judged(59, (49, 30)).stale
    assert not judged(60, (49, 100)).stale


def test_too_early_says_from_when_on_it_is_judged() -> None:
    assert words(judged(9, (7, 0)), "too_early") == "9 % of the span has gone by, judged from 10 % on"
    assert words(judged(5), "too_early") == "the first check-in is due on 8 Jan"
    assert words(judged(-10), "too_early") == "it starts on 1 Jan 2026"


def test_a_target_that_was_closed_early_is_judged_by_what_it_has() -> None:
    closed = a_target(state=State.closed)
    assert judged(50, (20, 20), target=closed).status is Status.on_track
    assert judged(50, (20, 20), target=closed).next_check_in is None
    silent = judged(50, target=closed)
    assert (silent.status, words(silent, "silent")) == (Status.no_news, "it was closed without a check-in")


def test_the_worst_rule_decides_and_all_are_told() -> None:
    judgement = judged(50, (49, 50), confidence=3)
    assert judgement.status is Status.at_risk
    assert rules(judgement) == ["low_confidence", "on_pace", "run_rate", "forecast"]


def test_confidence_holds_back_on_track_alone() -> None:
    assert judged(50, (42, 10), (49, 10), confidence=3).status is Status.off_track
    assert judged(50, (49, 100), confidence=3).status is Status.achieved


@pytest.mark.parametrize(
    ("value", "call", "text"),
    [
        (20, OwnCall.on_track, "the owner says on track, the rules say at risk"),
        (50, OwnCall.off_track, "the owner says off track, the rules say on track"),
    ],
)
def test_an_owner_who_sees_it_otherwise_is_quoted_and_changes_nothing(value: float, call: OwnCall, text: str) -> None:
    judgement = judged(50, (49, value), own_call=call)
    assert words(judgement, "own_call_differs") == text
    assert judgement.status is judged(50, (49, value)).status


def test_an_owner_who_agrees_or_speaks_of_what_is_over_is_not_quoted() -> None:
    assert "own_call_differs" not in rules(judged(50, (49, 20), own_call=OwnCall.at_risk))
    assert "own_call_differs" not in rules(judged(50, (49, 100), own_call=OwnCall.off_track))


def test_a_changed_goal_is_judged_against_the_first_one_too() -> None:
    moved = a_target(original_goal=200, unit="h")
    text = "the goal was 200 h at first; against that it is at risk"
    judgement = judged(50, (49, 48), target=moved)
    assert words(judgement, "goal_changed") == text
    assert (judgement.status, judgement.against_original) == (Status.on_track, Status.at_risk)
    kept = judged(50, (49, 48), target=a_target(original_goal=100))
    assert "goal_changed" not in rules(kept)
    assert kept.against_original is None


def test_a_status_says_where_it_ends_and_how_many_like_it_are_missed() -> None:
    weekly = [(day, day + day % 2) for day in range(7, 50, 7)]
    judgement = judged(50, *weekly, target=a_target(unit="h"))
    assert judgement.low is not None
    assert judgement.high is not None
    assert judgement.low < 102.3 < judgement.high
    assert judgement.p_miss is not None
    text = "as it goes so far it ends at 102.3 h, four times in five between 95.73 h and 108.8 h; of targets that stood like it "
    assert words(judgement, "forecast") == f"{text}{judgement.p_miss * 100 // 1:.0f} % are missed"


def test_what_is_over_or_has_no_reading_has_no_chance_of_a_miss() -> None:
    assert judged(5).p_miss is None
    assert judged(101, (100, 99)).p_miss is None
    assert judged(50, (49, 100)).p_miss == 0


def test_a_running_total_tells_the_rate_it_needs_beside_the_one_it_has() -> None:
    judgement = judged(50, (50, 25), target=a_target(kind=Kind.cumulative, unit="EUR"))
    assert words(judgement, "run_rate") == "needs 10.5 EUR a week from here, so far it made 3.5 EUR a week"
    assert (judgement.required_rate, judgement.actual_rate) == (10.5, 3.5)


def test_the_figures_are_those_of_the_last_readings_day() -> None:
    judgement = judged(55, (25, 20), (50, 45))
    assert (judgement.measure, judgement.progress, judgement.expected) == (45, 0.45, 0.5)
    assert judgement.last is not None
    assert judgement.last.on == day_number(50)
    assert judgement.next_check_in == day_number(57)


def test_before_the_first_check_in_there_are_no_figures() -> None:
    judgement = judged(5, (-3, 7))
    assert judgement.status is Status.too_early
    assert judgement.last is not None
    assert (judgement.measure, judgement.progress, judgement.expected, judgement.forecast) == (None, None, None, None)


@pytest.mark.parametrize("state", [State.draft, State.proposed, State.dropped])
def test_only_active_and_closed_targets_have_a_status(state: State) -> None:
    target = a_target(state=state)
    plan = a_plan(target)
    assert judge(plan, target, day_number(50)) is None
    assert what_if(plan, target, a_reading(day_number(50), 1), day_number(50)) is None
    assert judge_all(plan, day_number(50)) == {}


def test_all_targets_but_retired_ones_are_judged_at_once() -> None:
    kept, gone = a_target(), a_target(code="CS-2", retired=True)
    plan = a_plan(kept, gone, readings={kept.id: [a_reading(day_number(49), 50)]})
    found = judge_all(plan, day_number(50))
    assert found == {kept.id: judge(plan, kept, day_number(50))}
    assert judge_all(plan, day_number(50)) is found


def test_readings_dated_later_are_not_seen() -> None:
    target = a_target()
    plan = a_plan(target, readings={target.id: [a_reading(day_number(49), 50), a_reading(day_number(56), 1)]})
    judgement = judge(plan, target, day_number(50))
    assert judgement is not None
    assert judgement.measure == 50


def test_the_policy_of_the_plan_decides() -> None:
    target = a_target()
    plan = a_plan(target, a_policy(at_risk_chance=0.9), readings={target.id: [a_reading(day_number(49), 30)]})
    judgement = judge(plan, target, day_number(50))
    assert judgement is not None
    assert judgement.status is Status.on_track


def test_what_if_is_what_would_be_if_it_were_saved() -> None:
    target = a_target()
    first, second = a_reading(day_number(42), 42, reading_id="a"), a_reading(day_number(49), 20, reading_id="b")
    plan = a_plan(target, readings={target.id: [first, second]})
    for new in (
        a_reading(day_number(50), 50),
        a_reading(day_number(49), 50, corrects="b"),
        a_reading(day_number(49), 50, corrects="b", withdrawn=True),
        a_reading(day_number(45), 45),
        a_reading(day_number(60), 99),
    ):
        saved = a_plan(target, readings={target.id: [first, second, new]})
        assert what_if(plan, target, new, day_number(50)) == judge(saved, target, day_number(50))


def test_a_second_check_in_of_a_day_stands_for_the_first() -> None:
    first, second = a_reading(day_number(49), 1), a_reading(day_number(49), 2)
    assert as_if_saved([first], second, day_number(50)) == (second,)


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ({"baseline": 24, "goal": 12}, (24, 18, 12)),
        ({"kind": Kind.cumulative, "baseline": None}, (0, 50, 100)),
        ({"kind": Kind.steps, "baseline": None, "goal": 4}, (0, 2, 4)),
        ({"kind": Kind.keep, "goal": 95}, (95, 95, 95)),
        ({"kind": Kind.keep, "goal": None, "low": 3}, (None, None, None)),
        ({"baseline": None}, (None, None, None)),
        ({"goal": None, "state": State.draft}, (None, None, None)),
    ],
)
def test_the_expected_value_runs_straight_from_baseline_to_goal(fields: dict[str, Any], values: tuple[float | None, ...]) -> None:
    days: list[date] = [day_number(n) for n in (-5, 50, 120)]
    assert tuple(expected_value(a_target(**fields), day) for day in days) == values


def test_statuses_are_ranked_from_worst_to_best() -> None:
    assert [status.rank for status in Status] == list(range(7))
    assert Status.missed.rank < Status.on_track.rank < Status.achieved.rank
