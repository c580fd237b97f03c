"""Looking at a path: seldom as Python does, often without asking for times, and the same is seen."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Never

import pytest

from kptui.ledger.looking import Facts, Look

Alter = Callable[[Path], object]


def looks(path: Path) -> Look:
    """Return one that has looked so often that it is quiet from now on."""
    look = Look(os.fspath(path))
    for _ in range(10):
        look.now()
    return look


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" " * 1000)


def replace(path: Path) -> None:
    new = path.with_name("new")
    new.write_bytes(b"{}")
    new.replace(path)


def make_a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def forbid_writing(path: Path) -> None:
    path.chmod(0o400)


@pytest.mark.parametrize("alter", [lengthen, replace, make_a_link, forbid_writing])
def test_whoever_looks_often_sees_what_lstat_sees(path: Path, alter: Alter) -> None:
    seldom, often = Look(os.fspath(path)), looks(path)
    before = seldom.now()
    assert often.now() == before
    alter(path)
    found = path.lstat()
    assert seldom.now() == often.now() == Facts.of(found)
    assert seldom.size == often.size == found.st_size
    assert (seldom.now() != before) == (alter is not lengthen)


def test_whoever_looks_often_does_not_ask_for_times(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asks(_path: str) -> Never:
        raise AssertionError("lstat asks for times")

    often = looks(path)
    expected = Facts.of(path.lstat())
    monkeypatch.setattr(os, "lstat", asks)
    assert often.now() == expected


def test_where_nothing_is_that_is_said_the_same_way(path: Path) -> None:
    seldom, often = Look(os.fspath(path)), looks(path)
    path.unlink()
    for look in (seldom, often):
        with pytest.raises(FileNotFoundError) as raised:
            look.now()
        assert raised.value.filename == os.fspath(path)


def test_where_it_cannot_be_done_quietly_it_is_done_as_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctypes", None)
    assert looks(path).now() == Facts.of(path.lstat())


def test_what_is_gone_when_looks_become_quiet_is_seen_once_it_is_back(path: Path) -> None:
    look, data = Look(os.fspath(path)), path.read_bytes()
    path.unlink()
    for _ in range(20):
        with pytest.raises(FileNotFoundError):
            look.now()
    path.write_bytes(data)
    assert look.now() == Facts.of(path.lstat())
    assert look.size == len(data)
