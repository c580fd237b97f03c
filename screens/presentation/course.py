"""Course: what there is to draw of one target."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kptui.models.target import Kind, Target
from kptui.rules.circumstances import circumstances_of
from kptui.rules.judgement import Judgement
from kptui.rules.progress import expected_value
from screens.presentation.target_view import TargetView

Point = tuple[date, float]
_SAMPLES = 183
"""About so many days of the expected curve are looked at: in half a year each of them."""


class Fan(NamedTuple):
    """Where the figure that counts is heading from the last check-in to the due day."""

    on: date
    value: float
    forecast: float
    low: float | None = None
    high: float | None = None
    tone: str = "muted"
    """The status that it is judged to have."""


class Course(NamedTuple):
    """What there is to draw of one target."""

    start: date
    due: date
    today: date
    unit: str = ""
    values: tuple[Point, ...] = ()
    expected: tuple[Point, ...] = ()
    """The curve that it should follow, as points to join."""
    goals: tuple[float, ...] = ()
    """The goal; or the two ends of a band."""
    original: float | None = None
    """The goal before it was first changed."""
    fan: Fan | None = None


def course_of(view: TargetView) -> Course:
    """Return what the chart draws; what is to be kept is expected at its goal, which is drawn already."""
    target = view.target
    goals = [v for v in ((target.low, target.high) if target.is_band else (target.goal,)) if v is not None]
    original = target.original_goal
    return Course(
        target.start,
        target.due,
        view.today,
        target.unit,
        tuple((r.on, r.value) for r in view.plan.readings_of(target.id, view.today)),
        () if target.kind is Kind.keep else tuple(_expected(view)),
        tuple(goals),
        None if original == target.goal else original,
        _fan(target, view.judgement),
    )


def _expected(view: TargetView) -> Iterable[Point]:
    """The curve on some days; a step is drawn as one only where the days beside it are among them."""
    target, circumstances = view.target, circumstances_of(view.plan, view.target, view.today)
    days = (target.due - target.start).days
    for n in range(0, days + 1, max(days // _SAMPLES, 1)):
        on = date.fromordinal(target.start.toordinal() + n)
        if (value := expected_value(target, on, circumstances)) is not None:
            yield on, value


def _fan(target: Target, judged: Judgement | None) -> Fan | None:
    if judged is None or judged.last is None or judged.measure is None or judged.forecast is None:
        return None
    if not target.start <= judged.last.on < target.due:
        return None
    return Fan(judged.last.on, judged.measure, judged.forecast, judged.low, judged.high, judged.status.value)
