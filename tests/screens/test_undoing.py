"""Undo, redo and the log: one's own last change is taken back and done again, unless somebody built on it."""

import fcntl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from kptui.changes import edit_record, record_check_in
from kptui.paths import login
from kptui.store import FileStore
from screens.log import Log
from screens.meeting import MeetingApp
from screens.mine import Mine
from screens.objective_tree import ObjectiveTree
from screens.target_detail import TargetDetail
from screens.undoing import UndoingApp
from tests.builders import NOW, TODAY, a_check_in
from tests.screens.house import Driven, House, an_app, driving, newest, said, seen, until
from tests.screens.proving import Proofs
from tests.screens.test_stand_up import came_to

proofs = Proofs()
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.fixture
async def pilot(house: House, path: Path, tmp_path: Path) -> AsyncIterator[Driven]:
    """The app an hour after the plan was made: what one login saves within a second counts as one change."""
    async with driving(an_app(house.build(path), tmp_path / "state", now=lambda: LATER)) as running:
        yield running


async def checked_in(pilot: Driven) -> None:
    await pilot.press("c", *"18", "ctrl+s")
    await until(pilot, lambda: "CS-1: 18 h" in said(pilot))


def stands_at(path: Path, house: House) -> float:
    last = FileStore(path).read().latest(house.response.id)
    assert last is not None
    return last.value


@proofs.of(UndoingApp, "undo", "redo")
async def test_undo_and_redo_work_from_any_screen_and_say_what_was_done(pilot: Driven, path: Path, house: House) -> None:
    await checked_in(pilot)
    await came_to(pilot, Mine, "2", "u")
    await until(pilot, lambda: "Undone: CS-1: withdrew check-in; 18 h on 2 Mar" in said(pilot))
    assert stands_at(path, house) == 20
    await pilot.press("U")
    await until(pilot, lambda: "Done again: CS-1: brought back check-in; 18 h" in said(pilot))
    assert stands_at(path, house) == 18
    await pilot.press("ctrl+r")
    await until(pilot, lambda: "your last change was not an undo" in said(pilot))


async def test_undo_goes_back_change_by_change_and_redo_forward_again(pilot: Driven, path: Path, house: House) -> None:
    FileStore(path).save(record_check_in(a_check_in(house.response, TODAY, 19, at=NOW + timedelta(minutes=9))))
    await checked_in(pilot)
    found = []
    for key in ("u", "u", "U", "U", "u", "u"):
        before = path.stat().st_mtime_ns
        await pilot.press(key)
        await until(pilot, lambda before=before: path.stat().st_mtime_ns != before)  # type: ignore[misc]  # the loop's own
        await pilot.app.workers.wait_for_complete()
        found.append(stands_at(path, house))
    assert found == [19, 20, 19, 18, 19, 20]


async def test_undo_is_refused_where_somebody_built_on_it(pilot: Driven, path: Path, house: House) -> None:
    await checked_in(pilot)
    FileStore(path).save(record_check_in(a_check_in(house.response, TODAY, 16, by="ben", at=LATEST)))
    await pilot.press("u", "u")
    await until(pilot, lambda: "Not undone: Ben Oatlark checked in on CS-1 for the same day" in said(pilot))
    assert stands_at(path, house) == 16


async def test_a_change_of_several_records_is_told_by_its_first(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state", user="ben", now=lambda: LATER)) as pilot:
        await pilot.press("slash", *"CS-1", "enter", "c", *'18 "slow" block:tool', "ctrl+s")
        await until(pilot, lambda: "CS-1: 18 h" in said(pilot))
        await pilot.press("u")
        await until(pilot, lambda: "Undone: CS-1: withdrew check-in; 18 h on 2 Mar, and 1 more" in said(pilot))


@proofs.of(MeetingApp, "log")
async def test_the_log_has_the_newest_first_and_can_be_filtered_and_opened(pilot: Driven, path: Path, house: House) -> None:
    FileStore(path).save(edit_record(house.calls, LATEST, "ben", name="Calls taken"))
    await came_to(pilot, Log, "L", "L")
    await until(pilot, lambda: "changed target" in seen(pilot))
    rows = seen(pilot).splitlines()
    assert "When By       What                Of         Details" in rows[1]
    assert "name Calls answered → Calls taken" in rows[2]
    await pilot.press("slash", *"corrected", "enter")
    assert "Nothing here has corrected in it. Press Esc" in seen(pilot)
    await pilot.press("escape", "slash", *"ben cs-2", "enter")
    assert " /ben cs-2" in seen(pilot).splitlines()[1]
    assert "2 shown" in seen(pilot).splitlines()[0]
    await came_to(pilot, TargetDetail, "enter")
    assert "Calls taken" in seen(pilot)
    await came_to(pilot, Log, "escape")
    await came_to(pilot, ObjectiveTree, "escape", "q")


async def test_the_log_reads_what_others_save(pilot: Driven, path: Path, house: House) -> None:
    await came_to(pilot, Log, "L")
    FileStore(path).save(record_check_in(a_check_in(house.response, TODAY, 16, by="ben", challenges="ill")))
    await until(pilot, lambda: "16 h on 2 Mar ! ill" in seen(pilot))


async def test_a_log_that_cannot_be_read_says_so(pilot: Driven, path: Path) -> None:
    path.rename(path.with_suffix(".away"))
    await came_to(pilot, Log, "L")
    await until(pilot, lambda: "is no plan" in said(pilot) or "no plan" in said(pilot).lower())


async def test_on_a_narrow_screen_the_log_keeps_what_and_when(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state"), (60, 20)) as pilot:
        await came_to(pilot, Log, "L")
        await until(pilot, lambda: "FI-1" in seen(pilot))
        assert max(len(row) for row in seen(pilot).splitlines()) <= 60
        await pilot.press("slash", *"pillar")
        await until(pilot, lambda: "added pillar" in seen(pilot))


async def test_who_keeps_a_quick_save_waiting_is_said_and_keys_go_on(pilot: Driven, path: Path, house: House) -> None:
    await came_to(pilot, Mine, "2")
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        await pilot.press("equals_sign")
        await until(pilot, lambda: f"Waiting for {login()}" in said(pilot))
        await came_to(pilot, ObjectiveTree, "q")
    await until(pilot, lambda: len(FileStore(path).history(house.response.id)) == 3)
    assert newest(path, house.response).value == 20


async def test_what_is_saved_after_the_program_has_ended_is_no_mistake_of_it(house: House, path: Path, tmp_path: Path) -> None:
    app = an_app(house.build(path), tmp_path)
    async with driving(app):
        pass
    assert not app.screen_stack
    app.on_keys_may_go_on()
    assert app.mistake is None


def test_every_key_is_proven() -> None:
    assert proofs.missing((UndoingApp,)) == {("MeetingApp", "log")}
