"""When the next check-in of a target is due, and since when it is overdue."""

from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta

from kptui.models.check_in import Reading
from kptui.models.policy import DayOffMove, Policy
from kptui.models.target import Cadence, State, Target

_DAY = timedelta(days=1)


def next_check_in(target: Target, readings: Sequence[Reading], policy: Policy) -> date | None:
    """Return the day the next check-in is due: one cadence after the last, or after the start, and never after the due day.

    A target that was made after its start has its first one due a cadence after that.

    A day off moves as the policy says, but not past the final day. None when the target is not active, or when the check-in of
    the final day is in: the due day, or the last day of work before it. `readings` are those that stand, by day.
    """
    if target.state is not State.active:
        return None
    final = _final_day(target, policy)
    last = readings[-1].on if readings else None
    if last is not None and last >= final:
        return None
    since = max(target.start, (target.made_on if last is None else last) or target.start)
    wanted = after(target.cadence, since)
    return final if wanted >= final else min(_day_of_work(wanted, since, policy), final)


def is_due(target: Target, readings: Sequence[Reading], policy: Policy, today: date) -> bool:
    """Return whether a check-in is due today or has been since."""
    due = next_check_in(target, readings, policy)
    return due is not None and due <= today


def days_overdue(cadence: Cadence, due: date | None, policy: Policy, today: date) -> int:
    """Return the days since a check-in was due, once these are more than the policy's share of a cadence; 0 before.

    `due` is what `next_check_in` says.
    """
    late = 0 if due is None else (today - due).days
    return late if late > policy.overdue_after * cadence.days else 0


def after(cadence: Cadence, day: date) -> date:
    """Return the day one cadence after `day`, or the end of the calendar."""
    return cadence.after(day) if day.year < MAXYEAR else date.max


def check_ins_left(target: Target, day: date) -> int:
    """Return how many check-ins are due after `day` up to the due day, the one on the due day among them."""
    if target.cadence not in (Cadence.monthly, Cadence.quarterly):
        return max(0, -((day - target.due).days // target.cadence.days))
    left = 0
    while day < target.due:
        day = after(target.cadence, day)
        left += 1
    return left


def _final_day(target: Target, policy: Policy) -> date:
    """The day of the last check-in: the due day, or the day of work before it where one lies inside the span."""
    if policy.day_off_moves is DayOffMove.stays or target.due.weekday() not in policy.days_off:
        return target.due
    span = (target.due - target.start).days
    earlier = (target.due - timedelta(days=n) for n in range(1, min(span, 6) + 1))
    return next((day for day in earlier if day.weekday() not in policy.days_off), target.due)


def _day_of_work(wanted: date, since: date, policy: Policy) -> date:
    if policy.day_off_moves is DayOffMove.earlier:
        earlier = wanted
        while earlier.weekday() in policy.days_off:
            earlier -= _DAY
        if earlier > since:
            return earlier
    if policy.day_off_moves is not DayOffMove.stays:
        while wanted.weekday() in policy.days_off:
            wanted += _DAY
    return wanted
