"""The sparkline: eight blocks at most, higher where it is better, whatever the figures are."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.commands.printer import Printer
from kptui.models.check_in import Reading
from kptui.sparkline import BLOCKS, CELLS, PLAIN_BLOCKS, sparkline
from tests.builders import START, a_reading, a_target


def readings(*values: float) -> list[Reading]:
    return [a_reading(START + timedelta(days=n), value) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    ("fields", "values", "shown"),
    [
        ({}, [], ""),
        ({}, [0, 50, 100], "▁▅█"),
        ({}, [-20, 130], "▁█"),
        ({"baseline": 24, "goal": 12}, [24, 18, 12, 30], "▁▅█▁"),
        ({"kind": "cumulative", "baseline": None, "goal": 70}, [0, 10, 70], "▁▂█"),
        ({"baseline": None, "goal": 10}, [3, 10], "▁█"),
        ({"baseline": None, "goal": 10, "direction": "decrease"}, [30, 10], "▁█"),
        ({"kind": "keep", "baseline": None, "goal": 95}, [88, 95, 102], "▁▅█"),
        ({"kind": "keep", "baseline": None, "goal": None, "low": 38, "high": 52}, [38, 52, 60], "▁██"),
        ({"kind": "keep", "baseline": None, "goal": None, "low": 38}, [31, 38], "▁█"),
        ({"kind": "keep", "baseline": None, "goal": 5}, [5, 5], "██"),
        ({}, [100, *[0] * CELLS], "▁" * CELLS),
    ],
)
def test_readings_become_blocks_between_where_it_began_and_the_goal(
    fields: dict[str, Any], values: list[float], shown: str
) -> None:
    assert sparkline(a_target(**fields), readings(*values)) == shown


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=12), st.sampled_from(["level", "keep"]))
def test_no_figure_is_too_great(values: list[float], kind: str) -> None:
    target = a_target(kind=kind, baseline=values[0], goal=values[-1], direction="increase" if values[-1] >= values[0] else None)
    shown = sparkline(target, readings(*values))
    assert len(shown) == min(len(values), CELLS)
    assert set(shown) <= set(BLOCKS)


def test_without_unicode_the_shell_writes_the_same_blocks_as_the_screens(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Printer(glyphs=False).lines([(BLOCKS,)])
    assert capsysbinary.readouterr().out.decode().strip() == PLAIN_BLOCKS
