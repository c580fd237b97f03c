"""Tests of the rules for M."""

import pytest

from kptui.rules.smart import Verdict
from kptui.rules.smart.measurable import values_of
from tests.kptui.rules.smart.asking import found, verdict

PASS, DOUBT, FAIL = Verdict.passes, Verdict.doubt, Verdict.fail
WHOLE = {"is_target": True, "metric": "time to first answer", "unit": "h", "baseline": 20.0, "goal": 12.0}


@pytest.mark.parametrize(
    "text",
    [
        "Cut churn by 10%",
        "Submit the audit report",
        "Zero accidents",
        "Every starter completes the course",
        "Payroll errors down to one a month",
        "Falls down to one",
    ],
)
def test_a_figure_or_a_deliverable_can_be_measured(text: str) -> None:
    assert verdict("measurable", text) is PASS


def test_a_date_is_no_measure() -> None:
    assert verdict("measurable", "Grow donations by Q3 2026") is FAIL
    assert (
        found("measurable", "Grow donations by Q3 2026")[0].reason
        == "“by Q3 2026” is only a date; no number says when it is reached"
    )
    assert found("measurable", "Grow donations", unit="€")[0].suggestion == "give a goal such as 12 €"


def test_work_of_which_nobody_sees_the_end_is_a_doubt() -> None:
    (finding, _) = found("measurable", "Rebuild the ERP by Monday")
    assert finding.verdict is DOUBT
    assert finding.reason == "“by Monday” is only a date; nothing says how one would see that “Rebuild” is done"


def test_a_whole_target_can_be_measured() -> None:
    assert verdict("measurable", "Answer faster", **WHOLE) is PASS


@pytest.mark.parametrize(
    ("missing", "field", "reason"),
    [
        ({"metric": ""}, "metric", "it has no metric"),
        ({"unit": ""}, "unit", "the goal is 12, of what?"),
        ({"baseline": None}, "baseline", "the goal is 12 h, from where?"),
    ],
)
def test_what_a_target_lacks_is_named(missing: dict[str, object], field: str, reason: str) -> None:
    (finding,) = found("measurable", "Answer faster", **(WHOLE | missing))
    assert (finding.verdict, finding.field, finding.reason) == (DOUBT, field, reason)


def test_a_target_without_a_goal_fails_however_it_reads() -> None:
    assert verdict("measurable", "Submit the audit report", **(WHOLE | {"goal": None, "baseline": None})) is FAIL


def test_bands_totals_and_steps_need_no_baseline() -> None:
    rest = WHOLE | {"baseline": None}
    assert verdict("measurable", "Stay fast", **(rest | {"goal": None, "low": 1.0, "high": 2.0, "direction": "keep"})) is PASS
    assert found(
        "measurable", "Stay", **(WHOLE | {"goal": None, "baseline": None, "unit": "", "high": 2.0, "direction": "keep"})
    )[0].reason == ("the goal is 2, of what?")
    assert verdict("measurable", "Sell", **(rest | {"counts_up": True})) is PASS
    assert verdict("measurable", "Move house", is_target=True, steps=3) is PASS


def test_a_change_in_words_passes_with_the_advice_to_say_from_where() -> None:
    (finding,) = found("measurable", "Cut churn by 10% in Q3")
    assert (finding.verdict, finding.reason) == (PASS, "“by 10%”, from where?")
    assert not found("measurable", "Cut churn from 8% to 6% in Q3")
    assert not found("measurable", "Cut churn to 6% by 2027")


@pytest.mark.parametrize(
    "text", ["Publish 10 posts", "Recruit 3 fundraisers", "Launch the shop", "Interview 15 users", "Set up 5 reports"]
)
def test_a_key_result_that_counts_work_is_a_doubt(text: str) -> None:
    assert verdict("measurable", text, is_key_result=True) is DOUBT


@pytest.mark.parametrize(
    "text",
    [
        "Attract 650 enquiries",
        "Hire 3 fundraisers so that gifts double",
        "Ship releases with fewer than 3 faults",
        "Complete 90% of repairs",
        "Sign 8 resellers",
        "Open the shop and win 40 customers",
        "Ship with zero open faults",
        "Keep faults per release < 3",
        "Deliver parcels in ≤ 2 days",
        "All 12 branches score 90 in the audit",
        "Train staff, from 20 to 60 certificates",
    ],
)
def test_a_key_result_that_counts_what_changes_is_none(text: str) -> None:
    assert verdict("measurable", text, is_key_result=True) is PASS


def test_work_that_is_a_goal_passes_with_the_advice_to_say_what_it_changes() -> None:
    (finding,) = found("measurable", "Publish 10 posts by May")
    assert (finding.verdict, finding.reason) == (PASS, "“Publish” counts what is done, not what it changes")
    assert not found("measurable", "Publish 10 posts", baseline=8.0)


def test_text_and_goal_that_differ_are_a_doubt() -> None:
    (finding,) = found("measurable", "Raise sales by 15%", metric="sales", unit="%", baseline=10.0, goal=20.0)
    assert (finding.verdict, finding.reason) == (DOUBT, "the text says 15%, the goal says 20 %")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Raise sales by 15%", {"unit": "%", "baseline": 100.0, "goal": 115.0}),
        ("Raise sales to €240k", {"unit": "€", "goal": 240_000.0}),
        ("Raise sales to 2.94m", {"unit": "€m", "goal": 2.94}),
        ("Cut queues by 5 minutes", {"unit": "min", "baseline": 12.0, "goal": 7.0}),
        ("Raise sales by 15%", {"unit": "€", "goal": 115.0}),
        ("Raise sales by half", {"unit": "€", "goal": 115.0}),
        ("Close 9 of 10 tickets", {"unit": "tickets", "goal": 9.0, "baseline": 0.0}),
        ("Raise sales", {"unit": "€", "goal": 115.0}),
    ],
)
def test_text_and_goal_may_say_the_same_in_other_words(text: str, fields: dict[str, object]) -> None:
    assert verdict("measurable", text, metric="sales", **fields) is not DOUBT


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("240", (240,)),
        ("€240k", (240, 240_000)),
        ("2.5 million", (2.5, 2_500_000)),
        ("1,250", (1250,)),
        ("1.250", (1250,)),
        ("0.125", (0.125,)),
        ("3,5", (3.5,)),
        ("1,250,000", (1_250_000,)),
        ("1.2.3.4", (123.4,)),
        ("52.5%", (52.5,)),
        ("two", ()),
    ],
)
def test_digits_are_read_as_people_write_them(text: str, values: tuple[float, ...]) -> None:
    assert values_of(text) == values
