"""Steps are done in their order as far as the last value reaches, and the next one says what to type."""

import pytest

from kptui.steps import next_step_text, standing_of_steps, sum_text
from tests.builders import a_target

STEPS = ({"name": "Set up", "weight": 2}, {"name": "Pilot", "weight": 3}, {"name": "For all", "weight": 1})
TARGET = a_target(kind="steps", steps=STEPS, goal=6)


@pytest.mark.parametrize(
    ("value", "marks", "weights", "total", "coming"),
    [
        (None, [False, False, False], ["2", "3", "1"], "", "0 of 3 done; with “Set up” it is 2"),
        (0, [False, False, False], ["2", "3", "1"], "", "0 of 3 done; with “Set up” it is 2"),
        (2, [True, False, False], ["2", "3", "1"], "2 = 2", "1 of 3 done; with “Pilot” it is 5"),
        (3, [True, False, False], ["2", "1 of 3", "1"], "3 = 2 + 1", "1 of 3 done; with “Pilot” it is 5"),
        (6, [True, True, True], ["2", "3", "1"], "6 = 2 + 3 + 1", "3 of 3 done"),
        (10, [True, True, True], ["2", "3", "1"], "", "3 of 3 done"),
        (-1, [False, False, False], ["2", "3", "1"], "", "0 of 3 done; with “Set up” it is 2"),
    ],
)
def test_a_value_says_which_steps_are_done(
    value: float | None, marks: list[bool], weights: list[str], total: str, coming: str
) -> None:
    found = standing_of_steps(TARGET, value)
    assert [standing.is_done for standing in found] == marks
    assert [standing.weight_text for standing in found] == weights
    assert sum_text(TARGET, value) == total
    assert next_step_text(TARGET, value) == coming


def test_weights_that_do_not_add_up_in_binary_are_done_all_the_same() -> None:
    tenths = a_target(kind="steps", steps=[{"name": str(i), "weight": 0.1} for i in range(3)], goal=0.3)
    assert all(standing.is_done for standing in standing_of_steps(tenths, 0.3))


def test_a_target_of_another_kind_has_none() -> None:
    assert (standing_of_steps(a_target(), 5), sum_text(a_target(), 5), next_step_text(a_target(), 5)) == ([], "", "")
