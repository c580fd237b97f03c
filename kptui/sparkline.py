"""Sparkline: the last check-ins on a target as eight small blocks, between where it began and its goal."""

from collections.abc import Sequence

from kptui.models.check_in import Reading
from kptui.models.target import Direction, Kind, Target

BLOCKS = "▁▂▃▄▅▆▇█"
PLAIN_BLOCKS = "_.:-=+*#"
"""The same in ASCII."""
CELLS = 8


def sparkline(target: Target, readings: Sequence[Reading]) -> str:
    """Return a block for each of the last eight readings, higher where it is better; nothing for none.

    The lowest block is the baseline, without one 0 for a total or steps; the highest is the goal. What is kept, and a level
    without a baseline, is drawn between the least and the most of its readings and its goal, a band between its ends.
    """
    values = [reading.value for reading in readings[-CELLS:]]
    if not values:
        return ""
    begin, end = _ends(target, values)
    return "".join(BLOCKS[_step(value, begin, end)] for value in values)


def _ends(target: Target, values: Sequence[float]) -> tuple[float, float]:
    """The values of the lowest and of the highest block."""
    if target.is_band and target.low is not None and target.high is not None:
        return target.low, target.high
    begin = 0.0 if target.baseline is None and target.kind in (Kind.cumulative, Kind.steps) else target.baseline
    if target.kind is not Kind.keep and begin is not None and target.goal is not None:
        return begin, target.goal
    wanted = [value for value in (target.goal, target.low, target.high) if value is not None]
    low, high = min([*values, *wanted]), max([*values, *wanted])
    return (high, low) if target.better is Direction.decrease else (low, high)


def _step(value: float, begin: float, end: float) -> int:
    """Halved first, so that no difference is infinite; where both ends are one, at it or past it is the highest."""
    part, whole = value / 2 - begin / 2, end / 2 - begin / 2
    share = part / whole if whole else float(part >= 0)
    return round(min(max(share, 0.0), 1.0) * (len(BLOCKS) - 1))
