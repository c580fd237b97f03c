"""The grid: thirteen weeks side by side, in as many bands as they need, with letters that are explained."""

from typing import Any

import pytest

from kptui.models.target import Target
from kptui.rules.judgement import Status
from kptui.wording import STATUS_LETTERS, STATUS_WORDS
from screens.presentation.grid import grid
from screens.presentation.line import length, text_of
from screens.presentation.target_view import view_of
from tests.builders import TODAY, a_plan, a_reading, a_target, day_number


def shown(target: Target, *values: tuple[int, float], width: int = 76) -> list[str]:
    plan = a_plan(target, readings={target.id: [a_reading(day_number(n), value) for n, value in values]})
    lines = grid(view_of(plan, target, TODAY), width)
    assert all(length(line) <= width for line in lines)
    return [text_of(line).rstrip() for line in lines]


def test_plan_actual_and_status_stand_under_their_week() -> None:
    lines = shown(a_target(unit="h"), (0, 0), (15, 3), (20, 20), (55, 55))
    assert lines[0] == "weeks 1 to 13 of 14, 1 Jan to 1 Apr; in h"
    week, plan, actual, status = lines[1:5]
    third = week.index(" 3 ") + 1
    assert [row[third - 3 : third + 1].strip() for row in (plan, actual, status)] == ["20.0", "20", "●T"]
    assert week.split() == ["Week", *map(str, range(1, 14))]
    assert len(plan.split()) == 14
    assert status.split()[0] == "Status"


@pytest.mark.parametrize(("width", "bands"), [(76, 1), (58, 2), (30, 4)])
def test_a_narrow_page_has_them_in_bands(width: int, bands: int) -> None:
    lines = shown(a_target(), (0, 0), (55, 55), width=width)
    assert sum(line.startswith("Week") for line in lines) == bands
    assert [n for line in lines if line.startswith("Week") for n in line.split()[1:]] == [str(n) for n in range(1, 14)]


def test_the_letters_that_are_there_are_explained() -> None:
    lines = shown(a_target(), (0, 0), (20, 20), (55, 5))
    letters = {mark[-1] for line in lines if line.startswith("Status") for mark in line.split()[1:]}
    legend = lines[lines.index("", 3) + 1 :]
    assert letters == {entry[1] for row in legend for entry in row.split("   ")}
    assert len(set(STATUS_LETTERS.values())) == len(Status)
    assert all(letter.casefold() in STATUS_WORDS[status] for status, letter in STATUS_LETTERS.items())
    assert len(shown(a_target(), (0, 0), (20, 20), (55, 5), width=30)) > len(lines)


@pytest.mark.parametrize(
    ("fields", "plan"),
    [
        ({"goal": 5, "baseline": 0}, "0.30"),
        ({"goal": 5000, "baseline": 0}, "300"),
        ({"goal": 5e6, "baseline": 0}, "300 k"),
        ({"goal": 0.0005, "baseline": 0}, "0.00003"),
        ({"kind": "keep", "goal": 99.85}, "99.85"),
    ],
)
def test_the_plan_is_written_in_as_few_digits_as_tell_its_weeks_apart(fields: dict[str, Any], plan: str) -> None:
    row = next(line for line in shown(a_target(**fields), (55, 1)) if line.startswith("Plan"))
    assert row.removeprefix("Plan").strip().startswith(plan)


def test_a_band_is_said_once() -> None:
    lines = shown(a_target(kind="keep", goal=None, baseline=None, low=3, high=5, unit="d"), (55, 4))
    assert lines[0].endswith("; 3 to 5 d")
    assert not any(line.startswith("Plan") for line in lines)


def test_a_short_span_has_its_own_weeks_and_a_draft_none() -> None:
    assert shown(a_target(start="2026-02-09", due="2026-03-15"), (55, 1))[0] == "9 Feb to 15 Mar"
    assert shown(a_target(state="draft")) == []
