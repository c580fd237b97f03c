"""Tests of `kptui lint`."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kptui import __version__
from kptui.models.target import State
from tests.builders import a_target
from tests.kptui.commands.conftest import Desk

File = Callable[[str, str | bytes], str]
GOALS = "# Goals\n\n- [ ] Improve communication\n- Cut **churn** from 6% to 4% by May\n- Rebuild the ERP by Monday\n"


def test_findings_are_told_with_file_line_and_column(desk: Desk, file: File) -> None:
    path = file("goals.md", GOALS)
    said = desk("lint", path)
    assert said.code == 3
    assert said.err == "3 goals: 1 SMART, 1 with something that fails.\n"
    assert said.out.splitlines() == [
        f"{path}:3:7: fail specific: “Improve” can be read in many ways, and nothing that is measured says which; "
        "name what would be counted when it has come true",
        f"{path}:3:7: fail measurable: no number says when it is reached; give a goal such as 12 h",
        f"{path}:3:7: fail time-bound: nothing says by when; give a due day, or write by 31 March",
        f"{path}:5:3: doubt specific: “Rebuild” says what is worked at, but not which part of it is done when it is done; "
        "say how many, for whom, or what will be different then",
        f"{path}:5:19: doubt measurable: “by Monday” is only a date; nothing says how one would see that “Rebuild” is done; "
        "say how many, or what it is checked against",
    ]


def test_a_place_is_that_of_the_line_as_it_is_written(desk: Desk, file: File) -> None:
    path = file("goals.md", "- We *will* be **much** better\x0cby May\r\n- Win 3 tenders\n  and get better at it soon\n")
    places = [line.partition(" ")[0] for line in desk("lint", path).out.splitlines()]
    assert places[:2] == [f"{path}:1:25:", f"{path}:1:32:"]
    assert f"{path}:2:3:" in places[2:]


def test_doubts_alone_are_no_failure(desk: Desk, file: File) -> None:
    said = desk("lint", file("goals.txt", "Rebuild the ERP by Monday\n"))
    assert (said.code, said.err) == (0, "1 goal: 0 SMART, 0 with something that fails.\n")


def test_a_text_without_goals_is_fine(desk: Desk, file: File) -> None:
    for form in ("text", "json", "sarif"):
        assert desk("lint", file("goals.md", ""), "--format", form).code == 0


def test_goals_may_come_from_stdin(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfImprove communication")))
    assert desk("lint", "-").out.startswith("stdin:1:1: fail specific: “Improve”")


def test_json_holds_the_whole_assessment(desk: Desk, file: File) -> None:
    path = file("goals.txt", "KR: Reach an NPS of 45")
    (found,) = json.loads(desk("lint", path, "--format", "json").out)
    assert {
        "file": path,
        "line": 1,
        "column": 5,
        "code": None,
        "text": "Reach an NPS of 45",
        "smart": True,
    }.items() <= found.items()
    assert [f["criterion"] for f in found["findings"]] == ["achievable", "relevant"]


def test_sarif_has_what_the_standard_requires(desk: Desk, file: File) -> None:
    path = file("my goals.md", GOALS)
    log = json.loads(desk("lint", path, "--format", "sarif").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("kptui", __version__)
    assert len(run["results"]) == 5
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"].endswith("/my%20goals.md")
        assert physical["region"]["startLine"] >= 1
        assert physical["region"]["startColumn"] >= 1
    assert [r["level"] for r in run["results"]] == ["error"] * 3 + ["warning"] * 2


def test_the_targets_of_the_plan_are_judged_by_their_fields(desk: Desk) -> None:
    smart = a_target(metric="time to first answer", unit="h", baseline=20, goal=12, due="2026-06-30")
    past = a_target(code="CS-2", name="Cut churn", due="2026-02-01", goal=None, state=State.draft)
    closed = a_target(code="CS-3", name="Be better", state=State.closed)
    desk.begin(smart, past, closed)
    said = desk("lint")
    assert said.code == 3
    assert {line.split(":")[0] for line in said.out.splitlines()} == {"CS-1", "CS-2"}
    assert "CS-2: doubt time-bound: it was due on 1 Feb; give a day that is still to come, such as 31 May" in said.out
    assert said.err == "2 targets: 1 SMART, 1 with something that fails.\n"
    assert "it was due" not in desk("lint", "--as-of", "2026-01-15").out
    (one, _) = json.loads(desk("lint", "--format", "json").out)
    assert (one["code"], one["line"], one["file"], one["smart"]) == ("CS-1", None, str(desk.path), True)
    (run,) = json.loads(desk("lint", "--format", "sarif").out)["runs"]
    assert run["results"][0]["locations"][0]["logicalLocations"] == [{"name": "CS-1", "kind": "target"}]
    assert "region" not in run["results"][0]["locations"][0]["physicalLocation"]


def test_a_plan_without_targets_says_how_to_fill_it(desk: Desk) -> None:
    desk.begin()
    said = desk("lint")
    assert said.code == 0
    assert "kptui import FILE" in said.err


def test_the_day_may_be_moved_for_a_text_too(desk: Desk, file: File) -> None:
    path = file("goals.txt", "Cut churn from 6% to 4% by 2027")
    assert desk("lint", path).out == ""
    assert "“by 2027” is past" in desk("lint", path, "--as-of", "2028-01-01").out
    assert desk("lint", path, "--as-of", "someday").code == 1


def test_a_file_that_cannot_be_read_is_refused(desk: Desk, tmp_path: Path) -> None:
    said = desk("lint", str(tmp_path))
    assert (said.code, said.out) == (1, "")
    assert "Is a directory" in said.err


def test_hostile_text_is_shown_as_text(desk: Desk, file: File) -> None:
    said = desk("lint", file("goals.txt", b"Improve \x1b]0;x\x07 \xff \xe2\x80\xae things\n"))
    assert said.code == 3
    assert not {"\x1b", "\x07", "\u202e"} & set(said.out)


@pytest.mark.parametrize("verb", [["lint", "goals.md"], ["assess", "smart", "--jsonl", "/dev/null"]])
def test_judging_a_text_loads_neither_records_nor_ledger(verb: list[str], tmp_path: Path) -> None:
    (tmp_path / "goals.md").write_text(GOALS)
    program = f"import sys; from kptui.__main__ import run; run({verb!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=True
    )
    assert not {"pydantic", "tinydb", "textual", "kptui.plan", "kptui.store"} & set(done.stderr.split())
