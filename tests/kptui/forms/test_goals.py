"""Goals that count from the baseline, kept as a figure and as they were typed."""

import pytest

from kptui.models.target import Target
from tests.builders import a_plan, a_target
from tests.kptui.forms.filling import OBJECTIVE, PLAN, SERVICE, a_filled_target, edited, made


@pytest.mark.parametrize(
    ("baseline", "typed", "goal"),
    [
        ("24", "-50%", 12),
        ("24", "- 50 %", 12),
        ("24", "\N{MINUS SIGN}50%", 12),
        ("410k", "+15%", 471_500),
        ("24", "+2", 26),
        ("24", "-2,5", 21.5),
        ("-40", "+15%", -34),
        ("3", "+10%", 3.3),
    ],
)
def test_a_relative_goal_is_worked_out_and_kept_in_both_forms(baseline: str, typed: str, goal: float) -> None:
    target = made(a_filled_target(PLAN, baseline=baseline, goal=typed))
    assert isinstance(target, Target)
    assert (target.goal, target.relative_goal) == (goal, typed.replace("\N{MINUS SIGN}", "-"))


def test_a_relative_goal_follows_its_baseline() -> None:
    target = made(a_filled_target(PLAN, goal="-50%"))
    plan = a_plan(*PLAN.records.values(), target)
    understood = edited("target", target, plan, baseline="20")
    assert understood.typed["goal"] == "-50%"
    assert {name: understood.changed[name] for name in ("baseline", "goal", "relative_goal")} == {
        "baseline": 20,
        "goal": 10,
        "relative_goal": "-50%",
    }


@pytest.mark.parametrize(("relative", "baseline"), [("-50%", 24), ("+x", 24), ("-50%", None)])
def test_a_goal_that_was_changed_since_is_written_as_a_figure(relative: str, baseline: float | None) -> None:
    target = a_target(
        owner=SERVICE.id, objective=OBJECTIVE.id, unit="h", baseline=baseline, goal=11, relative_goal=relative, due="2026-03-31"
    )
    plan = a_plan(*PLAN.records.values(), target)
    understood = edited("target", target, plan, name="Renamed")
    assert understood.typed["goal"] == "11"
    assert understood.record == target.edited(target.at, "maria", name="Renamed", relative_goal="")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"goal": "+15%", "baseline": ""}, "+15% counts from the baseline; type that first, or the goal itself."),
        ({"goal": "+15%", "baseline": "0"}, "+15% of a baseline of 0 is nothing; type the goal itself."),
        ({"goal": "+15%%"}, "'+15%%' is no goal; type one such as 12, 118k, +15% or -2."),
        ({"goal": "+much"}, "'much' is no number; type one such as 14.5, 118k, +2 or = for as before."),
        ({"goal": "+1" + "0" * 307 + "%", "baseline": "1" + "0" * 307}, "is too large."),
    ],
)
def test_a_relative_goal_that_cannot_be_worked_out_is_refused(typed: dict[str, str], sentence: str) -> None:
    assert a_filled_target(PLAN, **typed).wrong["goal"].endswith(sentence)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"goal": "12"}, "12 h: down by 50 % from 24 h"),
        ({"goal": "36"}, "36 h: up by 50 % from 24 h"),
        ({"goal": "24"}, "24 h"),
        ({"goal": "5", "baseline": "0"}, "5 h: up from 0 h"),
        ({"goal": "5", "baseline": ""}, "5 h"),
        ({"goal": ""}, ""),
        ({"goal": "=-2"}, "-2 h: down by 108.3 % from 24 h"),
    ],
)
def test_a_goal_is_said_with_how_far_it_is_from_the_baseline(typed: dict[str, str], said: str) -> None:
    assert a_filled_target(PLAN, **typed).said["goal"] == said


@pytest.mark.parametrize("typed", ["118000", "0.00001", "3.3", "1000000000000000000", "=-2"])
def test_a_figure_is_written_as_it_can_be_typed(typed: str) -> None:
    target = made(a_filled_target(PLAN, baseline="1", goal=typed))
    assert edited("target", target, a_plan(*PLAN.records.values(), target)).changed == {}
