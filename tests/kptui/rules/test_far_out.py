"""A value far from everything known of its target is noticed, and no other is."""

import pytest

from kptui.rules.far_out import far_out
from tests.builders import a_target

HOURS = a_target(unit="h", baseline=24, goal=12)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (240, ""),
        (0, ""),
        (241, "241 h is more than ten times the greatest that is known, 24 h."),
        (118_000, "118 000 h is more than ten times the greatest that is known, 24 h."),
        (-3, "-3 h is below 0, and nothing that is known is."),
    ],
)
def test_what_is_ten_times_all_that_was_or_of_the_other_sign_is_said(value: float, said: str) -> None:
    assert far_out(HOURS, [18.8], value) == said


def test_earlier_values_and_the_ends_of_a_band_count_as_known() -> None:
    assert far_out(HOURS, [100], 900) == ""
    assert (
        far_out(a_target(kind="keep", goal=None, baseline=None, low=-5, high=-3), [], 2)
        == "2 is above 0, and nothing that is known is."
    )
    assert far_out(a_target(baseline=-5, goal=5), [], -6) == ""


def test_where_nothing_is_known_but_noughts_nothing_is_far() -> None:
    assert far_out(a_target(baseline=None, goal=0), [], 9) == ""
