"""Far out: whether a value is so far from everything known of its target that it may have been typed wrongly."""

from collections.abc import Iterable

from kptui.models.target import Target
from kptui.wording import whole

TIMES = 10
"""From how many times the greatest known value on a value is far out."""


def far_out(target: Target, values: Iterable[float], value: float) -> str:
    """Return in a sentence that `value` is more than ten times all that is known, or of the other sign; nothing where it is not.

    What is known are baseline, goal or band, and the earlier `values`, all in the target's unit.
    """
    edges = (target.baseline, target.goal, target.low, target.high)
    known = [*values, *(edge for edge in edges if edge is not None)]
    greatest = max(map(abs, known), default=0.0)
    said = whole(value, target.unit)
    if greatest and abs(value) > TIMES * greatest:
        most = whole(max(known, key=abs), target.unit)
        return f"{said} is more than ten times the greatest that is known, {most}."
    if greatest and (min(known) >= 0 > value or max(known) <= 0 < value):
        return f"{said} is {'below' if value < 0 else 'above'} 0, and nothing that is known is."
    return ""
