"""The lock: who has it is known, a wait for it can be given up, and it is let go of whatever happens."""

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kptui.errors import GivenUp, NoPlan, NotSaved, ReadOnly
from kptui.ledger.file import Ledger
from kptui.ledger.lock import holder_of
from kptui.paths import login
from kptui.wait import Wait
from tests.kptui.ledger.disk import append, ids_in

IN_LINE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX, 1)
    print(flush=True)
    sys.stdin.read()
"""


@contextmanager
def somebody_in_line(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Have another process be first in line for as long as its input is open."""
    there = [sys.executable, "-c", IN_LINE, str(path)]
    with subprocess.Popen(there, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield other


def test_who_comes_back_does_not_go_before_somebody_in_line(ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = list[int]()
    monkeypatch.setattr("kptui.ledger.lock._SOON", 3600.0)

    with somebody_in_line(path) as other:
        with ledger.locked(meanwhile=None):
            assert holder_of(path) == login()
        with pytest.raises(BlockingIOError), ledger.locked(meanwhile=None):
            raise AssertionError

        def third_time() -> None:
            looks.append(len(looks))
            if len(looks) == 3:
                other.communicate()

        with ledger.locked(meanwhile=third_time):
            assert len(looks) == 3


def test_who_is_stopped_in_line_keeps_nobody_from_saving(ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kptui.ledger.lock._SOON", 3600.0)
    with somebody_in_line(path):
        append(ledger, "b")
        append(ledger, "c")
    assert ids_in(path) == ["a", "b", "c"]


def test_where_there_is_no_line_it_is_done_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_fd: int, _how: int, _bytes: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("kptui.ledger.lock._SOON", 3600.0)
    with somebody_in_line(path), closing(Ledger(path, any_file_system=True)) as forced:
        for _ in range(2):
            with forced.locked(meanwhile=None):
                assert holder_of(path) == login()
    monkeypatch.setattr(fcntl, "lockf", fail)
    with closing(Ledger(path)) as ledger:
        for _ in range(2):
            with ledger.locked(meanwhile=None):
                assert holder_of(path) == login()


def test_who_has_it_is_known_while_they_have_it(ledger: Ledger, path: Path) -> None:
    assert holder_of(path) is None
    with ledger.locked():
        assert holder_of(path) == login()
    assert holder_of(path) is None


def test_where_the_system_does_not_tell_it_is_someone(path: Path, tmp_path: Path) -> None:
    assert holder_of(path, tmp_path / "no such list") == "someone"
    found = path.stat()
    file = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    locks = tmp_path / "locks"
    locks.write_text(f"1: FLOCK  ADVISORY  WRITE 0 {file} 0 EOF\n1: -> FLOCK  ADVISORY  WRITE 1 {file} 0 EOF\n")
    assert holder_of(path, locks) == "someone"
    locks.write_text(f"1: POSIX  ADVISORY  WRITE 1 {file} 0 EOF\n2: FLOCK ADVISORY WRITE 1 00:00:7 0 EOF\n")
    assert holder_of(path, locks) is None
    locks.write_text(f"1: FLOCK  ADVISORY  READ  {os.getpid()} {file} 0 EOF\n")
    assert holder_of(path, locks) == login()


def test_a_wait_that_was_given_up_ends_with_nothing_done_and_the_lock_let_go(ledger: Ledger, path: Path) -> None:
    wait, outcome = Wait(), list[str]()
    other = Ledger(path)

    def save() -> None:
        try:
            with ledger.locked(wait):
                outcome.append("had it")
        except GivenUp as error:
            outcome.append(str(error))

    waiter = threading.Thread(target=save)
    with other.locked():
        waiter.start()
        while "-> FLOCK" not in Path("/proc/locks").read_text():
            waiter.join(0.01)
        assert wait.give_up()
        assert wait.seconds > 0
    waiter.join()
    assert outcome == ["It was given up while it waited for the file; nothing was saved."]
    append(other, "b")
    assert ids_in(path) == ["a", "b"]
    other.close()


def test_a_wait_that_is_over_cannot_be_given_up(ledger: Ledger) -> None:
    wait = Wait()
    with ledger.locked(wait):
        assert not wait.give_up()


def test_at_once_means_at_once(ledger: Ledger, path: Path) -> None:
    other = Ledger(path)
    with other.locked(), pytest.raises(BlockingIOError), ledger.locked(meanwhile=None):
        raise AssertionError
    with ledger.locked(meanwhile=None):
        assert holder_of(path) == login()
    other.close()


def test_a_file_that_became_read_only_meanwhile_is_refused_and_one_that_is_no_more_is_not(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(ledger, "b")
    real = os.open
    monkeypatch.setattr(os, "open", lambda name, flags, *more: _refusing(real, name, flags, *more))
    path.chmod(0o440)
    with pytest.raises(ReadOnly, match=r"You may read .* but not write it"), ledger.locked():
        raise AssertionError
    monkeypatch.undo()
    path.chmod(0o660)
    append(ledger, "c")
    assert ids_in(path) == ["a", "b", "c"]


def test_a_file_that_is_gone_since_the_last_save_is_said_to_be(ledger: Ledger, path: Path) -> None:
    append(ledger, "b")
    path.unlink()
    with pytest.raises(NoPlan), ledger.locked():
        raise AssertionError


def _refusing(real: object, name: object, flags: int, *more: int) -> int:
    if flags & os.O_RDWR:
        raise PermissionError(13, "Permission denied")
    return real(name, flags, *more)  # type: ignore[operator, no-any-return]  # it is os.open


def test_a_disk_that_cannot_lock_lets_nobody_write(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_fd: int, how: int) -> None:
        if how & fcntl.LOCK_EX:
            raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    with pytest.raises(NotSaved), ledger.locked():
        raise AssertionError


def test_a_disk_that_cannot_wait_for_a_lock_is_refused(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_fd: int, how: int) -> None:
        if how & fcntl.LOCK_NB:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        if how & fcntl.LOCK_EX:
            raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", fail)
    with pytest.raises(NotSaved, match="cannot be locked"), ledger.locked():
        raise AssertionError


def test_a_wait_can_be_given_up_although_the_file_was_replaced_meanwhile(ledger: Ledger, path: Path) -> None:
    wait, outcome, other = Wait(), list[str](), Ledger(path)

    def save() -> None:
        try:
            with ledger.locked(wait):
                outcome.append("had it")
        except GivenUp:
            outcome.append("given up")

    append(ledger, "b")
    waiter = threading.Thread(target=save)
    with other.locked():
        waiter.start()
        while f"-> FLOCK  ADVISORY  WRITE {os.getpid()}" not in Path("/proc/locks").read_text():
            waiter.join(0.01)
        new = path.with_name("restored.json")
        new.write_bytes(path.read_bytes())
        with new.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            new.replace(path)
            other._lock.let_go()
            inode = f":{path.stat().st_ino} "
            while not any("-> FLOCK" in line and inode in line for line in Path("/proc/locks").read_text().splitlines()):
                waiter.join(0.01)
            assert wait.give_up()
    waiter.join()
    assert outcome == ["given up"]
    other.close()


def test_a_file_that_may_be_written_again_is_noticed_without_a_save(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open
    with monkeypatch.context() as closed:
        closed.setattr(os, "open", lambda name, flags, *more: _refusing(real, name, flags, *more))
        reader = Ledger(path)
    assert reader.read_only
    list(reader.read().lines)
    assert not reader.changed()
    path.chmod(0o640)
    assert reader.changed()
    list(reader.read().lines)
    assert reader.read_only is None
    reader.close()


def test_what_someone_else_has_mended_is_unfinished_no_more(ledger: Ledger, path: Path) -> None:
    path.write_bytes(path.read_bytes().rstrip()[:-2])
    list(ledger.read().lines)
    assert ledger.unfinished()
    other = Ledger(path)
    append(other, "b")
    list(ledger.read().lines)
    ledger.read()
    assert not ledger.unfinished()
    other.close()
