"""Goals as people type them: a value of its own, or one that counts from the baseline, kept in both forms."""

import math
import re

from kptui.errors import BadInput
from kptui.forms.asked import Around, Asked, Values
from kptui.forms.fields import digits, figure, number
from kptui.models.target import Direction, Kind, Target
from kptui.wording import whole

_RELATIVE = re.compile(r"(?P<sign>[+-])\s*(?P<figure>[^%]*?)\s*(?P<percent>%?)")


def relative_text(text: str) -> str:
    """Return a goal as it was typed where it counts from the baseline; nothing for one that stands by itself."""
    typed = _plain_minus(text)
    return typed if typed[:1] in ("+", "-") else ""


def _plain_minus(text: str) -> str:
    return text.strip().replace("\N{MINUS SIGN}", "-")


def worked_out(text: str, baseline: object, unit: str) -> float:
    """Return the goal that `+15%`, `-20%` (of the baseline), `+2` or `-2` (in `unit`) comes to.

    Raises BadInput without a baseline, and for a share of nothing.
    """
    found = _RELATIVE.fullmatch(_plain_minus(text))
    if found is None:
        raise BadInput("goal", f"{text.strip()[:40]!r} is no goal; type one such as 12, 118k, +15% or -2.")
    step = number("goal", found["figure"], unit)
    if not isinstance(baseline, int | float):
        raise BadInput("goal", f"{text.strip()[:40]} counts from the baseline; type that first, or the goal itself.")
    if found["percent"] and not baseline:
        raise BadInput("goal", f"{text.strip()[:40]} of a baseline of 0 is nothing; type the goal itself.")
    step = abs(baseline) * step / 100 if found["percent"] else step
    goal = baseline + (step if found["sign"] == "+" else -step)
    if not math.isfinite(goal):
        raise BadInput("goal", f"{text.strip()[:40]} is too large.")
    return float(f"{goal:.12g}")


def _read_goal(text: str, values: Values, _around: Around) -> float:
    unit = str(values.get("unit") or "")
    baseline = values.get("baseline")
    goal = worked_out(text, baseline, unit) if relative_text(text) else number("goal", text, unit)
    _refuse_wrong_side(goal, baseline, values)
    return goal


def _refuse_wrong_side(goal: float, baseline: object, values: Values) -> None:
    direction = values.get("direction")
    if values.get("kind") is Kind.keep or direction is None or not isinstance(baseline, int | float) or goal == baseline:
        return
    if (goal > baseline) is (direction is Direction.decrease):
        raise BadInput("goal", f"{whole(goal)} is the wrong way from {whole(baseline)} to {direction}; mend one of them.")


def _write_goal(value: object, around: Around) -> str:
    """A relative goal is written as it was typed, as long as it still comes to the same."""
    known = around.record
    if isinstance(known, Target) and known.relative_goal:
        try:
            if worked_out(known.relative_goal, known.baseline, known.unit) == value:
                return known.relative_goal
        except BadInput:
            return digits(value)
    return digits(value)


def _say_goal(value: object, values: Values, _around: Around) -> str:
    """Return the goal with its unit, and how far it is from the baseline."""
    if not isinstance(value, int | float):
        return ""
    unit, baseline = str(values.get("unit") or ""), values.get("baseline")
    if not isinstance(baseline, int | float) or value == baseline:
        return whole(value, unit)
    way = "up" if value > baseline else "down"
    change = f" by {whole(round(abs(value / baseline - 1) * 100, 1))} %" if baseline else ""
    return f"{whole(value, unit)}: {way}{change} from {whole(baseline, unit)}"


def _with_unit(value: object, values: Values, _around: Around) -> str:
    return whole(value, str(values.get("unit") or "")) if isinstance(value, int | float) else ""


def _first_value(values: Values, _around: Around) -> float | None:
    """A running total begins at nothing."""
    return 0.0 if values.get("kind") is Kind.cumulative else None


def is_figure(values: Values) -> bool:
    """Return whether it is judged by one figure, and not by a list of steps."""
    return values.get("kind") is not Kind.steps


def is_keep(values: Values) -> bool:
    """Return whether it is a standard to keep."""
    return values.get("kind") is Kind.keep


def _stands_by_itself(values: Values) -> bool:
    """With a list of steps the goal is all of them."""
    return not values.get("steps")


def _read_high(text: str, values: Values, _around: Around) -> float:
    high, low = number("high", text, str(values.get("unit") or "")), values.get("low")
    if isinstance(low, int | float) and high < low:
        raise BadInput("high", f"{whole(high)} is below {whole(low)}, where the band begins; mend one of them.")
    return high


BASELINE = figure(
    "baseline", "Baseline", "Where it stands at the start: 24, 118k.", asked_for=is_figure, empty=_first_value, says=_with_unit
)
GOAL = Asked(
    "goal",
    "Goal",
    "The value to reach: 12, 118k; +15%, -20% or +2 from the baseline.",
    _read_goal,
    _write_goal,
    asked_for=_stands_by_itself,
    says=_say_goal,
)
LOW = figure("low", "Band from", "The lowest good value, where it is kept in a band: 95.", asked_for=is_keep, says=_with_unit)
HIGH = Asked(
    "high",
    "Band to",
    "The highest good value, where it is kept in a band: 99.",
    _read_high,
    lambda value, _: digits(value),
    asked_for=is_keep,
    says=_with_unit,
)
