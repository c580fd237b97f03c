"""Whether history speaks for an influence: the figures of both, one lag apart."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import pytest

from kptui.models.check_in import Reading
from kptui.models.target import Kind, Target
from kptui.rules.support import Says, Support, support_of
from tests.builders import START, a_plan, a_reading, a_target, an_influence, day_number

TODAY = day_number(100)
LEADING = a_target(code="HR-1")
LAGGING = a_target(code="CS-1")
FALLING = a_target(code="CS-2", baseline=100, goal=0)
FAST_AND_SLOW = (1.0, 5.0, 1.0, 5.0, 1.0, 5.0)
SLOW_AND_FAST = (5.0, 1.0, 5.0, 1.0, 5.0, 1.0)


def course(steps: Sequence[float], first: date = START, start: float = 0, days: int = 7) -> list[Reading]:
    values = accumulate(steps, initial=start)
    return [a_reading(first + timedelta(days=n * days), value) for n, value in enumerate(values)]


def support(
    first: Sequence[Reading], second: Sequence[Reading], lagging: Target = LAGGING, today: date = TODAY, **fields: Any
) -> Support:
    influence = an_influence(LEADING, lagging, **fields)
    return support_of(a_plan(LEADING, lagging, readings={LEADING.id: first, lagging.id: second}), influence, today)


def test_a_lagging_target_that_moves_as_the_leading_one_did_supports_the_link() -> None:
    found = support(course(FAST_AND_SLOW), course(FAST_AND_SLOW, day_number(21)), lag_weeks=3)
    assert found == Support(Says.supported, 6, 6, "history supports it: 6 of 6 spans agree")


def test_one_that_moves_against_it_contradicts_the_link() -> None:
    found = support(course(FAST_AND_SLOW), course(SLOW_AND_FAST))
    assert (found.says, found.agreed, found.compared) == (Says.contradicted, 0, 6)
    assert found.text == "history contradicts it: 0 of 6 spans agree"


def test_without_the_lag_the_same_figures_say_the_opposite() -> None:
    late = course(FAST_AND_SLOW, day_number(7))
    assert support(course(FAST_AND_SLOW), late, lag_weeks=1).says is Says.supported
    assert support(course(FAST_AND_SLOW), late, lag_weeks=0).says is Says.contradicted


def test_where_progress_of_one_hurts_the_other_moving_against_it_supports_the_link() -> None:
    assert support(course(FAST_AND_SLOW), course(SLOW_AND_FAST), sign=-1).says is Says.supported


def test_better_is_what_counts_and_not_more() -> None:
    falling = course([-step for step in FAST_AND_SLOW], start=100)
    assert support(course(FAST_AND_SLOW), falling, FALLING).says is Says.supported


def test_what_agrees_as_often_as_not_is_undecided() -> None:
    found = support(course((1, 5, 1, 5, 1, 5, 1, 5)), course((1, 5, 5, 1, 1, 5, 5, 1)))
    assert (found.says, found.text) == (Says.undecided, "history is undecided: 4 of 8 spans agree")


def test_two_that_go_steadily_say_nothing_of_each_other() -> None:
    assert support(course([2.0] * 8), course([3.0] * 8)).says is Says.too_early


def test_nothing_can_be_said_before_four_spans() -> None:
    found = support(course(FAST_AND_SLOW), course(FAST_AND_SLOW, day_number(28)), lag_weeks=1)
    assert found == Support(Says.too_early, 0, 3, "cannot say yet: 3 of at least 4 spans can be compared")


def test_what_is_of_later_days_is_not_known_yet() -> None:
    assert support(course(FAST_AND_SLOW), course(FAST_AND_SLOW), today=day_number(15)).says is Says.too_early


def test_the_fewer_check_ins_cut_the_spans_so_that_none_is_counted_twice() -> None:
    fortnights = course((2, 8, 2, 8, 2), days=14)
    weeks = course((1, 1, 4, 4, 1, 1, 4, 4, 1, 1))
    assert support(weeks, fortnights).compared == 5
    assert support(fortnights, weeks) == Support(Says.supported, 5, 5, "history supports it: 5 of 5 spans agree")


def test_between_two_check_ins_a_target_stands_on_the_line_between_them() -> None:
    shifted = course(FAST_AND_SLOW, day_number(3))
    found = support(course((*FAST_AND_SLOW, 1.0, 5.0)), shifted)
    assert (found.says, found.compared) == (Says.supported, 6)


@pytest.mark.parametrize(("first", "second"), [([], course(FAST_AND_SLOW)), (course(FAST_AND_SLOW), [])])
def test_without_check_ins_on_both_nothing_can_be_said(first: Sequence[Reading], second: Sequence[Reading]) -> None:
    assert support(first, second).says is Says.too_early


def test_a_target_that_is_gone_says_nothing() -> None:
    influence = an_influence(LEADING, LAGGING)
    plan = a_plan(LEADING, readings={LEADING.id: course(FAST_AND_SLOW)})
    assert support_of(plan, influence, TODAY).says is Says.too_early


@pytest.mark.parametrize("lag", [1e308, 600_000])
def test_no_lag_is_too_long_to_be_asked_about(lag: float) -> None:
    assert support(course(FAST_AND_SLOW), course(FAST_AND_SLOW), lag_weeks=lag).says is Says.too_early


def test_figures_beyond_all_bounds_say_nothing_and_raise_nothing() -> None:
    wild = [a_reading(day_number(7 * n), value) for n, value in enumerate((1e308, -1e308, 1e308, -1e308, 1e308, 0))]
    assert support(wild, wild).says in Says


@pytest.mark.parametrize("mirror", [lambda value: value, lambda value: 100 - value])
def test_of_what_is_kept_in_a_band_away_from_its_nearer_edge_is_better(mirror: Callable[[float], float]) -> None:
    band = a_target(code="CS-3", kind=Kind.keep, goal=None, baseline=None, low=0, high=100)
    readings = course((1, 5, 1, 5, 1, 5, 1, 5))
    kept = [r._replace(value=mirror(r.value)) for r in readings]
    assert support(readings, kept, band).says is Says.supported
