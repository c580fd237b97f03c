"""`kptui calibration`."""

import json

from kptui.models.organisation import Level
from tests.builders import DUE, a_check_in, a_person, a_target, a_team, an_organisation
from tests.kptui.commands.conftest import Desk

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id, level=Level.department)
MARIA = a_person(team=SERVICE.id)
MET = a_target(code="CS-1", owner=MARIA.id)
FAILED = a_target(code="CS-2", owner=MARIA.id)


def ended(desk: Desk) -> None:
    check_ins = (
        a_check_in(target, on, value, confidence=sure)
        for target, goal in ((MET, 100), (FAILED, 60))
        for on, value, sure in (("2026-02-01", 20, 9), ("2026-02-20", 40, 7), (DUE, goal, None))
        if target is FAILED or sure != 9
    )
    desk.begin(ROOT, SERVICE, MARIA, MET, FAILED, *check_ins)


def test_ones_own_is_shown_by_confidence_with_the_sum(desk: Desk) -> None:
    ended(desk)
    said = desk("calibration", "--as-of", "2026-04-20")
    assert said.code == 0
    assert [line.split() for line in said.out.splitlines()] == [
        ["Whose", "People", "Sure", "Said", "Came", "true", "Share"],
        ["Maria", "Berger", "1", "9", "of", "10", "1", "0", "0", "%"],
        ["7", "of", "10", "2", "1", "50", "%"],
        ["7.7", "of", "10", "3", "1", "33", "%"],
    ]
    assert json.loads(desk("calibration", "--as-of", "2026-04-20", "--json").out) == [
        {"name": "Maria Berger", "people": 1, "confidence": 9, "said": 1, "came_true": 0},
        {"name": "Maria Berger", "people": 1, "confidence": 7, "said": 2, "came_true": 1},
    ]


def test_others_see_nothing_of_it(desk: Desk) -> None:
    ended(desk)
    desk.user = "stranger"
    said = desk("calibration", "--as-of", "2026-04-20")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("Nothing yet: ")
