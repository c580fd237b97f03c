"""Tests of the rules for A."""

import pytest

from kptui.rules.smart import PastValue, Verdict
from kptui.rules.smart.history import period_days
from tests.builders import a_day
from tests.kptui.rules.smart.asking import found, verdict

PASS, DOUBT, FAIL, CANNOT = Verdict.passes, Verdict.doubt, Verdict.fail, Verdict.cannot_judge
YEAR = {"start": a_day("2026-01-01"), "due": a_day("2026-12-31")}


def years(*values: float) -> tuple[PastValue, ...]:
    """Return one value a year, the last of 2025."""
    return tuple(PastValue(str(2026 - len(values) + i), value) for i, value in enumerate(values))


def said(baseline: float | None, goal: float | None, *past: float, text: str = "Lift the pass rate", **fields: object) -> Verdict:
    """Return the verdict on a change within the year 2026."""
    return verdict("achievable", text, baseline=baseline, goal=goal, past_values=years(*past), **(YEAR | fields))


def test_what_the_latest_years_brought_can_be_asked_again() -> None:
    assert said(64, 68, 52, 56, 60, 64) is PASS
    assert said(26, 23, 35, 32, 29, 26) is PASS


def test_up_to_twice_the_best_year_is_a_doubt_and_more_fails() -> None:
    assert said(64, 72, 52, 56, 60, 64) is DOUBT
    assert said(64, 73, 52, 56, 60, 64) is FAIL
    (finding,) = found("achievable", "Lift it", baseline=64.0, goal=73.0, unit="%", past_values=years(52, 56, 60, 64), **YEAR)
    assert finding.reason == "it asks for 9 %; the latest periods brought 4 %, the best 4 %"
    assert finding.suggestion == "ask for up to 4 %, or say what will change the pace"


def test_against_the_trend_the_advice_is_another() -> None:
    (finding,) = found("achievable", "Lift it", baseline=52.0, goal=70.0, past_values=years(64, 60, 56, 52), **YEAR)
    assert (finding.verdict, finding.suggestion) == (FAIL, "say what will turn the trend")


def test_melting_gains_are_not_averaged_away() -> None:
    assert said(6.1, 5.4, 11, 8.3, 7, 6.4, 6.1) is not PASS


def test_a_return_to_what_was_normal_passes_and_what_was_seen_once_is_a_doubt() -> None:
    assert said(70, 92, 92, 94, 93, 95, 70) is PASS
    assert said(70, 92, 70, 71, 93, 72, 70) is DOUBT
    assert (
        "1 of 5 past values were there"
        in found("achievable", "x", baseline=70.0, goal=92.0, past_values=years(70, 71, 93, 72, 70))[0].reason
    )
    assert said(70, 92, 70, 71, 93, 72, 70, owner_confidence=9) is PASS


def test_two_values_show_too_little() -> None:
    assert said(64, 68, 60, 64) is DOUBT
    assert said(64, 90, 60, 64) is DOUBT
    assert said(64, 90, 60, 62, 64) is DOUBT


def test_quarters_are_scaled_to_the_span() -> None:
    quarters = tuple(PastValue(f"2025Q{q}", value) for q, value in enumerate((410, 425, 441, 455), 1))
    asked = {"baseline": 455.0, "past_values": quarters}
    assert verdict("achievable", "Lift it", goal=515.0, **asked, **YEAR) is PASS
    assert verdict("achievable", "Lift it", goal=600.0, **asked, **YEAR) is FAIL
    assert verdict("achievable", "Lift it", goal=515.0, **asked) is FAIL
    assert verdict("achievable", "Lift it", goal=515.0, **asked, start=YEAR["due"], due=YEAR["start"]) is FAIL


def test_what_is_counted_anew_each_period_is_compared_with_whole_periods() -> None:
    assert said(0, 40, 34, 36, 38, 40, text="Win tenders") is PASS
    assert said(0, 60, 34, 36, 38, 40, text="Win tenders") is FAIL
    assert said(None, 41, 38, 39, 40, text="Win tenders", counts_up=True) is PASS
    limit = {"text": "Have fewer accidents", "counts_up": True, "direction": "decrease"}
    assert said(None, 10, 16, 14, 12, **limit) is PASS  # type: ignore[arg-type]  # fields of any type
    assert said(None, 2, 16, 15, 14, 12, **limit) is FAIL  # type: ignore[arg-type]  # fields of any type


def test_without_a_baseline_the_last_value_stands_in() -> None:
    assert said(None, 68, 52, 56, 60, 64) is PASS


