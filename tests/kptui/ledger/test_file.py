"""The ledger: real files, torn, replaced, rewritten, full and forbidden."""

import fcntl
import json
import os
import resource
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tinydb import TinyDB

from kptui.errors import BadPlan, NoPlan, NotSaved, ReadOnly, Refused
from kptui.ledger.file import ROOM, Ledger
from kptui.ledger.format import Document, write_whole
from kptui.ledger.opening import make_directory, make_file
from kptui.ledger.verify import verify

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    make_file(path, write_whole([{"record": "note", "id": "a"}]))
    return path


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


def append(ledger: Ledger, *ids: str) -> None:
    with ledger.locked():
        ledger.read()
        ledger.append([{"record": "note", "id": name} for name in ids])


def ids(lines: object) -> list[object]:
    return [line.document["id"] for line in lines]  # type: ignore[attr-defined]  # lines, whatever sequence they are in


def ids_in(path: Path) -> list[object]:
    ledger = Ledger(path)
    try:
        return ids(ledger.read().lines)
    finally:
        ledger.close()


def tinydb_ids(path: Path) -> list[object]:
    with TinyDB(path) as database:
        return [document["id"] for document in database]


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_directory(tmp_path: Path) -> Path:
    for parent in [tmp_path, *tmp_path.parents][:3]:
        parent.chmod(parent.stat().st_mode | 0o055)
    return tmp_path


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
    lines = ledger.read().lines
    assert [ledger.document(line) for line in lines] == [line.document for line in lines]


def test_a_document_that_is_not_at_its_place_any_more_is_refused(ledger: Ledger, path: Path) -> None:
    line = ledger.read().lines[0]
    path.write_bytes(path.read_bytes().replace(b'"a"', b'"x"'))
    with pytest.raises(BadPlan, match="was changed at byte 14"):
        ledger.document(line)


