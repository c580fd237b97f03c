"""The face for scripts: what they put in they get out, and what others did they see."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.table import Document

from kptui.errors import BadPlan, KptuiError, NoPlan, ReadOnly, Refused
from kptui.ledger.face import LedgerDatabase, LedgerStorage, open_database
from kptui.ledger.verify import verify
from kptui.paths import login
from tests.kptui.ledger.disk import keyed, lines


def test_a_new_file_is_made_for_the_group_and_is_a_ledger(place: Path, database: LedgerDatabase) -> None:
    assert place.stat().st_mode & 0o777 == 0o660
    database.insert({"n": 1})
    assert verify(place).sound


def test_a_missing_directory_is_made_when_asked_for_and_refused_otherwise(tmp_path: Path) -> None:
    place = tmp_path / "new" / "scripts.json"
    with pytest.raises(Refused, match="cannot be made"):
        open_database(place)
    open_database(place, create_dirs=True).close()
    assert verify(place).sound


def test_what_is_no_ledger_is_refused_and_left_alone(place: Path) -> None:
    place.write_text("rubbish")
    with pytest.raises(BadPlan):
        open_database(place).all()
    assert place.read_text() == "rubbish"


def test_reading_makes_no_file_and_writes_none(place: Path) -> None:
    with pytest.raises(NoPlan):
        open_database(place, access_mode="r")
    open_database(place).close()
    with open_database(place, access_mode="r") as reader, pytest.raises(ReadOnly, match="access_mode"):
        reader.insert({"n": 1})


def test_a_mode_that_would_lose_the_file_is_refused(place: Path) -> None:
    with pytest.raises(Refused, match="'w' is no way to open"):
        open_database(place, access_mode="w")
    assert not place.exists()


def test_several_who_make_the_same_file_at_once_share_it(place: Path) -> None:
    together = threading.Barrier(8)

    def insert(number: int) -> None:
        together.wait()
        with open_database(place) as database:
            database.insert({"n": number})

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_database(place) as database:
        assert sorted(document["n"] for document in database) == list(range(8))


def test_a_plain_document_has_an_envelope_in_the_file_and_none_in_the_face(place: Path, database: LedgerDatabase) -> None:
    document = {"id": 114, "version": "b", "retired": True, "~": "x", "by": None, "nested": {"a": [1, 2.5, "ü"]}}
    key = database.insert(document)
    assert database.get(doc_id=key) == document
    assert database.get(doc_ids=[key, "no key"]) == [document]
    assert database.get(None, "no key") is None
    [line] = lines(place)
    assert line["record"] == "document"
    assert line["fields"] == document
    assert (line["version"], line["by"]) == (1, login())


def test_an_edit_is_the_next_version_of_the_same_id_under_a_key_of_its_own(place: Path, database: LedgerDatabase) -> None:
    key = database.insert({"n": 1})
    database.update(increment("n"), doc_ids=[key])
    assert keyed(database) == {key: {"n": 2}}
    first, second = lines(place)
    assert second["id"] == first["id"]
    assert (first["fields"], second["fields"], second["version"]) == ({"n": 1}, {"n": 2}, 2)


def test_an_edit_that_changes_nothing_appends_nothing(place: Path, database: LedgerDatabase) -> None:
    database.insert({"n": 1})
    size = len(lines(place))
    assert database.update({"n": 1}) == [1]
    assert len(lines(place)) == size


def test_true_is_another_value_than_one(database: LedgerDatabase) -> None:
    key = database.insert({"n": 1})
    database.update({"n": True})
    found = database.get(doc_id=key)
    assert found is not None
    assert found["n"] is True


def test_what_is_removed_is_retired_and_stays_in_the_file(place: Path, database: LedgerDatabase) -> None:
    database.insert_multiple([{"n": 1}, {"n": 2}])
    assert database.remove(where("n") == 1) == [1]
    assert keyed(database) == {2: {"n": 2}}
    assert [line["fields"]["n"] for line in lines(place)] == [1, 2, 1]
    assert lines(place)[-1]["retired"] is True


def test_an_operation_on_several_documents_is_one_append(place: Path, database: LedgerDatabase) -> None:
    database.insert_multiple([{"n": 1}, {"n": 2}])
    assert place.read_text().count('"~part":[') == 2


def test_an_operation_that_fails_half_way_leaves_the_file_as_it_was(place: Path, database: LedgerDatabase) -> None:
    database.insert({"n": 1})
    before = place.read_bytes()
    with pytest.raises(ValueError, match="not a Mapping"):
        database.insert_multiple([{"n": 2}, 3])
    with pytest.raises(TypeError):
        database.insert({"n": object()})
    with pytest.raises(KeyError):
        database.remove(doc_ids=[1, 1])
    assert place.read_bytes() == before
    assert database.insert({"n": 2}) == 2


def test_what_a_script_does_to_a_document_that_it_got_does_nothing_to_the_file(database: LedgerDatabase) -> None:
    key = database.insert({"list": [1]})
    database.all()[0]["list"].append(2)
    assert database.get(doc_id=key) == {"list": [1]}


def test_a_script_may_remove_while_it_goes_through_the_table(database: LedgerDatabase) -> None:
    database.insert_multiple({"n": n} for n in range(4))
    for document in database:
        database.remove(doc_ids=[document.doc_id])
    assert not database.all()


def test_tables_are_apart_and_their_documents_have_any_names(place: Path, database: LedgerDatabase) -> None:
    music, default = database.table("music"), database.table("_default")
    assert music.insert({"record": "vinyl", "id": 1}) == 1
    assert default.insert({"n": 1}) == 2
    assert music.all() == [{"record": "vinyl", "id": 1}]
    assert database.tables() == {"music", "_default"}
    assert lines(place)[0]["table"] == "music"
    music.update({"record": "cd"})
    database.drop_table("music")
    assert database.tables() == {"_default"}
    database.drop_tables()
    assert database.tables() == set()


def test_what_others_did_is_found_by_the_same_search(place: Path, database: LedgerDatabase) -> None:
    for _ in range(2):
        assert database.count(where("n") == 1) == 0
    with open_database(place) as other:
        other.insert({"n": 1})
    assert len(database) == 1
    assert database.count(where("n") == 1) == 1


COUNT = """
import sys
from kptui.ledger.face import open_database
from tinydb.operations import increment
from tinydb import where
with open_database(sys.argv[1]) as database:
    for number in range(20):
        database.upsert({"name": "last", "number": number}, where("name") == "last")
        database.update(increment("count"), where("name") == "counter")
        print(database.insert({"name": "row"}))
