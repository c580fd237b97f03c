"""Help that says why a key can do nothing, and the tour of who is here for the first time."""

import re
from pathlib import Path

from kptui.store import FileStore
from screens.help import Entries
from tests.screens.house import Driven, House, an_app, driving, said, seen, until
from tests.screens.test_check_in import a_newer_schema
from tests.screens.test_command import type_in


async def test_help_says_why_a_key_can_do_nothing(pilot: Driven) -> None:
    await pilot.press("g", "question_mark")
    assert "Check in: move to a target first" in seen(pilot)
    await type_in(pilot, "check in")
    await pilot.press("enter")
    await until(pilot, lambda: "move to a target first" in said(pilot))
    assert "What can be pressed here" in seen(pilot)


async def test_help_begins_with_what_is_done_here_and_says_how_much_is_below(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state"), (80, 24)) as pilot:
        await pilot.press("question_mark")
        rows = seen(pilot).splitlines()
        assert rows[2:4] == [" Here", " c                Check in on this target, or all marked"]
        assert re.search(r" ↓ \d+ more$", rows[-2])
        await pilot.press(*(["pagedown"] * 4))
        await until(pilot, lambda: "more" not in seen(pilot).splitlines()[-2])
        assert re.search(r"^ Move\n j Down .*\n k Up ", seen(pilot), re.MULTILINE)
        await pilot.press(*(["pageup"] * 4), "up")
        await until(pilot, lambda: seen(pilot).splitlines()[2] == " Here")
        assert pilot.app.screen.query_one(Entries).cursor == 1


async def test_the_cursor_passes_over_the_headings_and_a_search_shows_none(pilot: Driven) -> None:
    await pilot.press("question_mark")
    rows = pilot.app.screen.query_one(Entries)
    chosen = []
    for key in (*["down"] * rows.row_count, *["up"] * rows.row_count):
        await pilot.press(key)
        assert rows.chosen is not None
        chosen.append(rows.chosen.group)
    assert list(dict.fromkeys(chosen)) == ["Here", "Go to", "Always", "Move"]
    await type_in(pilot, "screen that you left")
    assert seen(pilot).splitlines()[2].startswith(" `  ")


async def test_help_names_the_screens_in_the_order_of_their_keys(pilot: Driven) -> None:
    found = [entry.keys[0] for entry in pilot.app.what_can_be_done() if entry.group == "Go to"]  # type: ignore[attr-defined]
    assert found[:5] == ["1", "2", "3", "L", "p"]


async def test_help_keeps_apart_what_two_keys_do(pilot: Driven) -> None:
    await pilot.press("question_mark")
    await type_in(pilot, "stand-up")
    assert re.search(r"^ s +Hold a stand-up on the targets in view", seen(pilot), re.MULTILINE)
    assert re.search(r"^ 3 +Hold a stand-up on all targets", seen(pilot), re.MULTILINE)


async def test_help_says_why_a_draft_takes_no_check_in(pilot: Driven) -> None:
    await type_in(pilot, "/fi-2")
    await pilot.press("enter", "question_mark")
    await until(pilot, lambda: "FI-2 is draft; only active targets" in seen(pilot))


async def test_a_command_that_can_do_nothing_says_why(pilot: Driven) -> None:
    await pilot.press("g")
    await type_in(pilot, ":why")
    assert "move to a target first" in seen(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "move to a target first" in said(pilot))


async def test_among_people_help_says_what_only_persons_have(pilot: Driven) -> None:
    await pilot.press("p", "question_mark")
    await until(pilot, lambda: "Hand over: move to a person first" in seen(pilot))


async def test_where_nothing_can_be_saved_help_says_so(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    store = FileStore(path)
    store.save(lambda _: [a_newer_schema(store)])
    async with driving(an_app(FileStore(path), tmp_path)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: "Check in: nothing can be saved" in seen(pilot))
        await type_in(pilot, "undo")
        assert "Undo: nothing can be saved" in seen(pilot)


async def test_the_tour_has_five_lessons_and_comes_once(house: House, path: Path, tmp_path: Path) -> None:
    store = house.build(path)
    app = an_app(store, tmp_path / "state")
    app.tour = tmp_path / "own" / "toured"
    async with driving(app, (60, 20)) as pilot:
        for number in range(1, 6):
            assert f"Tour {number}/5" in seen(pilot).splitlines()[-2]
            assert "Esc ends" in seen(pilot).splitlines()[-2]
            await pilot.press("tab")
        await until(pilot, lambda: "Tour" not in seen(pilot))
    again = an_app(store, tmp_path / "state")
    again.tour = tmp_path / "own" / "toured"
    async with driving(again) as pilot:
        assert "Tour" not in seen(pilot)


async def test_one_key_ends_the_tour_and_the_others_work_meanwhile(house: House, path: Path, tmp_path: Path) -> None:
    app = an_app(house.build(path), tmp_path / "state")
    app.tour = tmp_path / "toured"
    async with driving(app) as pilot:
        await type_in(pilot, "/cs")
        await pilot.press("enter", "escape")
        assert "Tour 1/5" in seen(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "Tour" not in seen(pilot))
