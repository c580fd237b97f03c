"""Weeks: thirteen to a quarter, and how a target stood at the end of each."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kptui.models.check_in import Reading
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.rules.progress import judge
from kptui.weeks import QUARTER, TO_COME, WeekStanding, week_by_week, weeks_of
from tests.builders import DUE, START, TODAY, a_day, a_plan, a_reading, a_target, day_number

LAST_DAY = a_day("2026-03-31")


def standings(target: Target, readings: list[Reading], today: date = TODAY) -> tuple[WeekStanding, ...]:
    plan: Plan = a_plan(target, readings={target.id: readings})
    weeks = weeks_of(target.start, target.due, today)
    return week_by_week(plan, target, weeks, today, judge(plan, target, today))


@pytest.mark.parametrize("days", [90, 91, 92])
def test_every_quarter_has_thirteen_weeks_that_follow_each_other(days: int) -> None:
    last = START + timedelta(days=days - 1)
    weeks = weeks_of(START, last, START)
    assert [week.number for week in weeks] == list(range(1, QUARTER + 1))
    assert (weeks[0].first, weeks[-1].last) == (START, last)
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(weeks))


@pytest.mark.parametrize(("days", "count"), [(1, 1), (10, 1), (11, 2), (70, 10)])
def test_a_shorter_span_has_as_many_weeks_as_it_has(days: int, count: int) -> None:
    weeks = weeks_of(START, START + timedelta(days=days - 1), START)
    assert len(weeks) == count
    assert weeks[-1].last == START + timedelta(days=days - 1)


@pytest.mark.parametrize(("now", "first", "last"), [(0, 1, 13), (10, 1, 13), (20, 11, 23), (51, 40, 52), (99, 40, 52)])
def test_of_a_longer_span_the_weeks_around_today_are_shown(now: int, first: int, last: int) -> None:
    today = START + timedelta(days=7 * (now - 1))
    weeks = weeks_of(START, a_day("2026-12-31"), today)
    assert (weeks[0].number, weeks[-1].number, len(weeks)) == (first, last, QUARTER)
    assert TO_COME == 3


def test_the_last_days_that_there_are_have_weeks_too() -> None:
    assert weeks_of(date(9999, 12, 1), date.max, date.max)[-1].last == date.max


def test_a_week_has_its_plan_its_last_check_in_and_its_status() -> None:
    target = a_target()
    found = standings(target, [a_reading(day_number(n), value) for n, value in ((0, 0), (15, 3), (20, 20), (55, 55))])
    third = found[2]
    assert (third.week.number, third.plan, third.actual, third.status) == (3, 20, 20, Status.on_track)
    assert found[3].actual is None
    assert found[3].status is not None
    assert [s.status for s in found[9:]] == [None] * (len(found) - 9)
    assert (found[-1].week.number, found[-1].plan) == (13, 90)


def test_a_week_knows_nothing_of_later_check_ins() -> None:
    target = a_target()
    early = [a_reading(START, 0), a_reading(day_number(20), 20)]
    late = [*early, a_reading(day_number(55), 1)]
    assert [s.status for s in standings(target, early)][:3] == [s.status for s in standings(target, late)][:3]


def test_this_week_is_as_today_is() -> None:
    target = a_target()
    plan = a_plan(target, readings={target.id: [a_reading(day_number(55), 55)]})
    now = judge(plan, target, TODAY)
    this = next(s for s in standings(target, [a_reading(day_number(55), 55)]) if s.week.first <= TODAY <= s.week.last)
    assert now is not None
    assert this.status is now.status


@pytest.mark.parametrize(("value", "status"), [(100, Status.achieved), (60, Status.missed)])
def test_the_last_week_says_how_it_ended(value: float, status: Status) -> None:
    target = a_target()
    assert standings(target, [a_reading(DUE, value)], DUE + timedelta(days=30))[-1].status is status


def test_outside_of_a_targets_span_there_is_nothing() -> None:
    target = a_target(start="2026-02-09", due="2026-03-01")
    plan = a_plan(target, readings={target.id: [a_reading("2026-02-10", 1)]})
    found = week_by_week(plan, target, weeks_of(START, LAST_DAY, TODAY), TODAY, judge(plan, target, TODAY))
    assert [s.week.number for s in found if s.plan is not None] == [6, 7, 8, 9]
    assert all(s.status is None for s in found if s.plan is None)


def test_a_draft_has_a_plan_and_no_status() -> None:
    assert {s.status for s in standings(a_target(state="draft"), [])} == {None}
