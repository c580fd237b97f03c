"""Tests of `kptui list`, `kptui due` and the choosing of targets."""

import csv
import io
import json

import pytest

from kptui.commands import due, listing
from kptui.commands.layout import Column, table, text_of, width_of
from kptui.models.record import Record
from kptui.models.target import Kind, State
from kptui.sparkline import sparkline
from tests.builders import (
    a_check_in,
    a_period,
    a_person,
    a_pillar,
    a_policy,
    a_reading,
    a_target,
    a_team,
    an_objective,
    an_organisation,
)
from tests.kptui.commands.conftest import Desk

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id)
DESK = a_team(name="Service Desk", short="SD", parent=SERVICE.id)
PLANT = a_team(name="Plant", short="PL", parent=ROOT.id)
MARIA = a_person(team=SERVICE.id)
NOBODY = a_person(name="Jo Park", login=None, team=PLANT.id)
PILLAR = a_pillar(name="Customers who stay")
PERIOD = a_period()
LATER = a_period(name="Q2 2026", start="2026-04-01", end="2026-06-30")
OBJECTIVE = an_objective(pillar=PILLAR.id, period=LATER.id)
MINE = a_target(code="CS-2", name="Answer faster", owner=MARIA.id, objective=OBJECTIVE.id, unit="h", baseline=24, goal=12)
LATE = a_target(code="CS-10", name="Fewer complaints", owner=SERVICE.id, contributors=[NOBODY.id], period=PERIOD.id)
DESKS = a_target(code="SD-1", name="Solve at once", owner=DESK.id, period=LATER.id)
BAND = a_target(code="PL-1", name="Stock in days", owner=NOBODY.id, kind=Kind.keep, goal=None, low=38, high=52, due="2026-03-31")
DRAFT = a_target(code="PL-2", name="Not yet", owner=PLANT.id, state=State.draft)
DROPPED = a_target(code="PL-3", name="No more", owner=PLANT.id, state=State.dropped)
RECORDS: tuple[Record, ...] = (
    a_policy(in_a_row=1),
    ROOT,
    SERVICE,
    DESK,
    PLANT,
    MARIA,
    NOBODY,
    PILLAR,
    PERIOD,
    LATER,
    OBJECTIVE,
    MINE,
    LATE,
    DESKS,
    BAND,
    DRAFT,
    DROPPED,
    a_check_in(MINE, "2026-02-27", 23, confidence=6, own_call="at_risk"),
    a_check_in(LATE, "2026-02-13", 15),
    a_check_in(DESKS, "2026-02-20", 80),
    a_check_in(BAND, "2026-02-27", 44),
)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(*RECORDS)
    return desk


def codes(desk: Desk, *options: str) -> list[str]:
    said = desk("list", *options, "--json")
    assert said.code == 0
    return [target["code"] for target in json.loads(said.out)]


