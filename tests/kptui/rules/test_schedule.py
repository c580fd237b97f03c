from collections.abc import Sequence
from datetime import date

import pytest

from kptui.models.check_in import Reading
from kptui.models.policy import DayOffMove, Policy
from kptui.models.target import Cadence, State, Target
from kptui.rules.schedule import after, check_ins_left, days_overdue, is_due, next_check_in
from tests.builders import DUE, START, a_day, a_policy, a_reading, a_target, day_number

POLICY = a_policy()
EVERY_DAY = a_policy(days_off=())


def overdue_days(target: Target, readings: Sequence[Reading], policy: Policy, today: date) -> int:
    return days_overdue(target.cadence, next_check_in(target, readings, policy), policy, today)


def due_after(target: Target, *days: str | date, policy: Policy = POLICY) -> date | None:
    return next_check_in(target, [a_reading(day, 1) for day in days], policy)


def test_the_first_check_in_is_due_one_cadence_after_the_start() -> None:
    assert due_after(a_target()) == a_day("2026-01-08")


def test_the_next_check_in_is_due_one_cadence_after_the_last() -> None:
    assert due_after(a_target(), "2026-01-08", "2026-01-21") == a_day("2026-01-28")


def test_a_check_in_before_the_start_does_not_bring_the_first_one_forward() -> None:
    assert due_after(a_target(), "2025-12-20") == a_day("2026-01-08")


@pytest.mark.parametrize("state", [s for s in State if s is not State.active])
def test_only_an_active_target_has_a_next_check_in(state: State) -> None:
    target = a_target(state=state)
    assert due_after(target) is None
    assert overdue_days(target, (), POLICY, DUE) == 0
    assert not is_due(target, (), POLICY, DUE)


@pytest.mark.parametrize(
    ("moves", "expected"),
    [(DayOffMove.later, "2026-01-19"), (DayOffMove.earlier, "2026-01-16"), (DayOffMove.stays, "2026-01-17")],
)
def test_a_check_in_day_on_a_saturday_moves_as_the_policy_says(moves: DayOffMove, expected: str) -> None:
    assert due_after(a_target(), "2026-01-10", policy=a_policy(day_off_moves=moves)) == a_day(expected)


def test_a_move_to_an_earlier_day_never_reaches_the_last_check_in() -> None:
    daily = a_target(cadence=Cadence.daily)
    assert due_after(daily, "2026-01-09", policy=a_policy(day_off_moves=DayOffMove.earlier)) == a_day("2026-01-12")


def test_a_check_in_is_never_due_after_the_due_day() -> None:
    assert due_after(a_target(due=a_day("2026-03-31")), "2026-03-27") == a_day("2026-03-31")


def test_the_last_check_in_moves_before_a_due_day_that_is_a_day_off() -> None:
    saturday = DUE
    assert saturday.weekday() == 5
    assert due_after(a_target(), "2026-04-06") == a_day("2026-04-10")
    assert due_after(a_target(), "2026-04-06", policy=a_policy(day_off_moves=DayOffMove.stays)) == saturday


def test_a_move_later_stops_at_the_final_day() -> None:
    sunday = a_target(due=a_day("2026-03-01"))
    assert due_after(sunday, "2026-02-21") == a_day("2026-02-27")


def test_a_span_of_days_off_alone_is_checked_in_on_its_due_day() -> None:
    weekend = a_target(start=a_day("2026-01-10"), due=a_day("2026-01-11"))
    assert due_after(weekend) == a_day("2026-01-11")


def test_nothing_is_due_once_the_check_in_of_the_final_day_is_in() -> None:
    assert due_after(a_target(), "2026-04-10") is None
    assert due_after(a_target(), DUE) is None
    assert due_after(a_target(), "2026-04-20") is None


def test_a_check_in_becomes_overdue_half_a_cadence_after_it_was_due() -> None:
    readings = [a_reading("2026-01-08", 1)]  # the next is due on the 15th, a Thursday
    days = [overdue_days(a_target(), readings, POLICY, a_day(f"2026-01-{day}")) for day in (14, 15, 18, 19, 25)]
    assert days == [0, 0, 0, 4, 10]


def test_without_grace_a_check_in_is_overdue_on_the_next_day() -> None:
    strict = a_policy(overdue_after=0)
    assert overdue_days(a_target(), (), strict, a_day("2026-01-08")) == 0
    assert overdue_days(a_target(), (), strict, a_day("2026-01-09")) == 1


def test_a_check_in_is_due_from_its_day_on() -> None:
    assert [is_due(a_target(), (), POLICY, a_day(f"2026-01-0{day}")) for day in (7, 8, 9)] == [False, True, True]


@pytest.mark.parametrize(
    ("cadence", "day", "left"),
    [
        (Cadence.weekly, START, 15),
        (Cadence.weekly, day_number(93), 1),
        (Cadence.weekly, day_number(92), 2),
        (Cadence.daily, day_number(90), 10),
        (Cadence.weekly, DUE, 0),
        (Cadence.weekly, day_number(120), 0),
        (Cadence.monthly, a_day("2026-01-31"), 3),
        (Cadence.monthly, DUE, 0),
        (Cadence.quarterly, START, 2),
    ],
)
def test_the_check_ins_left_count_the_one_on_the_due_day(cadence: Cadence, day: date, left: int) -> None:
    assert check_ins_left(a_target(cadence=cadence), day) == left


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert after(Cadence.weekly, date.max) == date.max
    last = a_target(start=date(9999, 12, 1), due=date.max)
    assert due_after(last, policy=a_policy(days_off=(4,))) == date(9999, 12, 30)
    first = a_target(start=date.min, due=date.min)
    assert due_after(first, policy=a_policy(days_off=(0,))) == date.min


def test_the_first_check_in_of_a_target_made_in_mid_span_is_due_a_cadence_after_that() -> None:
    late = a_target(made_on=a_day("2026-03-02"))
    assert due_after(late) == a_day("2026-03-09")
    assert due_after(late, "2026-01-05") == a_day("2026-01-12")
