"""Targets, readings and policies at random, for laws that hold for all of them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from kptui.models.check_in import OwnCall, Reading
from kptui.models.policy import DayOffMove, Policy
from kptui.models.target import Cadence, Curve, Direction, KeepBy, Kind, State, Target
from tests.builders import START, a_policy, a_reading, a_target, day_number

anything = st.floats(allow_nan=False, allow_infinity=False)
"""Any finite figure, however large or small."""
plain = st.integers(-200, 200).map(float) | st.decimals(-200, 200, places=2).map(float)
"""Figures as people have them."""
judged_states = st.sampled_from([State.active, State.closed])


@st.composite
def targets(draw: st.DrawFn, /, figures: st.SearchStrategy[float] = plain, **fields: Any) -> Target:
    """Any target that the records allow, judged by the rules."""
    maybe = st.none() | figures
    start = draw(st.dates(date(1, 1, 1), date(9999, 12, 31)) if figures is anything else st.just(START))
    longest = min(400, (date.max - start).days)
    drawn = {
        "kind": draw(st.sampled_from(Kind)),
        "keep_by": draw(st.sampled_from(KeepBy)),
        "direction": draw(st.none() | st.sampled_from(Direction)),
        "baseline": draw(maybe),
        "goal": draw(maybe),
        "original_goal": draw(maybe),
        "low": draw(maybe),
        "high": draw(maybe),
        "cadence": draw(st.sampled_from(Cadence)),
        "state": draw(judged_states),
        "start": start,
        "due": start + timedelta(days=draw(st.integers(0, longest))),
        "unit": draw(st.sampled_from(["", "%", "h"])),
        "curve": draw(st.sampled_from(Curve)),
        "points": [{"on": start + timedelta(days=draw(st.integers(0, longest))), "value": draw(figures)}]
        * draw(st.integers(0, 1)),
    } | fields
    try:
        return a_target(**drawn)
    except ValidationError:  # drawn at random, some fields contradict each other
        drawn |= {"kind": Kind.keep, "goal": draw(figures), "low": None, "high": None}
        return a_target(**drawn)


@st.composite
def readings_of(
    draw: st.DrawFn, /, target: Target, figures: st.SearchStrategy[float] = plain, *, least: int = 0, on: int = 0
) -> tuple[Reading, ...]:
    """Readings of a target by day, the earliest `on` days after its start (before it for a negative number)."""
    last = min((target.due - target.start).days + 10, (date.max - target.start).days)
    first = max(on, -(target.start - date.min).days)
    days = sorted(draw(st.lists(st.integers(min(first, last), last), min_size=least, max_size=6)))
    sure = st.none() | st.integers(0, 10)
    call = st.none() | st.sampled_from(OwnCall)
    return tuple(
        a_reading(target.start + timedelta(days=day), draw(figures), confidence=draw(sure), own_call=draw(call)) for day in days
    )


policies: st.SearchStrategy[Policy] = st.builds(
    lambda **fields: a_policy(**fields),
    days_off=st.sampled_from([(), (5, 6), (0, 1, 2, 3, 4, 5)]),
    day_off_moves=st.sampled_from(DayOffMove),
    overdue_after=st.sampled_from([0, 0.5, 2]),
    too_early_share=st.sampled_from([0, 0.1, 1]),
    at_risk_pace=st.sampled_from([0.3, 0.9, 1]),
    at_risk_chance=st.sampled_from([0.3, 0.65, 1]),
    off_track_chance=st.sampled_from([0.5, 0.7, 1]),
    in_a_row=st.sampled_from([1, 2]),
    stalled_steps=st.sampled_from([1, 2]),
    slowing_steps=st.sampled_from([2, 3]),
    slowing_chance=st.sampled_from([0, 0.5]),
    off_track_share=st.sampled_from([0, 0.25, 1]),
    low_confidence=st.sampled_from([0, 4, 10]),
    slow_start_days=st.sampled_from([0, 7]),
)
days = st.integers(-20, 500).map(day_number)
