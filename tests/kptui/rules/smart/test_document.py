"""Tests of goals as documents that people keep elsewhere."""

import pytest

from kptui.errors import BadInput
from kptui.rules.smart import Above, Goal, PastValue, assess
from kptui.rules.smart.document import assessment_document, goal_from
from tests.builders import a_day


def test_a_text_is_enough() -> None:
    assert goal_from({"text": "Cut churn"}) == Goal("Cut churn")
    assert goal_from({"text": None, "fields": None, "kind": None, "as_of": None}) == Goal("")


def test_all_fields_are_read_and_unknown_ones_ignored() -> None:
    fields = {
        "metric": "churn",
        "unit": "%",
        "baseline": 6,
        "target": 4.5,
        "direction": "Decrease",
        "start": "2026-01-01",
        "due": "2026-06-30",
        "owner": "Maria",
        "owner_open_targets": 3,
        "owner_confidence": 7,
        "parent": "Loyal customers",
        "pillar": "Customers",
        "rationale": "They pay.",
        "past_values": [{"period": 2024, "value": 7}, {"period": "2025", "value": None}],
        "influences": [
            {"on": "Sales", "sign": "-", "lag_weeks": 4},
            {"on": "Calls", "sign": "+"},
            {"on": "Costs", "sign": 1},
            "Praise",
        ],
        "mood": "fine",
    }
    assert goal_from({"id": 1, "text": "Cut churn", "kind": "kr", "fields": fields, "as_of": "2026-03-02", "colour": 3}) == Goal(
        "Cut churn",
        is_key_result=True,
        metric="churn",
        unit="%",
        baseline=6,
        goal=4.5,
        direction="decrease",
        start=a_day("2026-01-01"),
        due=a_day("2026-06-30"),
        owner="Maria",
        owner_open_targets=3,
        owner_confidence=7,
        parent="Loyal customers",
        pillar="Customers",
        rationale="They pay.",
        past_values=(PastValue("2024", 7),),
        influences=(Above("Sales", -1, 4), Above("Calls"), Above("Costs"), Above("Praise")),
        as_of=a_day("2026-03-02"),
    )


@pytest.mark.parametrize("typed", ["2026-01-01", "31/03/2026", "٣", "৪২ hours"])
def test_a_day_or_a_figure_in_other_digits_is_no_figure(typed: str) -> None:
    assert goal_from({"text": "x", "fields": {"target": typed, "baseline": typed}}) == Goal("x")


def test_a_kind_may_be_in_capitals() -> None:
    assert goal_from({"text": "x", "kind": " KR"}).is_key_result


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("€240k", 240_000), ("-5", -5), ("-$3", -3), ("4.2", 4.2), ("12 h", 12), ("about ten", None), ("", None), ("9" * 40, None)],
)
def test_figures_may_be_typed(typed: str, figure: float | None) -> None:
    assert goal_from({"text": "x", "fields": {"target": typed}}).goal == figure


@pytest.mark.parametrize(
    ("due", "read"),
    [("  ", (None, "")), ("this month", (None, "this month")), (2026, (None, "2026")), ("2026-06-30T12:00", ("2026-06-30", ""))],
)
def test_due_may_be_typed(due: object, read: tuple[str | None, str]) -> None:
    goal = goal_from({"text": "x", "fields": {"due": due}})
    assert (goal.due, goal.due_text) == (a_day(read[0]) if read[0] else None, read[1])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (5, "The line is 5; give an object of keys and values."),
        ({}, "There is no text; give the goal's sentence under that key."),
        ({"text": ["x"]}, "text is ['x']; give a text."),
        ({"text": "x", "kind": "dream"}, "kind is 'dream'; give goal or kr."),
        ({"text": "x", "kind": ["kr"]}, "kind is ['kr']; give goal or kr."),
        ({"text": "x", "fields": [1]}, "Fields is [1]; give an object of keys and values."),
        ({"text": "x", "fields": {"direction": "sideways"}}, "direction is 'sideways'; give increase, decrease or keep."),
        ({"text": "x", "fields": {"target": True}}, "target is True; give a number."),
        ({"text": "x", "fields": {"target": {}}}, "target is {}; give a number."),
        ({"text": "x", "fields": {"target": float("inf")}}, "target is inf; give a number."),
        ({"text": "x", "fields": {"due": []}}, "[] is no day; give one such as 2026-03-31."),
        ({"text": "x", "fields": {"past_values": 3}}, "past_values is 3; give a list."),
        ({"text": "x", "fields": {"past_values": [3]}}, "Past_values is 3; give an object of keys and values."),
        ({"text": "x", "fields": {"metric": [1] * 40}}, "metric is [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, …; give a text."),
    ],
)
def test_what_cannot_be_understood_is_named(line: object, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        goal_from(line)
    assert str(refused.value) == sentence


def test_an_assessment_is_told_under_stable_keys() -> None:
    document = assessment_document(assess(Goal("Cut churn by May")))
    assert list(document) == ["smart", "specific", "measurable", "achievable", "relevant", "time_bound", "findings"]
    assert document["smart"] is False
    assert document["findings"][0] == {  # type: ignore[index]  # a list
        "criterion": "specific",
        "verdict": "fail",
        "reason": "“Cut” says a direction, but not of which figure by how much",
        "suggestion": "name the figure: from 20 h to 12 h",
        "field": "metric",
    }
