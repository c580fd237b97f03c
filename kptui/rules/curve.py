"""Curve: the way that progress is expected to take from baseline to goal, as a share of the way on each day."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from kptui.models.target import Cadence, Curve, Target
from kptui.rules.schedule import after


class Mark(NamedTuple):
    """One corner of a curve: by this share of the span, that share of the way; straight between corners."""

    span: float
    way: float


def elapsed(start: date, due: date, day: date) -> float:
    """Return the share of a span that has gone by on a day, from 0 on its first day to 1 on its last."""
    if not start < day < due:
        return 0.0 if day < start or day == start < due else 1.0
    begun = start.toordinal()
    return (day.toordinal() - begun) / (due.toordinal() - begun)


def expected_share(target: Target, begins_on: date, anchor: float, day: date, history: Sequence[Mark] = ()) -> float:
    """Return the share of the way, from 0 to 1, that the target's curve expects on a day.

    The way begins on `begins_on` at `anchor`. Before the due day a stepped curve is where the last whole cadence took it.
    `history` has the corners for a curve of that name; without any, and where points say nothing, the curve is linear.
    """
    gone = elapsed(begins_on, target.due, day)
    if target.curve is Curve.linear or not 0 < gone < 1:
        return gone
    if target.curve is Curve.stepped:
        return elapsed(begins_on, target.due, _last_step(target.cadence, begins_on, day))
    return along(history if target.curve is Curve.history else _agreed(target, begins_on, anchor), gone)


def along(marks: Sequence[Mark], gone: float) -> float:
    """Return where straight lines from nothing through the marks to the whole are, by a share of the span."""
    corners = (Mark(0.0, 0.0), *marks, Mark(1.0, 1.0))
    place = bisect_right(corners, gone, 1, len(corners) - 1, key=lambda mark: mark.span)
    (left, low), (right, high) = corners[place - 1 : place + 1]
    return low + (high - low) * ((gone - left) / (right - left) if right > left else 1.0)


def _last_step(cadence: Cadence, begins_on: date, day: date) -> date:
    """The end of the last whole cadence; each is counted from the one before, as check-ins are."""
    step = begins_on
    while (following := after(cadence, step)) <= day:
        step = following
    return step


def _agreed(target: Target, begins_on: date, anchor: float) -> list[Mark]:
    """The agreed points inside the span, as shares; none is beyond the way or behind the one before it."""
    marks, reached = list[Mark](), 0.0
    for point in sorted(target.points, key=lambda p: p.on):
        if target.goal is not None and begins_on < point.on < target.due:
            reached = min(1.0, max(reached, way_of(anchor, point.value, target.goal)))
            marks.append(Mark(elapsed(begins_on, target.due, point.on), reached))
    return marks


_FAR = 1e9
"""No progress is counted beyond this: from a baseline of nearly the goal it could grow past every number."""


def way_of(start: float, value: float, goal: float) -> float:
    """Return the share of the way from start to goal, not clamped; halved first, so that no difference is infinite."""
    return bounded(value / 2 - start / 2, goal / 2 - start / 2)


def ways_of(start: float, values: Iterable[float], goal: float) -> list[float]:
    """Return the share of the way for each value, as `way_of` does."""
    begun, whole = start / 2, goal / 2 - start / 2
    if not whole:
        return [0.0 for _ in values]
    ways = [(value / 2 - begun) / whole for value in values]
    return ways if min(ways) > -_FAR and max(ways) < _FAR else [max(-_FAR, min(_FAR, way)) for way in ways]


def bounded(part: float, whole: float) -> float:
    """Return a part of a whole as a share, kept from growing past every number; nothing of nothing."""
    share = part / whole if whole else 0.0
    return share if -_FAR < share < _FAR else math.copysign(_FAR, share)
