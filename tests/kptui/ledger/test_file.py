"""The ledger: what is appended is read, by everyone, and whatever other programs do to the file."""

import fcntl
import json
import os
import threading
from pathlib import Path

import pytest
from tinydb import TinyDB

from kptui.errors import BadPlan, NoPlan, NotSaved
from kptui.ledger.file import ROOM, Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.opening import make_file
from kptui.ledger.verify import verify
from tests.kptui.ledger.disk import append, ids, ids_in, tinydb_ids


def test_what_is_appended_is_read_once_by_everyone(ledger: Ledger, path: Path) -> None:
    other = Ledger(path)
    assert ids(other.read().lines) == ["a"]
    append(ledger, "b")
    append(ledger, "c", "d")
    assert other.changed()
    news = other.read()
    assert (news.fresh, ids(news.lines)) == (False, ["b", "c", "d"])
    assert not other.changed()
    assert not other.read().lines
    other.close()


def test_an_unmodified_tinydb_reads_every_document(ledger: Ledger, path: Path) -> None:
    for name in "bcdef":
        append(ledger, name)
    assert tinydb_ids(path) == list("abcdef")


def test_a_document_is_read_again_from_its_place(ledger: Ledger) -> None:
    append(ledger, "b", "c")
    lines = list(Ledger(ledger.path).read().lines)
    assert [ledger.document_at(line.offset, line.length) for line in lines] == [line.document for line in lines]


def test_a_document_that_is_not_at_its_place_any_more_is_refused(ledger: Ledger, path: Path) -> None:
    [line] = ledger.read().lines
    path.write_bytes(path.read_bytes().replace(b'"a"', b'"x"'))
    with pytest.raises(BadPlan, match="was changed at byte 14"):
        ledger.document_at(line.offset, line.length)


def test_room_is_written_ahead_so_that_appends_do_not_grow_the_file(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    size = path.stat().st_size
    append(ledger, "c")
    assert path.stat().st_size == size
    assert size >= ROOM


def test_a_rewrite_by_an_unmodified_tinydb_is_taken_in_and_the_original_is_kept(ledger: Ledger, path: Path) -> None:
    ledger.read()
    with TinyDB(path) as database:
        database.insert({"record": "note", "id": "theirs"})
    theirs = path.read_bytes()
    assert ledger.changed()
    news = ledger.read()
    lines = list(news.lines)
    assert (news.fresh, ids(lines)) == (True, ["a", "theirs"])
    assert [ledger.document_at(line.offset, line.length) for line in lines] == [line.document for line in lines]
    assert not ledger.changed()
    assert verify(path).damage == ("another program rewrote the file, without seals; the next check-in takes it in",)
    append(ledger, "b")
    assert tinydb_ids(path) == ids_in(path) == ["a", "theirs", "b"]
    assert not ledger.changed()
    assert verify(path).sound
    [kept] = path.parent.glob("plan.json.foreign-*")
    assert kept.read_bytes() == theirs


def test_what_another_program_wrote_keeps_its_keys_when_it_is_taken_in(ledger: Ledger, path: Path) -> None:
    path.write_text(json.dumps({"_default": {"2": {"id": "b"}, "9": {"id": "c"}}}))
    append(ledger, "d")
    assert [line.key for line in Ledger(path).read().lines] == [2, 9, 10]


def test_nothing_is_appended_to_a_file_that_another_program_wrote_before_it_is_taken_in(ledger: Ledger, path: Path) -> None:
    theirs = json.dumps({"_default": {"2": {"id": "b"}}})
    path.write_text(theirs)
    with ledger.locked():
        ledger.read()
        with pytest.raises(NotSaved, match=r"Another program rewrote .* just now; do it again"):
            ledger.append([{"id": "e"}], [7])
        assert path.read_text() == theirs
        ledger.mend()
    with ledger.locked():
        ledger.read()
        ledger.append([{"id": "e"}], [7])
    assert [line.key for line in Ledger(path).read().lines] == [2, 7]


def test_a_compact_rewrite_is_understood_as_well(path: Path) -> None:
    rows = {"1": {"record": "note", "id": "a"}, "2": {"record": "note", "id": "b"}}
    path.write_text(json.dumps({"_default": rows}, separators=(",", ":")))
    assert ids_in(path) == ["a", "b"]


def test_a_new_plan_whose_first_append_was_torn_is_empty(path: Path) -> None:
    path.write_bytes(b'{"_default":{\n"1":{"rec')
    assert ids_in(path) == []


def test_a_replaced_file_is_read_anew(ledger: Ledger, path: Path) -> None:
    ledger.read()
    other = path.with_name("restored.json")
    make_file(other, write_whole([{"record": "note", "id": "z"}]))
    other.replace(path)
    assert ledger.changed()
    news = ledger.read()
    assert (news.fresh, ids(news.lines)) == (True, ["z"])
    append(ledger, "y")
    assert tinydb_ids(path) == ["z", "y"]


def test_a_file_replaced_while_waiting_for_the_lock_is_not_written_to(ledger: Ledger, path: Path) -> None:
    old = os.open(path, os.O_RDWR)
    fcntl.flock(old, fcntl.LOCK_EX)
    writer = threading.Thread(target=append, args=(ledger, "b"))
    writer.start()
    while f"FLOCK  ADVISORY  WRITE {os.getpid()}" not in Path("/proc/locks").read_text().replace("-> ", ""):
        writer.join(0.01)
    other = path.with_name("restored.json")
    make_file(other, write_whole([{"record": "note", "id": "z"}]))
    other.replace(path)
    os.close(old)
    writer.join()
    assert tinydb_ids(path) == ["z", "b"]


def test_a_deleted_file_is_said_to_be_gone(ledger: Ledger, path: Path) -> None:
    path.unlink()
    assert ledger.changed()
    with pytest.raises(NoPlan, match="There is no plan at"):
        ledger.read()
    with pytest.raises(NoPlan), ledger.locked():
        pass


def test_a_truncated_file_is_read_anew(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    ledger.read()
    path.write_bytes(write_whole([{"record": "note", "id": "a"}]))
    assert ledger.changed()
    assert ids(ledger.read().lines) == ["a"]


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"{}", b'{"a": {}, "_default": {}}', b"\xff\xfe"])
def test_rubbish_is_refused_and_left_alone(path: Path, rubbish: bytes) -> None:
    path.write_bytes(rubbish)
    with pytest.raises(BadPlan, match="is no plan"):
        ids_in(path)
    assert path.read_bytes() == rubbish
