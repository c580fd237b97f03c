"""Whole files: pieces, modes, litter, and what is refused."""

import os
import stat
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kptui.errors import BadPlan, NotSaved, ReadOnly, Refused
from kptui.ledger.backup import backup
from kptui.ledger.format import Document, whole, write_whole
from kptui.ledger.renew import renew
from kptui.ledger.verify import prove
from kptui.ledger.whole import AT_ONCE, documents_in, exclusive, failures_said, new_file, put_beside, put_in_place, sweep
from kptui.models.schema import SCHEMA
from tests.kptui.ledger.disk import files_no_larger_than


def notes(number: int) -> Iterator[Document]:
    return ({"record": "note", "id": f"{n}", "text": "x" * 100} for n in range(number))


def test_the_pieces_are_the_file_that_would_be_written_at_once() -> None:
    for number in (0, 1, 3):
        assert b"".join(whole(notes(number))) == write_whole(notes(number))


def test_a_file_many_times_as_large_as_what_is_held_at_once_is_written(path: Path) -> None:
    tracemalloc.start()
    with new_file(path, path.parent, whole(notes(40_000)), None) as new:
        size = new.stat().st_size
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        prove(new, 40_000)
    assert size > 6 * AT_ONCE
    assert peak < size / 2


def test_a_new_file_is_for_its_group_whatever_the_umask_and_gone_unless_taken(path: Path) -> None:
    before = os.umask(0o077)
    try:
        with new_file(path, path.parent, whole(notes(1)), os.getgid()) as new:
            assert stat.S_IMODE(new.stat().st_mode) == 0o660
    finally:
        os.umask(before)
    assert [file.name for file in path.parent.iterdir()] == ["plan.json"]


def test_litter_is_swept_and_what_is_still_written_is_not(path: Path) -> None:
    litter = path.with_name(f".plan.json.{'0' * 16}.new")
    others = path.with_name(f".other.json.{'0' * 16}.new")
    odd = path.with_name(f".plan.json.{'1' * 16}.new")
    litter.write_bytes(b"half")
    others.write_bytes(b"half")
    odd.symlink_to(others)
    with new_file(path, path.parent, whole(notes(1)), None) as new:
        with exclusive(path):
            assert not litter.exists()
        assert new.exists()
    assert others.exists()
    assert odd.is_symlink()
    sweep(path, path.parent)


def test_nothing_is_put_where_something_is(path: Path) -> None:
    with new_file(path, path.parent, whole(notes(1)), None) as new, pytest.raises(Refused, match="left as it is"):
        put_beside(new, path)


def test_what_cannot_be_replaced_is_left_without_a_second_name(path: Path) -> None:
    kept = path.with_name("kept")
    for old in (kept, None):
        with pytest.raises(FileNotFoundError):
            put_in_place(path.with_name("no such file"), path, old)
    assert not kept.exists()


def test_without_room_it_is_said_and_nothing_is_left(path: Path) -> None:
    writing = new_file(path, path.parent, whole(notes(1000)), None)
    with files_no_larger_than(5000), pytest.raises(NotSaved, match="check the disk"), failures_said(path), writing:
        pass
    assert [file.name for file in path.parent.iterdir()] == ["plan.json"]


@pytest.mark.parametrize("number", [SCHEMA + 1, "2-beta", None])
def test_a_file_of_a_newer_schema_is_not_rewritten(path: Path, number: object) -> None:
    path.write_bytes(write_whole([{"record": "schema", "id": "schema", "number": number}]))
    with pytest.raises(ReadOnly, match="update kptui"):
        list(documents_in(path))


def test_a_damaged_file_is_not_rewritten_but_repaired(path: Path) -> None:
    path.write_bytes(write_whole(notes(3)).replace(b'"id":"1"', b'"id":"7"'))
    with pytest.raises(BadPlan, match="repair` first"):
        list(documents_in(path))
    assert renew(path).documents == 2
    assert [d["id"] for d in documents_in(path)] == ["0", "2"]


def test_a_file_is_safe_on_the_disk_before_it_takes_a_place_and_its_name_afterwards(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    kinds: dict[str, Callable[..., None]] = {"fsync": os.fsync, "link": os.link, "replace": os.replace}

    def logged(name: str) -> Callable[..., None]:
        def call(*args: Any, **kwargs: Any) -> None:
            on_directory = name == "fsync" and stat.S_ISDIR(os.fstat(args[0]).st_mode)
            calls.append("fsync of the directory" if on_directory else name)
            kinds[name](*args, **kwargs)

        return call

    for name in kinds:
        monkeypatch.setattr(os, name, logged(name))
    path.write_bytes(write_whole(notes(3)).replace(b'"id":"1"', b'"id":"7"'))
    renew(path)
    assert calls == ["fsync", "link", "fsync of the directory", "replace", "fsync of the directory"]
    calls.clear()
    backup(path)
    assert calls == ["fsync", "link", "fsync of the directory"]
