"""Tests of `kptui import`, on real files and on the real figures of a transit operator."""

import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kptui.commands.conftest import Desk

TRANSIT = Path(__file__).parents[2] / "real" / "transit-2016"
FILES = (str(TRANSIT / "targets.csv"), str(TRANSIT / "check_ins.csv"))
Write = Callable[[str, str | bytes], str]
HEADER = "ref,name,goal,start,due\n"


@pytest.fixture
def empty(desk: Desk) -> Desk:
    desk.begin()
    return desk


def statuses(desk: Desk, day: str) -> Counter[str]:
    return Counter(target["status"] for target in json.loads(desk("list", "--as-of", day, "--json").out))


def test_the_real_figures_of_2016_come_in_and_are_judged_as_they_ended(desk: Desk) -> None:
    desk("init", "--org", "Transit")
    said = desk("import", *FILES)
    assert (said.code, said.out) == (0, "New: 2 teams, 82 targets, 6 objectives, 984 check-ins.\n")
    assert statuses(desk, "2017-01-01") == {"missed": 69, "achieved": 13}
    half_way = statuses(desk, "2016-06-30")
    assert half_way.keys() <= {"off_track", "at_risk", "on_track"}
    assert half_way["on_track"] >= 10
    assert half_way["off_track"] + half_way["at_risk"] >= 40


def test_the_real_figures_nest_by_their_names_and_get_their_cadence_from_their_days(empty: Desk) -> None:
    empty("import", *FILES)
    plan = empty.plan()
    assert {objective.name for objective in plan.objectives} == {
        "OTP (Terminal)",
        "Subway Wait Assessment",
        "% of Completed Trips",
        "NYCT Bus",
        "Subways",
        "Staten Island Railway",
    }
    assert {(team.short, team.name) for team in plan.teams} >= {("NT", "NYC Transit"), ("BT", "Bridges and Tunnels")}
    assert {target.cadence for target in plan.targets} == {"monthly"}
    ridership = plan.target("NT-2")
    assert (ridership.reference, ridership.baseline, ridership.goal) == ("nyct-103929", 0, 1801642000)
    assert (ridership.model_extra or {})["last_year"] == 1762491655
    assert plan.target("NT-1").baseline == 3.55
    assert {(t.state, t.state_reason) for t in plan.targets} == {("active", "imported")}


def test_importing_the_real_figures_again_changes_nothing(empty: Desk) -> None:
    empty("import", *FILES)
    before = empty.path.read_bytes()
    said = empty("import", *FILES)
    assert (said.code, said.out) == (0, "Nothing to change: all of it is in the plan already.\n")
    assert empty.path.read_bytes() == before


def test_the_files_may_come_one_after_the_other(empty: Desk) -> None:
    assert empty("import", FILES[0]).out == "New: 2 teams, 82 targets, 6 objectives.\n"
    assert {target.cadence for target in empty.plan().targets} == {"weekly"}
    said = empty("import", FILES[1])
    lines = said.out.splitlines()
    assert lines[:3] == ["New: 984 check-ins.", "Changed: 82 targets.", "  NT-1: cadence weekly → monthly"]
    assert (len(lines), lines[-1]) == (23, "  and 62 more")
    assert {target.cadence for target in empty.plan().targets} == {"monthly"}


def test_a_dry_run_says_what_would_change_and_changes_nothing(empty: Desk) -> None:
    before = empty.path.read_bytes()
    said = empty("import", "--dry-run", *FILES)
    assert said.out.startswith("New: 2 teams, 82 targets")
    assert "dry run" in said.err
    assert empty.path.read_bytes() == before


def test_every_bad_row_is_listed_and_nothing_is_imported(empty: Desk, file: Write) -> None:
    before = empty.path.read_bytes()
    targets = file(
        "t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\nb,,x,2026-01-01,31/3\nc,Ends early,5,2026-03-31,2026-01-01\n"
    )
    check_ins = file("c.csv", "ref,date,value\na,2026-02-30,5\na,2026-02-01,\nz,2026-02-01,5\nc,2026-02-01,5\n")
    said = empty("import", targets, check_ins)
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        "kptui: Nothing was imported: 7 places must be mended first.",
        "  t.csv, line 3, due: '31/3' is no day; write it as 2026-03-31.",
        "  t.csv, line 3, name: is empty; a target needs one.",
        "  t.csv, line 3, goal: 'x' is no number; write it as 1234.5.",
        "  t.csv, line 4, due: 2026-01-01 is before it starts on 2026-03-31; mend one of them.",
        "  c.csv, line 2, date: '2026-02-30' is no day; write it as 2026-03-31.",
        "  c.csv, line 3, value: is empty; fill it in, or leave the row out.",
        "  c.csv, line 4, ref: no target is known as 'z'; import the table of targets with it, or before it.",
    ]
    assert empty.path.read_bytes() == before


