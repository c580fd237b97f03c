import pytest

from kptui.models.target import Direction, KeepBy, Kind, Target
from kptui.rules.case import case_of
from kptui.rules.forecast import Outlook, outlook
from tests.builders import a_policy, a_reading, a_target, day_number


def ahead(target: Target, *values: tuple[int, float], today: int = 60) -> Outlook:
    readings = tuple(a_reading(day_number(day), value) for day, value in values)
    return outlook(case_of(a_policy(), target, readings, day_number(today)))


def test_a_target_ends_where_its_way_so_far_its_last_third_and_the_plan_take_it() -> None:
    pace = (0.4 + 0.2 + 0.1) / (0.5 + 0.4 + 0.1)
    assert ahead(a_target(), (10, 20), (50, 40)).forecast == pytest.approx(100 * (0.4 + 0.5 * pace))


def test_the_rates_are_those_from_the_start_to_the_last_reading() -> None:
    way = ahead(a_target(), (10, 20), (50, 40))
    assert (way.required_rate, way.actual_rate) == (60 / 50 * 7, 40 / 50 * 7)


def test_who_went_fast_of_late_ends_further() -> None:
    slow_then_fast, fast_then_slow = ahead(a_target(), (40, 1), (50, 40)), ahead(a_target(), (10, 39), (50, 40))
    assert slow_then_fast.forecast is not None
    assert fast_then_slow.forecast is not None
    assert slow_then_fast.forecast > fast_then_slow.forecast
    assert slow_then_fast.actual_rate == fast_then_slow.actual_rate


def test_uneven_steps_and_early_days_make_the_spread_wide() -> None:
    even = ahead(a_target(), (10, 10), (20, 20), (30, 30), (40, 40), (50, 50))
    uneven = ahead(a_target(), (10, 1), (20, 29), (30, 30), (40, 49), (50, 50))
    early = ahead(a_target(), (10, 10), (20, 20))
    widths = [way.high - way.low for way in (even, uneven, early) if way.high is not None and way.low is not None]
    assert widths[0] < min(widths[1:])


def test_a_falling_target_has_falling_rates_and_its_low_is_below_its_high() -> None:
    way = ahead(a_target(baseline=24, goal=12), (25, 22), (50, 20))
    assert way.low is not None
    assert way.forecast is not None
    assert way.high is not None
    assert way.forecast is not None
    assert way.low < way.forecast < way.high
    assert way.required_rate == pytest.approx(-8 / 50 * 7)
    assert way.actual_rate == pytest.approx(-4 / 50 * 7)


def test_what_falls_and_never_was_below_nothing_is_not_forecast_below_it() -> None:
    steep = ((20, 20.0), (40, 8.0), (60, 1.0))
    way = ahead(a_target(baseline=24, goal=0.5), *steep)
    assert (way.forecast, way.low) == (0, 0)
    below = ahead(a_target(baseline=24, goal=-3), *steep)
    assert below.low is not None
    assert below.low < 0
    assert way.p_miss is not None
    kept = ahead(
        a_target(kind=Kind.keep, baseline=24, goal=12, direction=Direction.decrease), (20, 1), (30, 40), (40, 0), (50, 0.5)
    )
    assert kept.low == 0


def test_without_a_baseline_a_level_has_no_rate_before_its_second_reading() -> None:
    first = ahead(a_target(baseline=None), (20, 10))
    assert (first.forecast, first.low, first.high, first.actual_rate) == (None, None, None, None)
    assert first.required_rate == 90 / 80 * 7
    assert ahead(a_target(baseline=None), (20, 10), (30, 20)).actual_rate == 7


def test_nothing_is_required_of_a_target_that_is_there_or_has_no_days_left() -> None:
    assert ahead(a_target(), (50, 120)).required_rate is None
    last = ahead(a_target(), (100, 90), today=100)
    assert (last.required_rate, last.actual_rate) == (None, 0.9 * 7)
    assert last.forecast == last.low == last.high == pytest.approx(90)


def test_a_kept_average_ends_between_the_average_so_far_and_its_last_third() -> None:
    way = ahead(a_target(kind=Kind.keep, goal=95), (7, 90), (14, 96))
    assert way.forecast is not None
    assert way.forecast == pytest.approx((93 * 2 + (93 + 96) / 2 * 13) / 15)
    assert way.low is not None
    assert way.high is not None
    assert way.forecast is not None
    assert way.low < way.forecast < way.high


def test_the_worst_of_what_is_kept_ends_as_it_is_with_no_spread() -> None:
    way = ahead(a_target(kind=Kind.keep, keep_by=KeepBy.worst, goal=95), (7, 97), (14, 96))
    assert (way.forecast, way.low, way.high) == (96, None, None)
    assert way.p_miss is not None
    assert 0 < way.p_miss < 1


def test_what_is_there_is_not_missed_and_what_cannot_be_mended_is() -> None:
    assert ahead(a_target(), (50, 100)).p_miss == 0
    limit = a_target(kind=Kind.cumulative, baseline=None, goal=12, direction=Direction.decrease)
    assert ahead(limit, (50, 13)).p_miss == 1
    assert ahead(a_target(kind=Kind.keep, keep_by=KeepBy.worst, goal=95), (50, 94)).p_miss == 1


def test_a_limit_is_likelier_kept_the_less_of_it_is_used_up() -> None:
    limit = a_target(kind=Kind.cumulative, baseline=None, goal=12, direction=Direction.decrease)
    chances = [ahead(limit, (25, used / 2), (50, used)).p_miss for used in (1, 6, 11)]
    assert chances == sorted(chances, key=lambda p: p or 0)
    assert chances[1] == pytest.approx(0.5)


def test_what_is_kept_by_its_latest_reading_is_judged_by_the_last_ones() -> None:
    latest = a_target(kind=Kind.keep, keep_by=KeepBy.latest, goal=95)
    good, bad = ahead(latest, (40, 90), (50, 99)), ahead(latest, (40, 99), (50, 90))
    assert good.p_miss is not None
    assert bad.p_miss is not None
    assert good.p_miss < 0.5 < bad.p_miss
    assert ahead(latest, (100, 96), today=100).forecast == 96


def test_a_figure_without_any_noise_is_certain_on_either_side() -> None:
    none_wanted = a_target(kind=Kind.keep, goal=0, direction=Direction.decrease)
    kept, missed = ahead(none_wanted, (40, 0), (50, 0)).p_miss, ahead(none_wanted, (40, 3), (50, 3)).p_miss
    assert kept is not None
    assert missed is not None
    assert kept < 0.1
    assert missed > 0.9


def test_after_the_due_day_nothing_is_forecast() -> None:
    assert ahead(a_target(), (99, 90), today=101) == Outlook()


def test_a_forecast_beyond_all_numbers_is_none() -> None:
    way = ahead(a_target(baseline=-1e308, goal=1.5e308), (1, 1e308))
    assert (way.forecast, way.actual_rate) == (None, None)
