"""A script that keeps its TinyDB open while its rewrite is taken in: what it goes on writing is taken in as well."""

import os
from pathlib import Path

import pytest
from tinydb import TinyDB

from kptui.changes import record_check_in
from kptui.ledger.archive import Closed, archive
from kptui.ledger.file import Ledger
from kptui.ledger.redact import redact
from kptui.ledger.verify import verify
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_period, a_target, a_team, an_organisation
from tests.kptui.ledger.disk import append, ids_in, tinydb_ids


def note(name: str) -> dict[str, object]:
    return {"record": "note", "id": name, "version": 1, "at": "2026-03-02T09:00:00Z", "by": "script"}


def test_what_a_script_writes_through_an_old_handle_is_taken_in_each_once(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    target = a_target()
    store = FileStore.create(path, records=[an_organisation(), a_team(), target])
    with TinyDB(path) as script:
        script.insert(note("first"))
        assert store.read().get("first")
        check_in = a_check_in(target, "2026-02-01", 5)
        store.save(record_check_in(check_in))
        script.insert_multiple([note("second"), note("third")])
        assert store.changed()
        plan = store.read()
        assert plan.get("second")
        assert plan.get("third")
        assert not store.changed()
        script.insert(note("fourth"))
        assert FileStore(path).read().get("fourth")
    assert store.read().get("fourth")
    assert [r.id for r in store.read().readings[target.id]] == [check_in.id]
    assert tinydb_ids(path)[-5:] == ["first", check_in.id, "second", "third", "fourth"]
    assert len(list(path.parent.glob("plan.json.foreign-*"))) == 1
    assert verify(path).sound


def test_what_two_scripts_write_through_old_handles_is_taken_in_of_both(ledger: Ledger, path: Path) -> None:
    with TinyDB(path) as one:
        one.insert(note("b"))
        append(ledger, "c")
        with TinyDB(path) as other:
            other.insert(note("d"))
            append(ledger, "e")
            one.insert(note("from one"))
            other.insert(note("from the other"))
            with ledger.locked():
                ledger.read()
                ledger.mend()
    assert sorted(str(name) for name in ids_in(path)[-2:]) == ["from one", "from the other"]
    assert len(ids_in(path)) == 7
    assert not list(path.parent.glob("plan.json.remains-*"))


def test_what_was_archived_or_redacted_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    period = a_period()
    target = a_target(period=period.id, rationale="the password is opensesame")
    store = FileStore.create(path, records=[an_organisation(), a_team(), period, target])
    check_in = a_check_in(target, "2026-02-01", 5)
    store.save(record_check_in(check_in))
    with TinyDB(path) as script:
        script.insert(note("first"))
        assert store.read().get("first")
        assert archive(path, lambda _: Closed(period, frozenset({target.id})), at=NOW, by="ana")
        assert redact(path, "opensesame", at=NOW, by="ana", dry_run=False).documents
        script.insert(note("second"))
        assert store.read().get("second")
    assert [r.id for r in store.read().readings[target.id]] == [check_in.id]
    assert [c.id for c in store.history(target.id)] == [check_in.id]
    assert b"opensesame" not in path.read_bytes()


def test_one_that_is_in_the_middle_of_writing_is_waited_for(ledger: Ledger, path: Path) -> None:
    with TinyDB(path) as script:
        script.insert(note("b"))
        append(ledger, "c")
        script.insert(note("d"))
        [kept] = path.parent.glob("plan.json.foreign-*")
        whole = kept.read_bytes()
        kept.write_bytes(whole[:-5])
        with ledger.locked():
            ledger.read()
            ledger.mend()
        assert ids_in(path) == ["a", "b", "c"]
        kept.write_bytes(whole)
        assert ledger.unfinished() == (f"a program has {kept.name} open still, and wrote to it",)
        with ledger.locked():
            ledger.read()
            ledger.mend()
            assert [line.document["id"] for line in ledger.read().lines] == ["d"]
    assert tinydb_ids(path) == ["a", "b", "c", "d"]
    assert not ledger.unfinished()


def test_one_that_was_only_touched_or_is_gone_adds_nothing(ledger: Ledger, path: Path) -> None:
    with TinyDB(path) as script:
        script.insert(note("b"))
    append(ledger, "c")
    [kept] = path.parent.glob("plan.json.foreign-*")
    os.utime(kept)
    assert ledger.changed()
    with ledger.locked():
        ledger.read()
        ledger.mend()
    assert not ledger.changed()
    [kept] = path.parent.glob("plan.json.foreign-*")
    kept.unlink()
    assert not ledger.changed()
    assert ids_in(path) == ["a", "b", "c"]


def test_a_link_in_its_place_is_not_followed(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"_default": {"1": {"record": "note", "id": "secret"}}}')
    (tmp_path / "plan.json.foreign-1-20260101T000000Z-a1b2c3").symlink_to(secret)
    again = Ledger(path)
    with again.locked():
        list(again.read().lines)
        again.mend()
    assert ids_in(path) == ["a"]
    again.close()


def test_where_it_may_not_be_renamed_it_is_taken_in_all_the_same(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, __: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    with TinyDB(path) as script:
        script.insert(note("b"))
        append(ledger, "c")
        script.insert(note("d"))
    monkeypatch.setattr(Path, "rename", refuse)
    for _ in range(2):
        with ledger.locked():
            ledger.read()
            ledger.mend()
    assert ids_in(path) == ["a", "b", "c", "d"]
    assert ledger.read_only is None