def test_columns_that_mean_nothing_are_kept_and_named(empty: Desk, file: Write) -> None:
    said = empty("import", file("t.csv", "ref,name,goal,start,due,Colour,by\na,Good,5,2026-01-01,2026-03-31,red,sam\n"))
    assert said.err == "t.csv: kept as they are, without a meaning: Colour, by.\n"
    target = empty.plan().target("BW-1")
    assert target.model_extra is not None
    assert (target.model_extra["colour"], target.model_extra["by_imported"], target.by) == ("red", "sam", "maria")


def test_a_changed_row_is_a_new_version_that_keeps_the_first_goal(empty: Desk, file: Write) -> None:
    empty("import", file("t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\nb,Same,5,2026-01-01,2026-03-31\n"))
    said = empty("import", file("t.csv", HEADER + "a,Better,6,2026-01-01,2026-03-31\nb,Same,5,2026-01-01,2026-03-31\n"))
    assert said.out == "Changed: 1 target.\n  BW-1: name Good → Better; goal 5 → 6; original goal – → 5\n"
    target = empty.plan().target("BW-1")
    assert (target.name, target.goal, target.original_goal, target.version) == ("Better", 6, 5, 2)
    assert empty.plan().target("BW-2").version == 1


def test_a_row_that_did_not_change_undoes_nothing_that_was_done_here(empty: Desk, file: Write) -> None:
    table = file("t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\n")
    empty("import", table)
    assert empty("check-in", "BW-1", "1", "--goal", "7").code == 0
    assert empty("import", table).out.startswith("Nothing to change")
    assert empty.plan().target("BW-1").goal == 7


def test_one_new_cell_changes_nothing_else_and_is_named_beforehand(empty: Desk, file: Write) -> None:
    table = "ref,name,goal,start,due,unit\na,Good,10,2026-01-01,2026-03-31,h\n"
    empty("import", file("t.csv", table))
    assert empty("check-in", "BW-1", "1", "--goal", "15").code == 0
    changed = file("t.csv", table.replace(",h", ",min"))
    for options in (["--dry-run"], []):
        assert empty("import", *options, changed).out == "Changed: 1 target.\n  BW-1: unit h → min\n"
    target = empty.plan().target("BW-1")
    assert (target.goal, target.original_goal, target.unit) == (15, 10, "min")


def test_a_dry_run_names_all_that_would_change(empty: Desk) -> None:
    empty("import", FILES[0])
    assert len(empty("import", "--dry-run", FILES[1]).out.splitlines()) == 2 + 82


def test_another_value_for_the_same_day_is_a_correction(empty: Desk, file: Write) -> None:
    empty("import", file("t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\n"), file("c.csv", "ref,date,value\na,2026-02-01,1\n"))
    said = empty("import", file("c.csv", "ref,date,value\na,2026-02-01,2\n"))
    assert said.out == "New: 1 correction.\n"
    first, second = empty.history("BW-1")
    assert (second.value, second.corrects) == (2, first.id)


def test_a_table_may_come_through_a_pipe(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + "a,Good,5,2026-01-01,2026-03-31\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert empty("import", "-").out == "New: 1 target.\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ref,date,value\n,2026-02-01,5\n")))
    assert "stdin, line 2, ref: is empty; say which target it is of" in empty("import", "-").err


@pytest.mark.parametrize("name", ["not-there.csv", "."])
def test_a_file_that_cannot_be_read_is_named(empty: Desk, tmp_path: Path, name: str) -> None:
    said = empty("import", str(tmp_path / name))
    assert said.code == 1
    assert f"{tmp_path / name} cannot be read: " in said.err


def test_a_name_that_would_move_the_cursor_is_shown_harmless(empty: Desk, file: Write) -> None:
    said = empty("import", file("\x1b[2Jt.csv", "a,b\n"))
    assert said.code == 1
    assert "\x1b" not in said.err


def test_an_import_without_a_file_is_wrong_use(empty: Desk) -> None:
    assert empty("import").code == 2
