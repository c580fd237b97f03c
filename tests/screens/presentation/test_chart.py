"""The chart: check-ins, expected curve, goal and forecast on one canvas, whatever there is of them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color

from kptui.rules.judgement import Status
from screens.presentation.axes import Place, named_days, round_figures, without_collisions
from screens.presentation.chart import chart
from screens.presentation.course import Course, Fan, course_of
from screens.presentation.line import Line, length, text_of
from screens.presentation.target_view import view_of
from screens.safe_output import AsciiSigns
from tests.builders import DUE, START, TODAY, a_day, a_plan, a_reading, a_target, day_number

VALUES = tuple((START + timedelta(days=7 * n), 24.0 - n) for n in range(9))
LINE = ((START, 24.0), (DUE, 12.0))
FAN = Fan(VALUES[-1][0], 16.0, 11.0, 9.0, 13.0, "at_risk")
WHOLE = Course(START, DUE, TODAY, "h", VALUES, LINE, (12.0,))
HEADING = WHOLE._replace(fan=FAN)


def drawn(course: Course, width: int = 60, height: int = 8) -> list[str]:
    return [text_of(line) for line in chart(course, width, height)]


def in_tone(lines: list[Line], tone: str) -> str:
    return "".join(span.text for line in lines for span in line if span.tone == tone)


def columns_in(lines: list[Line], tone: str) -> set[int]:
    """The columns in which something of that tone is drawn."""
    found: set[int] = set()
    for line in lines:
        at = 0
        for span in line:
            found |= {at + n for n, sign in enumerate(span.text) if span.tone == tone and sign != " "}
            at += length((span,))
    return found


def test_the_axes_have_round_figures_the_goal_with_its_unit_and_months() -> None:
    lines = drawn(WHOLE)
    assert [line.split("┤")[0].strip() for line in lines if "┤" in line] == ["20", "15", "12 h"]
    assert lines[-1].split() == ["1", "Jan", "Feb", "today", "11", "Apr"]
    assert lines[-2].index("┼") == pytest.approx(lines[-1].index("today") + 2, abs=1)


def test_the_first_line_says_what_the_signs_mean() -> None:
    words = ["⠤• check-ins", "╌╌ goal", "⠐⠐ expected", "⠒⠅ heading for 11 h"]
    assert drawn(HEADING, width=70)[0].rstrip().split("   ") == words
    narrow = [*words[:3], "⠒⠅ ends at 11 h"]
    assert drawn(HEADING, width=56)[0].rstrip().split("  ") == narrow
    assert drawn(HEADING, width=40)[0].rstrip().split("  ") == narrow[1:]
    assert drawn(HEADING, width=20)[0].startswith("⠒⠅ ends at 11 h")


def test_today_parts_what_has_been_from_what_may_come() -> None:
    lines = chart(HEADING, 60, 8)
    today = text_of(lines[-2]).index("┼")
    assert all("┊" in text_of(line) or text_of(line)[today] != " " for line in lines[1:-2])
    assert max(columns_in(lines[1:-2], "accent")) <= today
    assert min(columns_in(lines[1:-2], "at_risk")) >= max(columns_in(lines[1:-2], "accent"))


def test_the_fan_widens_towards_the_due_day() -> None:
    wide = WHOLE._replace(fan=Fan(VALUES[-1][0], 16.0, 16.0, 8.0, 24.0))
    lines = chart(wide, 60, 8)[1:-2]
    today = text_of(chart(wide, 60, 8)[-2]).index("┼")
    heights = [sum("\u2800" < text_of(line)[x] <= "\u28ff" for line in lines) for x in (today + 4, 58)]
    assert heights[0] < heights[1]


def test_an_uncertain_fan_flattens_nothing() -> None:
    wild = WHOLE._replace(fan=Fan(VALUES[-1][0], 16.0, 12.0, -1e6, 1e6))
    lines = drawn(wild)
    rows = [y for y, line in enumerate(lines[1:-2]) if any("\u2800" < sign <= "\u28ff" for sign in line[:30])]
    assert len(rows) >= 3


def test_a_forecast_may_come_without_a_spread() -> None:
    bare = WHOLE._replace(fan=Fan(VALUES[-1][0], 16.0, 11.0, tone="on_track"))
    assert in_tone(chart(bare, 60, 8)[1:-2], "on_track")


def test_the_first_goal_stays_beside_the_new_one() -> None:
    changed = WHOLE._replace(original=18.0)
    lines = drawn(changed)
    assert "╌ first goal" in " ".join(lines[0].split())
    assert any(line.startswith("18 h ┤╌ ╌") for line in lines)
    assert any(line.startswith("12 h ┤╌╌╌") for line in lines)


@pytest.mark.parametrize("height", [5, 7, 12])
def test_both_ends_of_a_band_are_drawn(height: int) -> None:
    band = Course(START, DUE, TODAY, "", VALUES, (), (16.0, 20.0))
    lines = drawn(band, height=height)
    assert sum("╌" in line for line in lines[1:]) == 2
    assert "╌╌ band" in lines[0]


def test_a_check_in_has_a_mark_of_its_own_where_there_is_room() -> None:
    assert sum(line.count("•") for line in drawn(WHOLE)[1:]) == len(VALUES)
    assert sum(line.count("•") for line in drawn(WHOLE, width=26)[1:]) == 0


def test_without_unicode_each_thing_still_has_a_sign_of_its_own() -> None:
    shown = [
        "".join(s.text for s in AsciiSigns().apply([Segment(text_of(line))], Color(0, 0, 0))) for line in chart(HEADING, 60, 8)
    ]
    assert all(line.isascii() for line in shown)
    assert {"o", "*", ".", ":", "-", "|"} <= set("".join(shown[1:-2]))


A_COURSE = [
    WHOLE,
    HEADING,
    Course(START, DUE, TODAY),
    Course(START, START, START, values=((START, 0.0),)),
    Course(START, DUE, TODAY, values=((TODAY, 5.0),)),
    Course(START, DUE, TODAY, "%", ((START, 5.0), (TODAY, 5.0)), goals=(5.0,)),
    Course(START, DUE, DUE + timedelta(days=9), "h", ((START - timedelta(days=9), 1e12), (DUE + timedelta(days=5), -1e12))),
    Course(START, DUE, TODAY, "days", VALUES, (), (10.0, 20.0)),
    Course(START, DUE, TODAY, "tickets an agent", VALUES, LINE, (12.0,), 13.0),
    Course(START, a_day("2036-01-01"), TODAY, "h", VALUES, LINE, (12.0,)),
    Course(START, day_number(20), TODAY, "h", VALUES[:2], (), (12.0,)),
    Course(date(9999, 12, 1), date.max, date(9999, 12, 20), goals=(1.0,)),
]


@pytest.mark.parametrize("course", A_COURSE)
@pytest.mark.parametrize("width", [20, 58, 100])
def test_whatever_there_is_fits_its_width(course: Course, width: int) -> None:
    lines = chart(course, width, 6)
    assert len(lines) == 9
    assert all(length(line) <= max(width, 26) for line in lines)
    assert len({length(line) for line in lines[1:]}) == 1


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(values=st.lists(NUMBERS, max_size=5), goals=st.lists(NUMBERS, max_size=2), ends=st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_no_figure_is_too_great_or_too_small(values: list[float], goals: list[float], ends: tuple[float, float, float]) -> None:
    points = tuple((day_number(7 * n), value) for n, value in enumerate(values))
    low, middle, high = sorted(ends)
    fan = Fan(points[-1][0], points[-1][1], middle, low, high) if points else None
    lines = chart(Course(START, DUE, TODAY, "h", points, points, tuple(sorted(goals)), None, fan), 58, 6)
    assert len(lines) == 9
    assert len({length(line) for line in lines[1:]}) == 1


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-3.2, 17), (1e-9, 2e-9), (88.2, 103.9), (1e299, 1e300)])
def test_round_figures_are_few_and_inside(low: float, high: float) -> None:
    figures = round_figures(low, high, 4)
    assert 2 <= len(figures) <= 5
    assert all(low <= figure <= high * (1 + 1e-9) for figure in figures)
    steps = [after - before for before, after in pairwise(figures)]
    assert max(steps) == pytest.approx(min(steps))


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("2026-01-01", "2026-03-31", ["Feb", "Mar"]),
        ("2026-01-01", "2026-01-31", ["5 Jan", "12 Jan", "19 Jan", "26 Jan"]),
        ("2026-01-01", "2026-12-31", ["Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]),
        ("2025-06-01", "2027-06-01", ["Jul", "Oct", "Jan", "Apr", "Jul", "Oct", "Jan", "Apr"]),
        ("2020-06-01", "2030-06-01", ["2021", "2022", "2023", "2024", "2025", "2026", "2027", "2028", "2029", "2030"]),
        ("1990-06-01", "2030-06-01", ["1991", "1995", "1999", "2003", "2007", "2011", "2015", "2019", "2023", "2027"]),
    ],
)
def test_the_axis_names_weeks_months_or_years(first: str, last: str, names: list[str]) -> None:
    assert [named.text for named in named_days(a_day(first), a_day(last), 70)] == names


def test_of_words_that_collide_the_first_stays() -> None:
    words = [Place(10, "today"), Place(0, "1 Jan"), Place(14, "Mar"), Place(18, "Apr"), Place(4, "Feb")]
    assert [word.text for word in without_collisions(words, 30)] == ["1 Jan", "today", "Apr"]


def test_a_course_follows_points_and_steps_and_what_it_is_heading_for() -> None:
    points = [{"on": "2026-02-20", "value": 10}]
    target = a_target(curve="points", points=points, original_goal=90)
    plan = a_plan(target, readings={target.id: [a_reading(day_number(n), n / 2) for n in (0, 20, 40, 55)]})
    course = course_of(view_of(plan, target, TODAY))
    assert dict(course.expected)[a_day("2026-02-20")] == pytest.approx(10)
    assert (course.original, course.goals) == (90, (100,))
    assert course.fan is not None
    assert (course.fan.on, course.fan.value) == (day_number(55), 27.5)
    assert course.fan.tone in set(Status)
    stepped = course_of(view_of(a_plan(a_target(curve="stepped")), a_target(curve="stepped"), TODAY)).expected
    assert len({value for _, value in stepped}) < len(stepped) / 3


def test_what_has_ended_or_was_never_seen_heads_for_nothing() -> None:
    target = a_target()
    assert course_of(view_of(a_plan(target), target, TODAY)).fan is None
    over = a_plan(target, readings={target.id: [a_reading(DUE, 100)]})
    assert course_of(view_of(over, target, DUE + timedelta(days=1))).fan is None
    assert course_of(view_of(over, target, DUE)).fan is None
    kept = a_target(kind="keep", baseline=None, goal=95)
    assert course_of(view_of(a_plan(kept), kept, TODAY)).expected == ()
    first = a_target(baseline=None)
    assert course_of(view_of(a_plan(first), first, TODAY)).expected == ()
