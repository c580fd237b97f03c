"""Checking in: what the newest plan allows, and what it refuses."""

from contextlib import nullcontext

import pytest

from kptui.changes import record_check_in
from kptui.errors import Refused
from kptui.models.target import Direction, State, Target
from tests.builders import a_check_in, a_plan, a_reading, a_target

TARGET = a_target()


def test_a_check_in_on_an_active_target_is_saved_as_it_is() -> None:
    check_in = a_check_in(TARGET, "2026-02-01", 5)
    assert record_check_in(check_in)(a_plan(TARGET)) == (check_in,)


def test_an_adjusted_goal_makes_the_next_version_and_keeps_the_first_goal() -> None:
    first = a_check_in(TARGET, "2026-02-01", 5, adjustment={"of": "goal", "goal": 80})
    _, once = record_check_in(first)(a_plan(TARGET))
    assert isinstance(once, Target)
    assert (once.version, once.goal, once.original_goal) == (2, 80, 100)
    second = a_check_in(TARGET, "2026-02-08", 5, adjustment={"of": "goal", "goal": 70})
    _, twice = record_check_in(second)(a_plan(once))
    assert isinstance(twice, Target)
    assert (twice.version, twice.goal, twice.original_goal) == (3, 70, 100)


@pytest.mark.parametrize("adjustment", [{"of": "goal", "goal": 100}, {"of": "tactic", "text": "call first"}, None])
def test_an_adjustment_that_leaves_the_goal_leaves_the_target(adjustment: object) -> None:
    check_in = a_check_in(TARGET, "2026-02-01", 5, adjustment=adjustment)
    assert record_check_in(check_in)(a_plan(TARGET)) == (check_in,)


def test_a_band_has_no_goal_to_adjust() -> None:
    band = a_target(kind="keep", goal=None, low=1, high=2)
    check_in = a_check_in(band, "2026-02-01", 5, adjustment={"of": "goal", "goal": 3})
    with pytest.raises(Refused, match="CS-1 is kept in a band and has no goal to change"):
        record_check_in(check_in)(a_plan(band))


@pytest.mark.parametrize("direction", [None, Direction.increase])
def test_an_adjusted_goal_on_the_wrong_side_is_refused(direction: Direction | None) -> None:
    target = a_target(direction=direction)
    check_in = a_check_in(target, "2026-02-01", 5, adjustment={"of": "goal", "goal": -5})
    with pytest.raises(Refused, match="The goal -5 is on the wrong side of the baseline 0 to increase"):
        record_check_in(check_in)(a_plan(target))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (a_target(state=State.draft), "CS-1 is draft; only active"),
        (a_target(state=State.closed), "CS-1 is closed"),
        (a_target(retired=True), "CS-1 is retired"),
        (a_target(start="2026-02-02"), "runs from 2026-02-02 to 2026-04-11; name a day in it .* not 2026-02-01"),
        (a_target(due="2026-01-31"), "runs from 2026-01-01 to 2026-01-31"),
        (a_target(start="2026-02-01"), ""),
        (a_target(due="2026-02-01"), ""),
    ],
)
def test_a_target_that_takes_no_check_in_says_why(target: Target, said: str) -> None:
    with pytest.raises(Refused, match=said) if said else nullcontext():
        record_check_in(a_check_in(target, "2026-02-01", 5))(a_plan(target))


def test_a_target_that_is_not_there_takes_no_check_in() -> None:
    with pytest.raises(Refused, match="not in the plan any more"):
        record_check_in(a_check_in(TARGET, "2026-02-01", 5))(a_plan())


def test_what_was_corrected_meanwhile_cannot_be_corrected_again() -> None:
    reading = a_reading("2026-02-01", 5)
    correction = a_check_in(TARGET, "2026-02-01", 6, corrects=reading.id)
    assert record_check_in(correction)(a_plan(TARGET, readings={TARGET.id: [reading]})) == (correction,)
    later = a_reading("2026-02-01", 7, corrects=reading.id)
    with pytest.raises(Refused, match="was corrected or withdrawn meanwhile"):
        record_check_in(correction)(a_plan(TARGET, readings={TARGET.id: [reading, later]}))


def test_a_new_goal_is_not_the_relative_one_any_more() -> None:
    target = a_target(baseline=50, relative_goal="+100%")
    _, adjusted = record_check_in(a_check_in(target, "2026-02-02", 60, adjustment={"of": "goal", "goal": 90}))(a_plan(target))
    assert isinstance(adjusted, Target)
    assert (adjusted.goal, adjusted.relative_goal) == (90, "")
