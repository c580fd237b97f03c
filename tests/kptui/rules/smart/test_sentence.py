"""Tests of what a sentence says: its figures, times and verb."""

import pytest

from kptui.rules.smart.sentence import read
from kptui.rules.smart.tokens import LONGEST, tokens_of

TIMES = {
    "Cut costs by 30 June 2026": "by 30 June 2026",
    "Cut costs by 2026-06-30": "2026-06-30",
    "Cut costs by 30.06.2026": "30.06.2026",
    "Cut costs by 12/31/20XX": "12/31/20XX",
    "Cut costs by 30/09/yyyy": "30/09/yyyy",
    "Cut costs by 30/06": "by 30/06",
    "Cut costs by September4th, 2026": "by September4th, 2026",
    "Cut costs by October twentieth": "by October twentieth",
    "Cut costs by Nov. 20XX": "by Nov. 20XX",
    "Cut costs by May": "by May",
    "Cut costs in the first week of March": "in the first week",
    "Cut costs by mid-March": "by mid-March",
    "Cut costs by 2027": "by 2027",
    "Cut costs by mid-2028": "by mid-2028",
    "Cut costs from 2027": "from 2027",
    "Cut costs in the 2026-27 season": "in the 2026-27 season",
    "Cut costs in Q3": "in Q3",
    "Cut costs by Q1 2024": "by Q1 2024",
    "Cut costs by 3Q26": "by 3Q26",
    "Cut costs in H2": "in H2",
    "Cut costs by FY27": "by FY27",
    "In FY 2026/27 cut costs": "In FY 2026/27",
    "Cut costs by Friday": "by Friday",
    "Cut costs this month": "this month",
    "Cut costs over the next two quarters": "over the next two quarters",
    "Cut costs within 18 months": "within 18 months",
    "Cut costs within half a year": "within half a year",
    "Cut costs in their first two weeks": "in their first two weeks",
    "Cut costs by the end of the financial year": "by the end of the financial year",
    "Cut costs by the close of 3rd quarter": "by the close of 3rd quarter",
    "Cut costs by the second half of the term": "by the second half of the term",
    "Cut costs over the course of one school year": "over the course of one school year",
    "Cut costs by the end of our pilot": "by the end of our pilot",
    "Cut costs over the six-month course": "over the six-month course",
    "Cut costs by the 31st": "by the 31st",
    "Cut costs by the first of the month": "by the first of the month",
    "Cut costs for at least four weeks": "for at least four weeks",
    "Cut costs by 09/2026": "by 09/2026",
    "Cut costs by the project's end": "by the project's end",
    "Walk five days a week": "five days a week",
    "Cut costs by month's end": "by month's end",
    "Cut costs by year-end": "by year-end",
    "Cut costs before the quarter is out": "before the quarter",
    "Cut costs this spring": "this spring",
    "Cut costs by Christmas": "by Christmas",
    "Cut costs by the annual conference": "by the annual conference",
    "Cut costs by my 40th birthday": "by my 40th birthday",
    "Walk every Tuesday": "every Tuesday",
    "Walk three times a year": "three times a year",
    "Walk twice a week": "twice a week",
    "Cut costs by the time the line runs": "by the time",
    "Cut costs before we move": "before we move",
    "Cut costs tomorrow": "tomorrow",
}


@pytest.mark.parametrize(("text", "time"), TIMES.items())
def test_a_time_is_found_in_any_form(text: str, time: str) -> None:
    assert read(text).time == time


