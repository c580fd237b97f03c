"""Tests of `kptui info` and `kptui verify`."""

import json
from pathlib import Path

import pytest

from kptui import __version__
from kptui.commands import inspect
from tests.builders import a_check_in, a_target
from tests.kptui.commands.conftest import Desk

TARGET = a_target()


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(TARGET, a_check_in(TARGET, "2026-02-27", 20))
    return desk


def test_a_sound_plan_is_said_to_be_sound(full: Desk) -> None:
    said = full("verify")
    assert said.code == 0
    assert said.out == f"{full.path}: sound, 7 documents.\n"
    found = json.loads(full("verify", "--json").out)
    plain = {"plan": str(full.path), "sound": True, "documents": 7, "damage": [], "spots": [], "tinydb": True, "problems": []}
    assert found == plain


def test_a_damaged_plan_is_named_with_what_is_wrong(full: Desk) -> None:
    full.path.write_bytes(full.path.read_bytes().replace(b"Answer faster", b"Answer slower"))
    said = full("verify")
    assert said.code == 1
    assert "damaged" in said.out.splitlines()[0]
    assert len(said.out.splitlines()) > 1
    assert not json.loads(full("verify", "--json").out)["sound"]


def test_what_a_plan_cannot_use_is_said_at_every_verb_and_named_by_verify(desk: Desk) -> None:
    desk.begin(TARGET, TARGET.model_copy(update={"id": "other", "weight": -1}))
    assert desk("list").err == "kptui: the target under key 7 cannot be used: weight: must be at least 0.\n"
    said = desk("verify")
    assert said.code == 1
    assert "weight" in said.out


def test_of_much_that_a_plan_cannot_use_the_number_is_said(desk: Desk) -> None:
    desk.begin(TARGET, *(TARGET.model_copy(update={"id": name, "weight": -1}) for name in ("one", "other")))
    assert desk("list").err == "kptui: 2 lines of this plan cannot be used; `kptui verify` names them.\n"


def test_a_plan_that_is_none_is_refused(desk: Desk) -> None:
    assert desk("verify").code == 1
    desk.path.write_text("dear diary")
    assert desk("verify").code == 1


def test_info_says_where_everything_is(full: Desk) -> None:
    said = full("info")
    assert said.code == 0
    for text in (__version__, str(full.path), "settings.toml (not there)", "login                 maria", "1 check-in", "UTC"):
        assert text in said.out


def test_info_for_programs(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    found = json.loads(full("info", "--json").out)
    assert found.keys() == {"versions", "paths", "you", "plan", "terminal"}
    assert found["versions"]["kptui"] == __version__
    assert found["plan"]["records"] == {"schema": 1, "policy": 1, "team": 2, "person": 1, "target": 1, "check_in": 1}
    assert found["plan"]["today"] == "2026-03-02"
    assert found["terminal"]["TERM"] == "xterm"


def test_info_works_without_a_plan_and_with_a_broken_one(desk: Desk) -> None:
    assert "There is no plan" in desk("info").out
    desk.path.write_text("dear diary")
    assert desk("info").code == 0


def test_info_reads_the_umask_and_leaves_it(full: Desk, tmp_path: Path) -> None:
    before = json.loads(full("info", "--json").out)["you"]["umask"]
    assert json.loads(full("info", "--json").out)["you"]["umask"] == before


def test_info_fits_a_terminal() -> None:
    facts: dict[str, dict[str, object]] = {"plan": {"damage": ["one two", "three"], "empty": [], "ok": True, "no": False}}
    lines = ["".join(cell if isinstance(cell, str) else cell.text for cell in line) for line in inspect.fact_lines(facts, 46)]
    assert lines[1:] == [
        "  damage                one two; three",
        "  empty                 none",
        "  ok                    yes",
        "  no                    no",
    ]


def test_a_library_that_is_not_there_is_said_to_be_missing() -> None:
    assert inspect.version_of("no-such-library-anywhere") == "not installed"
