from datetime import date
from typing import Any

import pytest

from kptui.models.target import Cadence, Curve, Kind
from kptui.rules.curve import Mark, along, bounded, expected_share, way_of, ways_of
from kptui.rules.judgement import Status
from kptui.rules.progress import expected_value, judge_readings
from tests.builders import START, a_policy, a_reading, a_target, day_number


def expected(day: int, history: tuple[Mark, ...] = (), **fields: Any) -> float:
    target = a_target(**fields)
    return expected_share(target, target.start, 0, day_number(day), history)


def points(*agreed: tuple[int, float]) -> dict[str, Any]:
    return {"curve": Curve.points, "points": [{"on": day_number(day), "value": value} for day, value in agreed]}


def test_a_linear_curve_is_the_same_every_day() -> None:
    assert [expected(day) for day in (-5, 0, 25, 100, 130)] == [0, 0, 0.25, 1, 1]


@pytest.mark.parametrize(("day", "share"), [(0, 0), (6, 0), (7, 0.07), (13, 0.07), (14, 0.14), (99, 0.98), (100, 1)])
def test_a_stepped_curve_rises_at_the_end_of_each_cadence(day: int, share: float) -> None:
    assert expected(day, curve=Curve.stepped) == pytest.approx(share)


def test_months_of_a_stepped_curve_end_on_their_day() -> None:
    monthly: dict[str, Any] = {"curve": Curve.stepped, "cadence": Cadence.monthly}
    assert expected(30, **monthly) == 0
    assert expected(31, **monthly) == pytest.approx(0.31)


def test_in_the_last_year_of_the_calendar_a_stepped_curve_waits_for_its_last_day() -> None:
    late = a_target(start=date(9999, 12, 1), due=date(9999, 12, 31), curve=Curve.stepped)
    assert [expected_share(late, late.start, 0, date(9999, 12, day)) for day in (30, 31)] == [0, 1]


@pytest.mark.parametrize(("day", "share"), [(0, 0), (25, 0.1), (50, 0.2), (75, 0.6), (100, 1)])
def test_a_curve_of_points_goes_straight_from_one_to_the_next(day: int, share: float) -> None:
    assert expected(day, **points((50, 20))) == pytest.approx(share)


def test_points_outside_the_span_say_nothing_and_none_goes_back() -> None:
    assert expected(50, **points((-5, 90), (0, 90), (100, 3), (120, 3))) == 0.5
    assert expected(60, **points((40, 50), (60, 30))) == pytest.approx(0.5)
    assert expected(60, **points((60, 500))) == 1


def test_points_are_values_in_the_targets_unit_and_in_any_order() -> None:
    falling = a_target(baseline=24, goal=12, **points((50, 15), (25, 21)))
    assert expected_value(falling, day_number(25)) == pytest.approx(21)
    assert expected_value(falling, day_number(50)) == pytest.approx(15)
    assert expected_value(falling, day_number(75)) == pytest.approx(13.5)


def test_what_is_kept_in_a_band_has_no_way_for_points() -> None:
    band = a_target(kind=Kind.keep, goal=None, low=3, **points((50, 20)))
    assert expected_share(band, START, 0, day_number(50)) == 0.5


def test_a_curve_of_history_goes_as_the_history_and_without_any_is_linear() -> None:
    late = (Mark(0.5, 0.1),)
    assert expected(50, late, curve=Curve.history) == pytest.approx(0.1)
    assert expected(75, late, curve=Curve.history) == pytest.approx(0.55)
    assert expected(50, curve=Curve.history) == 0.5
    assert expected(50, late) == 0.5


def test_two_marks_at_one_place_are_a_jump() -> None:
    assert along([Mark(0.5, 0.2), Mark(0.5, 0.8)], 0.5) == 0.8


def test_a_back_loaded_curve_makes_a_late_start_no_miss() -> None:
    readings = [a_reading(day_number(42), 4), a_reading(day_number(49), 6)]
    late = a_target(**points((50, 6)))
    policy = a_policy(days_off=())
    assert judge_readings(policy, a_target(), readings, day_number(50)).status is Status.off_track
    judgement = judge_readings(policy, late, readings, day_number(50))
    assert judgement.status is Status.on_track
    assert judgement.expected == pytest.approx(0.0588)


def test_no_way_is_counted_beyond_every_number() -> None:
    assert way_of(0, 1e300, 1e-300) == bounded(1, 1e-300) == 1e9
    assert ways_of(0, [1e300, -1e300, 0], 1e-300) == [1e9, -1e9, 0]
    assert way_of(5, 7, 5) == 0
    assert ways_of(5, [7, 3], 5) == [0, 0]
    assert ways_of(0, [1, 2], 4) == [0.25, 0.5]
