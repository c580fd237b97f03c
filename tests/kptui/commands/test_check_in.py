"""Tests of `kptui check-in`."""

from datetime import date

import pytest

from kptui.models.check_in import OwnCall
from kptui.models.schema import Schema
from kptui.models.target import State
from tests.builders import NOW, a_check_in, a_target
from tests.kptui.commands.conftest import Desk

TARGET = a_target(name="Answer faster", unit="h", baseline=24, goal=12, direction="decrease")


@pytest.fixture
def desk_with_target(desk: Desk) -> Desk:
    desk.begin(TARGET, a_check_in(TARGET, "2026-02-23", 18))
    return desk


def test_a_check_in_is_saved_and_said_back(desk_with_target: Desk) -> None:
    said = desk_with_target("check-in", "cs-1", "17,5", "c7", "vendor slipped", "--achieved", "Trained", "--call", "on_track")
    assert said.code == 0
    assert said.out.splitlines()[0] == "CS-1 Answer faster: 17.5 h on 2 Mar (was 18 h on 23 Feb), confidence 7, own call on track"
    made = desk_with_target.history("CS-1")[-1]
    assert (made.on, made.value, made.confidence, made.by) == (date(2026, 3, 2), 17.5, 7, "maria")
    assert (made.achievements, made.challenges, made.own_call) == ("Trained", "vendor slipped", OwnCall.on_track)


def test_a_changed_status_is_shown_before_and_after_with_the_flip(desk_with_target: Desk) -> None:
    lines = desk_with_target("check-in", "CS-1", "22").out.splitlines()
    assert lines[1] == "● on track → ▲ at risk"
    assert lines[2].startswith("Flip: ")


def test_a_status_that_stays_is_shown_once(desk_with_target: Desk) -> None:
    assert desk_with_target("check-in", "CS-1", "15").out.splitlines()[1] == "● on track"


def test_a_value_far_from_all_that_was_is_saved_and_said(desk_with_target: Desk) -> None:
    said = desk_with_target("check-in", "CS-1", "118k")
    assert said.code == 0
    assert "118 000 h is more than ten times the greatest that is known" in said.err
    assert "`kptui undo` takes it back." in said.err
    assert desk_with_target("check-in", "CS-1", "17").err == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (["-2"], 16),
        (["-0.5"], 17.5),
        (["+2"], 20),
        (["="], 18),
        (["=-2"], -2),
        (["--by", "-2"], 16),
        (["--by", "2"], 20),
        (["--by", "+2"], 20),
        (["17k"], 17000),
    ],
)
def test_a_value_may_be_a_step_from_the_last(desk_with_target: Desk, typed: list[str], value: float) -> None:
    assert desk_with_target("check-in", "CS-1", *typed).code == 0
    assert desk_with_target.history("CS-1")[-1].value == value


def test_a_step_goes_with_a_confidence_and_a_challenge(desk_with_target: Desk) -> None:
    assert desk_with_target("check-in", "CS-1", "--by", "-1", "c5", "ill", "--on", "yesterday").code == 0
    made = desk_with_target.history("CS-1")[-1]
    assert (made.value, made.confidence, made.challenges, made.on) == (17, 5, "ill", date(2026, 3, 1))


def test_a_new_goal_is_kept_with_the_first_one(desk_with_target: Desk) -> None:
    said = desk_with_target("check-in", "CS-1", "17", "--goal", "-2", "--adjusted", "We can do more")
    assert "goal 12 → 10 h" in said.out
    target = desk_with_target.plan().target("CS-1")
    assert (target.goal, target.original_goal) == (10, 12)
    adjustment = desk_with_target.history("CS-1")[-1].adjustment
    assert adjustment is not None
    assert (adjustment.of, adjustment.text) == ("goal", "We can do more")


