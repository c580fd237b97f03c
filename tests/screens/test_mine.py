"""Mine and due: what one owes, what waits for one, and several check-ins in one key; and the list that it is made of."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kptui.changes import add_records
from kptui.models.obstacle import SupportRequest
from kptui.store import FileStore
from screens.check_in import CheckInForm
from screens.meeting import MeetingApp
from screens.mine import Mine
from screens.objective_tree import ObjectiveTree
from screens.presentation.line import line
from screens.target_detail import TargetDetail
from screens.widgets.list_keys import DutyKeys
from screens.widgets.list_screen import ListScreen
from screens.widgets.record_list import Listed, MarkedRows, RecordList
from tests.builders import NOW, TODAY, a_blocker, a_day, a_support_request, an_action
from tests.screens.house import Driven, House, an_app, driving, newest, said, seen, until
from tests.screens.proving import Proofs
from tests.screens.test_stand_up import came_to, under_cursor

proofs = Proofs()


@pytest.fixture
async def mine(house: House, path: Path, tmp_path: Path) -> AsyncIterator[Driven]:
    store = house.build(path)
    asked = a_support_request(house.hours, house.maria, text="Which phone?", by="ben")
    waits = (asked, a_blocker(house.calls), an_action(house.cost, owner=house.maria.id, due="2026-02-27"))
    store.save(add_records(*waits))
    async with driving(an_app(store, tmp_path / "state"), (80, 24)) as pilot:
        await came_to(pilot, Mine, "2")
        yield pilot


@proofs.of(MeetingApp, "mine")
async def test_two_lists_what_i_owe_then_what_waits_for_me_then_the_rest(mine: Driven) -> None:
    head, columns, *rows = seen(mine).splitlines()
    assert head.rstrip().endswith("1 due, 1 asked of me, 1 blocked, 1 promised")
    assert columns.split() == ["Status", "Last", "Due"]
    assert [row.split()[0] for row in rows[:5]] == ["check", "asked", "blocked", "promised", "CS-2"]
    assert "asks Maria Berger for help" in rows[1]
    assert rows[3].rstrip().endswith("late 3 d")


@proofs.of(Mine, "as_before")
@proofs.of(MarkedRows, "mark")
async def test_all_that_are_marked_are_checked_in_on_as_before_at_once(mine: Driven, path: Path, house: House) -> None:
    await mine.press("space", "G", "v", "equals_sign")
    await until(mine, lambda: "CS-1, CS-2: as before" in said(mine))
    assert [(newest(path, t).value, newest(path, t).on) for t in (house.response, house.calls)] == [(20, TODAY), (70, TODAY)]
    assert path.read_text().count('"~part":[2,2]') >= 1
    await until(mine, lambda: "check in" not in seen(mine).splitlines()[2])
    assert "•" not in seen(mine)


async def test_without_a_mark_the_row_alone_is_checked_in_on(mine: Driven, path: Path, house: House) -> None:
    await mine.press("equals_sign")
    await until(mine, lambda: "CS-1: as before" in said(mine))
    assert newest(path, house.calls).by == "ben"


@proofs.of(DutyKeys, "settle")
async def test_what_waits_is_settled_by_a_key(mine: Driven, path: Path) -> None:
    await mine.press("m")
    assert "Move to a blocker, a call for help or a promise first" in said(mine)
    await mine.press("j", "m")
    await until(mine, lambda: "Which phone?" not in seen(mine) and "IT-1: settled" in said(mine))
    assert [r.answered_on for r in FileStore(path).read().all_of(SupportRequest)] == [TODAY]


@proofs.of(ListScreen, "open")
async def test_enter_opens_and_c_checks_in_and_both_come_back(mine: Driven, path: Path, house: House) -> None:
    await came_to(mine, TargetDetail, "j", "enter")
    assert "IT-1" in seen(mine)
    await came_to(mine, Mine, "escape")
    await came_to(mine, CheckInForm, "k", "c")
    await came_to(mine, Mine, *"18", "ctrl+s")
    assert newest(path, house.response).value == 18


@proofs.of(ListScreen, "filter", "clear", "back")
async def test_a_filter_narrows_escape_takes_it_away_then_the_marks_then_goes_back(mine: Driven) -> None:
    await mine.press("space", "slash", *"phone")
    assert "IT-1" in seen(mine)
    assert "CS-2" not in seen(mine)
    await mine.press("enter")
    assert " /phone" in seen(mine).splitlines()[1]
    await mine.press("escape")
    assert "CS-2" in seen(mine)
    assert "•" in seen(mine)
    await mine.press("escape")
    assert "•" not in seen(mine)
    await mine.press("slash", *"!cs nowhere", "escape")
    assert "CS-2" in seen(mine)
    await came_to(mine, ObjectiveTree, "q")
    await came_to(mine, Mine, "2")
    await came_to(mine, ObjectiveTree, "escape")


async def test_a_filter_that_nothing_fits_says_so(mine: Driven) -> None:
    await mine.press("slash", *"zzz")
    assert "Nothing here has zzz in it. Press Esc" in seen(mine)
    await mine.press("backspace", "backspace", "backspace", *"!cs")
    assert "CS-1" not in seen(mine)
    assert "IT-1" in seen(mine)


@proofs.of(Mine, "quick_filter", "sort")
async def test_f_leaves_what_is_due_and_sorting_goes_by_day(mine: Driven) -> None:
    await mine.press("f")
    assert seen(mine).splitlines()[1].split() == ["due:", "4", "Status", "Last", "Due"]
    assert "CS-2 Calls answered" not in seen(mine)
    await mine.press("f")
    assert seen(mine).splitlines()[1].strip().startswith("in trouble: ")
    await mine.press("f", "S")
    rows = seen(mine).splitlines()
    assert rows[1].split() == ["by", "day", "Status", "Last", "Due"]
    assert rows[2].split()[0] == "check"
    assert rows[3].split()[0] == "promised"


@proofs.of(ListScreen, "add")
async def test_a_adds_something_where_the_cursor_is(mine: Driven) -> None:
    await mine.press("a")
    await until(mine, lambda: "What do you want to add?" in seen(mine))


async def test_on_a_narrow_screen_the_list_keeps_what_it_is_and_by_when(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state"), (60, 20)) as pilot:
        await came_to(pilot, Mine, "2")
        lines = seen(pilot).splitlines()
        assert lines[2].split()[:2] == ["check", "in"]
        assert lines[2].rstrip().endswith("late 7 d")
        assert max(map(len, lines)) <= 60
        assert lines[-1].endswith("? help")


async def test_who_is_nobody_here_is_told_so(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state", user="zoe")) as pilot:
        await came_to(pilot, Mine, "2", "2", "equals_sign")
        assert "Nobody in this plan has the login zoe" in seen(pilot)


async def test_who_owns_nothing_is_told_what_to_press(house: House, path: Path, tmp_path: Path) -> None:
    store = house.build(path)
    store.save(
        add_records(house.maria.edited(NOW, "maria", login="zoe", team=None, name="Zoe"), house.ben.edited(NOW, "x", login="m"))
    )
    store.save(add_records(house.ben.model_copy(update={"id": "fen", "login": "fen", "team": None})))
    async with driving(an_app(store, tmp_path / "state", user="fen")) as pilot:
        await came_to(pilot, Mine, "2")
        assert "Nothing here is yours. Press 1 for the tree" in seen(pilot)
        await pilot.press("f")
        assert "Nothing here is yours. Press 1 for the tree" in seen(pilot)


async def test_what_others_change_is_shown_and_the_cursor_stays(mine: Driven, path: Path, house: House) -> None:
    await mine.press("G")
    assert under_cursor(mine) == "CS-2"
    FileStore(path).save(add_records(an_action(house.hours, owner=house.maria.id, text="Ring Ben", due=a_day("2026-03-04"))))
    await until(mine, lambda: "Ring Ben" in seen(mine))
    assert under_cursor(mine) == "CS-2"


async def test_a_read_only_list_says_why_nothing_is_saved(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    store = FileStore(path)
    schema = store.read().get("schema")
    assert schema is not None
    store.save(lambda _: [schema.edited(NOW, "ben", number=99)])
    async with driving(an_app(FileStore(path), tmp_path / "state")) as pilot:
        await came_to(pilot, Mine, "2", "equals_sign")
        await until(pilot, lambda: "newer kptui" in said(pilot))
        await pilot.press("q")
        await came_to(pilot, ObjectiveTree, "3")
        assert len(FileStore(path).history(house.response.id)) == 2


class Plain(RecordList):
    """A list of rows without a screen around it."""


def test_the_cursor_passes_over_rows_that_are_about_nothing() -> None:
    from textual.app import App

    names = ("", "a", "", "b", "")

    async def walk() -> list[str]:
        app: App[None] = App()
        async with app.run_test() as pilot:
            listing = Plain()
            await app.screen.mount(listing)
            listing.show([Listed(name, lambda _: line("x")) for name in names])
            found = []
            for step in (0, 1, 1, -1, -1):
                listing.action_move(step)
                found.append(listing.current.id if listing.current else "")
            listing.show([])
            listing.turn_mark()
            found.append("" if listing.current is None else "?")
            await pilot.pause()
            return found

    import asyncio

    assert asyncio.run(walk()) == ["a", "b", "b", "a", "a", ""]


@proofs.of(MarkedRows, "next_match", "previous_match")
async def test_n_goes_to_the_next_match_of_a_filter_and_back(mine: Driven) -> None:
    await mine.press("slash", *"cs-", "enter", "g")
    rows = mine.app.screen.query_one(MarkedRows)
    first = rows.current
    await mine.press("n")
    assert rows.current != first
    await mine.press("N")
    assert rows.current is not None
    assert first is not None
    assert rows.current.id == first.id


def test_every_key_of_the_list_is_proven() -> None:
    assert proofs.missing((Mine, MarkedRows, DutyKeys, ListScreen)) == {("MeetingApp", "mine")}
