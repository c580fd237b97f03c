"""Tests of how figures, days and statuses are written."""

from datetime import date

import pytest

from kptui.rules.judgement import Judgement, Status
from kptui.wording import PLAIN_GLYPHS, STATUS_GLYPHS, STATUS_WORDS, day, distance, figure, percent, status_text, whole

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0"),
        (14.5, "14.5"),
        (14.256, "14.26"),
        (118.26, "118.3"),
        (4000, "4000"),
        (11_830, "11.83 k"),
        (1_250_000, "1.25 M"),
        (1_801_642_000, "1.8 bn"),
        (2e12, "2 T"),
        (-1_250_000, "-1.25 M"),
        (0.0125, "0.0125"),
        (0.9, "0.9"),
        (1e-9, "0.000000001"),
        (1.23456e18, "1.235e18"),
        (-1e300, "-1e300"),
        (5e-300, "5e-300"),
    ],
)
def test_a_value_in_lists_has_about_three_digits(value: float | None, text: str) -> None:
    assert figure(value) == text


def test_a_unit_stands_behind_the_value_and_never_behind_a_dash() -> None:
    assert (figure(14.5, "h"), figure(1_250_000, "EUR"), figure(None, "h")) == ("14.5 h", "1.25 M EUR", "–")
    assert (whole(14.25, "h"), whole(None, "h")) == ("14.25 h", "–")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_250_000, "1 250 000"),
        (14.25, "14.25"),
        (-0.0000001, "0"),
        (1 / 3, "0.333333"),
        (-5, "-5"),
        (1e300, "1e300"),
        (-1.234567e15, "-1.234567e15"),
    ],
)
def test_a_whole_value_has_all_its_digits_in_groups(value: float, text: str) -> None:
    assert whole(value) == text


@pytest.mark.parametrize(("share", "text"), [(None, "–"), (0.456, "46 %"), (1.2, "120 %"), (-0.3, "-30 %"), (-0.001, "0 %")])
def test_a_share_is_a_whole_per_cent_and_not_clamped(share: float | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(("on", "text"), [(None, "–"), (date(2026, 3, 31), "31 Mar"), (date(2025, 12, 1), "1 Dec 2025")])
def test_a_day_has_its_year_when_that_is_not_todays(on: date | None, text: str) -> None:
    assert day(on, TODAY) == text


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (None, "–"),
        (TODAY, "today"),
        (date(2026, 2, 27), "3 d ago"),
        (date(2026, 3, 12), "in 10 d"),
        (date(2026, 4, 30), "in 8 w"),
        (date(2025, 3, 2), "12 mo ago"),
        (date(2028, 3, 2), "in 2 y"),
        (date(2016, 3, 2), "10 y ago"),
    ],
)
def test_a_distance_is_in_days_weeks_months_or_years(on: date | None, text: str) -> None:
    assert distance(on, TODAY) == text


def test_a_status_is_glyph_and_word_and_says_when_it_is_stale() -> None:
    assert status_text(None) == ""
    assert status_text(Judgement(Status.at_risk, ())) == "▲ at risk"
    assert status_text(Judgement(Status.off_track, (), stale=True), plain=True) == "! off track, stale"


def test_every_status_has_a_word_and_a_glyph_of_its_own() -> None:
    for names in (STATUS_WORDS, STATUS_GLYPHS, PLAIN_GLYPHS):
        assert len(set(names.values())) == len(Status)
    assert all(glyph.isascii() for glyph in PLAIN_GLYPHS.values())


def test_statuses_rank_from_worst_to_best() -> None:
    assert [status.rank for status in Status] == list(range(7))
    assert Status.missed.rank < Status.achieved.rank
