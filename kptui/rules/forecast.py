"""How fast a target moves, how fast it must, and where it ends at the rate so far.

The rate is that of the whole span so far, from the baseline to the last reading: one late or lucky check-in moves it least.
Everything starts from the day of the last reading, since that is the day the value is of.
"""

import math
from typing import NamedTuple

from kptui.models.target import Kind
from kptui.rules.case import Case


class Outlook(NamedTuple):
    """Where a target goes; every figure is None where there is nothing to reckon it from."""

    forecast: float | None = None
    """Where the figure that counts ends, in the target's unit."""
    required_rate: float | None = None
    """Change a week, in the target's unit, that would just reach the goal."""
    actual_rate: float | None = None
    """Change a week, in the target's unit, from the start to the last reading."""


def outlook(case: Case) -> Outlook:
    """Return where the target goes: last value + rate · days left, and (goal - last value) / days left.

    A keep target ends at the figure so far. After the due day nothing is left to come, and nothing is said.
    """
    if case.today > case.target.due:
        return Outlook()
    if case.target.kind is Kind.keep:
        return Outlook(forecast=case.measure)
    gone, left = (case.last.on - case.anchor_on).days, (case.target.due - case.last.on).days
    actual = (case.last.value - case.anchor) / gone if gone else None
    required = (case.goal - case.last.value) / left if left and not case.at_goal else None
    return Outlook(_finite(case.last.value, actual, left), _finite(0, required, 7), _finite(0, actual, 7))


def _finite(start: float, rate: float | None, days: int) -> float | None:
    end = math.inf if rate is None else start + rate * days
    return end if math.isfinite(end) else None
