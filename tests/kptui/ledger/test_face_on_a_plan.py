"""The face on a plan: records are shown whole, and no script can break the plan with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from kptui.errors import ReadOnly, Refused
from kptui.ledger.face import LedgerDatabase, open_database
from kptui.paths import login
from kptui.store import FileStore
from tests.builders import a_check_in, a_target, an_organisation


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    target = a_target()
    FileStore.create(path, records=[an_organisation(), target, a_check_in(target, "2026-03-02", 40)]).close()
    return path


def test_records_are_shown_whole_and_found_by_their_type(plan: Path) -> None:
    with open_database(plan) as database:
        [target] = database.search(where("record") == "target")
        assert target["code"] == "CS-1"
        assert database.get(doc_id=target.doc_id) == target
        assert database.update({"name": "Answer at once"}, where("code") == "CS-1") == [target.doc_id]
    store = FileStore(plan)
    found = store.read().get(target["id"])
    assert found is not None
    assert (getattr(found, "name", ""), found.version, found.by) == ("Answer at once", 2, login())
    store.close()


def test_a_record_gets_the_envelope_that_it_lacks(plan: Path) -> None:
    with open_database(plan) as database:
        key = database.insert({"record": "pillar", "name": "Staff"})
        found = database.get(doc_id=key)
        assert found is not None
    store = FileStore(plan)
    assert store.read().get(found["id"]) is not None
    assert not store.read().problems
    store.close()


def test_plain_documents_stand_beside_the_plan_and_do_not_disturb_it(plan: Path) -> None:
    with open_database(plan) as database:
        database.insert({"name": None, "at": 7})
        database.table("parts").insert({"record": "target"})
    store = FileStore(plan)
    assert not store.read().problems
    assert [target.code for target in store.read().targets] == ["CS-1"]
    store.close()


def nameless(database: LedgerDatabase) -> None:
    database.insert({"record": "pillar"})


def edited_badly(database: LedgerDatabase) -> None:
    database.update({"goal": "much"}, where("record") == "target")


def twice(database: LedgerDatabase) -> None:
    database.insert(dict(database.search(where("record") == "target")[0]))


def two_of_one_id(database: LedgerDatabase) -> None:
    database.insert_multiple({"record": "pillar", "name": name, "id": "p"} for name in "ab")


def another_id(database: LedgerDatabase) -> None:
    database.update({"id": "x"}, where("record") == "target")


def another_type(database: LedgerDatabase) -> None:
    database.update({"record": "team"}, where("record") == "target")


def check_in_changed(database: LedgerDatabase) -> None:
    database.update({"value": 99}, where("record") == "check_in")


def all_dropped(database: LedgerDatabase) -> None:
    database.drop_tables()


def schema_written(database: LedgerDatabase) -> None:
    database.insert({"record": "schema", "number": 99})


def schema_removed(database: LedgerDatabase) -> None:
    database.remove(where("record") == "schema")


def marked_by_hand(database: LedgerDatabase) -> None:
    database.insert({"record": "document"})


@pytest.mark.parametrize(
    ("attempt", "sentence"),
    [
        (nameless, "The pillar was not saved: name: is missing"),
        (edited_badly, "The target was not saved: goal: must be a number"),
        (twice, "There is a target with the id"),
        (two_of_one_id, "There is a pillar with the id p already"),
        (another_id, "An id never changes"),
        (another_type, "What a document is never changes"),
        (check_in_changed, "A check-in is never changed"),
        (all_dropped, "The schema is kptui's own"),
        (schema_written, "The schema is kptui's own"),
        (schema_removed, "The schema is kptui's own"),
        (marked_by_hand, "leave it out"),
    ],
)
def test_what_would_break_a_plan_is_refused(plan: Path, attempt: Callable[[LedgerDatabase], None], sentence: str) -> None:
    before = plan.read_bytes()
    with open_database(plan) as database, pytest.raises(Refused, match=sentence):
        attempt(database)
    assert plan.read_bytes() == before


def test_a_record_is_retired_and_a_store_sees_it(plan: Path) -> None:
    with open_database(plan) as database:
        [target] = database.search(where("record") == "target")
        database.remove(where("record") == "target")
        assert not database.search(where("record") == "target")
    store = FileStore(plan)
    found = store.read().get(target["id"])
    assert found is not None
    assert found.retired
    store.close()


@pytest.mark.parametrize("number", [99, "new"])
def test_a_file_of_a_newer_schema_is_read_and_not_written(plan: Path, number: object) -> None:
    with TinyDB(plan) as other:
        other.insert(
            {"record": "schema", "id": "schema", "version": 2, "at": "2026-03-02T09:00:00Z", "by": "a", "number": number}
        )
    with open_database(plan) as database:
        assert database.count(where("record") == "target") == 1
        with pytest.raises(ReadOnly, match="newer kptui"):
            database.insert({"n": 1})
