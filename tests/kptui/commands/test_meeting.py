"""Tests of `kptui block`, `promise`, `thank` and `stand-up`, and of the check-in that raises something."""

from datetime import timedelta

import pytest

from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.stand_up import Action, Recognition
from tests.builders import NOW, TODAY, a_check_in, a_person, a_stand_up, a_target
from tests.kptui.commands.conftest import Desk

MARIA = a_person()
SAM = a_person(name="Sam Reedmace", login="sam")
TARGET = a_target(name="Answer faster", unit="h", baseline=24, goal=12, owner=MARIA.id)
CALLS = a_target(code="CS-2", name="Calls answered", owner=MARIA.id)
HELD = a_stand_up(TARGET, CALLS, present=[MARIA.id], at=NOW - timedelta(days=3), on=TODAY - timedelta(days=3))


@pytest.fixture
def desk_with_people(desk: Desk) -> Desk:
    desk.begin(MARIA, SAM, TARGET, CALLS)
    return desk


def test_a_check_in_raises_a_blocker_and_a_call_for_help_in_the_same_line(desk_with_people: Desk) -> None:
    said = desk_with_people(
        "check-in", "cs-1", "18", "c4", "vendor slipped", "block:dependency", "@sam", "help:tool", "on:yesterday"
    )
    assert said.code == 0
    assert said.out.splitlines()[2:4] == [
        "blocked (dependency): vendor slipped",
        "asks Sam Reedmace for help (tool): vendor slipped",
    ]
    plan = desk_with_people.plan()
    assert [b.on for b in plan.all_of(Blocker)] == [TODAY - timedelta(days=1)]
    assert [r.of for r in plan.all_of(SupportRequest)] == [SAM.id]
    assert desk_with_people.history("CS-1")[-1].challenges == "vendor slipped"


def test_the_day_is_said_once(desk_with_people: Desk) -> None:
    said = desk_with_people("check-in", "cs-1", "18", "on:yesterday", "--on", "today")
    assert (said.code, "two days" in said.err) == (2, True)


def test_what_is_in_the_way_is_noted_with_who_is_asked(desk_with_people: Desk) -> None:
    said = desk_with_people("block", "cs-1", "The vendor slipped", "block:dependency", "@sam", "by:friday")
    assert said.out.splitlines() == [
        "CS-1 Answer faster",
        "blocked (dependency): The vendor slipped",
        "asks Sam Reedmace for help (dependency): The vendor slipped",
    ]
    assert [str(b.due) for b in desk_with_people.plan().all_of(Blocker)] == ["2026-03-06"]


def test_a_promise_is_mine_unless_it_is_somebodys(desk_with_people: Desk) -> None:
    assert desk_with_people("promise", "CS-1", "call", "them").out.splitlines()[1] == "Maria Berger promised: call them"
    assert [a.owner for a in desk_with_people.plan().all_of(Action)] == [MARIA.id]


def test_thanks_are_for_somebody(desk_with_people: Desk) -> None:
    assert desk_with_people("thank", "@sam", "Stayed late", "--for", "CS-1").out.splitlines() == [
        "CS-1 Answer faster",
        "thanks to Sam Reedmace: Stayed late",
    ]
    assert desk_with_people("thank", "@sam", "Stayed late").out == "thanks to Sam Reedmace: Stayed late\n"
    assert [r.target for r in desk_with_people.plan().all_of(Recognition)] == [TARGET.id, None]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["block", "CS-1", "block:tool"], "needs to say what is in the way"),
        (["promise", "CS-1"], "Say what is promised"),
        (["promise", "CS-1", "call the vendor @sma"], "There is nobody called @sma; did you mean @sam?"),
        (["thank", "well done"], "Name who is thanked"),
        (["block", "CS-7", "x"], "There is no target CS-7"),
        (["stand-up", "--minutes"], "There was no stand-up on these targets yet; press s in the tree to hold one."),
        (["stand-up", "--team", "Moon"], "There is no team 'Moon'"),
    ],
)
def test_what_cannot_be_meant_is_refused(desk_with_people: Desk, typed: list[str], said: str) -> None:
    answer = desk_with_people(*typed)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_stand_up_shows_what_changed_since_the_last_one(desk: Desk) -> None:
    before = [a_check_in(t, "2026-02-26", 18, at=NOW - timedelta(days=4)) for t in (TARGET, CALLS)]
    desk.begin(MARIA, SAM, TARGET, CALLS, *before, HELD)
    desk("check-in", "CS-1", "23")
    desk("block", "CS-1", "Ill")
    assert desk("stand-up").out.splitlines() == [
        "Maria Berger",
        "  CS-1 ● on track → ▲ at risk  18 h → 23 h  Answer faster",
        "    blocked: Ill",
        "  as before: CS-2",
    ]


def test_a_first_stand_up_shows_everything(desk_with_people: Desk) -> None:
    assert desk_with_people("stand-up").out.splitlines() == [
        "Maria Berger",
        "  CS-1 ○ no news  no check-in yet  Answer faster",
        "  CS-2 ○ no news  no check-in yet  Calls answered",
    ]


def test_minutes_of_the_last_stand_up_are_markdown(desk: Desk) -> None:
    desk.begin(MARIA, TARGET, HELD)
    assert desk("stand-up", "--minutes").out.startswith("# Stand-up 2026-02-27\n")


def test_without_an_active_target_there_is_nothing_to_go_through(desk: Desk) -> None:
    desk.begin(a_target(state="draft"))
    said = desk("stand-up")
    assert (said.code, said.out, said.err) == (0, "", "There is nothing to go through: no target here is active.\n")
