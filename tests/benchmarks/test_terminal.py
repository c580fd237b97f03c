"""The benchmark of the terminal: a short run measures in real terminals, prints the table and writes its JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.terminal.seat import NeverCame, Seat
from benchmarks.terminal.table import LINES, table, verdict

ROOT = Path(__file__).resolve().parents[2]


def test_a_short_run_measures_in_terminals_and_writes_what_it_found(tmp_path: Path) -> None:
    # Unmeasured: its processes are ended as soon as they have answered, and would leave halves of coverage's files.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    command = [sys.executable, "-m", "benchmarks.terminal", "--quick", "--only", "start", "shell"]
    done = subprocess.run(
        [*command, "--json", tmp_path / "figures.json"], cwd=ROOT, env=unmeasured, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    written = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    expected = {key for key in LINES if key.startswith(("start", "first", "memory", "shell"))} - {"start_sample_to_posting"}
    assert written["figures"].keys() == expected
    assert all(value > 0 for value in written["figures"].values())
    assert [LINES[key].words for key in expected if LINES[key].words not in done.stdout] == []


def test_a_program_that_ends_or_shows_something_else_is_named() -> None:
    with Seat(["/bin/echo", "something else"], {}) as seat, pytest.raises(NeverCame, match=r"(?s)ended.*something else"):
        seat.until("Ready")


def test_what_a_key_leads_to_is_measured_in_time_and_bytes() -> None:
    with Seat(["/bin/cat"], {}) as seat:
        answer = seat.press("abc\r")
        assert answer.size >= len("abc")
        assert answer.seconds > 0
        assert seat.own_megabytes > 0
        assert seat.cpu_seconds >= 0


WORKS_IN_A_THREAD = """
import threading, time
def work():
    while time.thread_time() < 0.1: pass
thread = threading.Thread(target=work)
thread.start()
thread.join()
print("over")
input()
"""


def test_the_work_of_a_thread_that_has_ended_counts() -> None:
    with Seat([sys.executable, "-c", WORKS_IN_A_THREAD], {}) as seat:
        seat.until("over")
        assert seat.cpu_seconds >= 0.1


@pytest.mark.parametrize(
    ("key", "value", "said"), [("move_kb", 1.0, "met"), ("move_kb", 1.1, "missed"), ("start_large_ms", 9, "")]
)
def test_a_figure_is_judged_where_it_has_a_bar(key: str, value: float, said: str) -> None:
    assert verdict(key, {key: value}) == said


def test_the_table_leaves_out_what_was_not_measured() -> None:
    lines = table({"idle_bytes": 0, "memory_large_mb": 41})
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "-----" not in line] == [
        ["", "", "bar", ""],
        ["ten idle seconds, bytes", "0.000", "≤ 0.00", "met"],
        ["the same: 100k check-ins", "41", "≤ 40", "missed"],
    ]
