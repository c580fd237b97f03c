"""Keeping: how likely a figure that is judged over its span, or held at a goal it had from the start, ends on the wrong side.

The average ends as the readings so far and the rest make it, the rest being taken to come half as all of them, half as their last
third. How far that is on the good side, counted in the spread of the rest, is a logistic's argument. The spread comes from
the differences between neighbouring readings, of which the last never counts: a better last value makes no miss likelier.
"""

import math
from itertools import pairwise
from typing import NamedTuple

from kptui.models.target import KeepBy, Kind
from kptui.rules.case import Case, margin, mean
from kptui.rules.coefficients import (
    KEEP_BASE,
    KEEP_CERTAIN,
    KEEP_NOISE,
    KEEP_NOISE_WEIGHT,
    KEEP_SLOPE,
    LATEST_SLOPE,
    WORST_SLOPE,
)
from kptui.rules.reaching import logistic
from kptui.rules.schedule import check_ins_left


class Keeping(NamedTuple):
    """The figures of a target that is kept, in its unit where they have one."""

    seen: int
    """Check-ins so far."""
    left: int
    """Check-ins still to come."""
    recent: float
    """The mean of the last third of the readings."""
    end: float
    """What the figure that counts ends at."""
    noise: float
    """By what one reading differs from the next."""
    spread: float
    """By what the rest can move the end."""
    room: float
    """How far the end is on the good side, in spreads."""
    log_odds: float
    p_miss: float
    reach: float | None
    """What the end moves by for one unit of log-odds; None where the worst counts."""


def keeping(case: Case) -> Keeping:
    """Return the chance of a miss of a target that is kept by its average, its latest or its worst reading."""
    values = [r.value for r in case.readings]
    count, left = len(values), check_ins_left(case.target, case.last.on)
    recent = mean(values[-math.ceil(count / 3) :])
    noise = _noise(case, values[:-1])
    weighs = _weighs(case)
    if weighs is KeepBy.average:
        end = case.measure * (count / (count + left)) + (case.measure / 2 + recent / 2) * (left / (count + left))
        return _judged(case, (count, left, recent, end, noise), math.sqrt(max(left, 0.5)) / (count + left), KEEP_BASE, KEEP_SLOPE)
    if weighs is KeepBy.latest:
        end = case.last.value / 2 + recent / 2 if left else case.last.value
        return _judged(case, (count, left, recent, end, noise), math.sqrt(max(left, 0.5)), 0.0, LATEST_SLOPE)
    return _worst(case, count, left, recent, noise)


def _weighs(case: Case) -> KeepBy:
    return case.target.keep_by if case.target.kind is Kind.keep else KeepBy.latest


def _judged(case: Case, so_far: tuple[int, int, float, float, float], share: float, base: float, slope: float) -> Keeping:
    count, left, recent, end, noise = so_far
    spread = noise * share
    room = _in_spreads(margin(case.target, end), spread)
    log_odds = base - slope * room
    return Keeping(count, left, recent, end, noise, spread, room, log_odds, logistic(log_odds), spread / slope)


def _worst(case: Case, count: int, left: int, recent: float, noise: float) -> Keeping:
    """Each reading still to come may be the bad one."""
    usual = mean([r.value for r in case.readings])
    room = _in_spreads(margin(case.target, usual), noise)
    log_odds = -WORST_SLOPE * room
    p_miss = 1 - (1 - logistic(log_odds)) ** left if case.at_goal else 1.0
    return Keeping(count, left, recent, case.measure, noise, noise, room, log_odds, p_miss, None)


def _in_spreads(room: float, spread: float) -> float:
    if not spread or not math.isfinite(room):
        return KEEP_CERTAIN if room >= 0 else -KEEP_CERTAIN
    return max(-KEEP_CERTAIN, min(KEEP_CERTAIN, room / spread))


def _noise(case: Case, values: list[float]) -> float:
    """The spread of one reading around the next, half the mean square of neighbours' differences, pooled with the prior."""
    edges = (case.target.goal, case.target.low, case.target.high)
    usual = KEEP_NOISE * max(abs(edge) for edge in edges if edge is not None)
    halves = [abs(later - earlier) / math.sqrt(2) for earlier, later in pairwise(values)]
    found = math.hypot(usual * math.sqrt(KEEP_NOISE_WEIGHT), *halves)
    return found / math.sqrt(KEEP_NOISE_WEIGHT + len(halves))


def is_kept(case: Case) -> bool:
    """Return whether a case is judged here: all that is held and is no limit."""
    return case.holds and case.target.kind is not Kind.cumulative
