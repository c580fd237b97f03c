"""Opening and making the file: what is refused, what is read-only, and who may do what."""

import grp
import os
import stat
from pathlib import Path

import pytest

from kptui.errors import BadPlan, NoPlan, ReadOnly, Refused
from kptui.ledger.file import Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.opening import make_directory, make_file, open_file
from tests.kptui.ledger.disk import as_an_ordinary_user, ids


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


def test_a_file_that_can_be_opened_but_not_asked_what_it_is_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    path = tmp_path / "plan.json"
    make_file(path, write_whole([]))
    with monkeypatch.context() as failing:
        failing.setattr(os, "fstat", fail)
        with pytest.raises(BadPlan, match="cannot be opened: Input/output error"):
            open_file(path)
