"""`kptui what-if` and `kptui watermelons`: what would be, and what is seen otherwise."""

import json

from kptui.models.target import State
from tests.builders import a_check_in, a_person, a_pillar, a_policy, a_target, an_objective
from tests.kptui.commands.conftest import Desk

PILLAR = a_pillar()
WANTED = an_objective(pillar=PILLAR.id)
MARIA = a_person()
BEHIND = a_target(code="CS-1", objective=WANTED.id, owner=MARIA.id, unit="h")
DRAFT = a_target(code="CS-2", state=State.draft)


def begun(desk: Desk) -> None:
    said = a_check_in(BEHIND, "2026-03-01", 10, own_call="on_track")
    desk.begin(a_policy(days_off=(), in_a_row=1), PILLAR, WANTED, MARIA, BEHIND, DRAFT, said)


def test_what_a_value_would_change_is_shown_up_to_the_organisation_and_nothing_is_saved(desk: Desk) -> None:
    begun(desk)
    said = desk("what-if", "cs-1", "+55", "-c", "8")
    assert said.err == "CS-1: 65 h on 2 Mar, not saved.\n"
    rows = [line.split("  ") for line in said.out.splitlines()]
    assert [row[0] for row in rows] == ["What", "Answer faster", "Customers feel looked after", "Customers", "Brightwater"]
    assert all("off track" in line and "on track" in line and "65 %" in line for line in said.out.splitlines()[1:])
    assert len(desk.history("CS-1")) == 1


def test_programs_get_what_was_and_what_would_be(desk: Desk) -> None:
    begun(desk)
    target, objective, *_ = json.loads(desk("what-if", "CS-1", "65", "--on", "today", "--json").out)
    assert target == {
        "type": "target",
        "code": "CS-1",
        "name": "Answer faster",
        "status": "off_track",
        "status_then": "on_track",
        "progress": 0.1,
        "progress_then": 0.65,
    }
    assert (objective["type"], objective["code"], objective["status_then"]) == ("objective", None, "on_track")


def test_a_day_outside_a_value_that_is_none_and_a_draft_are_refused(desk: Desk) -> None:
    begun(desk)
    assert "is not from 1 Jan to 2 Mar; name a day in it" in desk("what-if", "CS-1", "65", "--on", "2025-12-31").err
    assert "no number" in desk("what-if", "CS-1", "soon").err
    assert "only active targets take check-ins" in desk("what-if", "CS-2", "5").err


def test_a_watermelon_is_green_by_its_owner_and_red_by_the_rules(desk: Desk) -> None:
    begun(desk)
    heading, row = desk("watermelons").out.splitlines()
    assert heading.split("  ")[0] == "Code"
    assert row.startswith("CS-1  ● on track  ▼ off track  Answer faster")
    (found,) = json.loads(desk("watermelons", "--json").out)
    assert (found["owner_says"], found["rules_say"], found["steps"], found["owner"]) == (
        "on_track",
        "off_track",
        2,
        "Maria Berger",
    )


def test_where_all_agree_there_are_none(desk: Desk) -> None:
    desk.begin(BEHIND)
    said = desk("watermelons")
    assert (said.out, said.err) == ("", "Owners and rules say the same of every target.\n")
