"""Tests of the rules for S."""

import pytest

from kptui.rules.smart import Verdict
from tests.kptui.rules.smart.asking import found, verdict

PASS, DOUBT, FAIL = Verdict.passes, Verdict.doubt, Verdict.fail


@pytest.mark.parametrize(
    "text",
    [
        "Cut churn by 10%",
        "Submit the audit report",
        "Roll out one complaints procedure in both branches so that callers hear the same answer",
        "Every starter completes the fire course",
        "Give every volunteer a half-day induction",
        "Raise £750",
        "Customers up 10%",
    ],
)
def test_what_is_done_or_moves_is_specific(text: str) -> None:
    assert verdict("specific", text) is PASS


@pytest.mark.parametrize(
    "text",
    [
        "Improve communication",
        "Be the best",
        "Understand privacy law",
        "Get healthier",
        "Reduce costs",
        "Help everyone",
        "",
        "12",
        "?",
    ],
)
def test_what_can_be_read_in_many_ways_is_not(text: str) -> None:
    assert verdict("specific", text) is FAIL


@pytest.mark.parametrize(
    "text", ["Sort out the storeroom", "The storeroom", "Rebuild the ERP", "Complete it soon", "Write a book etc."]
)
def test_what_does_not_say_when_it_is_done_is_a_doubt(text: str) -> None:
    assert verdict("specific", text) is DOUBT


def test_the_words_are_quoted_and_the_field_to_jump_to_is_named() -> None:
    (finding,) = found("specific", "Answer faster")
    assert finding.reason == "“faster” can be read in many ways, and nothing that is measured says which"
    assert finding.suggestion == "name what would be counted when it has come true"
    assert finding.field == "metric"


def test_a_metric_and_a_goal_make_any_name_specific() -> None:
    assert verdict("specific", "Answer faster", metric="time to first answer", goal=12.0) is PASS
    assert verdict("specific", "Answer faster", goal=12.0) is DOUBT
    assert verdict("specific", "", metric="time to first answer", goal=12.0) is PASS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Cut churn by 10% as appropriate", "“as appropriate” leaves open what belongs to it"),
        ("Cut it by 10%", "“Cut it” does not say what"),
        ("Raise 20%", "“Raise 20%” does not say what is counted"),
        ("Cut churn by 10% and improve morale", "“and improve” adds a second outcome without a figure of its own"),
        (
            "Whoever closes 9 of 10 tickets will be given a voucher",
            "“will be given a voucher” says what someone gets, not what is to be reached",
        ),
    ],
)
def test_figures_do_not_help_where_something_else_is_open(text: str, reason: str) -> None:
    assert verdict("specific", text) is DOUBT
    assert reason in [f.reason for f in found("specific", text)]


def test_two_outcomes_with_a_figure_each_are_fine() -> None:
    assert verdict("specific", "Cut churn by 10% and lift sales by 5%") is PASS


def test_a_long_text_is_quoted_in_short() -> None:
    assert len(found("specific", "? " * 100)[0].reason) < 110
