"""Duties: what one sees of oneself beneath one's own list."""

from screens.presentation.duties import how_sure
from screens.presentation.line import text_of
from tests.builders import DUE, TODAY, a_day, a_person, a_plan, a_reading, a_target

MARIA = a_person()
MET, FAILED = (a_target(code=code, owner=MARIA.id) for code in ("CS-1", "CS-2"))
AFTER = a_day("2026-04-20")
PLAN = a_plan(
    MARIA,
    MET,
    FAILED,
    readings={
        target.id: (a_reading("2026-02-20", 40, confidence=7), a_reading(DUE, end)) for target, end in ((MET, 100), (FAILED, 60))
    },
)


def test_one_sees_how_often_what_one_was_sure_of_came_true() -> None:
    told = " ".join(text_of(row) for row in how_sure(PLAN, AFTER, MARIA, 60))
    assert told == "What you were sure of came true: 7 of 10 1 times of 2. That is 50 % where you said 70 %."


def test_while_nothing_is_over_and_to_others_nothing_is_said() -> None:
    assert how_sure(PLAN, TODAY, MARIA, 60) == []
    assert how_sure(PLAN, AFTER, a_person(name="Ben", login="ben"), 60) == []
