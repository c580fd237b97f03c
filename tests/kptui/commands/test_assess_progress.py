"""Tests of `kptui assess progress`."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kptui.commands.assess_progress import answer, question
from kptui.errors import BadInput
from kptui.models.target import Cadence, KeepBy
from kptui.rules.flip import flip
from kptui.rules.progress import judge
from tests.builders import a_plan, a_policy, a_reading, a_target
from tests.kptui.commands.conftest import Desk

LINE: dict[str, Any] = {
    "id": "x",
    "kind": "cumulative",
    "direction": "increase",
    "baseline": 0,
    "target": 100,
    "start": "2026-01-01",
    "due": "2026-03-31",
    "as_of": "2026-02-15",
    "check_ins": [["2026-01-31", 10], ["2026-02-15", 20]],
}
FULL = LINE | {"keep_by": None, "low": None, "high": None, "cadence_days": 14}


def test_a_line_in_is_a_line_out_in_the_same_order(desk: Desk, file: Callable[[str, str], str]) -> None:
    lines = [LINE | {"id": n} for n in ("b", "a", None, 7)]
    said = desk("assess", "progress", "--jsonl", file("lines.jsonl", "\n".join(map(json.dumps, lines))))
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, said.err) == (0, "")
    assert [a["id"] for a in answers] == ["b", "a", None, 7]
    assert answers[0].keys() == {"id", "status", "p_miss", "forecast", "low", "high", "reasons", "flip"}


def test_a_line_that_cannot_be_judged_says_why_and_the_rest_go_on(desk: Desk, file: Callable[[str, str], str]) -> None:
    lines = [json.dumps(LINE | {"id": "bad", "due": "never"}), "no json", "", json.dumps(LINE | {"surplus": 1})]
    said = desk("assess", "progress", "--jsonl", file("lines.jsonl", "\n".join(lines)))
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 1
    assert [("error" in a, a["id"]) for a in answers] == [(True, "bad"), (True, None), (False, "x")]
    assert "due: must be a day, such as 2026-03-31" in answers[0]["error"]


def test_a_line_is_judged_by_the_judge_of_the_plans() -> None:
    target = a_target(kind="cumulative", baseline=0, goal=100, start=LINE["start"], due=LINE["due"], cadence="fortnightly")
    readings = [a_reading(on, value) for on, value in LINE["check_ins"]]
    plan = a_plan(a_policy(), target, readings={target.id: readings})
    today = question(LINE).today
    judgement, turn = judge(plan, target, today), flip(plan, target, today)
    assert judgement is not None
    assert turn is not None
    found = answer(FULL)
    assert (found["status"], found["p_miss"], found["forecast"]) == (judgement.status, judgement.p_miss, judgement.forecast)
    assert found["reasons"] == [reason.text for reason in judgement.reasons]
    assert found["flip"] == {"status": turn.status, "by": turn.by.isoformat(), "value": turn.value, "text": turn.text}


def test_check_ins_to_come_are_not_seen_and_of_several_on_a_day_the_last_counts() -> None:
    later = LINE | {"check_ins": [["2026-02-15", 3], *LINE["check_ins"], ["2026-02-16", 90]]}
    assert answer(later) | {"flip": None} == answer(LINE) | {"flip": None}


@pytest.mark.parametrize(
    ("fields", "cadence"),
    [
        ({"cadence_days": 7}, Cadence.weekly),
        ({"cadence_days": 31}, Cadence.monthly),
        ({"cadence_days": 0.5}, Cadence.daily),
        ({"check_ins": [["2026-01-31", 1], ["2026-02-28", 2]]}, Cadence.monthly),
        ({"check_ins": [["2026-01-02", 1], ["2026-01-03", 2]]}, Cadence.daily),
        ({"check_ins": [["2026-01-01", 1]]}, Cadence.weekly),
        ({"check_ins": []}, Cadence.weekly),
    ],
)
def test_the_cadence_is_as_said_or_as_the_spacing_has_it(fields: dict[str, Any], cadence: Cadence) -> None:
    assert question(LINE | fields).target.cadence is cadence


def test_what_is_kept_is_kept_by_its_average_unless_the_line_says_otherwise() -> None:
    kept = LINE | {"kind": "keep", "baseline": None}
    assert question(kept).target.keep_by is KeepBy.average
    assert question(kept | {"keep_by": "worst"}).target.keep_by is KeepBy.worst
    band = question(kept | {"target": None, "low": 3, "high": 5}).target
    assert (band.goal, band.low, band.high) == (None, 3, 5)


@pytest.mark.parametrize(("direction", "goal"), [("increase", 10), ("decrease", 30)])
def test_what_was_past_its_goal_at_the_start_is_judged_all_the_same(direction: str, goal: float) -> None:
    past = LINE | {"kind": "level", "baseline": 20, "target": goal, "direction": direction}
    assert question(past).target.baseline is None
    assert question(past | {"direction": None}).target.baseline == 20
    assert answer(past)["status"] == "achieved"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "sideways"}, "kind: must be 'cumulative', 'level', 'keep' or 'steps'."),
        ({"target": None}, "An active target needs a goal, or for keep a band."),
        ({"target": "many"}, "target: must be a number."),
        ({"check_ins": [["2026-01-31"]]}, "check_ins.0.1: is missing; fill it in."),
        ({"cadence_days": 0}, "cadence_days: must be more than 0."),
        ({"due": "2025-01-01"}, "It is due on 2025-01-01, before it starts on 2026-01-01."),
    ],
)
def test_what_is_wrong_is_named_with_its_field(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        answer(LINE | fields)
    assert str(refused.value) == sentence
    with pytest.raises(BadInput):
        answer([1, 2])


SILENT_END = LINE | {"as_of": "2026-05-01"}


@pytest.mark.parametrize(
    ("changes", "status", "p_miss"),
    [
        ({"check_ins": []}, "no_news", 0.5),
        ({"check_ins": None, "as_of": "2026-01-01"}, "too_early", 0.5),
        ({"as_of": "2026-05-01", "check_ins": []}, "no_news", 0.5),
        ({"as_of": "2026-05-01", "check_ins": [["2026-01-31", 100]]}, "no_news", 0.0),
        ({"as_of": "2026-05-01", "check_ins": [["2026-03-31", 100]]}, "achieved", 0.0),
        ({"as_of": "2026-05-01", "check_ins": [["2026-03-31", 90]]}, "missed", 1.0),
    ],
)
def test_a_chance_of_a_miss_is_always_a_number(changes: dict[str, Any], status: str, p_miss: float) -> None:
    found = answer(LINE | changes)
    assert (found["status"], found["p_miss"]) == (status, p_miss)


def test_after_a_silent_end_the_last_check_in_tells_the_chance() -> None:
    behind, ahead = (answer(SILENT_END | {"check_ins": [["2026-01-31", value]]})["p_miss"] for value in (5, 60))
    assert isinstance(behind, float)
    assert isinstance(ahead, float)
    assert 0 < ahead < behind < 1


def test_words_may_be_in_capitals() -> None:
    assert answer(LINE | {"kind": "Keep ", "direction": "INCREASE", "keep_by": "Latest"}) == answer(
        LINE | {"kind": "keep", "direction": "increase", "keep_by": "latest"}
    )


def test_what_comes_after_the_day_or_was_before_the_start_does_not_change_the_cadence() -> None:
    others = [["2025-01-31", 3], *LINE["check_ins"], *([f"2026-03-{day:02}", 50] for day in range(1, 29))]
    assert question(LINE | {"check_ins": others}).target.cadence == question(LINE).target.cadence


def test_a_check_in_of_three_values_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match=r"check_ins\.0: must have no more than 2 values"):
        answer(LINE | {"check_ins": [["2026-01-31", 10, 7]]})
