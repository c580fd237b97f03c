from datetime import date
from typing import Any

import pytest

from kptui.models.target import Direction, KeepBy, Kind
from kptui.rules.case import Case, case_of, inside, is_good, margin
from kptui.rules.curve import elapsed
from tests.builders import DUE, START, a_policy, a_reading, a_target, day_number

UP, DOWN = Direction.increase, Direction.decrease


def a_case(*values: float, today: int = 60, **fields: Any) -> Case:
    """A case with readings on day 10, 20, 30 …"""
    readings = tuple(a_reading(day_number(10 * n), value) for n, value in enumerate(values, start=1))
    return case_of(a_policy(), a_target(**fields), readings, day_number(today))


@pytest.mark.parametrize(
    ("fields", "values", "progress", "expected"),
    [
        ({}, (5, 15), 0.15, 0.2),
        ({"baseline": 24, "goal": 12}, (18,), 0.5, 0.1),
        ({"baseline": 24, "goal": 12}, (30,), -0.5, 0.1),
        ({"baseline": 10, "goal": 20}, (25,), 1.5, 0.1),
        ({"kind": Kind.cumulative, "baseline": None}, (10, 30), 0.3, 0.2),
        ({"kind": Kind.steps, "baseline": None, "goal": 4}, (1,), 0.25, 0.1),
        ({"baseline": None}, (20, 40), 0.25, 10 / 90),
        ({"baseline": None}, (20,), 0, 0),
    ],
)
def test_progress_is_the_share_of_the_way_and_expected_is_that_of_the_last_readings_day(
    fields: dict[str, Any], values: tuple[float, ...], progress: float, expected: float
) -> None:
    case = a_case(*values, **fields)
    assert case.progress == pytest.approx(progress)
    assert case.expected == pytest.approx(expected)


@pytest.mark.parametrize(
    ("fields", "values", "measure", "progress"),
    [
        ({"goal": 95}, (90, 94), 92, 92 / 95),
        ({"goal": 95, "keep_by": KeepBy.latest}, (90, 94), 94, 94 / 95),
        ({"goal": 95, "keep_by": KeepBy.worst}, (90, 94), 90, 90 / 95),
        ({"goal": 4, "direction": DOWN}, (4, 6), 5, 0.8),
        ({"goal": 4, "direction": DOWN, "keep_by": KeepBy.worst}, (4, 6), 6, 4 / 6),
        ({"goal": 0, "direction": DOWN}, (0, 0), 0, 1),
        ({"goal": 0, "direction": DOWN}, (0, 3), 1.5, 0),
        ({"goal": 4, "direction": DOWN}, (0, 0), 0, 1),
        ({"goal": 0, "direction": UP}, (-1, -3), -2, 0),
        ({"goal": 0, "direction": UP}, (1, 3), 2, 1),
        ({"goal": 5, "direction": UP}, (-1, -1), -1, 0),
        ({"goal": None, "low": 3, "high": 5}, (4, 5), 4.5, 1),
        ({"goal": None, "low": 3, "high": 5}, (4, 8), 6, 0.5),
        ({"goal": None, "low": 3, "high": 5, "keep_by": KeepBy.worst}, (4, 6, 1), 1, 1 / 3),
        ({"goal": None, "low": 3, "keep_by": KeepBy.latest}, (1, 4), 4, 1),
        ({"goal": None, "high": 3, "keep_by": KeepBy.latest}, (1, 4), 4, 0.5),
    ],
)
def test_a_kept_figure_is_the_share_of_its_goal(
    fields: dict[str, Any], values: tuple[float, ...], measure: float, progress: float
) -> None:
    case = a_case(*values, kind=Kind.keep, baseline=None, **fields)
    assert case.measure == pytest.approx(measure)
    assert case.progress == pytest.approx(progress)
    assert case.expected == 1


def test_an_average_of_equal_readings_is_not_missed_by_a_rounding() -> None:
    assert a_case(0.1, 0.1, 0.1, kind=Kind.keep, goal=0.1, direction=DOWN).at_goal
    assert a_case(95.1, 95.1, 95.1, kind=Kind.keep, goal=95.1).at_goal


def test_a_goal_at_the_baseline_is_held_and_not_reached() -> None:
    assert a_case(10, baseline=10, goal=10).holds
    assert not a_case(10, baseline=10, goal=11).holds
    assert a_case(97, 94, baseline=None, goal=95).holds
    assert a_case(97, 94, baseline=None, goal=95).progress == pytest.approx(94 / 95)


def test_after_the_due_day_everything_is_expected() -> None:
    assert a_case(50, today=101).expected == 1


def test_the_due_day_is_inside_and_so_is_the_first() -> None:
    days = [day_number(n) for n in (-1, 0, 100, 101)]
    assert [r.on for r in inside(a_target(), [a_reading(day, 1) for day in days])] == [START, DUE]


@pytest.mark.parametrize(("day", "share"), [(-5, 0), (0, 0), (25, 0.25), (100, 1), (130, 1)])
def test_a_span_goes_by_from_nothing_to_the_whole(day: int, share: float) -> None:
    assert elapsed(START, DUE, day_number(day)) == share


def test_a_span_of_one_day_has_gone_by_on_that_day() -> None:
    assert elapsed(START, START, START) == 1
    assert elapsed(START, START, date(2025, 12, 31)) == 0


def test_the_margin_is_what_is_left_to_the_goal_or_the_nearest_edge() -> None:
    assert margin(a_target(baseline=24, goal=12), 10) == 2
    assert margin(a_target(), 98) == -2
    band = a_target(kind=Kind.keep, goal=None, low=3, high=5)
    assert [margin(band, value) for value in (3.5, 4.5, 7)] == [0.5, 0.5, -2]
    assert is_good(band, 5)


def test_pace_is_none_while_nothing_is_expected() -> None:
    assert a_case(20, baseline=None).pace is None
    assert a_case(5).pace == pytest.approx(0.5)


def test_figures_beyond_all_measure_stay_finite() -> None:
    assert a_case(1e308, baseline=-1e308, goal=1.5e308).progress == pytest.approx(0.8)
    assert a_case(1e308, baseline=0, goal=5e-324).progress == 0
    assert a_case(1e300, baseline=0, goal=1e-300).progress == 1e9
    assert a_case(1e308, 1.2e308, kind=Kind.keep, goal=1e308).measure == pytest.approx(1.1e308)
