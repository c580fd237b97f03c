"""Tests of `kptui undo`."""

from datetime import timedelta

import pytest

from tests.builders import NOW, a_target
from tests.kptui.commands.conftest import Desk, Said

TARGET = a_target(unit="h", by="ana", at=NOW - timedelta(days=30))


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(TARGET)
    return desk


def later(desk: Desk, *arguments: str) -> Said:
    desk.now += timedelta(minutes=1)
    return desk(*arguments)


def values(desk: Desk) -> list[float]:
    return [reading.value for reading in desk.plan().readings_of(TARGET.id)]


def test_undo_takes_my_check_in_back_and_undo_again_brings_it_back(full: Desk) -> None:
    later(full, "check-in", "CS-1", "20", "--goal", "80")
    said = later(full, "undo")
    assert said.code == 0
    assert said.out.splitlines() == [
        "CS-1: withdrew check-in; 20 h on 2 Mar",
        "CS-1: changed target; direction increase → –; goal 80 → 100; original goal 100 → –",
    ]
    assert said.err == "`kptui undo` once more takes this back.\n"
    assert (values(full), full.plan().target("CS-1").goal) == ([], 100)
    later(full, "undo")
    assert (values(full), full.plan().target("CS-1").goal) == ([20], 80)


def test_a_dry_run_says_it_and_changes_nothing(full: Desk) -> None:
    later(full, "check-in", "CS-1", "20")
    before = full.path.read_bytes()
    said = later(full, "undo", "--dry-run")
    assert (said.code, said.out) == (0, "CS-1: withdrew check-in; 20 h on 2 Mar\n")
    assert said.err == "Nothing was saved: this was a dry run.\n"
    assert full.path.read_bytes() == before


def test_only_my_own_change_is_taken_back(full: Desk) -> None:
    later(full, "check-in", "CS-1", "20")
    full.user = "ben"
    said = later(full, "undo")
    assert (said.code, said.out) == (1, "")
    assert "There is nothing of yours in this plan" in said.err
    later(full, "check-in", "CS-1", "30", "--on", "2026-03-01")
    full.user = "maria"
    later(full, "undo")
    assert values(full) == [30]


def test_what_someone_built_on_is_refused_with_who_and_when(full: Desk) -> None:
    later(full, "check-in", "CS-1", "20", "--goal", "80")
    full.user = "ben"
    later(full, "check-in", "CS-1", "20", "--goal", "70")
    full.user = "maria"
    said = later(full, "undo")
    assert said.code == 1
    assert said.err.startswith("kptui: Someone changed it first: ben checked in on CS-1 for the same day on 2 Mar 2026 at 09:02;")
    assert full.plan().target("CS-1").goal == 70


def test_the_making_of_a_plan_is_not_undone(desk: Desk) -> None:
    desk("init")
    said = later(desk, "undo")
    assert said.code == 1
    assert "to make this plan" in said.err


def test_an_import_is_undone_whole(full: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    table = tmp_path_factory.mktemp("tables") / "targets.csv"
    table.write_text("name,goal,start,due,team\nOne,10,2026-01-01,2026-04-01,Plant\nTwo,20,2026-01-01,2026-04-01,Plant\n")
    later(full, "import", str(table))
    assert len(full.plan().targets) == 3
    said = later(full, "undo")
    assert said.out.splitlines() == ["Plant: retired team", "PLA-1: retired target", "PLA-2: retired target"]
    assert [target.code for target in full.plan().targets] == ["CS-1"]
    later(full, "undo")
    assert [target.code for target in full.plan().targets] == ["CS-1", "PLA-1", "PLA-2"]
