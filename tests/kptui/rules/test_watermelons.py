import pytest

from kptui.models.check_in import OwnCall, Reading
from kptui.models.target import State, Target
from kptui.rules.judgement import Status
from kptui.rules.progress import judge_all
from kptui.rules.watermelons import Difference, watermelons
from tests.builders import a_plan, a_policy, a_reading, a_target, day_number

GREEN, YELLOW, RED = OwnCall.on_track, OwnCall.at_risk, OwnCall.off_track
TODAY = day_number(50)


def found(*called: tuple[float, OwnCall | None]) -> tuple[Difference, ...]:
    """The differences of targets that came to a value in two check-ins, as their owners call them."""
    targets = [a_target(code=f"CS-{n}") for n in range(1, len(called) + 1)]
    readings = {t.id: readings_of(t, *each) for t, each in zip(targets, called, strict=True)}
    plan = a_plan(a_policy(days_off=()), *targets, readings=readings)
    return watermelons(plan, judge_all(plan, TODAY))


def readings_of(target: Target, value: float, call: OwnCall | None) -> list[Reading]:
    return [a_reading(day_number(42), value * 42 / 49), a_reading(day_number(49), value, own_call=call)]


def test_who_calls_red_green_comes_first_and_who_calls_green_red_last() -> None:
    said = [(d.target.code, d.owner_says, d.rules_say) for d in found((50, RED), (30, GREEN), (10, GREEN))]
    assert said == [
        ("CS-3", Status.on_track, Status.off_track),
        ("CS-2", Status.on_track, Status.at_risk),
        ("CS-1", Status.off_track, Status.on_track),
    ]


@pytest.mark.parametrize(("value", "call", "steps"), [(10, GREEN, 2), (10, YELLOW, 1), (50, YELLOW, -1), (50, RED, -2)])
def test_a_difference_is_counted_in_steps(value: float, call: OwnCall, steps: int) -> None:
    assert [d.steps for d in found((value, call))] == [steps]


@pytest.mark.parametrize(("value", "call"), [(10, RED), (50, GREEN), (50, None), (100, RED)])
def test_who_agrees_says_nothing_or_speaks_of_what_is_over_is_not_listed(value: float, call: OwnCall | None) -> None:
    assert found((value, call)) == ()


def test_targets_without_a_status_or_a_check_in_are_not_listed() -> None:
    plan = a_plan(a_target(), a_target(code="CS-2", state=State.draft))
    assert watermelons(plan, judge_all(plan, TODAY)) == ()
