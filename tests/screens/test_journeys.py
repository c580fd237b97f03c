"""Journeys: what a lead does from the first key to the file."""

from datetime import date
from pathlib import Path

from textual.app import App
from textual.events import Key

from kptui.models.check_in import OwnCall
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.samples import write_demo
from kptui.store import FileStore
from screens.check_in import CheckInForm
from screens.objective_tree import ObjectiveTree
from screens.target_detail import TargetDetail
from tests.builders import TODAY
from tests.screens.house import Driven, House, an_app, driving, newest, seen, until


async def test_a_newcomer_gets_from_the_demo_to_a_saved_check_in_in_under_ten_keys(tmp_path: Path) -> None:
    path = tmp_path / "demo.json"
    write_demo("company", path, TODAY, "maria")
    before = count(FileStore(path).read())
    async with driving(an_app(FileStore(path), tmp_path / "state"), size=(80, 24)) as pilot:
        assert "c check in" in seen(pilot)
        keys = ["c", "1", "4", "full_stop", "5", "ctrl+s"]
        await pilot.press(*keys)
        await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert len(keys) < 10
    assert count(FileStore(path).read()) == before + 1


def count(plan: Plan) -> int:
    return sum(len(readings) for readings in plan.readings.values())


async def test_a_whole_check_in_is_in_the_file_as_it_was_typed(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c")
    for text in ("18,5", "7", "at", "Two new people", "Sick leave", "Shifts", "13", "yesterday"):
        await pilot.press(*text, "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    saved = newest(path, house.response)
    assert (saved.value, saved.confidence, saved.own_call) == (18.5, 7, OwnCall.at_risk)
    assert (saved.achievements, saved.challenges) == ("Two new people", "Sick leave")
    assert saved.adjustment is not None
    assert (saved.adjustment.of, saved.adjustment.text, saved.adjustment.goal) == ("goal", "Shifts", 13)
    assert (saved.on, saved.by) == (date(2026, 3, 1), "maria")
    target = FileStore(path).read().get(house.response.id)
    assert isinstance(target, Target)
    assert (target.goal, target.original_goal) == (13, 12)


async def test_save_and_next_goes_through_the_targets_in_the_order_of_the_tree(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", "1", "9", "ctrl+n")
    await until(pilot, lambda: "CS-2" in seen(pilot).partition("\n")[0])
    await pilot.press("7", "5", "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert newest(path, house.response).value == 19
    assert newest(path, house.calls).value == 75


async def test_from_a_targets_page_one_checks_in_and_sees_the_new_value(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail))
    await pilot.press("c", "1", "6", "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail) and "16 h" in seen(pilot))
    assert newest(path, house.response).value == 16


async def test_keys_typed_ahead_go_where_they_would_have_gone_in_time(pilot: Driven, path: Path, house: House) -> None:
    typed_at_once(pilot.app, "c", *"19", "ctrl+n", *"75", "tab", "8", "ctrl+s", "slash", *"parcel", "enter", "c", *"4.5", "tab")
    await until(pilot, lambda: isinstance(pilot.app.screen, CheckInForm) and "FI-1" in seen(pilot).partition("\n")[0])
    typed_at_once(pilot.app, "7", "ctrl+s", "w", "q", "q")
    await until(pilot, lambda: not pilot.app.is_running)
    assert newest(path, house.response).value == 19
    assert (newest(path, house.calls).value, newest(path, house.calls).confidence) == (75, 8)
    assert (newest(path, house.cost).value, newest(path, house.cost).confidence) == (4.5, 7)


def typed_at_once(app: App[None], *keys: str) -> None:
    """Send keys as one burst, as a slow line does."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))


async def test_a_filter_finds_the_target_and_the_check_in_goes_to_it(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("slash", *"parcel", "enter", "c")
    await until(pilot, lambda: isinstance(pilot.app.screen, CheckInForm))
    await pilot.press(*"4.5", "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert newest(path, house.cost).value == 4.5
