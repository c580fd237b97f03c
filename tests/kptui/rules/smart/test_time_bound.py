"""Tests of the rules for T."""

from datetime import date

import pytest

from kptui.rules.smart import Goal, Verdict, assess
from tests.builders import a_day
from tests.kptui.rules.smart.asking import found, verdict

PASS, DOUBT, FAIL = Verdict.passes, Verdict.doubt, Verdict.fail
TODAY = a_day("2026-03-02")


@pytest.mark.parametrize("text", ["Cut churn by Q3", "Cut churn by 3% annually", "Meet three times a year"])
def test_a_time_in_the_text_is_enough(text: str) -> None:
    assert verdict("time_bound", text) is PASS


def test_without_one_it_fails() -> None:
    (finding,) = found("time_bound", "Cut churn by 10%")
    assert (finding.verdict, finding.reason, finding.field) == (FAIL, "nothing says by when", "due")


def test_a_habit_without_a_figure_is_none() -> None:
    assert verdict("time_bound", "A quarterly rise in sales") is FAIL


@pytest.mark.parametrize("text", ["Cut churn soon", "Cut churn in due course"])
def test_a_day_that_never_comes_fails(text: str) -> None:
    assert verdict("time_bound", text) is FAIL


def test_the_due_day_has_the_first_say() -> None:
    assert verdict("time_bound", "Cut churn soon", due=a_day("2026-06-30")) is PASS
    assert verdict("time_bound", "Cut churn", due_text="this month") is PASS
    assert verdict("time_bound", "Cut churn by May", due_text="soon") is FAIL
    assert verdict("time_bound", "Cut churn by May", due_text="the usual way") is DOUBT


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"start": a_day("2026-07-01")}, "it is due on 30 Jun, before it starts on 1 Jul"),
        ({"period": (a_day("2026-01-01"), a_day("2026-03-31"))}, "it is due on 30 Jun, its period goes from 1 Jan to 31 Mar"),
        ({"as_of": a_day("2026-07-01")}, "it was due on 30 Jun"),
        ({"as_of": date.max}, "it was due on 30 Jun 2026"),
        ({"text": "Cut churn by 2030"}, "the text says 2030, the due day is in 2026"),
    ],
)
def test_a_due_day_that_cannot_be_right_is_a_doubt(fields: dict[str, object], reason: str) -> None:
    goal = Goal(**({"text": "Cut churn", "due": a_day("2026-06-30")} | fields))  # type: ignore[arg-type]  # fields of any type
    found_there = [f for f in assess(goal).findings if f.criterion == "time_bound"]
    assert [(f.verdict, f.reason) for f in found_there] == [(DOUBT, reason)]


def test_a_due_day_inside_everything_passes() -> None:
    inside = {"start": a_day("2026-01-01"), "period": (a_day("2026-01-01"), a_day("2026-12-31")), "as_of": TODAY}
    assert verdict("time_bound", "Cut churn by 2026", due=a_day("2026-06-30"), **inside) is PASS


def test_a_year_that_is_past_is_a_doubt_only_where_the_day_is_known() -> None:
    assert verdict("time_bound", "Cut churn by 2019") is PASS
    assert found("time_bound", "Cut churn by 2019", as_of=TODAY)[0].reason == "“by 2019” is past"
    assert verdict("time_bound", "Cut churn by 2026", as_of=TODAY) is PASS
    assert verdict("time_bound", "Cut churn by May", as_of=TODAY) is PASS


def test_a_key_result_is_not_asked_for_a_time() -> None:
    assert verdict("time_bound", "Cut churn by 10%", is_key_result=True) is Verdict.cannot_judge
    assert verdict("time_bound", "Cut churn soon", is_key_result=True) is Verdict.cannot_judge
    assert verdict("time_bound", "Cut churn by May", is_key_result=True) is PASS
    assert verdict("time_bound", "Cut churn", is_key_result=True, due=TODAY) is PASS
    assert assess(Goal("Cut churn by 10%", is_key_result=True)).is_smart
