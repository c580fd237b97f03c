"""Case: what the progress rules look at, the figures of one target on one day, worked out once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import cast

from kptui.models.check_in import Reading
from kptui.models.policy import Policy
from kptui.models.target import Curve, Direction, KeepBy, Kind, Target
from kptui.rules.circumstances import ALONE, Circumstances
from kptui.rules.curve import bounded, elapsed, expected_share, way_of

TOLERANCE = 1e-9
"""Share of a value, or of a pace, that is put down to floating point."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One target with at least one reading inside its span."""

    policy: Policy
    target: Target
    readings: tuple[Reading, ...]
    """Those inside the span, by day."""
    today: date
    anchor_on: date
    """Where the expected line begins: the start, or for a level without a baseline its first reading's day."""
    anchor: float
    """The value there: the baseline; without one 0 for a total or steps, the first reading for a level."""
    holds: bool
    """Whether the anchor is at the goal already, so that the goal must be held and not reached."""
    measure: float
    """The figure that counts."""
    at_goal: bool
    """Whether that figure is at or past the goal, or inside the band."""
    progress: float
    expected: float
    """Where progress should be on the day of the last reading: a value is compared with the day it is of."""
    share: float
    """How much of the span had gone by on that day."""
    course_share: float
    """Where the curve expected progress to be on that day, also of a target that only has to hold."""
    sureness: Sequence[int]
    """The confidences that were given, by day; a check-in without one leaves the one before standing."""
    circumstances: Circumstances
    last: Reading
    """The newest reading inside the span."""
    goal: float
    """The goal of a target that has one: every kind but keep in a band."""
    pace: float | None
    """Progress over expected; None while nothing is expected."""


def inside(target: Target, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings of the span, of those by day; the due day counts as inside."""
    start, due = target.start, target.due
    if readings and start <= readings[0].on and readings[-1].on <= due:
        return tuple(readings)
    return tuple([r for r in readings if start <= r.on <= due])


def case_of(
    policy: Policy, target: Target, readings: tuple[Reading, ...], today: date, circumstances: Circumstances = ALONE
) -> Case:
    """Return the figures of a target on a day, from its readings inside the span, of which there is at least one."""
    last = readings[-1]
    measure = _measure(target, readings)
    on, value = _anchor(target, readings[0])
    keep = target.kind is Kind.keep
    holds = keep or is_good(target, value)
    share = elapsed(target.start, target.due, last.on)
    linear = target.curve is Curve.linear and on == target.start
    course_share = share if linear else expected_share(target, on, value, last.on, circumstances.history)
    goal = cast(float, target.goal)  # an active target without a band has one: Target sees to it
    progress = _kept(target, readings, measure) if holds else way_of(value, measure, goal)
    expected = 1.0 if holds or today > target.due else course_share
    return Case(
        policy=policy,
        target=target,
        readings=readings,
        today=today,
        anchor_on=on,
        anchor=value,
        holds=holds,
        measure=measure,
        at_goal=is_good(target, measure),
        progress=progress,
        expected=expected,
        share=share,
        course_share=course_share,
        circumstances=circumstances,
        last=last,
        goal=goal,
        pace=progress / expected if expected else None,
        sureness=[r.confidence for r in readings if r.confidence is not None],
    )


@lru_cache(maxsize=4)
def case_before(case: Case) -> Case | None:
    """Return what the case was on the day of the check-in before the last; None where there was none."""
    if len(case.readings) < 2:
        return None
    return case_of(case.policy, case.target, case.readings[:-1], case.readings[-2].on, case.circumstances)


def sign(target: Target) -> int:
    """Return 1 where more is better, -1 where less is."""
    return 1 if target.better is Direction.increase else -1


def margin(target: Target, value: float) -> float:
    """Return how far a value is on the good side of the goal or inside the band, in the target's unit; else negative."""
    if target.goal is not None:
        return value - target.goal if target.better is Direction.increase else target.goal - value
    low = -math.inf if target.low is None else target.low
    high = math.inf if target.high is None else target.high
    return min(value - low, high - value)


def is_good(target: Target, value: float) -> bool:
    """Return whether a value is at or past the goal, or inside the band."""
    return margin(target, value) >= -TOLERANCE * abs(value)


def _measure(target: Target, readings: tuple[Reading, ...]) -> float:
    if target.kind is not Kind.keep or target.keep_by is KeepBy.latest:
        return readings[-1].value
    if target.keep_by is KeepBy.worst:
        return min([r.value for r in readings], key=lambda value: margin(target, value))
    return mean([r.value for r in readings])


def mean(values: Sequence[float]) -> float:
    """Return the mean of one value or more."""
    count = len(values)
    return math.fsum([value / count for value in values])  # so divided, no sum of finite values is infinite


def _anchor(target: Target, first: Reading) -> tuple[date, float]:
    if target.baseline is not None:
        return target.start, target.baseline
    return (first.on, first.value) if target.kind is Kind.level else (target.start, 0.0)


def _kept(target: Target, readings: tuple[Reading, ...], measure: float) -> float:
    """Share of the goal that is kept: 1 or more is enough. In a band: 1 inside, else the share of readings inside."""
    if target.goal is None:
        kept = sum(is_good(target, r.value) for r in readings)
        return 1.0 if is_good(target, measure) else kept / len(readings)
    part, whole = (measure, target.goal) if sign(target) > 0 else (target.goal, measure)
    # A share of nothing, or of less, says nothing: there it is kept or it is not.
    return bounded(part, whole) if part >= 0 and whole > 0 else float(is_good(target, measure))
