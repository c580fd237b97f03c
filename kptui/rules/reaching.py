"""Reaching: how likely a target misses a goal that lies ahead of it, by how much more the way left asks than the way so far.

With p the progress and e what the curve expects, the way left asks (1 - p) / (1 - e) of the plan and the way so far gave p / e;
their ratio is the to-complete index of earned value management. Its logarithm, over a spread that grows with the wobble of the
steps so far and with how few there are in a span, is a logistic's argument. The last step never counts for the wobble, so that
a better last value never makes a miss likelier.
"""

import math
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
from kptui.rules.curve import elapsed


class Step(NamedTuple):
    """From one check-in to the next."""

    share: float
    """Of the span."""
    gain: float
    """Of the way."""


class Reach(NamedTuple):
    """The figures of a target on its way, as shares of the way and of the span from where the way begins."""

    steps: tuple[Step, ...]
    share: float
    """How much of the span had gone by."""
    way: float
    """Progress, not clamped; of a limit what is used up of it."""
    behind: float
    """The logarithm of what the way left asks over what the way so far gave."""
    grain: float
    """A usual step's share of the span."""
    wobble: float
    spread: float
    """Wobble times grain, over a half times a tenth."""
    log_odds: float
    p_miss: float


def reach(case: Case) -> Reach:
    """Return the chance of a miss of a target that must reach its goal, or of a limit that must not be passed."""
    steps = _steps(case)
    share = elapsed(case.anchor_on, case.target.due, case.last.on)
    way = case.way_of(case.last.value)
    behind = math.log(max(1 - way, 1e-12) / _left(case.course_share)) - math.log(index(way, case.course_share))
    grain = _grain(case, steps)
    wobble = min(WOBBLE, wobble_of(steps[:-1]))
    spread = wobble * grain / (WOBBLE * USUAL_GRAIN)
    log_odds = REACH_SLOPE * behind / spread
    if case.holds:
        log_odds = -log_odds
    else:
        log_odds += min(1.0, spread) * (REACH_BASE + REACH_GRAIN * math.log(grain / USUAL_GRAIN) + REACH_LATE * (share - 0.5))
    return Reach(steps, share, way, behind, grain, wobble, spread, log_odds, _settled(case, way, log_odds))


def index(way: float, expected: float) -> float:
    """Return what the way so far gave of what was expected, the planned rate being a part of it."""
    return (max(way, 0.0) + PLAN_WEIGHT) / (expected + PLAN_WEIGHT)


def logistic(log_odds: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, log_odds))))


def wobble_of(steps: tuple[Step, ...]) -> float:
    """Return by which share of its usual size a step differs from it, pooled with the prior."""
    known, squares = 0, 0.0
    if len(steps) > 1:
        share, gain = math.fsum(s.share for s in steps), math.fsum(s.gain for s in steps)
        rate = index(gain, share)
        usual = share / len(steps)
        squares = math.fsum((s.gain - rate * s.share) ** 2 / s.share for s in steps) / rate**2 / usual
        known = len(steps) - 1
    return math.sqrt((WOBBLE_WEIGHT * WOBBLE**2 + squares) / (WOBBLE_WEIGHT + known))


def _steps(case: Case) -> tuple[Step, ...]:
    at, way = case.anchor_on, 0.0
    span = max((case.target.due - case.anchor_on).days, 1)
    steps = list[Step]()
    for reading in case.readings:
        if reading.on > at:
            steps.append(Step((reading.on - at).days / span, case.way_of(reading.value) - way))
        at, way = reading.on, case.way_of(reading.value)
    return tuple(steps)


def _grain(case: Case, steps: tuple[Step, ...]) -> float:
    shares = sorted(s.share for s in steps)
    span = max((case.target.due - case.anchor_on).days, 1)
    usual = shares[len(shares) // 2] if shares else case.target.cadence.days / span
    return min(COARSEST_GRAIN, usual)


def _left(expected: float) -> float:
    return max(1 - expected, FINEST_LEFT)


def _settled(case: Case, way: float, log_odds: float) -> float:
    """A goal that is reached is not missed, and a limit that is passed is."""
    if case.holds:
        return logistic(log_odds) if case.at_goal else 1.0
    return 0.0 if way >= 1 else logistic(log_odds)
