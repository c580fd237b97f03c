"""What the rules say: figures, goals and days as words of a sentence."""

import math

from kptui import wording
from kptui.models.target import Direction, KeepBy, Kind, Target
from kptui.rules.case import TOLERANCE, Case


def goal_words(target: Target) -> str:
    """Return the goal in words: `at least 95 %`, `at most 12 h`, `between 3 and 5 h`."""
    if target.goal is not None:
        bound = "at least" if target.better is Direction.increase else "at most"
        return f"{bound} {wording.figure(target.goal, target.unit)}"
    low, high = (wording.figure(edge, target.unit) for edge in (target.low, target.high))
    if target.low is None or target.high is None:
        return f"at most {high}" if target.low is None else f"at least {low}"
    return f"between {wording.figure(target.low)} and {high}"


def measure_words(case: Case, verb: str = "is") -> str:
    """Return the figure that counts in words: `the average of 6 check-ins is 94.1 %`, whole where rounding would hide a miss."""
    what = "the value"
    if case.target.kind is Kind.keep:
        many = f"{len(case.readings)} check-ins"
        whole = {KeepBy.average: f"the average of {many}", KeepBy.worst: f"the worst of {many}", KeepBy.latest: "the latest"}
        what = whole[case.target.keep_by] if len(case.readings) > 1 else "the only check-in"
    edges = (case.target.goal, case.target.low, case.target.high)
    shown = wording.figure(case.measure, case.target.unit)
    hidden = shown in [wording.figure(edge, case.target.unit) for edge in edges if edge is not None and edge != case.measure]
    return f"{what} {verb} {wording.whole(case.measure, case.target.unit) if hidden else shown}"


def pace_words(case: Case, pace: float, limit: str = "") -> str:
    """Return progress beside what is expected: `46 % of the way where 70 % is expected (pace 0.65, at risk below 0.90)`.

    The pace is cut, not rounded, so that 0.899 is never shown as the 0.90 that it missed.
    """
    cut = math.floor(pace * 100 + TOLERANCE) / 100
    way = f"{wording.percent(case.progress)} of the way where {wording.percent(case.expected)} is expected"
    return f"{way} (pace {cut:.2f}{limit and f', {limit}'})"


def chance_words(chance: float | None) -> str:
    """Return a probability as a whole per cent, `71 %`; cut, not rounded, so that 0.699 is never shown as the 70 % it missed."""
    return wording.NOTHING if chance is None else f"{math.floor(chance * 100 + TOLERANCE)} %"
