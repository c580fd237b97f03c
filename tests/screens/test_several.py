"""Marks in the tree and what is done with them; the fuzzy filter; and the periods."""

from pathlib import Path

from kptui.models.target import Target
from kptui.store import FileStore
from screens.presentation.line import text_of
from screens.presentation.others import whether_as_before
from tests.builders import a_period
from tests.screens.house import Driven, House, an_app, driving, newest, said, seen, until
from tests.screens.test_command import type_in


def owner_of(path: Path, target: Target) -> str | None:
    """Return the owner, asked of the file."""
    found = FileStore(path).read().get(target.id)
    return found.owner if isinstance(found, Target) else None


async def test_all_that_is_marked_is_checked_in_on_as_last_time(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("v", "v", "equals_sign")
    await until(pilot, lambda: "as before" in said(pilot))
    assert (newest(path, house.response).value, newest(path, house.response).on.isoformat()) == (20, "2026-03-02")
    assert (newest(path, house.calls).value, newest(path, house.calls).by) == (70, "maria")
    await until(pilot, lambda: "marked" not in seen(pilot))


async def test_a_check_in_as_last_time_says_that_it_can_be_taken_back(pilot: Driven) -> None:
    await pilot.press("equals_sign")
    await until(pilot, lambda: "CS-1: as before; u takes it back" in said(pilot))


async def test_on_what_is_somebody_elses_a_check_in_as_last_time_asks_first(pilot: Driven, house: House, path: Path) -> None:
    await type_in(pilot, "/it-1")
    await pilot.press("enter", "equals_sign")
    await until(pilot, lambda: "It is somebody else's: check in as last time?" in seen(pilot))
    assert "IT-1    Ben Oatlark            20 h" in seen(pilot)
    await pilot.press("n")
    await until(pilot, lambda: "somebody else's" not in seen(pilot))
    assert newest(path, house.hours).on.isoformat() == "2026-02-27"
    await pilot.press("equals_sign", "y")
    await until(pilot, lambda: newest(path, house.hours).on.isoformat() == "2026-03-02")


async def test_of_many_that_are_marked_only_ones_own_can_be_checked_in_on(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("g", "j", "v", "equals_sign")
    await until(pilot, lambda: "1 of the 3 are somebody else's" in seen(pilot))
    await pilot.press("o")
    await until(pilot, lambda: "CS-1, CS-2: as before" in said(pilot))
    assert newest(path, house.hours).on.isoformat() == "2026-02-27"


def test_of_very_many_some_are_named_and_the_rest_counted(house: House, path: Path) -> None:
    plan = house.build(path).read()
    asked = whether_as_before(plan, [house.hours, house.stray] * 5, 10)
    assert [text_of(row) for row in asked.about[-2:]] == ["  XX-1                           no check-in yet", "  and 2 more"]
    assert [choice.name for choice in asked.choices] == ["Check in", "Leave it"]


async def test_where_one_of_the_marked_takes_no_check_in_none_is_saved(pilot: Driven, house: House, path: Path) -> None:
    await type_in(pilot, "/fi")
    await pilot.press("enter", "g", "j", "v")
    assert "2 marked" in seen(pilot)
    await pilot.press("equals_sign")
    await until(pilot, lambda: "FI-2" in said(pilot))
    assert newest(path, house.cost).on.isoformat() == "2026-02-27"
    assert "2 marked" in seen(pilot)


async def test_c_begins_with_the_first_marked_that_takes_a_check_in_and_says_why_none_does(pilot: Driven) -> None:
    await type_in(pilot, "/fi-2")
    await pilot.press("enter", "G", "v", "c")
    await until(pilot, lambda: "FI-2 is draft" in said(pilot))
    await pilot.press("escape", "G", "v", "c")
    await until(pilot, lambda: "Check in  XX-1" in seen(pilot))


async def test_all_that_is_marked_is_handed_over_in_one_change(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("v", "v", "t")
    await until(pilot, lambda: "Hand over  CS-1, CS-2" in seen(pilot))
    await type_in(pilot, "ben")
    await pilot.press("ctrl+s")
    await until(pilot, lambda: owner_of(path, house.calls) == house.ben.id)
    assert owner_of(path, house.response) == house.ben.id
    await until(pilot, lambda: "Hand over" not in seen(pilot))
    await pilot.press("u")
    await until(pilot, lambda: owner_of(path, house.response) == house.maria.id)
    assert owner_of(path, house.calls) == house.service.id


async def test_marks_stay_through_a_filter_and_go_after_it(pilot: Driven) -> None:
    await pilot.press("v")
    await type_in(pilot, "/cs")
    await pilot.press("enter")
    assert "1 marked, /cs: 2" in seen(pilot)
    await pilot.press("escape")
    assert "1 marked" in seen(pilot)
    await pilot.press("escape")
    await until(pilot, lambda: "marked" not in seen(pilot))


async def test_a_mark_on_what_is_no_target_marks_all_beneath_it_and_another_one_unmarks(pilot: Driven) -> None:
    await pilot.press("g", "v")
    assert "marked" not in seen(pilot)
    await pilot.press("j", "v")
    await until(pilot, lambda: "3 marked" in seen(pilot))
    await pilot.press("v")
    await until(pilot, lambda: "marked" not in seen(pilot))


async def test_letters_in_their_order_find_what_no_words_do(pilot: Driven, house: House) -> None:
    await type_in(pilot, "/rsptm")
    await pilot.press("enter")
    assert "Response time" in seen(pilot)
    assert "Calls answered" not in seen(pilot)


async def test_words_hide_what_has_only_their_letters(pilot: Driven) -> None:
    await type_in(pilot, "/cal")
    await pilot.press("enter")
    assert "Calls answered" in seen(pilot)
    assert "Cost a parcel" not in seen(pilot)


async def test_what_is_inverted_is_never_taken_for_letters(pilot: Driven) -> None:
    await type_in(pilot, "/!rsptm")
    await pilot.press("enter")
    assert "Response time" in seen(pilot)
    assert "Calls answered" in seen(pilot)


async def test_the_brackets_turn_the_periods_of_the_tree(house: House, path: Path, tmp_path: Path) -> None:
    store = house.build(path)
    later = a_period(name="Later", start="2027-01-01", end="2027-06-30")
    store.save(lambda _: [later])
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        name = next(p.name for p in store.read().periods if p.name != "Later")
        await pilot.press("right_square_bracket")
        assert f"{name}:" in seen(pilot)
        assert "Response time" in seen(pilot)
        await pilot.press("right_square_bracket")
        assert "No target is of Later" in seen(pilot)
        await pilot.press("left_square_bracket")
        assert f"{name}:" in seen(pilot)
        await pilot.press("escape")
        assert f"{name}:" not in seen(pilot)


async def test_what_is_said_names_the_key_that_undo_has(house: House, path: Path, tmp_path: Path) -> None:
    app = an_app(house.build(path), tmp_path)
    app.set_keymap({"undo": "ctrl+z"})
    async with driving(app) as pilot:
        await pilot.press("equals_sign")
        await until(pilot, lambda: "as before; ^Z takes it back" in said(pilot))