def test_targets_are_listed_worst_first_and_those_without_a_status_last(full: Desk) -> None:
    said = full("list")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].split() == [
        "Code",
        "Status",
        "Progress",
        "Expected",
        "Course",
        "Name",
        "Last",
        "When",
        "Goal",
        "Next",
        "Owner",
    ]
    assert [line.split()[0] for line in lines[1:]] == ["CS-10", "CS-2", "PL-1", "SD-1", "PL-2"]
    assert lines[1].split("  ")[1] == "▼ off track, stale"
    assert "▼ off track" in lines[2]
    assert "38 to 52" in lines[3]
    assert "draft" in lines[5]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--status", "off-track"], ["CS-10", "CS-2"]),
        (["--status", "At risk", "--status", "draft"], ["PL-2"]),
        (["--status", "dropped"], ["PL-3"]),
        (["--team", "cs"], ["CS-10", "CS-2", "SD-1"]),
        (["--team", "Service Desk"], ["SD-1"]),
        (["--team", "Plant"], ["PL-1", "PL-2"]),
        (["--owner", "maria"], ["CS-2"]),
        (["--owner", "jo park"], ["PL-1"]),
        (["--owner", "CS"], ["CS-10"]),
        (["--pillar", "customers who stay"], ["CS-2"]),
        (["--period", "Q1 2026"], ["CS-10", "PL-1"]),
        (["--period", "q2 2026"], ["CS-2", "SD-1", "PL-2"]),
        (["--mine"], ["CS-10", "CS-2"]),
        (["--due"], ["CS-10", "SD-1"]),
        (["--mine", "--due"], ["CS-10"]),
        (["--due", "--as-of", "2026-02-25"], ["CS-10", "CS-2", "PL-1"]),
    ],
)
def test_what_is_asked_for_is_listed(full: Desk, options: list[str], expected: list[str]) -> None:
    assert sorted(codes(full, *options)) == sorted(expected)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--status", "green"], "'green' is no status; there is missed, off_track"),
        (["--team", "Servce Desk"], "did you mean Service Desk?"),
        (["--team", "Moon"], "known: Brightwater, BW,"),
        (["--owner", "marja"], "no owner 'marja'"),
        (["--period", "Q3 2026"], "did you mean Q2 2026?"),
        (["--pillar", ""], "no pillar ''"),
        (["--as-of", "soon"], "'soon' is no day"),
    ],
)
def test_what_the_plan_does_not_know_is_refused_with_what_it_does(full: Desk, options: list[str], said: str) -> None:
    answer = full("list", *options)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_plan_without_pillars_says_that_it_has_none(desk: Desk) -> None:
    desk.begin(a_target())
    assert "the plan has none" in desk("list", "--pillar", "Growth").err


def test_a_stranger_has_nothing_that_is_theirs(full: Desk) -> None:
    full.user = "mallory"
    said = full("list", "--mine")
    assert said.code == 1
    assert "--owner" in said.err


def test_an_empty_list_says_so_and_an_empty_plan_how_to_fill_it(full: Desk, desk: Desk) -> None:
    said = full("list", "--status", "missed")
    assert (said.code, said.out, said.err) == (0, "", "No target is like that.\n")
    desk.path = desk.path.with_name("empty.json")
    desk.begin()
    said = desk("list")
    sentence = "There are no targets yet; `kptui add target NAME` makes one, `kptui import FILE` brings some in.\n"
    assert (said.out, said.err) == ("", sentence)


def test_a_plan_that_lists_as_empty_since_its_file_is_damaged_says_so(desk: Desk) -> None:
    desk.begin(a_target(), a_period())
    desk.path.write_bytes(desk.path.read_bytes().replace(b"Answer faster", b"Answer slower"))
    for verb in ("list", "tree", "due"):
        first, second = desk(verb).err.splitlines()
        assert first.startswith("kptui: the line at byte ")
        assert second == "There are no targets that can be read, and the file is damaged; `kptui verify` says how."


def test_people_see_the_course_of_the_last_check_ins_and_programs_do_not(full: Desk) -> None:
    course = sparkline(DESKS, [a_reading("2026-02-20", 80)])
    assert course in full("list").out
    for form in ("--plain", "--csv", "--json"):
        assert course not in full("list", form).out


@pytest.mark.parametrize(("verb", "columns"), [(["list"], listing.COLUMNS), (["due", "--all"], due.COLUMNS)])
def test_a_narrow_terminal_drops_what_can_be_spared(full: Desk, verb: list[str], columns: tuple[Column, ...]) -> None:
    rows = [tuple(line.split("\t")) for line in full(*verb, "--plain").out.splitlines()[1:]]
    for width in (100, 80, 59, 40, 30, 20):
        lines = ["".join(map(text_of, line)) for line in table(columns, rows, width)]
        assert max(map(width_of, lines)) <= width
        assert {"Code", "Name"} <= set(lines[0].split())


def test_json_has_names_in_place_of_ids_and_what_the_judge_says(full: Desk) -> None:
    found = json.loads(full("list", "--team", "CS", "--owner", "maria", "--json").out)[0]
    named = {key: found[key] for key in ("team", "owner", "objective", "pillar", "period", "status", "stale")}
    assert named == {
        "team": "Customer Service",
        "owner": "Maria Berger",
        "objective": "Customers feel looked after",
        "pillar": "Customers who stay",
        "period": None,
        "status": "off_track",
        "stale": False,
    }
    assert (found["value"], found["value_on"], found["confidence"], found["own_call"]) == (23, "2026-02-27", 6, "at_risk")
    assert found["next_check_in"] == "2026-03-06"
    assert found["reasons"]