@pytest.mark.parametrize(
    "text",
    [
        "Answer within 4 hours",
        "Shorten the cycle by 10 days",
        "We may cut costs",
        "March on",
        "Cut costs by 20%",
        "Cut costs from 60/week to 25/week",
        "Cut costs one of these days",
        "Reduce waste by a quarter",
        "Cut missed visits to 2 a month",
        "",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read(text).time == ""


@pytest.mark.parametrize(
    "text", ["soon", "ASAP", "as soon as possible", "in the near future", "ongoing", "one day", "whenever we can"]
)
def test_a_time_that_never_comes_is_told_apart(text: str) -> None:
    assert read(f"Cut costs {text}").vague_time.lower() in text.lower()
    assert read(f"Cut costs {text}").vague_time
    assert not read(f"Cut costs {text}").time


FIGURES = {
    "Cut churn by 15%": ["15%"],
    "Cut churn by 15 per cent": ["15 per cent"],
    "Cut churn by fifteen percentage points": ["fifteen percentage"],
    "Raise £750k": ["£750k"],
    "Raise $2.5 million": ["$2.5 million"],
    "Raise 300 000 €": ["300 000 €"],
    "Cut time from 20h to 6h": ["20h", "6h"],
    "Lift eNPS from -5 to 20": ["-5", "20"],
    "Earn 4.2+ stars": ["4.2+"],
    "Hit 4,500 gifts a month": ["4,500"],
    "Halve the queue": ["Halve"],
    "Two million loads": ["Two", "million"],
    "Cut it by one fifth": ["one fifth"],
    "Cut it by a third by May": ["a third"],
    "Cut waste by a quarter by May": ["a quarter"],
    "Zero accidents": ["Zero"],
    "Reduce errors to ⅓": ["⅓"],
    "Reach a ratio of 1:20": ["1:20"],
    "Reach twice as many": ["twice as"],
    "Reach level 3": ["3"],
    "Win EUR 300": ["300"],
    "Lift the rating from D to B": ["D to B"],
    "End with a mark of B": ["B"],
    "Less than one hour of downtime": ["one hour"],
    "Meet three times a year": ["three times a year"],
    "Plant 40 trees": ["40"],
    "Serve 70 to 80% of callers": ["70", "80%"],
}


@pytest.mark.parametrize(("text", "figures"), FIGURES.items())
def test_figures_are_found_in_any_form(text: str, figures: list[str]) -> None:
    assert [f.text.removesuffix(" hour") for f in read(text).figures] == [f.removesuffix(" hour") for f in figures]


@pytest.mark.parametrize(
    "text", ["Pass Level 2", "Refit outlet 7", "Finish by 2027", "Write chapter 3 by Q4", "Make him a FTSE 100 boss", "Ship v2.0"]
)
def test_dates_and_labels_are_no_figures(text: str) -> None:
    assert read(text).figures == ()


HEADS = {
    "We will chase invoices": "chase",
    "To reduce waste": "reduce",
    "I'd like to be better": "be",
    "Our night-shelter support service will restack shelves": "restack",
    "By May, publish the accounts": "publish",
    "Plant 40 trees": "Plant",
    "Frobnicate the shelves": "Frobnicate",
    "Start a newsletter": "Start",
    "Close 20 deals": "Close",
    "Re-check the ledger": "Re-check",
    "Visit all sites": "Visit",
    "Score at least 8": "Score",
    "The average review counts": "",
}


@pytest.mark.parametrize(("text", "head"), HEADS.items())
def test_the_verb_that_a_goal_hangs_on_is_found(text: str, head: str) -> None:
    assert read(text).head_word == head


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("By May cut it", True),
        ("It may cut it", False),
        ("In march", True),
        ("March the band", False),
        ("We may", False),
        ("Work from May", True),
    ],
)
def test_may_and_march_are_months_where_they_stand_as_such(text: str, month: bool) -> None:  # noqa: FBT001 - pytest gives it
    assert any(token.kind == "m" for token in tokens_of(text)) is month


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("mid-June", "m"),
        ("end-to-end", "o"),
        ("early-bird", "o"),
        ("re-check", "D"),
        ("re-frob", "o"),
        ("donors'", "M"),
        ("team's", "o"),
        ("self-made", "o"),
    ],
)
def test_words_in_no_list_are_known_by_what_they_are_made_of(word: str, kind: str) -> None:
    assert tokens_of(f"the {word}")[1].kind == kind


def test_or_better_is_a_limit_and_no_vague_word() -> None:
    assert not read("Finish with a mark of B or better").has("g")
    assert read("Do it better").first("g") == "better"
    assert read("Do it").first("g") == ""


def test_no_more_is_read_of_a_text_than_a_goal_can_be() -> None:
    assert len(tokens_of("a " * LONGEST)) == LONGEST / 2


def test_the_latest_year_is_known() -> None:
    assert read("From 2024 on, by 2026-03-31").last_year == 2026
    assert read("By Q1 2025").last_year == 2025
    assert read("By May").last_year is None


def test_a_figure_knows_what_it_is() -> None:
    share, money = read("Cut 15% of $40").figures
    assert (share.is_share, share.is_money) == (True, False)
    assert (money.is_share, money.is_money) == (False, True)
