"""Tests of `kptui retire`, `bring-back`, `hand-over`, `merge` and `cascade`."""

import json
from datetime import date, timedelta

import pytest

from kptui.models.organisation import Level
from tests.a_small_house import gist
from tests.builders import a_check_in, a_person, a_pillar, a_target, a_team, an_influence, an_objective, an_organisation
from tests.kptui.commands.conftest import Desk

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id, level=Level.department)
SALES = a_team(name="Sales", short="SA", parent=ROOT.id, level=Level.department)
MARIA = a_person(team=SERVICE.id)
BEN = a_person(name="Ben Okafor", login="ben")
PILLAR = a_pillar()
WANTED = an_objective(pillar=PILLAR.id, owner=MARIA.id)
TARGET = a_target(objective=WANTED.id, owner=MARIA.id, unit="h", kind="cumulative")
DOUBLE = a_target(code="CS-2", name="Answers faster", owner=BEN.id, unit="h")
LINK = an_influence(DOUBLE, TARGET)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(ROOT, SERVICE, SALES, MARIA, BEN, PILLAR, WANTED, TARGET, DOUBLE, LINK, a_check_in(DOUBLE, "2026-03-01", 40))
    return desk


def test_a_target_is_retired_and_brought_back(full: Desk) -> None:
    said = full("retire", "CS-2")
    assert (said.code, said.out) == (0, "CS-2: retired target\nCS-2 → CS-1: retired influence\n")
    assert [target.code for target in full.plan().targets] == ["CS-1"]
    assert full("bring-back", "cs-2").out == "CS-2: brought back target\n"
    assert full("bring-back", LINK.id).out == "CS-2 → CS-1: brought back influence\n"
    assert len(full.plan().influences) == 1


def test_what_has_something_beneath_it_is_retired_only_when_that_is_said(full: Desk) -> None:
    said = full("retire", "Customers")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "kptui: Not saved: Customers has Customers feel looked after beneath it; "
        "say what becomes of that: --beneath up, or --beneath too.\n"
    )
    assert full("retire", PILLAR.id, "--beneath", "up").out.splitlines() == [
        "Customers: retired pillar",
        "Customers feel looked after: changed objective; pillar Customers → –",
    ]
    assert full("retire", "Customers feel", "--beneath", "too", "--dry-run").code == 0
    assert len(full.plan().objectives) == 1


def test_an_influence_is_edited_and_retired_by_its_id(full: Desk) -> None:
    assert full("edit", LINK.id, "strength=80%", "sign=hurts").out == (
        "CS-2 → CS-1: changed influence; sign 1 → -1; strength 0.5 → 0.8\n"
    )
    assert full("retire", LINK.id).out == "CS-2 → CS-1: retired influence\n"


def test_only_what_is_retired_comes_back(full: Desk) -> None:
    said = full("bring-back", "CS-1")
    assert (said.code, said.err) == (1, "kptui: That cannot be right: Nothing called 'CS-1' is retired.\n")
    full("retire", "Sales")
    full("add", "department", "Sales", "--short", "SB")
    full("retire", "SB")
    both = full("bring-back", "Sales")
    assert both.code == 1
    assert "'Sales' was 2; type " in both.err
    assert full("bring-back", "SB").code == 0


