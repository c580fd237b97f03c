"""Stock tables on a ledger: each write is compared with what was read, and only what changed is appended."""

from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.table import Document

from kptui.errors import EditConflict
from kptui.ledger.face import LedgerStorage, open_database
from kptui.ledger.file import Ledger
from tests.kptui.ledger.disk import keyed, lines


def stock(place: Path) -> TinyDB:
    return TinyDB(place, storage=LedgerStorage)


def test_a_stock_table_appends_what_it_changed_and_nothing_else(place: Path) -> None:
    with stock(place) as database:
        keys = database.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
        database.update({"n": 5}, doc_ids=keys[:1])
        database.remove(doc_ids=keys[1:2])
        assert keyed(database) == {1: {"n": 5}, 3: {"n": 3}}
    assert len(lines(place)) == 5


def test_a_key_that_a_stock_table_gives_out_too_late_is_good_in_its_session(place: Path) -> None:
    with stock(place) as database:
        database.insert({"n": 1})
        database.update({"n": 2})
        key = database.insert({"n": 3})
        assert database.update({"n": 4}, doc_ids=[key]) == [key]
        assert keyed(database) == {1: {"n": 2}, key: {"n": 4}}
    with stock(place) as database:
        assert sorted(document["n"] for document in database) == [2, 4]


def test_a_stock_table_conflicts_with_an_edit_that_it_has_not_seen(place: Path) -> None:
    with stock(place) as database, open_database(place) as other:
        database.insert({"n": 1})
        data = database.storage.read()
        assert data is not None
        other.update({"n": 2})
        data["_default"]["1"]["n"] = 3
        with pytest.raises(EditConflict, match="key 1 was changed meanwhile"):
            database.storage.write(data)
        with pytest.raises(EditConflict):
            database.storage.write({})
        assert keyed(database) == keyed(other) == {1: {"n": 2}}


def test_a_stock_table_conflicts_with_an_insert_that_it_has_not_seen(place: Path) -> None:
    with stock(place) as database, open_database(place) as other:
        data = database.storage.read()
        assert data is not None
        other.insert({"n": 1})
        with pytest.raises(EditConflict, match="key 1"):
            database.storage.write({"_default": {"1": {"n": 2}}})
        database.storage.write({"_default": {"2": {"n": 2}}})
        assert keyed(other) == {1: {"n": 1}, 2: {"n": 2}}


def test_a_storage_that_writes_before_it_reads_replaces_what_is_there(place: Path) -> None:
    with open_database(place) as database:
        database.insert({"n": 1})
    with stock(place) as database:
        database.drop_tables()
        assert not database.all()


def test_writes_that_are_gathered_in_memory_are_compared_with_what_was_read(place: Path) -> None:
    cached = CachingMiddleware(LedgerStorage)  # type: ignore[no-untyped-call]  # TinyDB gives it no types
    with TinyDB(place, storage=cached) as database, open_database(place) as other:
        database.insert({"n": 1})
        database.storage.flush()
        other.insert(Document({"n": 2}, 9))
        database.update({"n": 3})
        database.storage.flush()
        assert keyed(other) == {1: {"n": 3}, 9: {"n": 2}}


def test_what_comes_back_under_a_key_that_was_given_out_again_has_it_to_itself(place: Path) -> None:
    with stock(place) as database:
        database.insert_multiple([{"n": 1}, {"n": 2}])
        database.remove(doc_ids=[2])
    with stock(place) as database:
        assert database.insert({"n": 3}) == 2
        brought_back = lines(place)[1] | {"version": 3}
        with closing(Ledger(place)) as ledger, ledger.locked():
            list(ledger.read().lines)
            ledger.append([brought_back])
        assert keyed(database) == {1: {"n": 1}, 2: {"n": 2}, 4: {"n": 3}}


def test_keys_that_were_given_out_are_not_those_of_a_file_that_was_put_in_its_place(place: Path) -> None:
    other = place.with_name("restored.json")
    with open_database(other) as database:
        database.insert(Document({"n": 0}, 3))
    with stock(place) as database:
        database.insert({"n": 1})
        database.update({"n": 2})
        assert database.insert({"n": 3}) == 2
        other.replace(place)
        assert keyed(database) == {3: {"n": 0}}