def test_a_changed_tactic_leaves_the_goal(desk_with_target: Desk) -> None:
    desk_with_target("check-in", "CS-1", "17", "--adjusted", "Calls first")
    adjustment = desk_with_target.history("CS-1")[-1].adjustment
    assert adjustment is not None
    assert (adjustment.of, adjustment.goal, adjustment.text) == ("tactic", None, "Calls first")


def test_a_first_check_in_has_no_value_before_it(desk: Desk) -> None:
    desk.begin(a_target())
    assert desk("check-in", "CS-1", "40").out.splitlines()[0] == "CS-1 Answer faster: 40 on 2 Mar"
    assert desk("check-in", "CS-1", "100").out.splitlines()[1] == "● on track → ✓ achieved"


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (["CS-1", "fast"], 1, "'fast' is no number"),
        (["CS-1", "1,500"], 1, "1500 or 1.500"),
        (["CS-9", "5"], 1, "did you mean CS-1?"),
        (["CS-1", "5", "--on", "2026-03-03"], 1, "2026-03-03 is still to come"),
        (
            ["CS-1", "5", "--on", "2025-12-31"],
            1,
            "CS-1 runs from 2026-01-01 to 2026-04-11; name a day in it that the value is of, not 2025-12-31.",
        ),
        (["CS-1", "5", "--on", "someday"], 1, "'someday' is no day"),
        (["CS-1", "5", "c11"], 1, "is no confidence"),
        (["CS-1", "5", "--achieved", "x" * 20_001], 1, "--achieved has 20001 characters"),
        (["CS-1", "5", "--challenge", "x" * 20_001], 1, "--challenge has 20001 characters"),
        (["CS-1", "5", "--goal", "30"], 1, "wrong side"),
        (["CS-1", "5%"], 1, "'5%' has a per cent sign, but it is counted in h; type the number alone."),
        (["CS-1", "5", "--goal", "10 %"], 1, "'10 %' has a per cent sign"),
        (["CS-1", "--by", "abc"], 1, "'abc' is no step from the last value; type one such as -2 or +0.5."),
        (["CS-1", "--by", "=5"], 1, "'=5' is no step"),
        (["CS-1", "5", "@sam"], 1, "nobody called @sam"),
        (["CS-1", "5", "block:dependency"], 1, "needs to say what is in the way"),
        (["CS-1"], 2, "A value is missing"),
        (["CS-1", "5", "a", "b"], 2, "two challenges"),
        (["CS-1", "5", "c5", "-c", "6"], 2, "two confidences"),
        (["CS-1", "5", "--confidnce", "6"], 2, "--confidence"),
        (["CS-1", "5", "-x"], 2, "-x"),
        (["--frob", "5"], 2, "--frob"),
        (["CS-1", "5", "--call", "fine"], 2, "fine"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_saved(
    desk_with_target: Desk, typed: list[str], code: int, said: str
) -> None:
    answer = desk_with_target("check-in", *typed)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert len(desk_with_target.history("CS-1")) == 1


def test_a_band_has_no_goal_to_change(desk: Desk) -> None:
    desk.begin(a_target(kind="keep", goal=None, low=3, high=5))
    said = desk("check-in", "CS-1", "4", "--goal", "6")
    assert (said.code, said.err) == (1, "kptui: Not saved: CS-1 is kept in a band and has no goal to change.\n")


@pytest.mark.parametrize("state", [State.draft, State.closed, State.dropped])
def test_only_active_targets_take_check_ins(desk: Desk, state: State) -> None:
    desk.begin(a_target(state=state))
    said = desk("check-in", "CS-1", "5")
    assert said.code == 1
    assert f"CS-1 is {state}" in said.err


def test_a_plan_of_a_newer_kptui_takes_no_check_in_and_says_why(desk: Desk) -> None:
    desk.begin(TARGET, Schema(id="schema", version=2, number=99, at=NOW, by="maria"))
    said = desk("check-in", "CS-1", "5")
    assert said.code == 1
    assert "newer kptui" in said.err
    assert desk.history("CS-1") == ()