"""


def test_processes_that_count_together_lose_no_step_and_share_no_key(place: Path, database: LedgerDatabase) -> None:
    database.insert({"name": "counter", "count": 0})
    command = [sys.executable, "-c", COUNT, str(place)]
    counting = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = [key for process in counting for key in process.communicate()[0].split()]
    counter = database.get(where("name") == "counter")
    assert (counter or {})["count"] == len(set(keys)) == 80
    assert database.count(where("name") == "last") == 1
    assert verify(place).sound


def test_an_insert_reads_and_writes_no_more_of_a_long_file_than_of_a_short_one(place: Path, database: LedgerDatabase) -> None:
    def moved() -> int:
        counted = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
        return int(counted["rchar"]) + int(counted["wchar"])

    database.insert_multiple({"n": n} for n in range(5000))
    database.insert({"n": -1})
    before = moved()
    database.insert({"n": -2})
    database.upsert({"n": -2, "more": 1}, where("n") == -2)
    assert moved() - before < place.stat().st_size / 4


def test_keys_may_be_chosen_above_all_others_and_are_never_used_twice(place: Path, database: LedgerDatabase) -> None:
    assert database.insert(Document({"n": 1}, 12)) == 12
    assert database.insert_multiple([Document({"n": 2}, 77), {"n": 3}, Document({"n": 4}, 99)]) == [77, 78, 99]
    database.remove(doc_ids=[12])
    for used in (5, 12):
        with pytest.raises(Refused, match=f"Key {used} is not free"):
            database.insert(Document({"n": 5}, used))
    with pytest.raises(ValueError, match="already exists"):
        database.insert(Document({"n": 5}, 77))
    assert sorted(keyed(database)) == [77, 78, 99]
    assert LedgerStorage(place).next_key() == 101
    assert database.insert({"n": 6}) == 101


def test_rows_of_an_unmodified_tinydb_are_shown_and_edited_under_their_keys(place: Path, database: LedgerDatabase) -> None:
    database.insert({"n": 1})
    with TinyDB(place) as other:
        other.insert_multiple(
            [{"n": 2, "retired": True, "fields": {}}, {"record": "note", "n": 3}, {"record": "note", "id": "a"}]
        )
        other.insert(Document({"record": "document", "n": 9}, 20))
    database.update({"seen": True}, where("n") == 2)
    database.update({"seen": True, "at": "2026-03-02T09:00:00Z"}, where("n") == 3)
    database.remove(doc_ids=[20])
    shown = keyed(database)
    assert shown[1] == {"n": 1}
    assert shown[2] == {"n": 2, "retired": True, "fields": {}, "seen": True}
    assert shown[3].items() >= {"n": 3, "seen": True, "id": "key 3", "version": 1}.items()
    assert shown[4] == {"record": "note", "id": "a"}
    assert set(shown) == {1, 2, 3, 4}
    assert verify(place).sound


def test_an_older_version_that_comes_late_changes_nothing(database: LedgerDatabase, place: Path) -> None:
    database.insert({"record": "note", "id": "a", "text": "first"})
    database.update({"text": "second"})
    with TinyDB(place) as other:
        other.insert(dict(other.all()[0]))
    assert [document["text"] for document in database] == ["second"]


def test_a_script_that_was_refused_may_go_on(database: LedgerDatabase) -> None:
    with pytest.raises(KptuiError):
        database.upsert({"record": "pillar"}, where("n") == 1)
    assert database.insert({"n": 1}) == 1
