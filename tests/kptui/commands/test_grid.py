"""Tests of `kptui grid`."""

import csv
import io
import json

import pytest

from kptui.commands.grid import grid, write_grid
from kptui.commands.printer import Printer
from kptui.commands.verbs import VERBS
from kptui.rules.judgement import Status
from kptui.rules.progress import judge
from kptui.weeks import WeekStanding, week_by_week, weeks_of
from tests.builders import START, TODAY, a_check_in, a_period, a_target, a_team, an_organisation, day_number
from tests.kptui.commands.conftest import Desk

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id)
PLANT = a_team(name="Plant", short="PL", parent=ROOT.id)
FASTER = a_target(name="Answer faster and better than anyone else", owner=SERVICE.id, unit="h")
SCRAP = a_target(code="PL-1", name="Less scrap", owner=PLANT.id, baseline=9, goal=3, due="2026-02-01")
LATER = a_target(code="PL-2", name="Not in these weeks", owner=PLANT.id, start="2026-07-01", due="2026-09-30")
DRAFT = a_target(code="CS-2", name="Not yet", owner=SERVICE.id, state="draft")
CHECK_INS = [a_check_in(FASTER, day_number(n), n) for n in (0, 13, 20, 27, 55)] + [a_check_in(SCRAP, "2026-01-31", 8)]


@pytest.fixture
def full(desk: Desk) -> Desk:
    year = a_period(name="2026", start="2026-01-01", end="2026-12-31")
    third = a_period(name="Q3 2026", start="2026-07-01", end="2026-09-30")
    desk.begin(ROOT, SERVICE, PLANT, a_period(), third, year, FASTER, SCRAP, LATER, DRAFT, *CHECK_INS)
    return desk


def test_the_weeks_of_the_quarter_stand_beside_each_target(full: Desk) -> None:
    assert VERBS["grid"].place == f"grid:{grid.name}"
    head, faster, scrap, blank, *legend = full("grid").out.splitlines()
    assert head.split() == ["1", "Jan", "to", "31", "Mar", *map(str, range(1, 14))]
    assert (faster.split()[0], scrap.split()[0], blank) == ("CS-1", "PL-1", "")
    third = head.index("  3 ") + 1
    assert faster[third : third + 2] == "●T"
    assert scrap.rstrip().endswith("✗M")
    assert "●T on track" in legend[0]


def test_a_team_a_period_and_another_day_are_asked_for(full: Desk) -> None:
    for team in ("PL", "plant"):
        assert [line.split()[0] for line in full("grid", "--team", team, "--plain").out.splitlines()] == ["Code", "PL-1"]
    assert full("grid", "--period", "2026").out.splitlines()[0].split()[:5] == ["1", "Jan", "to", "1", "Apr"]
    assert full("grid", "--as-of", "2026-08-03").out.splitlines()[1].split()[0] == "PL-2"
    assert "no team 'Moon'" in full("grid", "--team", "Moon").err


def test_without_periods_it_is_the_calendars_quarter(desk: Desk) -> None:
    desk.begin(a_target())
    assert desk("grid").out.startswith("1 Jan to 31 Mar")
    assert desk("grid", "--as-of", "2025-12-31").err == "No target runs in these weeks.\n"


def test_one_target_has_its_plan_and_its_check_ins_week_by_week(full: Desk) -> None:
    lines = full("grid", "cs-1").out.splitlines()
    assert lines[0].split() == ["Week", "First", "day", "Plan", "Actual", "Status"]
    assert lines[3].split() == ["3", "15", "Jan", "20", "h", "20", "h", "●", "on", "track"]
    assert lines[-1].split() == ["13", "26", "Mar", "90", "h"]


def test_programs_get_the_same_in_json_and_csv(full: Desk) -> None:
    found = json.loads(full("grid", "--json").out)
    assert [target["code"] for target in found] == ["CS-1", "PL-1"]
    assert found[0]["weeks"][2] == {
        "week": 3,
        "first": "2026-01-15",
        "last": "2026-01-21",
        "plan": 20.0,
        "actual": 20.0,
        "status": "on_track",
    }
    assert found[0]["weeks"][-1]["status"] is None
    rows = list(csv.DictReader(io.StringIO(full("grid", "--csv").out, newline="")))
    assert len(rows) == 26
    assert (rows[2]["code"], rows[2]["week"], rows[2]["status"]) == ("CS-1", "3", "on_track")
    assert json.loads(full("grid", "CS-1", "--json").out)[0]["code"] == "CS-1"


def test_plain_has_words_between_tabs(full: Desk) -> None:
    lines = full("grid", "--plain").out.splitlines()
    assert all(line.isascii() and line.count("\t") == 14 for line in lines)
    assert lines[1].split("\t")[4] == "on track"


def test_what_cannot_be_shown_says_why(full: Desk, desk: Desk) -> None:
    assert full("grid", "CS-2").err == "CS-2 is draft: only active and closed targets have a status.\n"
    assert full("grid", "CS-2").out == ""
    assert full("grid", "CS-1", "--team", "CS").code == 1
    assert desk("grid", "--team", "CS", "--as-of", "2027-08-03").err == "No target runs in these weeks.\n"


def test_a_narrow_terminal_keeps_every_week_and_cuts_the_names(full: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    plan = full.plan()
    weeks = weeks_of(START, day_number(89), TODAY)
    rows = [(target, week_by_week(plan, target, weeks, TODAY, judge(plan, target, TODAY))) for target in plan.targets[:1]]
    for width in (60, 80, 100):
        write_grid(rows, Printer(width=width), TODAY, one=False)
        head, row, *legend = capsys.readouterr().out.splitlines()
        assert head.endswith(" 12 13")
        assert max(map(len, (head, row, *legend))) <= width
        assert ("…" in row) is (width < 100)


def test_what_the_letters_mean_takes_as_many_lines_as_it_needs(full: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    target = full.plan().target("CS-1")
    weeks = weeks_of(START, day_number(89), TODAY)
    standings = tuple(WeekStanding(week, None, None, status) for week, status in zip(weeks, Status, strict=False))
    for width, lines in ((40, 3), (80, 2), (None, 1)):
        write_grid([(target, standings)], Printer(width=width), TODAY, one=False)
        blank, *legend = capsys.readouterr().out.splitlines()[2:]
        assert (blank, len(legend)) == ("", lines)
        assert width is None or max(len(line.rstrip()) for line in legend) <= width
        assert "  ".join(legend).split("  ")[0] == "✗M missed"


def test_weeks_to_come_have_nothing_to_explain(full: Desk) -> None:
    assert full("grid", "--as-of", "2026-01-01", "--period", "Q1 2026").code == 0
    later = full("grid", "--as-of", "2026-02-20", "--period", "Q3 2026").out.splitlines()
    assert [line.split()[0] for line in later] == ["1", "PL-2"]


def test_an_empty_plan_says_how_to_begin(desk: Desk) -> None:
    desk.begin()
    said = desk("grid")
    assert (said.code, said.out) == (0, "")
    assert said.err
