"""Tests of figures and days as people type them."""

import math
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.errors import BadInput
from kptui.figures import EITHER, PAST, TO_COME, parse_confidence, parse_day, parse_figure, parse_value

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("118000", 118000),
        (" 118k ", 118000),
        ("118K", 118000),
        ("1.5m", 1_500_000),
        ("2 bn", 2_000_000_000),
        ("2b", 2_000_000_000),
        ("3.5", 3.5),
        ("3,5", 3.5),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1234.567", 1234.567),
        ("1.2345", 1.2345),
        ("98 %", 98),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1'234", 1234),
        ("1_234", 1234),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,56", 1234.56),
    ],
)
def test_a_value_is_read_as_it_was_meant(typed: str, value: float) -> None:
    assert parse_value(typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("+2", 12),
        ("-2", 8),
        ("- 2.5", 7.5),
        ("\N{MINUS SIGN}2", 8),
        ("+1k", 1010),
        ("=", 10),
        (" = ", 10),
        ("=-2", -2),
        ("= -2", -2),
        ("=+2", 2),
        ("=7", 7),
    ],
)
def test_a_step_counts_from_the_last_value_and_an_equals_sign_does_not(typed: str, value: float) -> None:
    assert parse_value(typed, 10) == value


@pytest.mark.parametrize("typed", ["=", "+2", "-2"])
def test_a_step_from_nowhere_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="there is none yet"):
        parse_value(typed)


@pytest.mark.parametrize(
    ("typed", "one", "other"), [("1,500", "1500", "1.500"), ("12.345", "12345", "12.345"), ("-1,500", "1500", "1.500")]
)
def test_what_could_mean_two_things_is_refused_with_both(typed: str, one: str, other: str) -> None:
    with pytest.raises(BadInput, match=f"could mean {one} or {other}"):
        parse_value(typed, 0)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1..2", "--2", "+-2", "1e5", "nan", "inf", "٣", "1 2", "5x", "==5", "k", "1,2,3", "12,34.5", "x" * 99]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_value(typed, 1)
    assert refused.value.field == "value"
    assert len(str(refused.value)) < 160


@pytest.mark.parametrize("unit", ["", "%", "% of calls"])
def test_a_per_cent_sign_goes_with_a_unit_that_has_one_or_none_at_all(unit: str) -> None:
    assert parse_value("5%", None, unit) == 5


@pytest.mark.parametrize("unit", ["h", "EUR", "share"])
def test_a_per_cent_sign_is_refused_where_the_value_is_counted_otherwise(unit: str) -> None:
    with pytest.raises(BadInput, match=f"counted in {unit}; type the number alone"):
        parse_value("5 %", None, unit)


def test_a_number_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(BadInput, match="too large"):
        parse_value("9" * 400)


@given(st.text(max_size=30), st.none() | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_any_text_is_a_finite_number_or_refused(typed: str, last: float | None) -> None:
    with suppress(BadInput):
        assert math.isfinite(parse_value(typed, last))


@given(st.integers(min_value=0, max_value=10**15))
def test_a_whole_number_means_itself(number: int) -> None:
    assert parse_value(str(number)) == number


@pytest.mark.parametrize(("typed", "value"), [("7", 7), ("c7", 7), (" C10 ", 10), ("7/10", 7), ("0", 0), ("", None), ("c", None)])
def test_a_confidence_is_a_whole_number_from_0_to_10(typed: str, value: int | None) -> None:
    assert parse_confidence(typed) == value


@pytest.mark.parametrize("typed", ["11", "-1", "7.5", "high", "٣"])
def test_any_other_confidence_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="from 0"):
        parse_confidence(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", MONDAY),
        ("Yesterday", date(2026, 3, 1)),
        ("-3", date(2026, 2, 27)),
        ("monday", date(2026, 2, 23)),
        ("fri", date(2026, 2, 27)),
        ("su", date(2026, 3, 1)),
        ("2026-03-31", date(2026, 3, 31)),
        ("31.3.2026", date(2026, 3, 31)),
        ("31.3.26", date(2026, 3, 31)),
        ("tomorrow", date(2026, 3, 3)),
        ("\N{MINUS SIGN}3", date(2026, 2, 27)),
        ("3 days ago", date(2026, 2, 27)),
        ("2 w ago", date(2026, 2, 16)),
        ("in 2 weeks", date(2026, 3, 16)),
        ("last fri", date(2026, 2, 27)),
        ("next fri", date(2026, 3, 6)),
        ("13 Nov", date(2025, 11, 13)),
        ("Nov 13", date(2025, 11, 13)),
        ("13 November 2026", date(2026, 11, 13)),
        ("Sept 13th, 2026", date(2026, 9, 13)),
        ("13nov", date(2025, 11, 13)),
        ("13. Nov", date(2025, 11, 13)),
        ("13.11.", date(2025, 11, 13)),
        ("13.11.26", date(2026, 11, 13)),
        ("13. 11. 2026", date(2026, 11, 13)),
        ("13/11", date(2025, 11, 13)),
        ("11/13/2026", date(2026, 11, 13)),
        ("2/2", date(2026, 2, 2)),
        ("29 Feb", date(2024, 2, 29)),
        ("2 Mar", MONDAY),
    ],
)
def test_a_day_is_read_as_it_was_meant(typed: str, day: date) -> None:
    assert parse_day(typed, MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "towards", "day"),
    [
        ("13 Nov", TO_COME, date(2026, 11, 13)),
        ("fri", TO_COME, date(2026, 3, 6)),
        ("29.2.", TO_COME, date(2028, 2, 29)),
        ("31 Dec", EITHER, date(2025, 12, 31)),
        ("30 Jun", EITHER, date(2026, 6, 30)),
        ("last mon", EITHER, date(2026, 2, 23)),
    ],
)
def test_what_is_not_said_of_a_day_is_the_nearest_that_way(typed: str, towards: int, day: date) -> None:
    assert parse_day(typed, MONDAY, towards) == day


@pytest.mark.parametrize(
    ("typed", "towards", "both"),
    [
        ("03/04/2026", PAST, "4 Mar 2026 or 3 Apr 2026"),
        ("03/04", PAST, "3 Apr 2025 or 4 Mar 2025"),
        ("fri", EITHER, "27 Feb 2026 or 6 Mar 2026"),
    ],
)
def test_a_day_that_could_be_two_is_refused_with_both(typed: str, towards: int, both: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_day(typed, MONDAY, towards)
    assert set(str(refused.value).partition("mean ")[2].partition(";")[0].split(" or ")) == set(both.split(" or "))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "s",
        "t",
        "2026-02-30",
        "30.2.2026",
        "31/31",
        "someday",
        "--3",
        "13 No",
        "30 Feb",
        "3 days",
        "in 3 days ago",
        "the fri",
        "13.11. 26",
    ],
)
def test_any_other_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="2 Mar, yesterday, monday or 2026-03-02"):
        parse_day(typed, MONDAY)


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("-2", -2), ("\N{MINUS SIGN}2", -2), ("+2", 2), ("=-2", -2), ("= 118k", 118_000), (" 3,5 ", 3.5)],
)
def test_the_sign_of_a_figure_is_its_own(typed: str, figure: float) -> None:
    assert parse_figure(typed) == figure


@pytest.mark.parametrize("typed", ["", "-", "=", "--2", "a", "1,500"])
def test_what_is_no_figure_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        parse_figure(typed)


def test_a_per_cent_sign_is_refused_where_it_is_not_counted_in_per_cent() -> None:
    assert parse_figure("40%") == 40
    with pytest.raises(BadInput, match="it is counted in h"):
        parse_figure("40%", "h")