def test_without_a_past_it_is_a_doubt_where_anything_is_known_and_otherwise_not_judged() -> None:
    assert said(10, 15, owner_confidence=6) is DOUBT
    assert said(10, 15, owner_confidence=7) is PASS
    assert said(10, 15, is_target=True) is DOUBT
    assert said(10, 15) is CANNOT
    assert said(10, 15, 10) is CANNOT
    assert said(10, None, 5, 10) is CANNOT


def test_what_the_owner_alone_decides_is_believed() -> None:
    assert said(15, 20, 14, 15, 15, 15, text="Print 20 brochures", owner_confidence=9) is PASS
    assert said(0, 2, text="Read two books", owner_confidence=8) is PASS
    assert said(1900, 1500, 1950, 1930, 1920, 1900, text="Lower the stapler budget", owner_confidence=9) is PASS
    assert said(15, 90, 14, 15, 15, 15, text="Complete 90% of repairs", owner_confidence=8) is FAIL


def test_evidence_or_certainty_eases_a_fail_to_a_doubt() -> None:
    assert said(200, 300, 175, 182, 190, 200, rationale="120 more places are signed.") is DOUBT
    assert said(200, 300, 175, 182, 190, 200, owner_confidence=9) is DOUBT
    assert said(200, 300, 175, 182, 190, 200, rationale="We want it.") is FAIL


def test_more_than_all_of_a_whole_is_impossible_but_not_of_a_budget() -> None:
    assert said(92, 130, unit="%") is FAIL
    assert said(108, 110, 101, 103, 106, 108, unit="%") is PASS
    assert said(92, 110, 101, 92, unit="%") is not FAIL
    assert said(None, 130, unit="%") is CANNOT


def test_all_of_it_where_it_never_was_all_fails() -> None:
    assert said(70, 100, 61, 66, 70, unit="%") is FAIL


def test_ten_times_the_baseline_with_no_past_is_a_leap() -> None:
    assert said(10, 100) is FAIL
    assert said(10, 99) is CANNOT
    assert said(10, 100, 70, 80) is not FAIL


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("Keep waste under 90 g", {"goal": 90.0}, PASS),
        ("Keep waste", {"goal": 90.0, "at_most": True}, PASS),
        ("Keep it", {"goal": 90.0, "metric": "days at most"}, PASS),
        ("Keep it", {"goal": 90.0, "at_most": False}, FAIL),
        ("Keep it", {"goal": 85.5}, DOUBT),
        ("Keep it", {"low": 80.0, "high": 90.0}, PASS),
        ("Keep it", {"low": 84.0, "high": 86.0}, DOUBT),
        ("Keep it", {}, CANNOT),
    ],
)
def test_a_level_to_keep_is_compared_with_how_often_it_was_kept(text: str, fields: dict[str, object], expected: Verdict) -> None:
    assert verdict("achievable", text, direction="keep", past_values=years(85, 83, 86, 87), **fields) is expected


def test_a_level_to_keep_without_a_past_is_not_judged() -> None:
    assert verdict("achievable", "Keep it", direction="keep", goal=90.0) is CANNOT


def test_an_owner_who_hardly_believes_in_it_or_minds_too_much_is_a_doubt() -> None:
    assert said(64, 68, 52, 56, 60, 64, owner_confidence=3) is DOUBT
    assert said(64, 68, 52, 56, 60, 64, owner_open_targets=11, owner="Maria") is DOUBT
    reasons = [f.reason for f in found("achievable", "x", goal=1.0, owner_open_targets=11, owner_confidence=3.0)]
    assert "the owner has 11 open targets, more than 10" in reasons
    assert "the owner's confidence is 3 of 10" in reasons


def test_figures_beyond_all_measure_are_not_judged() -> None:
    assert said(0, 1e308, -1e308, 1e308, -1e308, 1e308) is PASS


@pytest.mark.parametrize(
    ("label", "days"),
    [
        ("2024", 365),
        ("2023/24", 365),
        ("2024Q3", 91),
        ("Q3 2024", 91),
        ("2024H1", 183),
        ("2025-W17", 7),
        ("2024-11", 30),
        ("Mar 2024", 30),
        ("2024-11-05", 1),
    ],
)
def test_the_length_of_a_period_is_read_from_its_name(label: str, days: int) -> None:
    length = period_days(label)
    assert length is not None
    assert round(length) == days


def test_of_a_period_with_another_name_the_length_is_unknown() -> None:
    assert period_days("last time") is None