def test_all_that_someone_owns_is_handed_over_in_one_change(full: Desk) -> None:
    full.now += timedelta(minutes=1)
    said = full("hand-over", "maria", "Ben", "--last-day", "2026-03-31")
    assert said.out.splitlines() == [
        "Maria Berger: changed person; ended on – → 2026-03-31",
        "Customers feel looked after: changed objective; owner Maria Berger → Ben Okafor",
        "CS-1: changed target; owner Maria Berger → Ben Okafor",
    ]
    plan = full.plan()
    assert (plan.target("CS-1").owner, plan.records[MARIA.id].document()["ended_on"]) == (BEN.id, "2026-03-31")
    full.now += timedelta(minutes=1)
    assert full("undo").code == 0
    assert full.plan().target("CS-1").owner == MARIA.id


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["hand-over", "CS", "Ben"], "There is no person 'CS'"),
        (["hand-over", "maria", "Ben", "--last-day", "soon"], "'soon' is no day"),
        (["hand-over", "maria", "maria"], "Maria Berger has it already; name somebody else."),
        (["merge", "CS-1", "maria"], "CS-1 is a target and Maria Berger a person"),
        (["merge", "CS-1", "Sales"], "There is no target or person 'Sales'"),
        (["cascade", "CS-1", "CS=40%", "SA=40%"], "The shares add up to 80 %, 20 % is left; make them 100 %."),
        (["cascade", "CS-1", "CS=much"], "'much' is no number"),
        (["cascade", "CS-1", "CS=-5%"], "'-5%' is no share; type one from 0 to 100 %, such as 40%."),
        (["cascade", "CS-1", "CS=0%", "SA=100%"], "A share of nothing is no part; leave Customer Service out."),
        (["cascade", "CS-1", "Zoe=40%"], "There is no person or team 'Zoe'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(full: Desk, line: list[str], said: str) -> None:
    before = full.path.read_bytes()
    found = full(*line)
    assert (found.code, found.out) == (1, "")
    assert said in found.err
    assert full.path.read_bytes() == before


def test_a_share_that_is_not_named_is_wrong_use(full: Desk) -> None:
    said = full("cascade", "CS-1", "CS")
    assert said.code == 2
    assert "'CS' names no share; type one such as CS=40%." in said.err


def test_a_duplicate_is_merged_and_its_check_ins_are_shown_by_its_code(full: Desk) -> None:
    assert full("merge", "CS-2", "CS-1").out == "CS-2: retired target; merged into – → CS-1\n"
    assert full("check-in", "CS-2", "50").out.startswith("CS-1 Answer faster: 50 h")
    shown = full("show", "CS-2")
    assert "40 h" in shown.out
    assert shown.err == "CS-2 was merged into CS-1; this is the duplicate, with its own check-ins.\n"
    assert full("why", "CS-2").out.startswith("CS-1")
    assert full("log", "CS-2").code == 0


def test_a_duplicate_person_is_merged(full: Desk) -> None:
    assert full("merge", "Ben Okafor", "maria").code == 0
    assert [target.code for target in full.plan().targets if target.owner == MARIA.id] == ["CS-1", "CS-2"]
    assert full("list", "--owner", "maria", "--plain").out.count("CS-") == 2


def test_a_goal_is_shared_out_among_departments(full: Desk) -> None:
    said = full("cascade", "CS-1", "CS=40%", "Sales=0.6")
    assert said.out.splitlines() == [
        "CS-3: added target; Answer faster",
        "  Share: 40 %: 40 h",
        "SA-1: added target; Answer faster",
        "  Share: 60 %: 60 h",
    ]
    made = json.loads(full("retire", "SA-1", "--json").out)
    assert [record["title"] for record in made] == ["SA-1"]
    assert full.plan().target("CS-3").due == date(2026, 4, 11)


@pytest.mark.parametrize(
    "line",
    [
        ["cascade", "CS-1", "CS=40%", "SA=60%"],
        ["merge", "CS-2", "CS-1"],
        ["merge", "Ben Okafor", "maria"],
        ["retire", "Customers", "--beneath", "too"],
        ["retire", "Customers", "--beneath", "up"],
        ["hand-over", "maria", "SA"],
        ["edit", "CS-1", "goal=120", "owner=SA"],
        ["add", "target", "Another", "--goal", "3", "--due", "2026-05-31"],
    ],
)
def test_each_of_these_is_one_change_that_is_taken_back_whole(full: Desk, line: list[str]) -> None:
    before = gist(full.plan())
    full.now += timedelta(minutes=1)
    assert full(*line).code == 0
    assert gist(full.plan()) != before
    full.now += timedelta(minutes=1)
    assert full("undo").code == 0
    assert gist(full.plan()) == before
