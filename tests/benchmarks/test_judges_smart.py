"""Tests of the scores of the SMART judge, on the labelled goals that the project carries."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks.judges import smart

CORPORA = Path(__file__).parent.parent / "corpora"
GOALS = [str(CORPORA / "smart.jsonl"), str(CORPORA / "smart_fields.jsonl")]


def scored(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run it as the command line would."""
    monkeypatch.setattr(sys, "argv", ["smart", *arguments])
    return smart.main()


def test_the_bars_hold_on_the_projects_own_goals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert scored(monkeypatch, *GOALS) == 0
    said = capsys.readouterr().out
    assert said.startswith("1121 goals")
    assert "false alarm" in said
    assert "R accepted" in said


def test_what_is_judged_otherwise_is_listed_and_a_bar_that_is_missed_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = [
        {"text": "Cut churn by 10% by May", "label": "weak", "missing": ["S"]},
        {"text": "Improve communication", "label": "smart", "accept": {"R": ["pass"]}},
    ]
    (tmp_path / "wrong.jsonl").write_text("\n".join(map(json.dumps, wrong)))
    assert scored(monkeypatch, str(tmp_path / "wrong.jsonl"), "--mistakes", "--cost") == 1
    said = capsys.readouterr().out
    assert "accuracy                 0.000   below the bar" in said
    assert "weak: Cut churn by 10% by May: “by 10%”, from where?" in said
    assert "R pass: Improve communication: cannot_judge" in said
    assert "key results" not in said
    assert "µs when its text is read for the first time" in said
