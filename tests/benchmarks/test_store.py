"""The benchmark of the store: a short run measures everything, prints the table and writes its JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.store.table import LINES, table, verdict

ROOT = Path(__file__).resolve().parents[2]


def measured(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A run on forty check-ins."""
    # Unmeasured: its processes are ended as soon as they have answered, and would leave halves of coverage's files.
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    command = [sys.executable, "-m", "benchmarks.store", "--quick", "--sizes", "40", "--rounds", "1", "--seconds", "0.1"]
    return subprocess.run([*command, *arguments], cwd=ROOT, env=unmeasured, capture_output=True, text=True, check=False)


def test_a_short_run_prints_every_line_and_writes_every_figure(tmp_path: Path) -> None:
    done = measured("--place", tmp_path, "--json", tmp_path / "figures.json")

    assert done.returncode in (0, 1), done.stderr
    written = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    elsewhere = {"open_growth"}
    assert written["figures"]["40"].keys() >= LINES.keys() - elsewhere
    assert [line.words for key, line in LINES.items() if key not in elsewhere and line.words not in done.stdout] == []
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]


def test_one_row_can_be_measured_alone(tmp_path: Path) -> None:
    done = measured("--place", tmp_path, "--only", "news", "--json", tmp_path / "figures.json")

    assert done.returncode == 0, done.stderr
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["figures"]
    assert list(figures["40"]) == ["news_worst_ms", "news_median_ms"]


@pytest.mark.parametrize(
    ("key", "at_100k", "at_1m", "said"),
    [
        ("check_in_to_floor", 1.2, 1.5, "met"),
        ("check_in_to_floor", 1.2, 1.6, "missed at 1M"),
        ("open_ms", 400, 50, "met"),
        ("memory_mb", 16, 51, "missed at 100k, 1M"),
        ("rate_to_sqlite", 1.0, 0.9, "missed at 1M"),
        ("wait_median_ms", 400, 400, ""),
    ],
)
def test_a_figure_is_judged_where_it_has_a_bar(key: str, at_100k: float, at_1m: float, said: str) -> None:
    assert verdict(key, {100_000: {key: at_100k}, 1_000_000: {key: at_1m}}) == said


def test_the_table_shows_a_column_a_size_and_leaves_out_what_was_not_measured() -> None:
    lines = table({100_000: {"check_in_to_tinydb": 1 / 2540}, 1_000_000: {"open_growth": 2.5}})

    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "-----" not in line] == [
        ["", "100k", "1M", "bar", ""],
        ["the same ÷ stock TinyDB", "1/2,500", "", "≤ 1/1,000 at 100k", "met"],
        ["the same ÷ that at 100k", "", "2.50", "≤ 3.00 at 1M", "met"],
    ]
