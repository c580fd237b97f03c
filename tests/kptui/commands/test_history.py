"""Tests of `kptui log`."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from kptui.changes import edit_record
from kptui.commands import history
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_policy, a_target, an_influence
from tests.kptui.commands.conftest import Desk

FEBRUARY = datetime(2026, 2, 10, 23, 30, tzinfo=UTC)
TARGET = a_target(unit="h", at=FEBRUARY)
OTHER = a_target(code="CS-2", name="Fewer complaints", at=FEBRUARY)
RECORDS = (
    a_policy(time_zone="Europe/Vienna"),
    TARGET,
    OTHER,
    an_influence(TARGET, OTHER, at=FEBRUARY),
    a_check_in(TARGET, "2026-02-27", 20, confidence=7, challenges="No\ttelephone", by="ben"),
    a_check_in(OTHER, "2026-02-27", 30),
)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(*RECORDS)
    store = FileStore(desk.path)
    store.save(edit_record(TARGET, NOW, "ana", goal=80))
    store.close()
    return desk


def test_the_newest_comes_first_with_who_and_when_in_the_plans_time_zone(full: Desk) -> None:
    said = full("log", "--limit", "4")
    assert said.out.splitlines() == [
        "        When  By     What             Of           Details",
        " 2 Mar 10:00  ana    changed target   CS-1         goal 100 → 80",
        " 2 Mar 10:00  maria  checked in       CS-2         30 on 27 Feb",
        " 2 Mar 10:00  ben    checked in       CS-1         20 h on 27 Feb, confidence 7 ! No telephone",
        "11 Feb 00:30  maria  added influence  CS-1 → CS-2",
    ]
    assert said.code == 0
    assert said.err == "7 older ones are left out; --all shows all.\n"


def test_one_target_has_its_versions_its_check_ins_and_its_influences(full: Desk) -> None:
    lines = full("log", "cs-2", "--plain").out.splitlines()
    assert [line.split("\t")[2] for line in lines[1:]] == ["checked in", "added influence", "added target"]
    assert full("log", "CS-9").code == 1


def test_only_what_one_person_recorded_or_what_is_newer_than_a_day(full: Desk) -> None:
    assert [d["name"] for d in json.loads(full("log", "--by", "ben", "--json").out)] == ["CS-1"]
    assert full("log", "--by", "mallory") == (0, "", "Nothing was recorded that is like that.\n")
    newer = json.loads(full("log", "--since", "2026-02-12", "--json").out)
    assert {d["at"] for d in newer} == {"2026-03-02T09:00:00Z"}
    since = json.loads(full("log", "--since", "2026-02-11", "--json").out)
    assert {d["at"] for d in since} == {"2026-03-02T09:00:00Z", "2026-02-10T23:30:00Z"}
    assert full("log", "--since", "soon").code == 1


def test_log_for_programs(full: Desk) -> None:
    changed, _, checked_in, *_ = json.loads(full("log", "--json").out)
    assert (
        changed.items()
        >= {
            "at": "2026-03-02T09:00:00Z",
            "by": "ana",
            "does": "changed",
            "record": "target",
            "name": "CS-1",
            "text": "goal 100 → 80",
            "id": TARGET.id,
            "version": 2,
            "value": None,
        }.items()
    )
    assert changed["changes"] == [{"field": "goal", "old": 100.0, "new": 80.0}]
    assert (checked_in["does"], checked_in["on"], checked_in["value"]) == ("checked_in", "2026-02-27", 20.0)
    assert (checked_in["confidence"], checked_in["challenges"]) == (7, "No telephone")
    rows = list(csv.DictReader(io.StringIO(full("log", "--csv").out, newline="")))
    assert tuple(rows[0]) == history.KEYS
    assert rows[0]["text"] == "goal 100 → 80"


def test_a_limit_keeps_the_newest_and_all_shows_all(full: Desk) -> None:
    assert len(json.loads(full("log", "-n", "2", "--json").out)) == 2
    everything = full("log", "--all", "--json")
    assert (len(json.loads(everything.out)), everything.err) == (11, "")
    assert full("log", "-n", "10").err == "1 older one is left out; --all shows all.\n"
    assert full("log", "-n", "0").code == 2
    assert full("log", "-n", "2", "--all").code == 2


def test_a_terminal_shows_what_fits_it(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "is_terminal", lambda _: True)
    monkeypatch.setenv("LINES", "14")
    monkeypatch.setenv("COLUMNS", "80")
    assert len(json.loads(full("log", "--json").out)) == 10
    monkeypatch.setenv("LINES", "40")
    assert len(json.loads(full("log", "--json").out)) == 11


def test_what_fits_no_record_is_left_out_and_verify_names_it(desk: Desk) -> None:
    desk.begin(TARGET, OTHER.model_copy(update={"weight": -1}))
    said = desk("log", "--plain")
    assert "CS-1" in said.out
    assert "CS-2" not in said.out
    assert "the target under key 7 cannot be used" in said.err


def test_a_check_in_on_what_is_not_there_has_no_more_than_its_text(desk: Desk) -> None:
    desk.begin(a_check_in(TARGET, "2026-02-27", 20))
    found = json.loads(desk("log", "-n", "1", "--json").out)[0]
    assert (found["value"], found["text"]) == (None, "20 on 27 Feb")


def test_a_log_of_many_check_ins_keeps_only_those_that_are_shown(desk: Desk) -> None:
    desk.begin(TARGET, *(a_check_in(TARGET, "2026-02-27", value) for value in range(1200)))
    said = desk("log", "--plain")
    assert len(said.out.splitlines()) == 1001
    assert said.err.startswith("206 older ones are left out")
    assert said.out.splitlines()[1].endswith("1 199 h on 27 Feb")
