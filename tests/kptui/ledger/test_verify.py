"""Verify: what is damaged, where, and what can still be made out."""

from pathlib import Path

import pytest

from kptui.ledger import verify as module
from kptui.ledger.file import Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.verify import Spot, prove, spot_of, verify
from tests.kptui.ledger.disk import append
from tests.kptui.ledger.upkeep import an_archived_plan_file


def test_a_damaged_line_is_named_by_its_key_its_record_and_its_id(path: Path) -> None:
    whole = write_whole([{"record": "note", "id": name, "text": "plain"} for name in "abc"])
    path.write_bytes(whole.replace(b'"b","text":"plain"', b'"b","text":"plane"'))
    found = verify(path)
    byte = path.read_bytes().index(b'"2":')
    assert found.documents == 2
    assert found.damage[0] == f"the line at byte {byte} is damaged (key 2, note, id b)"
    assert spot_of(path, found.damage[0]) == Spot(byte, 2, "note", "b")


def test_damage_in_which_nothing_can_be_made_out_is_named_by_its_byte(path: Path) -> None:
    path.write_bytes(write_whole([{"record": "note", "id": name} for name in "abc"]))
    line = path.read_bytes().split(b"\n")[2]
    path.write_bytes(path.read_bytes().replace(line, b"#" * len(line)))
    found = verify(path)
    assert found.damage[0].endswith(" is damaged")
    spot = spot_of(path, found.damage[0])
    assert spot is not None
    assert spot[1:] == (None, None, None)
    assert spot_of(path, "another program rewrote the file") is None


def test_a_large_file_is_verified_without_asking_tinydb(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(write_whole([{"record": "note", "id": name} for name in "abc"]).replace(b'"2":{', b'"7":{'))
    assert len(verify(path).damage) == 2
    monkeypatch.setattr(module, "TINYDB_LIMIT", 10)
    assert len(verify(path).damage) == 1


def test_what_is_appended_while_it_is_verified_is_counted_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, real = Ledger(path), module.nobody_writing
    waiting = ["b"]

    def meanwhile(where: Path) -> object:
        append(other, *waiting)
        return real(where)

    monkeypatch.setattr(module, "nobody_writing", meanwhile)
    assert verify(path) == (2, ())
    other.close()


def test_a_file_replaced_while_it_is_verified_is_looked_at_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = module.nobody_writing

    def meanwhile(where: Path) -> object:
        new = where.with_name("new")
        new.write_bytes(write_whole([{"record": "note", "id": name} for name in "xyz"]))
        new.replace(where)
        return real(where)

    monkeypatch.setattr(module, "nobody_writing", meanwhile)
    assert verify(path) == (3, ())


def test_archives_are_verified_with_the_plan(tmp_path: Path) -> None:
    path = an_archived_plan_file(tmp_path / "plan.json")
    archive = tmp_path / "plan.archive-q1-2026.json"
    whole = archive.read_bytes()
    assert verify(path).sound
    archive.write_bytes(whole.replace(b'"value":10.0', b'"value":11.0'))
    assert verify(path).damage[0].startswith(f"in the archive {archive.name}, the line at byte")
    assert spot_of(path, verify(path).damage[0]) is None
    assert "holds 1 check-ins instead of 2" in verify(path).damage[1]
    archive.unlink()
    [sentence] = verify(path).damage
    assert sentence.startswith(f"the archive {archive.name} cannot be read: There is no plan at")


def test_an_archive_record_that_fits_no_model_names_no_file(path: Path) -> None:
    path.write_bytes(write_whole([{"record": "archive", "id": "x", "file": "../../etc/passwd"}]))
    assert verify(path) == (1, ())


def test_a_new_file_that_is_not_what_was_written_is_not_taken(path: Path) -> None:
    prove(path, 1)
    with pytest.raises(OSError, match="did not keep"):
        prove(path, 2)
    path.write_bytes(b"rubbish")
    with pytest.raises(OSError, match="is no plan"):
        prove(path, 1)