def test_what_is_not_judged_has_the_same_keys_in_json(full: Desk) -> None:
    judged, draft = json.loads(full("list", "--status", "draft", "--status", "on_track", "--json").out)[-2:]
    assert judged.keys() == draft.keys()
    assert (draft["status"], draft["state"]) == (None, "draft")


def test_csv_has_the_keys_of_json(full: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(full("list", "--csv").out, newline="")))
    documents = json.loads(full("list", "--json").out)
    assert [row["code"] for row in rows] == [document["code"] for document in documents]
    assert rows[0].keys() == documents[0].keys()
    assert rows[0]["stale"] == "true"


def test_plain_is_ascii_in_columns_of_tabs(full: Desk) -> None:
    lines = full("list", "--plain").out.splitlines()
    assert all(line.isascii() and line.count("\t") == 10 for line in lines)
    assert lines[1].split("\t")[:3] == ["CS-10", "! off track, stale", "#2"]


@pytest.mark.parametrize(
    ("low", "high", "shown"), [(38, None, "at least 38 d"), (None, 52, "at most 52 d"), (38, 52, "38 to 52 d")]
)
def test_a_band_may_be_open_on_one_side(desk: Desk, low: float | None, high: float | None, shown: str) -> None:
    desk.begin(a_target(kind=Kind.keep, goal=None, low=low, high=high, unit="d"))
    assert shown in desk("list").out


def test_due_lists_what_i_owe_the_longest_overdue_first(full: Desk) -> None:
    said = full("due")
    assert said.code == 3
    assert [line.split()[0] for line in said.out.splitlines()] == ["Code", "CS-10"]
    everybody = full("due", "--all")
    assert [line.split()[0] for line in everybody.out.splitlines()] == ["Code", "CS-10", "SD-1"]
    assert "10 d ago" in everybody.out


def test_due_lists_everybodys_for_a_stranger_who_may_not_ask_for_their_own(full: Desk) -> None:
    full.user = "mallory"
    assert full("due").out == full("due", "--all").out
    assert full("due", "--mine").code == 1


def test_due_for_programs(full: Desk) -> None:
    found = json.loads(full("due", "--all", "--json").out)
    assert found[0] == {
        "code": "CS-10",
        "name": "Fewer complaints",
        "owner": "Customer Service",
        "due_on": "2026-02-20",
        "overdue_days": 10,
        "value": 15,
        "value_on": "2026-02-13",
        "unit": "",
    }
    assert full("due", "--all", "--csv").out.startswith("code,name,owner,due_on,")


def test_two_forms_at_once_are_wrong_use(full: Desk) -> None:
    for verb in (["list", "--json", "--csv"], ["tree", "--csv", "--plain"], ["due", "--short", "--json"]):
        said = full(*verb)
        assert (said.code, said.out) == (2, "")
        assert f"{verb[-2]} and {verb[-1]} do not go together; name one." in said.err
    assert full("list", "--json", "--json").code == 0


def test_nothing_due_is_nothing_on_stdout(full: Desk) -> None:
    early = ("--as-of", "2026-01-02")
    said = full("due", *early)
    assert (said.code, said.out, said.err) == (0, "", "No check-in is due.\n")
    assert full("due", "--short", *early) == (0, "", "")


def test_short_is_one_line_for_a_prompt(full: Desk) -> None:
    assert full("due", "--short") == (3, "1 check-in due: CS-10\n", "")
    assert full("due", "--short", "--all").out == "2 check-ins due: CS-10, SD-1\n"


def test_short_names_three_of_many(desk: Desk) -> None:
    desk.begin(*(a_target(code=f"CS-{n}", name=f"Target {n}") for n in range(1, 7)))
    assert desk("due", "--all", "--short").out == "6 check-ins due: CS-1, CS-2, CS-3 and 3 more\n"
    assert json.loads(desk("due", "--all", "--json").out)[0]["value"] is None
    assert "–" in desk("due", "--all").out