def test_room_is_written_ahead_so_that_appends_do_not_grow_the_file(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    size = path.stat().st_size
    append(ledger, "c")
    assert path.stat().st_size == size
    assert size >= ROOM


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


def test_words_written_behind_the_end_are_kept_aside_too(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    ledger.read()
    with path.open("r+b") as file:
        file.seek(-5, 2)
        file.write(b"hello")
    append(ledger, "c")
    assert tinydb_ids(path) == ["a", "b", "c"]
    assert len(ledger.damage) == 1


def test_a_tail_that_lost_only_its_braces_is_mended_without_remains(ledger: Ledger, path: Path) -> None:
    path.write_bytes(path.read_bytes().rstrip()[:-2])
    append(ledger, "b")
    assert tinydb_ids(path) == ["a", "b"]
    assert not list(path.parent.glob("plan.json.*-*"))


def test_a_rewrite_by_an_unmodified_tinydb_is_taken_in_and_the_original_is_kept(ledger: Ledger, path: Path) -> None:
    ledger.read()
    with TinyDB(path) as database:
        database.insert({"record": "note", "id": "theirs"})
    theirs = path.read_bytes()
    assert ledger.changed()
    news = ledger.read()
    assert (news.fresh, ids(news.lines)) == (True, ["a", "theirs"])
    assert [ledger.document(line) for line in news.lines] == [line.document for line in news.lines]
    assert not ledger.changed()
    assert verify(path).damage == ("another program rewrote the file, without seals; the next check-in takes it in",)
    append(ledger, "b")
    assert tinydb_ids(path) == ids_in(path) == ["a", "theirs", "b"]
    assert ids(ledger.read().lines) == ["a", "theirs", "b"]
    assert verify(path).sound
    [kept] = path.parent.glob("plan.json.foreign-*")
    assert kept.read_bytes() == theirs


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


def test_a_link_a_directory_and_a_pipe_are_refused_with_what_to_do(path: Path, tmp_path: Path) -> None:
    link, pipe = tmp_path / "link.json", tmp_path / "pipe"
    link.symlink_to(path)
    os.mkfifo(pipe)
    for wrong, said in [(link, "symbolic link"), (tmp_path, "directory"), (pipe, "not an ordinary file")]:
        with pytest.raises(BadPlan, match=said):
            Ledger(wrong)
    with pytest.raises(NoPlan, match="kptui init"):
        Ledger(path / "beneath-a-file")
    with pytest.raises(BadPlan, match="File name too long"):
        Ledger(tmp_path / ("x" * 300))


def test_a_file_that_may_only_be_read_is_read_only_and_says_whose_it_is(open_directory: Path) -> None:
    path = open_directory / "plan.json"
    make_file(path, write_whole([{"record": "note", "id": "a"}]))
    path.chmod(0o444)
    with as_an_ordinary_user():
        ledger = Ledger(path)
        assert ids(ledger.read().lines) == ["a"]
        assert ledger.read_only is not None
        assert "mode 0444" in ledger.read_only
        with pytest.raises(ReadOnly, match="ask its owner"), ledger.locked():
            pass
        ledger.close()


def test_a_file_that_may_not_be_read_is_refused_and_says_whom_to_ask(open_directory: Path) -> None:
    path = open_directory / "plan.json"
    make_file(path, write_whole([]))
    path.chmod(0)
    with as_an_ordinary_user(), pytest.raises(BadPlan, match="mode 0000"):
        Ledger(path)


def test_a_file_in_a_closed_directory_is_refused(open_directory: Path) -> None:
    closed = open_directory / "closed"
    closed.mkdir()
    make_file(closed / "plan.json", write_whole([]))
    closed.chmod(0)
    with as_an_ordinary_user(), pytest.raises(BadPlan, match="a directory that is closed to you"):
        Ledger(closed / "plan.json")
    closed.chmod(0o700)


def test_a_plan_is_not_made_in_a_closed_directory(open_directory: Path) -> None:
    closed = open_directory / "closed"
    closed.mkdir(mode=0)
    with as_an_ordinary_user(), pytest.raises(Refused, match="cannot be made: Permission denied"):
        make_directory(closed / "plans", None)
    closed.chmod(0o700)


def test_owners_without_a_name_are_shown_by_number(open_directory: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away to a user that does not exist")
    path = open_directory / "plan.json"
    make_file(path, write_whole([]))
    os.chown(path, 4_000_001, 4_000_002)
    path.chmod(0)
    with as_an_ordinary_user(), pytest.raises(BadPlan, match="owner 4000001, group 4000002"):
        Ledger(path)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


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


def test_nothing_is_written_over_what_stands_at_a_new_plans_path(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Refused, match="left as it is"):
        make_file(path, write_whole([]))
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["plan.json"]


def test_a_new_file_is_open_to_its_group_whatever_the_umask(tmp_path: Path) -> None:
    umask = os.umask(0o077)
    try:
        make_file(tmp_path / "plan.json", write_whole([]))
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "plan.json").stat().st_mode) == 0o660


def test_a_shared_directory_belongs_to_its_group_and_passes_it_on(tmp_path: Path) -> None:
    group = own_group()
    make_directory(tmp_path / "shared", group)
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o2770
    make_directory(tmp_path / "shared", group)
    make_file(tmp_path / "shared" / "plan.json", write_whole([]), group)
    with pytest.raises(Refused, match="is not shared with"):
        make_directory(tmp_path, group)


def own_group() -> str:
    import grp

    return grp.getgrgid(os.getegid()).gr_name


def test_a_group_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no group 'no-such-group'"):
        make_directory(tmp_path / "shared", "no-such-group")


def test_a_private_directory_is_for_its_owner_alone(tmp_path: Path) -> None:
    make_directory(tmp_path / "mine", None)
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o700


def test_a_directory_or_file_that_cannot_be_made_is_refused(path: Path) -> None:
    with pytest.raises(Refused, match="cannot be made"):
        make_directory(path / "beneath-a-file", None)
    with pytest.raises(Refused, match="cannot be made"):
        make_file(path.parent / "missing" / "plan.json", b"")


def test_verify_names_the_line_that_tinydb_cannot_read_or_reads_otherwise(path: Path) -> None:
    whole: list[Document] = [{"record": "note", "id": name} for name in "abc"]
    path.write_bytes(write_whole(whole).replace(b'"2":{', b'"2"?{'))
    report = verify(path)
    assert report.documents == 2
    assert len(report.damage) == 2
    assert "an unmodified TinyDB cannot read the file" in report.damage[1]
    path.write_bytes(write_whole(whole).replace(b'"2":{', b'"7":{'))
    assert "TinyDB sees 3 documents instead of 2" in verify(path).damage[1]
