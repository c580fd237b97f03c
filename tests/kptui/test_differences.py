"""Differences: what two versions of a record say differently, with names in place of ids."""

import pytest

from kptui.differences import Difference, differences, title_of
from kptui.models.record import Record
from tests.builders import NOW, a_check_in, a_person, a_policy, a_target, a_team, an_influence, an_objective

MARIA, SERVICE, OBJECTIVE = a_person(), a_team(), an_objective()
TARGET = a_target()
OTHER = a_target(code="CS-2")
RECORDS: dict[str, Record] = {r.id: r for r in (MARIA, SERVICE, OBJECTIVE, TARGET, OTHER)}


def test_the_version_and_who_made_it_are_no_difference() -> None:
    assert differences(TARGET, TARGET.edited(NOW, "ben"), RECORDS) == []


def test_ids_become_names_and_the_rest_is_as_json_has_it() -> None:
    new = TARGET.edited(NOW, "ben", owner=MARIA.id, contributors=(SERVICE.id,), goal=80, due="2026-05-01", retired=True)
    assert differences(TARGET, new, RECORDS) == [
        Difference("retired", False, True),
        Difference("goal", 100.0, 80.0),
        Difference("due", "2026-04-11", "2026-05-01"),
        Difference("contributors", [], ["Customer Service"]),
        Difference("owner", None, "Maria Berger"),
    ]


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (Difference("original_goal", None, 1234567.5), "original goal – → 1 234 567.5"),
        (Difference("retired", False, True), "retired no → yes"),
        (Difference("rank", 0, 1), "rank 0 → 1"),
        (Difference("unit", "h", ""), "unit h → –"),
        (Difference("steps", [], [{"name": "Plan it", "weight": 1.0}, {"name": "Do it"}]), "steps – → Plan it, Do it"),
        (Difference("other", {"a": 1}, None), "other {'a': 1} → –"),
        (Difference("rationale", "one\ntwo", "x" * 50), f"rationale one two → {'x' * 39}…"),
    ],
)
def test_a_difference_is_said_in_one_line(difference: Difference, said: str) -> None:
    assert difference.text == said


@pytest.mark.parametrize(
    ("record", "title"),
    [
        (TARGET, "CS-1"),
        (MARIA, "Maria Berger"),
        (a_policy(), "the policy"),
        (an_influence(TARGET, OTHER), "CS-1 → CS-2"),
        (a_check_in(TARGET, "2026-03-01", 5), "check-in on CS-1"),
    ],
)
def test_a_record_is_called_what_people_call_it(record: Record, title: str) -> None:
    assert title_of(record, RECORDS) == title
