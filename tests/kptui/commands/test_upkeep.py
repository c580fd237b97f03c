"""Tests of `kptui repair`, `backup`, `restore` and `migrate`."""

import json
from pathlib import Path

import pytest

from kptui.ledger import verify
from kptui.ledger.format import write_whole
from kptui.ledger.whole import documents_in
from kptui.models.schema import Schema
from tests.builders import NOW, a_check_in, a_period, a_target
from tests.kptui.commands.conftest import Desk

PERIOD = a_period(end="2026-02-28")
TARGET = a_target(period=PERIOD.id)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(PERIOD, TARGET, a_check_in(TARGET, "2026-02-27", 20))
    return desk


def damage(path: Path) -> bytes:
    path.write_bytes(path.read_bytes().replace(b"Answer faster", b"Answer slower"))
    return path.read_bytes()


def kept_beside(path: Path, what: str) -> Path:
    [found] = path.parent.glob(f"{path.name}.{what}-*")
    return found


def test_verify_says_where_a_plan_is_damaged_and_repair_mends_it(full: Desk) -> None:
    was = damage(full.path)
    found = json.loads(full("verify", "--json").out)
    [spot] = found["spots"]
    assert (spot["key"], spot["record"], spot["id"]) == (7, "target", TARGET.id)
    assert full("verify").out.splitlines()[0] == f"{full.path}: damaged, the rest is sound, 7 documents."
    said = full("repair")
    assert said.code == 0
    assert f"(key 7, target, id {TARGET.id})" in said.out.splitlines()[0]
    kept = kept_beside(full.path, "damaged")
    assert said.out.splitlines()[-1] == f"{full.path} is sound again, 7 documents; what it was is in {kept}."
    assert kept.read_bytes() == was
    assert full("verify").code == 0


def test_repair_leaves_a_sound_plan_and_says_so(full: Desk) -> None:
    said = full("repair")
    assert (said.code, said.out) == (0, f"{full.path} is sound, 8 documents; there was nothing to repair.\n")
    plain = {"plan": str(full.path), "documents": 8, "damage": [], "kept": None}
    assert json.loads(full("repair", "--json").out) == plain
    damage(full.path)
    found = json.loads(full("repair", "--json").out)
    assert found["kept"] == str(kept_beside(full.path, "damaged"))
    assert len(found["damage"]) == 1


def test_repair_refuses_what_is_no_plan(desk: Desk) -> None:
    assert desk("repair").code == 1
    desk.path.write_text("dear diary")
    assert "is no plan" in desk("repair").err
    assert desk.path.read_text() == "dear diary"


def test_a_large_file_is_said_to_be_verified_without_tinydb(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "TINYDB_LIMIT", 10)
    said = full("verify")
    assert (said.code, said.out) == (0, f"{full.path}: sound, 8 documents.\n")
    assert "larger than 64 MB" in said.err
    assert json.loads(full("verify", "--json").out)["tinydb"] is False


def test_a_backup_is_made_and_put_back(full: Desk, tmp_path: Path) -> None:
    said = full("backup")
    made = kept_beside(full.path, "backup")
    assert (said.code, said.out) == (0, f"A backup is at {made}: 8 documents, {made.stat().st_size} bytes.\n")
    full("check-in", "CS-1", "30")
    told = full("restore", str(made), "--dry-run")
    assert told.out.splitlines() == [
        f"{full.path} would hold the 8 documents of the backup.",
        "Of those that it held before, 1 are not in the backup.",
    ]
    assert "dry run" in told.err
    assert len(full.history("CS-1")) == 2
    said = full("restore", str(made))
    assert said.out.splitlines()[-1] == f"What it was is in {kept_beside(full.path, 'replaced')}."
    assert len(full.history("CS-1")) == 1
    full.path.unlink()
    assert full("restore", str(made)).out == f"{full.path} holds the 8 documents of the backup.\n"
    damage(made)
    refused = full("restore", str(made))
    assert refused.code == 1
    assert "repair` first" in refused.err


def test_backup_and_restore_for_programs(full: Desk, tmp_path: Path) -> None:
    full("archive", "Q1 2026")
    safe = tmp_path / "safe"
    safe.mkdir()
    found = json.loads(full("backup", str(safe), "--json").out)
    copy = Path(found["path"])
    assert found == {
        "path": str(copy),
        "documents": 8,
        "bytes": copy.stat().st_size,
        "archives": ["plan.archive-q1-2026.json"],
        "missing": [],
    }
    full.path.unlink()
    (tmp_path / "plan.archive-q1-2026.json").unlink()
    back = json.loads(full("restore", str(copy), "--json").out)
    assert back == {
        "plan": str(full.path),
        "documents": 8,
        "lost": None,
        "kept": None,
        "archives": ["plan.archive-q1-2026.json"],
        "missing": [],
        "dry_run": False,
    }
    (tmp_path / "plan.archive-q1-2026.json").unlink()
    assert "archives that are nowhere: plan.archive-q1-2026.json" in full("backup").err
    assert full("restore", str(copy)).out.splitlines()[-1] == "Archives copied: plan.archive-q1-2026.json."


def test_a_backup_is_not_put_over_a_file(full: Desk, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("dear diary")
    said = full("backup", str(tmp_path / "taken"))
    assert said.code == 1
    assert "Name another place" in said.err
    assert (tmp_path / "taken").read_text() == "dear diary"


def test_a_plan_of_the_newest_schema_is_left_as_it_is(desk: Desk) -> None:
    desk.begin(TARGET)
    said = desk("migrate")
    assert (said.code, said.out) == (0, f"{desk.path} is of schema 2 already, the newest that this program knows.\n")
    assert json.loads(desk("migrate", "--json").out) == {"plan": str(desk.path), "from": 2, "to": 2, "kept": None}
    assert len(list(desk.path.parent.glob("plan.json*"))) == 1


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_plan_of_the_first_schema_is_migrated_and_kept(full: Desk, form: tuple[str, ...]) -> None:
    first = [d | {"number": 1} if d["record"] == "schema" else d for d in documents_in(full.path)]
    full.path.write_bytes(write_whole(first))
    said = full("migrate", *form)
    kept = kept_beside(full.path, "schema-1")
    if form:
        assert json.loads(said.out) == {"plan": str(full.path), "from": 1, "to": 2, "kept": str(kept)}
    else:
        assert said.out == f"{full.path} is of schema 2 now; what it was, of schema 1, is in {kept}.\n"
    assert [s.number for s in full.plan().every(Schema)] == [2]


def test_a_newer_plan_is_not_migrated(desk: Desk) -> None:
    desk.begin(TARGET, Schema(id="newer", number=99, at=NOW, by="maria"))
    said = desk("migrate")
    assert said.code == 1
    assert "newer kptui" in said.err
