"""Where a target ends, with its spread; how likely it misses; how fast it moves and how fast it must.

Everything starts from the day of the last reading, since that is the day the value is of.
"""

import math
from functools import lru_cache
from typing import NamedTuple

from kptui.models.target import Direction
from kptui.rules.case import Case
from kptui.rules.coefficients import PLAN_WEIGHT
from kptui.rules.keeping import Keeping, is_kept, keeping
from kptui.rules.reaching import Reach, reach

TENTH = 1.2816
"""Above so many spreads lies a tenth of a normal distribution."""
_LOGITTENTH = math.log(9)
"""Log-odds of nine in ten."""


class Outlook(NamedTuple):
    """Where a target goes; every figure is None where there is nothing to reckon it from."""

    forecast: float | None = None
    """Where the figure that counts ends, in the target's unit."""
    low: float | None = None
    """One time in ten it ends below this, in the target's unit."""
    high: float | None = None
    """One time in ten it ends above this, in the target's unit."""
    p_miss: float | None = None
    """The probability that it ends short of its goal."""
    required_rate: float | None = None
    """Change a week, in the target's unit, that would just reach the goal."""
    actual_rate: float | None = None
    """Change a week, in the target's unit, from the start to the last reading."""
    figures: Reach | Keeping | None = None
    """What the probability was reckoned from."""


@lru_cache(maxsize=4)
def outlook(case: Case) -> Outlook:
    """Return where the target goes. After the due day nothing is left to come, and nothing is said."""
    if case.today > case.target.due:
        return Outlook()
    if is_kept(case):
        return _kept(case)
    gone, left = (case.last.on - case.anchor_on).days, (case.target.due - case.last.on).days
    found = reach(case)
    ends = _ends(case, found) if gone else (None, None, None)
    required = (case.goal - case.last.value) / left if left and not case.at_goal else None
    actual = (case.last.value - case.anchor) / gone if gone else None
    return Outlook(*ends, found.p_miss, _a_week(required), _a_week(actual), found)


def pace_ahead(found: Reach, expected: float) -> float:
    """Return what the rest of the way is taken to give of what is expected of it: as so far, the last third counting twice.

    The planned rate counts too, as a tenth of the span.
    """
    share, gain = last_third(found)
    return (found.way + gain + PLAN_WEIGHT) / (expected + share + PLAN_WEIGHT)


def last_third(found: Reach) -> tuple[float, float]:
    """Return the share of the span and the gain of the steps that make up the last third of what has gone by, or more."""
    share, gain, place = 0.0, 0.0, len(found.shares)
    while place and share < found.share / 3:
        place -= 1
        share, gain = share + found.shares[place], gain + found.gains[place]
    return share, gain


def _ends(case: Case, found: Reach) -> tuple[float | None, float | None, float | None]:
    """The forecast and where it lies four times in five, if steps to come are independent and as uneven as those so far."""
    pace, left = pace_ahead(found, case.course_share), 1 - case.course_share
    rest = 1 - found.share
    spread = found.wobble * abs(pace) * math.sqrt(found.grain * rest * (1 + rest / (found.share + PLAN_WEIGHT)))
    end, by = found.way + left * pace, TENTH * spread
    one, other = _value(case, end - by), _value(case, end + by)
    return _finite(case, _value(case, end)), _finite(case, min(one, other)), _finite(case, max(one, other))


def _value(case: Case, way: float) -> float:
    return case.anchor * (1 - way) + case.goal * way


def _kept(case: Case) -> Outlook:
    found = keeping(case)
    by = None if found.reach is None else _LOGITTENTH * found.reach
    low, high = (None, None) if by is None else (_finite(case, found.end - by), _finite(case, found.end + by))
    return Outlook(_finite(case, found.end), low, high, found.p_miss, figures=found)


def _a_week(rate: float | None) -> float | None:
    return None if rate is None or not math.isfinite(rate * 7) else rate * 7


def _finite(case: Case, value: float) -> float | None:
    """A value that can be said; none below 0 where the figure falls and never was below."""
    if not math.isfinite(value):
        return None
    return max(0.0, value) if stops_at_zero(case) else value


def stops_at_zero(case: Case) -> bool:
    """Return whether a figure is to fall and cannot be below 0, as far as is known: no edge and no reading is."""
    edges = (case.target.baseline, case.target.goal, case.target.low, case.target.high)
    known = [*(reading.value for reading in case.readings), *(edge for edge in edges if edge is not None)]
    return case.target.better is Direction.decrease and min(known) >= 0
