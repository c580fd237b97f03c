"""A doubter takes what is printed and does it again; every figure must be a given, a coefficient, or on a line before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.models.target import Curve, Direction, KeepBy, Kind, State, Target
from kptui.rules import coefficients
from kptui.rules.judgement import Judgement
from kptui.rules.progress import judge
from kptui.rules.working import Equation, working
from tests.builders import a_plan, a_policy, a_reading, a_target, day_number
from tests.kptui.rules.arithmetic import done_again, figures_in
from tests.kptui.rules.strategies import plain, readings_of, targets

DOWN = Direction.decrease
KINDS: dict[str, dict[str, Any]] = {
    "a level": {"baseline": 24, "goal": 12},
    "a level without a baseline": {"baseline": None},
    "a total": {"kind": Kind.cumulative, "baseline": None},
    "steps": {"kind": Kind.steps, "goal": 120},
    "a limit": {"kind": Kind.cumulative, "baseline": None, "goal": 120, "direction": DOWN},
    "what was there at the start": {"baseline": 30, "goal": 30},
    "an average": {"kind": Kind.keep, "baseline": None, "goal": 30},
    "an average kept low": {"kind": Kind.keep, "baseline": None, "goal": 30, "direction": DOWN},
    "a band": {"kind": Kind.keep, "baseline": None, "goal": None, "low": 20, "high": 60},
    "the latest": {"kind": Kind.keep, "keep_by": KeepBy.latest, "baseline": None, "goal": 30},
    "the worst": {"kind": Kind.keep, "keep_by": KeepBy.worst, "baseline": None, "goal": 5},
    "the worst, and missed": {"kind": Kind.keep, "keep_by": KeepBy.worst, "baseline": None, "goal": 60},
    "a total that is there": {"kind": Kind.cumulative, "baseline": None, "goal": 40},
    "a limit that is passed": {"kind": Kind.cumulative, "baseline": None, "goal": 40, "direction": DOWN},
    "stepped": {"curve": Curve.stepped},
    "points": {"curve": Curve.points, "points": [{"on": day_number(50), "value": 10}]},
}
SERIES = ((7, 9.5), (14, 16), (21, 19), (29, 31.25), (35, 33), (42, 41), (50, 47))


def worked(target: Target, *values: tuple[int, float], today: int = 50) -> tuple[tuple[Equation, ...], Judgement]:
    readings = {target.id: [a_reading(day_number(day), value) for day, value in values]}
    plan = a_plan(a_policy(days_off=()), target, readings=readings)
    judgement = judge(plan, target, day_number(today))
    assert judgement is not None
    return working(plan, target, day_number(today)), judgement


def value_of(lines: tuple[Equation, ...], name: str) -> float | None:
    return next((line.value for line in lines if line.name == name), None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 2, 4, 7])
def test_every_line_done_again_comes_to_what_it_says_and_the_last_to_what_the_judge_says(kind: str, count: int) -> None:
    lines, judgement = worked(a_target(**KINDS[kind]), *SERIES[-count:])
    for line in lines:
        name, formula, value = str(line).split(" = ")
        assert done_again(formula) == pytest.approx(float(value.strip("()")), rel=1e-4, abs=1e-5), name
    assert value_of(lines, "chance of a miss") == (None if judgement.p_miss in (0, 1) else judgement.p_miss)
    for name, figure in (("low", judgement.low), ("high", judgement.high), ("needed a week", judgement.required_rate)):
        assert value_of(lines, name) == figure
    forecast = value_of(lines, "forecast") or value_of(lines, "end")
    assert forecast == judgement.forecast or judgement.p_miss == 1 or kind.startswith("the worst")


def test_what_never_differs_is_certain() -> None:
    lines, judgement = worked(a_target(kind=Kind.keep, goal=0, direction=DOWN), (40, 0), (50, 0))
    assert value_of(lines, "room") == 10
    assert value_of(lines, "chance of a miss") == judgement.p_miss


def test_every_figure_is_given_or_a_coefficient_or_on_a_line_before() -> None:
    lines, _ = worked(a_target(baseline=24, goal=12), *((day, 24 - value / 10) for day, value in SERIES))
    known = {abs(value) for name, value in vars(coefficients).items() if name.isupper()}
    known |= {0, 0.5, 1, 1e-12, 2, 7, 1.2816, 12, 24, 50, 100, *(24 - value / 10 for _, value in SERIES)}
    known |= {float(n) for n in range(len(SERIES) + 1)}
    gains = [b - a for (_, a), (_, b) in zip(((0, 0.0), *SERIES), SERIES, strict=False)]
    known |= {gain / 10 / 12 for gain in gains} | {
        (b - a) / 100 for (a, _), (b, _) in zip(((0, 0), *SERIES), SERIES, strict=False)
    }
    known |= {sum(gains[-3:]) / 120, 0.21, 0.5}
    for line in lines:
        strangers = [f for f in figures_in(line.formula) if not any(f == pytest.approx(k, rel=1e-6) for k in known)]
        assert strangers == [], line.name
        known.add(abs(line.value))


@given(st.data(), targets(kind=Kind.level, state=State.active))
def test_any_level_can_be_done_again(data: st.DataObject, target: Target) -> None:
    readings = data.draw(readings_of(target, plain, least=1))
    plan = a_plan(target, readings={target.id: readings})
    for line in working(plan, target, readings[-1].on):
        assert done_again(line.formula) == pytest.approx(line.value, rel=1e-3, abs=1e-3), line


def test_what_has_no_status_no_check_in_or_is_over_has_no_working() -> None:
    assert worked(a_target())[0] == ()
    assert worked(a_target(), (50, 20), today=101)[0] == ()
    draft = a_target(state=State.draft)
    assert working(a_plan(draft, readings={draft.id: [a_reading(day_number(7), 1)]}), draft, day_number(9)) == ()
