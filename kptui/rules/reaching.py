"""Reaching: how likely a target misses a goal that lies ahead of it, by how much more the way left asks than the way so far.

With p the progress and e what the curve expects, the way left asks (1 - p) / (1 - e) of the plan and the way so far gave p / e;
their ratio is the to-complete index of earned value management. Its logarithm, over a spread that grows with the wobble of the
steps so far and with how few there are in a span, is a logistic's argument. The last step never counts for the wobble, so that
a better last value never makes a miss likelier.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from kptui.rules.case import Case
from kptui.rules.coefficients import (
    COARSEST_GRAIN,
    FINEST_LEFT,
    PLAN_WEIGHT,
    REACH_BASE,
    REACH_GRAIN,
    REACH_LATE,
    REACH_SLOPE,
    USUAL_GRAIN,
    WOBBLE,
    WOBBLE_WEIGHT,
)
from kptui.rules.curve import elapsed, way_of, ways_of


class Reach(NamedTuple):
    """The figures of a target on its way, as shares of the way and of the span from where the way begins."""

    shares: list[float]
    """Of the span, from one check-in to the next."""
    gains: list[float]
    """Of the way, in each of these."""
    share: float
    """How much of the span had gone by."""
    way: float
    """Progress, not clamped; of a limit what is used up of it."""
    behind: float
    """The logarithm of what the way left asks over what the way so far gave."""
    grain: float
    """A usual step's share of the span."""
    wobble: float
    """By which share of its usual size a step differs from it; the last step does not count."""
    spread: float
    """Wobble, or what it is taken to be at most, times grain, over a half times a tenth."""
    log_odds: float
    p_miss: float


def reach(case: Case) -> Reach:
    """Return the chance of a miss of a target that must reach its goal, or of a limit that must not be passed."""
    shares, gains = _steps(case)
    share = elapsed(case.anchor_on, case.target.due, case.last.on)
    way = way_of(case.anchor, case.last.value, case.goal)
    behind = math.log(max(1 - way, 1e-12) / _left(case.course_share)) - math.log(index(way, case.course_share))
    grain = _grain(case, shares)
    wobble = _wobble(shares[:-1], gains[:-1])
    spread = min(WOBBLE, wobble) * grain / (WOBBLE * USUAL_GRAIN)
    log_odds = REACH_SLOPE * behind / spread
    if case.holds:
        log_odds = -log_odds
    else:
        log_odds += min(1.0, spread) * (REACH_BASE + REACH_GRAIN * math.log(grain / USUAL_GRAIN) + REACH_LATE * (share - 0.5))
    return Reach(shares, gains, share, way, behind, grain, wobble, spread, log_odds, _settled(case, way, log_odds))


def index(way: float, expected: float) -> float:
    """Return what the way so far gave of what was expected, the planned rate being a part of it."""
    return (max(way, 0.0) + PLAN_WEIGHT) / (expected + PLAN_WEIGHT)


def logistic(log_odds: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, log_odds))))


def _wobble(shares: Sequence[float], gains: Sequence[float]) -> float:
    """By which share of its usual size a step differs from it, pooled with the prior."""
    known, squares = max(len(shares) - 1, 0), 0.0
    if known:
        share = sum(shares)
        rate = index(sum(gains), share)
        squares = sum([(gain - rate * part) ** 2 / part for part, gain in zip(shares, gains, strict=True)])
        squares /= rate * rate * share / len(shares)
    return math.sqrt((WOBBLE_WEIGHT * WOBBLE**2 + squares) / (WOBBLE_WEIGHT + known))


def _steps(case: Case) -> tuple[list[float], list[float]]:
    """From one check-in to the next, from where the way begins, the share of the span and the gain of the way."""
    begun = case.anchor_on.toordinal()
    span = max(case.target.due.toordinal() - begun, 1)
    days = [begun, *[r.on.toordinal() for r in case.readings]]
    ways = [0.0, *ways_of(case.anchor, [r.value for r in case.readings], case.goal)]
    shares = [(later - day) / span for day, later in pairwise(days) if later > day]
    if len(shares) == len(case.readings):
        return shares, [further - way for way, further in pairwise(ways)]
    moved = zip(pairwise(days), pairwise(ways), strict=True)
    return shares, [further - way for (day, later), (way, further) in moved if later > day]


def _grain(case: Case, shares: Sequence[float]) -> float:
    if shares:
        return min(COARSEST_GRAIN, sorted(shares)[len(shares) // 2])
    return min(COARSEST_GRAIN, case.target.cadence.days / max((case.target.due - case.anchor_on).days, 1))


def _left(expected: float) -> float:
    return max(1 - expected, FINEST_LEFT)


def _settled(case: Case, way: float, log_odds: float) -> float:
    """A goal that is reached is not missed, and a limit that is passed is."""
    if case.holds:
        return logistic(log_odds) if case.at_goal else 1.0
    return 0.0 if way >= 1 else logistic(log_odds)
