"""Codes of new targets."""

import pytest

from kptui.changes.making import next_code
from kptui.models.organisation import Person, Team
from tests.builders import a_person, a_plan, a_target, a_team, an_organisation

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id)
MARIA = a_person(team=SERVICE.id)
STRAY = a_person(name="Stray", login=None, team=None)
TARGETS = (a_target(code="CS-9", retired=True), a_target(code="CS-10"), a_target(code="C-30"))
PLAN = a_plan(ROOT, SERVICE, MARIA, STRAY, *TARGETS)


@pytest.mark.parametrize(
    ("owner", "code"), [(SERVICE, "CS-11"), (MARIA, "CS-11"), (ROOT, "BW-1"), (STRAY, "BW-1"), (None, "BW-1")]
)
def test_a_code_is_of_the_owners_team_and_its_number_was_never_used(owner: Team | Person | None, code: str) -> None:
    assert next_code(PLAN, owner and owner.id) == code


def test_a_code_that_was_given_out_a_moment_ago_is_not_given_out_again() -> None:
    assert next_code(PLAN, SERVICE.id, ["CS-11", "BW-4"]) == "CS-12"


def test_without_an_organisation_there_is_a_code_too() -> None:
    assert next_code(a_plan(), None) == "T-1"
