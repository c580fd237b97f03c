"""Tests of `kptui redact` and `kptui archive`."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import kptui.store
from kptui.paths import index_path
from tests.builders import a_check_in, a_period, a_target, an_objective
from tests.kptui.commands.conftest import Desk

OVER = a_period(name="Winter 2026", end="2026-03-01")
GOING_ON = a_period(name="March 2026", start="2026-03-01", end="2026-03-02")
OBJECTIVE = an_objective(period=OVER.id)
TARGETS = (a_target(period=OVER.id), a_target(code="CS-2", objective=OBJECTIVE.id, retired=True), a_target(code="CS-3"))
CHECK_INS = [a_check_in(target, "2026-02-27", 20, challenges="pass: s3cret") for target in TARGETS]
File = Callable[[str, str | bytes], str]


class Stdin(NamedTuple):
    """A stream of bytes, as stdin is one."""

    buffer: io.BytesIO


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(OVER, GOING_ON, OBJECTIVE, *TARGETS, *CHECK_INS)
    return desk


def test_a_text_is_taken_out_of_the_history(full: Desk, file: File) -> None:
    said = full("redact", file("text", "s3cret\n"))
    assert (said.code, said.out, said.err) == (0, "The text was taken out of 3 documents.\n", "")
    assert [c.challenges for c in full.history("CS-1")] == ["pass: [redacted]"]
    again = full("redact", file("text", "s3cret\r\n"))
    assert again.code == 1
    assert again.out == "The text is in no document of the plan that it could be taken out of.\n"


def test_what_the_index_knew_of_a_text_goes_with_it(full: Desk, file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kptui.store, "_INDEX_FROM", 0)
    full("list")
    assert index_path(full.path).exists()
    assert full("redact", file("secret", "Answer faster")).code == 0
    assert not index_path(full.path).exists()


def test_the_text_may_come_from_a_pipe(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(io.BytesIO(b"s3cret\n")))
    assert full("redact", "-").code == 0
    monkeypatch.setattr(sys, "stdin", None)
    assert "fewer than 4" in full("redact", "-").err


def test_a_dry_run_of_redact_only_counts(full: Desk, file: File) -> None:
    said = full("redact", file("text", "s3cret"), "--dry-run")
    assert (said.code, said.out) == (0, "The text would be taken out of 3 documents.\n")
    assert "dry run" in said.err
    assert full.history("CS-1")[0].challenges == "pass: s3cret"


def test_what_still_has_the_text_is_named(full: Desk, file: File) -> None:
    full("backup")
    [kept] = full.path.parent.glob("plan.json.backup-*")
    found = json.loads(full("redact", file("text", "s3cret"), "--json").out)
    assert found == {"documents": 3, "left": 0, "dry_run": False, "kept": [str(kept)]}
    said = full("redact", file("text", TARGETS[0].id))
    assert said.code == 1
    assert "in a field that is left alone" in said.out
    assert said.out.splitlines()[-1].startswith(f"{kept} has it still")


def test_a_file_that_holds_no_text_is_refused(full: Desk, file: File, tmp_path: Path) -> None:
    assert "no text in UTF-8" in full("redact", file("text", b"\xff\xfe\xfd\xfc")).err
    assert "cannot be read" in full("redact", str(tmp_path / "nowhere")).err


def test_the_check_ins_of_a_past_period_move_with_all_its_targets(full: Desk) -> None:
    before = full.path.stat().st_size
    said = full("archive", "winter 2026")
    archive = full.path.with_name("plan.archive-winter-2026.json")
    sizes = f"({archive.stat().st_size} bytes); the plan shrank from {before} to {full.path.stat().st_size} bytes."
    assert (said.code, said.out) == (0, f"2 check-ins moved to {archive} {sizes}\n")
    assert full("verify").code == 0
    again = full("archive", "Winter 2026")
    assert again.code == 0
    assert again.out == "The targets of Winter 2026 have no check-ins in the plan; there was nothing to archive.\n"


def test_archive_for_programs(full: Desk) -> None:
    found = json.loads(full("archive", "Winter 2026", "--json").out)
    archive = full.path.with_name("plan.archive-winter-2026.json")
    assert (found["period"], found["file"], found["check_ins"]) == ("Winter 2026", str(archive), 2)
    assert found["bytes_after"] == full.path.stat().st_size
    assert found["bytes_archived"] == archive.stat().st_size
    again = json.loads(full("archive", "Winter 2026", "--json").out)
    assert again.keys() == found.keys()
    assert (again["file"], again["check_ins"]) == (None, 0)


def test_a_period_that_is_not_over_is_not_archived(full: Desk) -> None:
    before = full.path.read_bytes()
    said = full("archive", "March 2026")
    assert said.code == 1
    assert "runs until 2026-03-02; it can be archived from the day after" in said.err
    assert "did you mean March 2026?" in full("archive", "Marsh 2026").err
    assert full.path.read_bytes() == before


def test_an_export_with_an_archive_is_imported_without_it(full: Desk, tmp_path: Path, file: File) -> None:
    full("archive", "Winter 2026")
    export = file("export.json", full("export").out)
    full.path = tmp_path / "other" / "plan.json"
    full("init")
    assert full("import", export).code == 0
    assert "archive" not in {record.record for record in full.plan().records.values()}
