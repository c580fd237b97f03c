"""Whoever comes back on the same day goes on where they were."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from screens.mine import Mine
from screens.objective_tree import ObjectiveTree
from screens.session import NAME, Place, Session, keep_session, session_of
from screens.target_detail import TargetDetail
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.plan_tree import PlanTree
from tests.builders import NOW, TODAY
from tests.screens.house import Driven, House, an_app, driving, seen, until


def cursor_of(pilot: Driven) -> str:
    node = pilot.app.screen_stack[0].query_one(PlanTree).node
    return node.name if node else ""


async def test_cursor_filter_and_sorting_are_as_they_were(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state")) as pilot:
        await pilot.press("f", "f", "slash", *"calls", "enter", "S", "ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)
    kept = tmp_path / "state" / NAME
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    async with driving(an_app(house.build(tmp_path / "same.json"), tmp_path / "state")) as pilot:
        assert "mine, /calls: 1, worst first" in seen(pilot).splitlines()[1]
        assert cursor_of(pilot) == "Calls answered"
        await pilot.press("escape", "S")
        assert "mine:" not in seen(pilot).splitlines()[1]


async def test_the_page_that_was_open_opens(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path)) as pilot:
        await pilot.press("n", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail))
        await pilot.press("c", "ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)
    async with driving(an_app(house.build(tmp_path / "same.json"), tmp_path)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail) and "Calls answered" in seen(pilot))
        await pilot.press("escape")
        assert cursor_of(pilot) == "Calls answered"


@pytest.mark.parametrize("keys", [("2",), ("L",), ("p",), ("ctrl+f", "c", "s", "tab")])
async def test_the_list_that_was_open_opens_as_it_was_left(
    house: House, path: Path, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    def place(pilot: Driven) -> tuple[str, Place | None]:
        screen = pilot.app.screen
        return type(screen).__name__, screen.place if isinstance(screen, PlanScreen) else None

    store = house.build(path)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: getattr(place(pilot)[1], "cursor", "") != "")
        await pilot.press("f", "S", "j", "j")
        before = place(pilot)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await until(pilot, lambda: place(pilot) == before)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))


async def test_the_page_on_a_list_opens_on_it_and_beneath_one_it_does_not(house: House, path: Path, tmp_path: Path) -> None:
    store = house.build(path)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await pilot.press("enter", "2", "slash", *"cs", "enter", "enter")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 4)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)
    async with driving(an_app(store, tmp_path / "state", start_screen="mine")) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail))
        await pilot.press("q", "slash")
        await until(pilot, lambda: "/cs: 2" in seen(pilot).splitlines()[1])
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)
    assert len(pilot.app.screen_stack) <= 2


async def test_a_list_that_there_is_not_and_a_filter_that_there_is_not_are_left_out(
    house: House, path: Path, tmp_path: Path
) -> None:
    keep_session(tmp_path, Session(TODAY.isoformat(), screen="Moon"))
    store = house.build(path)
    async with driving(an_app(store, tmp_path)) as pilot:
        assert isinstance(pilot.app.screen, ObjectiveTree)
    keep_session(tmp_path, Session(TODAY.isoformat(), screen="Mine", place={"quick": "gone", "order": "gone", "cursor": "gone"}))
    async with driving(an_app(store, tmp_path)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, Mine) and "Mine" in seen(pilot))


async def test_what_is_there_no_more_is_not_looked_for(house: House, path: Path, tmp_path: Path) -> None:
    keep_session(tmp_path, Session(TODAY.isoformat(), target="gone", quick="gone", cursor="gone"))
    async with driving(an_app(house.build(path), tmp_path)) as pilot:
        assert isinstance(pilot.app.screen, ObjectiveTree)
        assert cursor_of(pilot) == "Response time"


async def test_on_another_day_a_person_begins_at_what_is_due(house: House, path: Path, tmp_path: Path) -> None:
    keep_session(tmp_path, Session(TODAY.isoformat(), quick="mine", cursor=house.cost.id))
    async with driving(an_app(house.build(path), tmp_path, now=lambda: NOW + timedelta(days=1))) as pilot:
        assert cursor_of(pilot) == "Response time"
        assert "mine:" not in seen(pilot).splitlines()[1]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"on": 5}', "\udcff"])
def test_what_cannot_be_read_is_a_fresh_session(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8", errors="surrogateescape")
    assert session_of(tmp_path, TODAY) == Session()


def test_of_what_is_kept_only_what_fits_is_taken(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(json.dumps({"on": TODAY.isoformat(), "cursor": 5, "words": "é", "worst_first": 1, "more": 1}))
    assert session_of(tmp_path, TODAY) == Session(TODAY.isoformat(), words="é")


def test_a_session_that_cannot_be_kept_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    keep_session(tmp_path / "file", Session())
    assert session_of(tmp_path / "file", TODAY) == Session()


async def test_a_page_on_a_list_turns_in_the_order_of_the_list(house: House, path: Path, tmp_path: Path) -> None:
    place = {"words": "CS-1", "quick": "", "order": "", "cursor": ""}
    keep_session(tmp_path, Session(TODAY.isoformat(), target=house.response.id, screen="Mine", place=place))
    async with driving(an_app(house.build(path), tmp_path)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail))
        assert isinstance(pilot.app.screen, TargetDetail)
        assert pilot.app.screen.order == (house.response.id,)
