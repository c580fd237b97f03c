"""The chart: values, expected line and goal on one canvas, whatever there is of them."""

from datetime import timedelta

import pytest

from screens.presentation.chart import chart
from screens.presentation.course import Course
from screens.presentation.line import length, text_of
from tests.builders import DUE, START, TODAY

VALUES = tuple((START + timedelta(days=7 * n), 24.0 - n) for n in range(9))
LINE = ((START, 24.0), (DUE, 12.0))
WHOLE = Course(START, DUE, TODAY, "h", VALUES, LINE, (12.0,))


def drawn(course: Course, width: int = 60, height: int = 6) -> list[str]:
    return [text_of(line) for line in chart(course, width, height)]


def test_the_axes_have_real_values_and_days() -> None:
    lines = drawn(WHOLE)
    assert lines[0].startswith("24 h ┤")
    assert lines[5].startswith("12 h ┤╌")
    assert lines[7].split() == ["1", "Jan", "today", "11", "Apr"]
    assert lines[6].index("┴") == pytest.approx(lines[7].index("today") + 2, abs=1)


def test_values_expected_line_and_goal_have_tones_of_their_own() -> None:
    tones = {span.tone for line in chart(WHOLE, 60, 6) for span in line if span.text.strip()}
    assert {"accent", "muted", "achieved"} <= tones


@pytest.mark.parametrize(
    "course",
    [
        WHOLE,
        Course(START, DUE, TODAY),
        Course(START, START, START, values=((START, 0.0),)),
        Course(START, DUE, TODAY, values=((TODAY, 5.0),)),
        Course(START, DUE, TODAY, "%", ((START, 5.0), (TODAY, 5.0)), goals=(5.0,)),
        Course(START, DUE, DUE + timedelta(days=9), "h", ((START - timedelta(days=9), 1e12), (DUE + timedelta(days=5), -1e12))),
        Course(START, DUE, TODAY, "days", VALUES, (), (10.0, 20.0)),
    ],
)
@pytest.mark.parametrize("width", [20, 58, 100])
def test_whatever_there_is_fits_its_width(course: Course, width: int) -> None:
    lines = chart(course, width, 6)
    assert len(lines) == 8
    assert all(length(line) <= max(width, 26) for line in lines)


def test_today_is_not_written_over_the_days_at_the_ends() -> None:
    near = Course(START, DUE, START + timedelta(days=3), "h", VALUES, LINE, (12.0,))
    assert drawn(near)[7].split() == ["1", "Jan", "11", "Apr"]


def test_both_ends_of_a_band_are_drawn() -> None:
    band = Course(START, DUE, TODAY, "", VALUES, (), (16.0, 20.0))
    assert sum("╌" in line for line in drawn(band, height=9)) == 2
