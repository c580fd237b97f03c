"""Damage: torn, flipped and full, and what the next session finds."""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kptui.errors import BadPlan, NotSaved, ReadOnly
from kptui.ledger import reader
from kptui.ledger.file import Ledger
from kptui.ledger.format import Document, write_whole
from kptui.ledger.verify import verify
from tests.kptui.ledger.disk import append, files_no_larger_than, ids, ids_in, tinydb_ids


def test_a_torn_end_is_kept_aside_and_mended_by_the_next_append(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    whole = path.read_bytes()
    end = len(whole.rstrip()) - len(b"\n}}")
    path.write_bytes(whole[:end] + b',\n"3":{"record":"note","id":"torn' + whole[end:].replace(b"\n}}", b"   "))
    assert ids_in(path) == ["a", "b"]
    assert not verify(path).sound
    append(ledger, "c")
    assert tinydb_ids(path) == ["a", "b", "c"]
    assert verify(path) == (3, ())
    [remains] = path.parent.glob("plan.json.remains-*")
    assert b'"torn' in remains.read_bytes()
    assert ledger.damage == (f"what stood after byte {end} was cut off, and is kept in {remains.name}",)


def test_a_disk_that_does_not_begin_early_is_written_to_as_well(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_fd: int, _offset: int, _length: int, _advice: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(os, "posix_fadvise", fail)
    append(ledger, "b")
    assert tinydb_ids(path) == ["a", "b"]


def test_words_written_behind_the_end_are_kept_aside_too(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    ledger.read()
    with path.open("r+b") as file:
        file.seek(-5, 2)
        file.write(b"hello")
    append(ledger, "c")
    assert tinydb_ids(path) == ["a", "b", "c"]
    assert len(ledger.damage) == 1


def test_words_written_behind_the_end_are_kept_aside_after_the_mode_has_changed(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    path.chmod(0o600)
    append(ledger, "c")
    with path.open("r+b") as file:
        file.seek(-5, 2)
        file.write(b"hello")
    append(ledger, "d")
    assert tinydb_ids(path) == ["a", "b", "c", "d"]
    assert len(ledger.damage) == 1


def test_a_tail_that_lost_only_its_braces_is_mended_without_remains(ledger: Ledger, path: Path) -> None:
    path.write_bytes(path.read_bytes().rstrip()[:-2])
    append(ledger, "b")
    assert tinydb_ids(path) == ["a", "b"]
    assert not list(path.parent.glob("plan.json.*-*"))


def test_without_room_an_append_is_refused_before_anything_is_touched(ledger: Ledger, path: Path) -> None:
    before = path.read_bytes()
    with files_no_larger_than(len(before) + 10), pytest.raises(NotSaved, match="no room"):
        append(ledger, "b")
    assert path.read_bytes().rstrip() == before.rstrip()
    append(ledger, "c")
    assert tinydb_ids(path) == ["a", "c"]


def test_without_room_a_torn_end_stays_and_a_foreign_file_is_not_replaced(ledger: Ledger, path: Path) -> None:
    torn = path.read_bytes().rstrip()[:-3] + b',\n"2":{"rec'
    path.write_bytes(torn)
    with files_no_larger_than(4), pytest.raises(NotSaved, match="no room"):
        append(ledger, "b")
    assert path.read_bytes() == torn
    assert not list(path.parent.glob("*.remains-*"))
    foreign = b'{"_default": {"1": {"id": "theirs"}}}'
    path.write_bytes(foreign)
    with files_no_larger_than(4), pytest.raises(NotSaved, match="no room"):
        append(ledger, "b")
    assert path.read_bytes() == foreign
    assert [p.name for p in path.parent.iterdir()] == ["plan.json"]


def test_a_failing_disk_stops_all_writing_in_this_session(ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    append(ledger, "b")
    monkeypatch.setattr(os, "fdatasync", fail)
    with pytest.raises(NotSaved, match="Input/output error"):
        append(ledger, "c")
    monkeypatch.undo()
    assert ledger.read_only is not None
    with pytest.raises(ReadOnly, match="start kptui again"):
        append(ledger, "d")
    assert tinydb_ids(path) == ["a", "b"]
    assert verify(path).sound


def test_a_failing_sync_of_what_is_there_already_is_final_as_well(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    with ledger.locked():
        ledger.sync()
        monkeypatch.setattr(os, "fdatasync", fail)
        with pytest.raises(NotSaved, match="Input/output error"):
            ledger.sync()
    assert ledger.read_only is not None


def test_a_file_system_that_cannot_lock_is_refused(ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_fd: int, _how: int) -> None:
        raise OSError(37, "No locks available")

    before = path.read_bytes()
    monkeypatch.setattr(fcntl, "flock", fail)
    with pytest.raises(NotSaved, match=r"cannot be locked .No locks available.; keep the plan on a local disk"):
        append(ledger, "b")
    assert path.read_bytes() == before


def test_a_disk_that_cannot_be_read_is_said_so(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_fd: int, _length: int, _offset: int) -> bytes:
        raise OSError(5, "Input/output error")

    ledger.read()
    monkeypatch.setattr(os, "pread", fail)
    assert ledger.changed()
    with pytest.raises(BadPlan, match=r"cannot be read at byte .* check the disk"):
        ledger.read()


def test_what_json_cannot_hold_is_not_saved(ledger: Ledger, path: Path) -> None:
    before = path.read_bytes()
    with ledger.locked():
        ledger.read()
        with pytest.raises(NotSaved, match="cannot be written as JSON"):
            ledger.append([{"record": "note", "id": "\ud800"}])
    assert path.read_bytes() == before


@pytest.mark.parametrize("at", range(14))
def test_a_damaged_beginning_is_named_and_the_lines_serve(path: Path, at: int) -> None:
    path.write_bytes(write_whole([{"record": "note", "id": name} for name in "abc"]))
    flipped = bytearray(path.read_bytes())
    flipped[at] ^= 0x20
    path.write_bytes(flipped)
    ledger = Ledger(path)
    assert ids(ledger.read().lines)[-2:] == ["b", "c"]
    assert ledger.damage
    append(ledger, "d")
    ledger.close()
    assert ids_in(path)[-3:] == ["b", "c", "d"]
    assert not verify(path).sound


def test_what_looked_damaged_while_it_was_written_is_read_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.read()
    append(ledger, "b")
    append(ledger, "c")
    torn_once = iter([b'"b"'])
    real = os.pread
    other = Ledger(ledger.path)
    monkeypatch.setattr(os, "pread", lambda *asked: _torn(real, torn_once, *asked))
    assert ids(other.read().lines) == ["a", "b", "c"]
    assert other.damage == ()
    other.close()


def _torn(real: Callable[[int, int, int], bytes], once: Iterator[bytes], fd: int, length: int, offset: int) -> bytes:
    found = real(fd, length, offset)
    return found.replace(hit, b"   ") if b'"b"' in found and (hit := next(once, b"")) else found


def test_a_disk_that_does_not_keep_what_it_is_given_is_noticed(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    append(ledger, "b")
    monkeypatch.setattr(os, "pwrite", lambda _fd, data, _at: len(data))
    with pytest.raises(NotSaved, match="did not keep"):
        append(ledger, "c")


def test_verify_names_the_line_that_tinydb_cannot_read_or_reads_otherwise(path: Path) -> None:
    whole: list[Document] = [{"record": "note", "id": name} for name in "abc"]
    path.write_bytes(write_whole(whole).replace(b'"2":{', b'"2"?{'))
    report = verify(path)
    assert report.documents == 2
    assert len(report.damage) == 2
    assert "an unmodified TinyDB cannot read the file" in report.damage[1]
    path.write_bytes(write_whole(whole).replace(b'"2":{', b'"7":{'))
    assert "TinyDB sees 3 documents instead of 2" in verify(path).damage[1]


@pytest.mark.parametrize("piece", [16, 64, 200])
def test_a_file_read_in_pieces_is_the_file_wherever_they_end(path: Path, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Ledger(path)
    append(writer, "b")
    append(writer, *(f"together {n}" for n in range(9)))
    append(writer, "c")
    writer.close()
    damaged = path.read_bytes().replace(b'"b"', b'"x"')
    path.write_bytes(damaged)
    whole = Ledger(path)
    expected = list(whole.read().lines)
    monkeypatch.setattr(reader, "PIECE", piece)
    found = Ledger(path)
    assert list(found.read().lines) == expected
    assert (found.damage, found.unfinished(), len(found.damage)) == (whole.damage, (), 1)
    found.close()
    whole.close()


def test_what_another_program_wrote_is_looked_at_again_where_the_disk_does_not_say_whether_it_changed(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b'{"_default": {"1": {"id": "theirs"}}}')
    ledger.read()
    assert not ledger.changed()

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(os, "fstat", fail)
        assert ledger.changed()
