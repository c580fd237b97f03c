import pytest

from kptui.models.target import Kind, Target
from kptui.rules.case import case_of
from kptui.rules.forecast import Outlook, outlook
from tests.builders import a_policy, a_reading, a_target, day_number


def ahead(target: Target, *values: tuple[int, float], today: int = 60) -> Outlook:
    readings = tuple(a_reading(day_number(day), value) for day, value in values)
    return outlook(case_of(a_policy(), target, readings, day_number(today)))


def test_a_level_ends_where_its_rate_so_far_takes_it() -> None:
    assert ahead(a_target(), (10, 20), (50, 40)) == Outlook(forecast=80, required_rate=60 / 50 * 7, actual_rate=40 / 50 * 7)


def test_the_rate_is_that_of_the_whole_span_and_not_of_the_last_step() -> None:
    slow_then_fast, fast_then_slow = ahead(a_target(), (40, 1), (50, 40)), ahead(a_target(), (10, 39), (50, 40))
    assert slow_then_fast == fast_then_slow


def test_a_falling_target_has_falling_rates() -> None:
    way = ahead(a_target(baseline=24, goal=12), (50, 20))
    assert way.forecast == pytest.approx(16)
    assert way.required_rate == pytest.approx(-8 / 50 * 7)
    assert way.actual_rate == pytest.approx(-4 / 50 * 7)


def test_without_a_baseline_a_level_has_no_rate_before_its_second_reading() -> None:
    level = a_target(baseline=None)
    assert ahead(level, (20, 10)) == Outlook(required_rate=90 / 80 * 7)
    assert ahead(level, (20, 10), (30, 20)).actual_rate == 7


def test_nothing_is_required_of_a_target_that_is_there_or_has_no_days_left() -> None:
    assert ahead(a_target(), (50, 120)).required_rate is None
    assert ahead(a_target(), (100, 90), today=100) == Outlook(forecast=90, actual_rate=0.9 * 7)


def test_a_kept_average_ends_at_the_average_so_far() -> None:
    assert ahead(a_target(kind=Kind.keep, goal=95), (7, 90), (14, 96)) == Outlook(forecast=93)


def test_after_the_due_day_nothing_is_forecast() -> None:
    assert ahead(a_target(), (99, 90), today=101) == Outlook()


def test_a_forecast_beyond_all_numbers_is_none() -> None:
    way = ahead(a_target(baseline=-1e308, goal=1.5e308), (1, 1e308))
    assert (way.forecast, way.actual_rate) == (None, None)
