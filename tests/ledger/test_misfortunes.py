"""What befalls the file before or while a session has it open: reopened, read-only or refused; never overwritten."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kptui.errors import KptuiError
from kptui.store import FileStore
from tests.ledger.plans import attempt, check_in, check_in_once, ids_seen, make_plan, must_hold, new_check_in
from tests.ledger.session import Far


class Before(NamedTuple):
    """A plan with two check-ins, and a copy of it from between them."""

    path: Path
    first: str
    second: str
    backup: Path


@pytest.fixture
def plan(path: Path) -> Before:
    first = check_in_once(path)
    backup = path.with_name("backup.json")
    shutil.copy2(path, backup)
    return Before(path, first, check_in_once(path), backup)


def refusal_of_opening(path: Path) -> str:
    with pytest.raises(KptuiError) as refused:
        FileStore(path)
    return str(refused.value)


def refuses_with(plan: Before, befalls: Callable[[Before], object], said: str) -> None:
    """A session that has it open and one that opens it refuse with the sentence, and leave alone what stands there."""
    store = FileStore(plan.path)
    befalls(plan)
    stands = {beside.name: beside.read_bytes() for beside in plan.path.parent.iterdir() if beside.is_file()}
    assert said in (attempt(store, new_check_in()) or "saved")
    with pytest.raises(KptuiError, match=said):
        store.read()
    store.close()
    assert said in refusal_of_opening(plan.path)
    assert {beside.name: beside.read_bytes() for beside in plan.path.parent.iterdir() if beside.is_file()} == stands


def test_a_deleted_plan_is_refused_and_not_made_again(plan: Before) -> None:
    refuses_with(plan, lambda plan: plan.path.unlink(), "There is no plan at")
    assert not plan.path.exists()


def test_a_renamed_plan_is_refused_and_its_writers_do_not_follow_it(plan: Before) -> None:
    away = plan.path.with_name("renamed.json")
    refuses_with(plan, lambda plan: plan.path.rename(away), "There is no plan at")
    assert ids_seen(away) == [plan.first, plan.second]


def test_a_plan_that_became_a_link_is_refused_and_nothing_is_written_through_it(plan: Before) -> None:
    def befalls(plan: Before) -> None:
        plan.path.unlink()
        plan.path.symlink_to(plan.backup)

    refuses_with(plan, befalls, "symbolic link")
    assert ids_seen(plan.backup) == [plan.first]


def test_a_plan_that_became_a_directory_is_refused(plan: Before) -> None:
    def befalls(plan: Before) -> None:
        plan.path.unlink()
        plan.path.mkdir()

    refuses_with(plan, befalls, "is a directory")


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"\0" * 4096, b'{"other": {}}', b"[1, 2"])
def test_a_plan_that_became_rubbish_is_refused_and_the_rubbish_is_left_as_it_is(plan: Before, rubbish: bytes) -> None:
    refuses_with(plan, lambda plan: _write(plan.path, rubbish), "is no plan")
    assert plan.path.read_bytes() == rubbish


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def test_a_plan_that_is_put_back_after_it_was_gone_is_gone_on_with(plan: Before) -> None:
    store = FileStore(plan.path)
    away = plan.path.with_name("away.json")
    plan.path.rename(away)
    assert "There is no plan at" in (attempt(store, new_check_in()) or "")
    away.rename(plan.path)
    last = check_in(store)
    store.close()
    must_hold(plan.path, [plan.first, plan.second, last])


@pytest.mark.parametrize("restore", [shutil.copyfile, shutil.move], ids=["copied over it", "moved over it"])
def test_a_backup_that_is_put_back_while_sessions_have_the_plan_open_is_what_they_go_on_with(
    plan: Before, restore: Callable[[Path, Path], object]
) -> None:
    store = FileStore(plan.path)
    with Far(plan.path) as far:
        restore(plan.backup, plan.path)
        assert store.changed()
        assert far.ask("look")["check_ins"] == {"CS-1": [plan.first]}
        saved = [check_in(store), far.ask("check_in", "CS-1")["saved"]]
    store.close()
    must_hold(plan.path, [plan.first, *saved])


def test_another_plan_in_its_place_is_what_an_open_session_goes_on_with(plan: Before) -> None:
    store = FileStore(plan.path)
    other = make_plan(plan.path.with_name("other.json"))
    theirs = check_in_once(other)
    other.replace(plan.path)
    last = check_in(store)
    store.close()
    must_hold(plan.path, [theirs, last])


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.999])
def test_a_truncated_plan_serves_what_is_left_of_it_and_is_mended_by_the_next_writer(plan: Before, share: float) -> None:
    store = FileStore(plan.path)
    whole = plan.path.read_bytes().rstrip()
    _write(plan.path, whole[: int(len(whole) * share)])
    left = ids_seen(plan.path)
    assert left == [plan.first, plan.second][: len(left)]
    assert [made.id for made in store.history("target-1")] == left
    if store.read().targets:
        last = check_in(store)
        must_hold(plan.path, [*left, last])
    store.close()


def test_a_plan_that_became_read_only_is_read_and_says_so_until_it_may_be_written_again(plan: Before) -> None:
    plan.path.parent.chmod(0o755)
    for parent in list(plan.path.parents)[1:4]:
        parent.chmod(parent.stat().st_mode | 0o055)
    nobody = ("--become", "65534:65534:65534:022") if os.geteuid() == 0 else ()  # root may write whatever the mode says
    plan.path.chmod(0o666)
    with Far(plan.path, *nobody) as far:
        plan.path.chmod(0o444)
        refusal = far.ask("check_in", "CS-1")
        assert (refusal["refused"], "ask its owner to let your group write" in refusal["said"]) == ("ReadOnly", True)
        assert far.ask("look")["check_ins"] == {"CS-1": [plan.first, plan.second]}
        assert far.ask("look")["read_only"] == refusal["said"]
        with Far(plan.path, *nobody) as later:
            assert later.opened["check_ins"] == {"CS-1": [plan.first, plan.second]}
            assert later.opened["read_only"] == refusal["said"]
        plan.path.chmod(0o666)
        saved = far.ask("check_in", "CS-1")["saved"]
    must_hold(plan.path, [plan.first, plan.second, saved])
