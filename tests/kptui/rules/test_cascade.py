"""A target with the parts that carry shares of its goal."""

import pytest

from kptui.models.target import State, Target
from kptui.rules.structure import Cascade, cascade_of, missing_words
from kptui.rules.structure.cascade import LEVELS
from tests.builders import a_plan, a_target

WHOLE = a_target(code="CS-1")


def part(number: int, whole: Target, share: float | None = None, **fields: object) -> Target:
    return a_target(code=f"CS-{number}", part_of=whole.id, share=share, **fields)


def test_a_cascade_has_parts_and_theirs_by_code() -> None:
    second, tenth = part(2, WHOLE, 0.6), part(10, WHOLE, 0.3)
    deeper = part(3, second)
    found = cascade_of(a_plan(tenth, deeper, second, WHOLE), WHOLE)
    assert found == Cascade(WHOLE, (Cascade(second, (Cascade(deeper),)), Cascade(tenth)))
    assert found.missing == pytest.approx(0.1)
    assert [one.missing for one in found.parts] == [None, None]


def test_a_target_without_parts_misses_nothing() -> None:
    assert cascade_of(a_plan(WHOLE), WHOLE).missing is None


def test_what_was_dropped_retired_or_merged_is_no_part() -> None:
    gone = (part(2, WHOLE, state=State.dropped), part(3, WHOLE, retired=True), part(4, WHOLE, merged_into="other"))
    assert cascade_of(a_plan(WHOLE, *gone), WHOLE).parts == ()


def test_targets_that_are_parts_of_one_another_end() -> None:
    one, other = a_target(code="CS-1", id="1", part_of="2"), a_target(code="CS-2", id="2", part_of="1")
    assert cascade_of(a_plan(one, other), one) == Cascade(one, (Cascade(other),))


def test_a_chain_of_parts_is_followed_so_far_and_no_further() -> None:
    chain = [WHOLE]
    for number in range(2, 1500):
        chain.append(part(number, chain[-1]))
    found, depth = cascade_of(a_plan(*chain), WHOLE), 1
    while found.parts:
        (found,), depth = found.parts, depth + 1
    assert depth == LEVELS


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (None, ""),
        (0.0, ""),
        (0.001, ""),
        (0.2, "20 % of the goal is nobody's"),
        (-0.5, "50 % of the goal is given out twice"),
    ],
)
def test_what_shares_miss_is_said_in_words(missing: float | None, words: str) -> None:
    assert missing_words(missing) == words
