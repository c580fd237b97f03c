"""Tests of `kptui assess smart`."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.kptui.commands.conftest import Desk

File = Callable[[str, str | bytes], str]
GOALS = '{"id": 1, "text": "Cut churn by 10% by May"}\n\n{"id": "b", "text": "Be better", "kind": "kr", "mood": null}\n'


def answers(out: str) -> list[dict[str, object]]:
    """Return the lines as documents."""
    return [json.loads(line) for line in out.splitlines()]


def test_each_line_is_answered_in_order(desk: Desk, file: File) -> None:
    said = desk("assess", "smart", "--jsonl", file("goals.jsonl", GOALS))
    assert (said.code, said.err) == (0, "")
    one, other = answers(said.out)
    assert (one["id"], one["smart"], one["time_bound"]) == (1, True, "pass")
    assert (other["id"], other["smart"], other["specific"], other["time_bound"]) == ("b", False, "fail", "cannot_judge")
    assert list(one) == ["id", "smart", "specific", "measurable", "achievable", "relevant", "time_bound", "findings"]


def test_the_mark_that_some_editors_put_first_is_passed_over(desk: Desk, file: File) -> None:
    said = desk("assess", "smart", "--jsonl", file("goals.jsonl", b"\xef\xbb\xbf" + GOALS.encode()))
    assert said.code == 0
    assert [answer["id"] for answer in answers(said.out)] == [1, "b"]


def test_lines_may_come_from_stdin(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOALS.encode())))
    assert len(answers(desk("assess", "smart", "--jsonl", "-").out)) == 2


def test_a_line_that_cannot_be_judged_is_named_and_the_rest_go_on(desk: Desk, file: File) -> None:
    bad = '{"id": 7, "text": 5, "fields": 3}\nnot json\n[1]\n{"id": 8, "text": "Cut churn by 10% by May"}\n\xff\n'
    said = desk("assess", "smart", "--jsonl", file("goals.jsonl", bad.encode("latin-1")))
    assert said.code == 1
    odd, garbled, bare, good, foreign = answers(said.out)
    assert odd == {"id": 7, "error": "Line 1: Fields is 3; give an object of keys and values."}
    assert garbled["id"] is None
    assert str(garbled["error"]).startswith("Line 2 is no JSON: ")
    assert bare == {"id": None, "error": "Line 3: The line is [1]; give an object of keys and values."}
    assert good["smart"] is True
    assert str(foreign["error"]).startswith("Line 5 is no JSON: ")


def test_a_file_that_is_not_there_is_refused(desk: Desk) -> None:
    said = desk("assess", "smart", "--jsonl", "nowhere.jsonl")
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith("nowhere.jsonl cannot be read: No such file or directory; name a file that is there.\n")


def test_the_judges_are_listed_and_others_are_wrong_use(desk: Desk) -> None:
    said = desk("assess", "--help")
    assert said.code == 0
    assert "progress" in said.out
    assert "smart" in said.out
    assert desk("assess", "mood").code == 2
    assert desk("assess", "smart").code == 2
    assert "past_values" in desk("assess", "smart", "--help").out


def test_a_shell_completes_judges() -> None:
    asked = {"_KPTUI_COMPLETE": "bash_complete", "COMP_WORDS": "kptui assess s", "COMP_CWORD": "2"}
    done = subprocess.run([sys.executable, "-m", "kptui"], env=os.environ | asked, capture_output=True, check=True)
    assert done.stdout == b"plain,smart\n"
