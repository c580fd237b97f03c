"""Weeks: a span in thirteen weeks at most, and how a target stood at the end of each."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.circumstances import circumstances_of
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import expected_value, judge

QUARTER = 13
"""Weeks in a quarter."""
TO_COME = 3
"""Weeks to come that are shown of a span of more than a quarter."""
_DAYS = 7


class Week(NamedTuple):
    """One week of a span, counted from its first day."""

    number: int
    """From 1."""
    first: date
    last: date


class WeekStanding(NamedTuple):
    """How a target stood at the end of a week."""

    week: Week
    plan: float | None
    """Where it was expected on the week's last day, in the target's unit; None outside of its span."""
    actual: float | None
    """The week's last check-in, in the target's unit; None where there was none."""
    status: Status | None
    """The status on the week's last day, of this week today's, of the last week how it ended; None where there is none."""


def weeks_of(first: date, last: date, today: date) -> tuple[Week, ...]:
    """Return the weeks of a span; of one of more than thirteen those around today, three to come among them.

    The last week takes the days that are left over, or goes without them: a quarter of 90 to 92 days has thirteen.
    """
    days = (last - first).days + 1
    count = max(round(days / _DAYS), 1)
    now = (today - first).days // _DAYS + 1
    end = min(max(now + TO_COME, QUARTER), count)
    return tuple(_week(number, first, last, count) for number in range(max(end - QUARTER, 0) + 1, end + 1))


def _week(number: int, first: date, last: date, count: int) -> Week:
    begin = first.toordinal() + (number - 1) * _DAYS
    end = last.toordinal() if number == count else begin + _DAYS - 1
    return Week(number, date.fromordinal(begin), date.fromordinal(end))


def week_by_week(
    plan: Plan, target: Target, weeks: Sequence[Week], today: date, now: Judgement | None
) -> tuple[WeekStanding, ...]:
    """Return how a target stood in each week, judged by its own check-ins up to the last day as they stand now.

    `now` is how it stands today, early warnings among the reasons; those of the past are not looked for again.
    """
    return tuple(_standings(plan, target, weeks, today, now))


def _standings(plan: Plan, target: Target, weeks: Sequence[Week], today: date, now: Judgement | None) -> Iterator[WeekStanding]:
    circumstances = circumstances_of(plan, target, today)
    readings = plan.readings_of(target.id, today)
    for week in weeks:
        if week.last < target.start or week.first > target.due:
            yield WeekStanding(week, None, None, None)
            continue
        wanted = expected_value(target, min(week.last, target.due), circumstances)
        actual = next((r.value for r in reversed(readings) if week.first <= r.on <= week.last), None)
        yield WeekStanding(week, wanted, actual, _status(plan, target, week, today, now))


def _status(plan: Plan, target: Target, week: Week, today: date, now: Judgement | None) -> Status | None:
    """What this week's is today; how a target ended is said after its due day."""
    if week.first > today:
        return None
    is_end = target.due <= week.last < today
    judged = now if is_end or today <= week.last else judge(plan, target, week.last)
    return judged.status if judged else None
