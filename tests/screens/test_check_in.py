"""The check-in: nothing typed is lost, what was understood is shown, and it closes only once the file is safe."""

import asyncio
import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.events import Paste

from kptui.changes import Change, edit_record, record_check_in
from kptui.errors import NotSaved
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.record import Record
from kptui.paths import login
from kptui.plan import Plan
from kptui.store import FileStore
from kptui.wait import Wait
from screens.check_in import CheckInForm
from screens.drafts import Drafts
from screens.objective_tree import ObjectiveTree
from screens.widgets.form import Form
from screens.widgets.plan_tree import PlanTree
from tests.builders import NOW, a_check_in
from tests.screens.house import Driven, House, an_app, driving, newest, said, seen, until


class SlowStore(FileStore):
    """A store that has to wait for its turn."""

    turn = threading.Event()

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        self.turn.wait(30)
        return super().save(change, wait)


class WritingStore(FileStore):
    """A store that takes its time to write, once it is its turn."""

    turn = threading.Event()

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        if wait:
            wait.grant()
        self.turn.wait(30)
        return super().save(change)

    def waiting_for(self) -> str:
        return "ben"


class FailingStore(FileStore):
    """A store whose disk says no, after or before the lines are in the file."""

    arrives = False

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        if self.arrives:
            super().save(change, wait)
        raise NotSaved("The disk is full; make room, then save again.")


async def test_what_was_understood_and_what_it_would_do_is_shown_before_it_is_saved(pilot: Driven) -> None:
    await pilot.press("c", *"+1,5")
    assert "21.5 h, +1.5 h" in seen(pilot)
    await pilot.press("ctrl+u", *"14")
    assert "▲ at risk → ● on track" in seen(pilot)
    assert "If saved" in seen(pilot)


async def test_a_mistake_is_told_at_its_field_and_saving_goes_there(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *"18", "tab", *"11", "tab", "ctrl+s")
    assert isinstance(pilot.app.screen, CheckInForm)
    assert "no confidence" in seen(pilot)
    assert pilot.app.focused is not None
    assert pilot.app.focused.name == "confidence"
    assert newest(path, house.response).value == 20


async def test_without_a_value_nothing_is_saved(pilot: Driven) -> None:
    await pilot.press("c", "backspace", "ctrl+s")
    assert "Type the value first" in seen(pilot)
    assert isinstance(pilot.app.screen, CheckInForm)


async def test_as_last_time_takes_two_keys(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert (newest(path, house.response).value, newest(path, house.response).on) == (20, NOW.date())


async def test_value_and_confidence_take_six_keys(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", "1", "8", "tab", "7", "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert (newest(path, house.response).value, newest(path, house.response).confidence) == (18, 7)


async def test_a_confidence_that_nobody_touches_stays_as_it_was(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", "1", "8", "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert (newest(path, house.response).value, newest(path, house.response).confidence) == (18, 6)
    await pilot.press("c", "tab", "delete", "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert (newest(path, house.response).value, newest(path, house.response).confidence) == (18, None)


async def test_beside_a_value_that_is_typed_the_confidence_still_follows_what_others_save(
    pilot: Driven, path: Path, house: House
) -> None:
    await pilot.press("c", *"15")
    FileStore(path).save(record_check_in(a_check_in(house.response, NOW.date(), 16, confidence=8, by="ben")))
    await until(pilot, lambda: "Ben Oatlark checked in 16 h, confidence 8" in seen(pilot))
    assert isinstance(pilot.app.screen, CheckInForm)
    typed = pilot.app.screen.query_one(Form).typed
    assert (typed["value"], typed["confidence"]) == ("15", "8")
    await pilot.press("tab", "7", "shift+tab")
    FileStore(path).save(record_check_in(a_check_in(house.response, NOW.date(), 17, confidence=9, by="ben")))
    await until(pilot, lambda: "Ben Oatlark checked in 17 h" in seen(pilot))
    assert pilot.app.screen.query_one(Form).typed["confidence"] == "7"


async def test_a_confidence_half_typed_is_typed_on_when_the_cursor_comes_back(pilot: Driven) -> None:
    await pilot.press("c", "tab", "1", "tab", "shift+tab", "0")
    assert isinstance(pilot.app.screen, CheckInForm)
    assert pilot.app.screen.query_one(Form).typed["confidence"] == "10"


async def test_the_first_line_says_the_confidence_and_no_hint_says_another(pilot: Driven) -> None:
    await pilot.press("c", *"18 c7 on:yesterday")
    assert "7, on the first line" in seen(pilot)
    assert " today " not in seen(pilot).split("Day")[1]


async def test_the_last_value_that_stands_there_is_no_draft(pilot: Driven, tmp_path: Path, house: House) -> None:
    await pilot.press("c", "escape")
    assert "kept as a draft" not in said(pilot)
    await pilot.press("c", *"18", "ctrl+t")
    assert isinstance(pilot.app.screen, CheckInForm)
    assert pilot.app.screen.query_one(Form).typed["value"] == "20"
    assert Drafts(tmp_path / "state").find(house.response.id) == {}


async def test_one_line_says_all_of_it_and_is_one_change(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *'14.5 c7 "vendor slipped" block:dependency @ben')
    assert '"vendor slipped"; blocked (dependency);' in seen(pilot)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    plan = FileStore(path).read()
    assert [b.text for b in plan.all_of(Blocker)] == ["vendor slipped"]
    assert [r.of for r in plan.all_of(SupportRequest)] == [house.ben.id]
    assert newest(path, house.response).challenges == "vendor slipped"
    assert path.read_text().count('"~part":[3,3]') == 1


async def test_a_word_that_is_begun_is_completed_by_the_right_arrow(pilot: Driven) -> None:
    await pilot.press("c", *"14.5 bl")
    await until(pilot, lambda: "14.5 block:" in seen(pilot))
    await pilot.press("right")
    assert isinstance(pilot.app.screen, CheckInForm)
    assert pilot.app.screen.query_one(Form).typed["value"] == "14.5 block:"


async def test_ctrl_c_copies_what_is_selected_says_so_and_twice_quits(pilot: Driven, tmp_path: Path, house: House) -> None:
    await pilot.press("c", *"17", "shift+home", "ctrl+c")
    assert "Copied 17. ^C once more quits" in said(pilot)
    assert pilot.app.clipboard == "17"
    await pilot.press("ctrl+c")
    await until(pilot, lambda: not pilot.app.is_running)
    assert Drafts(tmp_path / "state").find(house.response.id)["value"] == "17"


@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=str)
async def test_what_is_wrong_with_a_field_is_said_in_whole_words_and_whole_below(pilot: Driven, size: tuple[int, int]) -> None:
    await pilot.resize_terminal(*size)
    await pilot.press("c", "tab", "tab", "tab", "tab", "tab", "tab", "tab", *"someday")
    await until(pilot, lambda: "someday" in seen(pilot))
    beside, *below = [row for row in seen(pilot).splitlines() if "no day" in row or "2026-03-02" in row]
    assert beside.endswith("'someday' is no day")
    assert " ".join(" ".join(below).split()) == "'someday' is no day; type one such as 2 Mar, yesterday, monday or 2026-03-02."


async def test_a_last_value_that_nobody_typed_follows_what_others_save(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c")
    FileStore(path).save(record_check_in(a_check_in(house.response, NOW.date(), 16, confidence=8, by="ben")))
    await until(pilot, lambda: "16 h, as before" in seen(pilot))
    await pilot.press(*"15")
    assert isinstance(pilot.app.screen, CheckInForm)
    typed = pilot.app.screen.query_one(Form).typed
    assert (typed["value"], typed["confidence"]) == ("15", "8")


async def test_who_has_just_checked_in_is_shown_before_it_is_replaced(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *"18")
    FileStore(path).save(record_check_in(a_check_in(house.response, NOW.date(), 16, by="ben")))
    await until(pilot, lambda: "Ben Oatlark checked in 16 h" in seen(pilot))


async def test_enter_on_the_last_field_saves(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *"18", "enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert newest(path, house.response).value == 18


async def test_all_that_is_pasted_is_taken(pilot: Driven) -> None:
    await pilot.press("c", "tab", "tab", "tab")
    pilot.app.post_message(Paste("one\r\ntwo\nthree"))
    await until(pilot, lambda: pilot.app.screen.query_one(Form).typed["achievements"] == "one two three")


async def test_a_refusal_leaves_what_was_typed_and_says_why(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *"18")
    FileStore(path).save(edit_record(house.response, NOW, "ben", state="closed"))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "only active targets take check-ins" in seen(pilot))
    assert isinstance(pilot.app.screen, CheckInForm)
    assert pilot.app.screen.query_one(Form).typed["value"] == "18"
    assert newest(path, house.response).value == 20


async def test_it_stays_open_until_the_file_is_safe(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    async with driving(an_app(SlowStore(path), tmp_path)) as pilot:
        SlowStore.turn.clear()
        await pilot.press("c", *"18", "ctrl+s", "ctrl+s", "j", "j")
        assert isinstance(pilot.app.screen, CheckInForm)
        assert "Saving" in seen(pilot)
        SlowStore.turn.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
        await until(pilot, lambda: pilot.app.screen.query_one(PlanTree).node.code == "")  # type: ignore[union-attr]
    assert len(FileStore(path).history(house.response.id)) == 3


async def test_quitting_does_not_wait_for_the_lock_and_the_draft_is_there_next_time(
    house: House, path: Path, tmp_path: Path
) -> None:
    house.build(path).close()
    SlowStore.turn.clear()
    async with driving(an_app(SlowStore(path), tmp_path)) as pilot:
        await pilot.press("c", *"18", "ctrl+s", "ctrl+q")
        await asyncio.wait_for(until(pilot, lambda: not pilot.app.is_running), 5)
    assert len(FileStore(path).history(house.response.id)) == 2
    async with driving(an_app(FileStore(path), tmp_path)) as pilot:
        await pilot.press("c")
        assert "Your draft is back" in seen(pilot)
    SlowStore.turn.set()


@pytest.mark.parametrize("arrives", [True, False])
async def test_after_a_doubt_the_same_check_in_is_never_saved_twice(
    house: House, path: Path, tmp_path: Path, *, arrives: bool
) -> None:
    house.build(path).close()
    store = FailingStore(path)
    store.arrives = arrives
    async with driving(an_app(store, tmp_path)) as pilot:
        await pilot.press("c", *"18", "ctrl+s")
        await until(pilot, lambda: "NOT SAVED: The disk is full" in seen(pilot))
    async with driving(an_app(FileStore(path), tmp_path)) as pilot:
        await pilot.press("c")
        assert ("Your draft is back" in seen(pilot)) is not arrives
    assert len(FileStore(path).history(house.response.id)) == (3 if arrives else 2)


async def test_a_saved_check_in_leaves_no_draft(pilot: Driven, tmp_path: Path, house: House) -> None:
    await pilot.press("c", *"18")
    assert Drafts(tmp_path / "state").find(house.response.id)["value"] == "18"
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert Drafts(tmp_path / "state").find(house.response.id) == {}


async def test_a_draft_that_cannot_be_kept_is_said_so(house: House, path: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    async with driving(an_app(house.build(path), tmp_path / "state")) as pilot:
        await pilot.press("c", *"18")
        assert "cannot be kept as a draft" in seen(pilot)


async def test_a_read_only_plan_says_so_on_top_and_refuses_a_check_in_with_the_reason(
    house: House, path: Path, tmp_path: Path
) -> None:
    house.build(path).close()
    store = FileStore(path)
    store.save(lambda _: [a_newer_schema(store)])
    async with driving(an_app(FileStore(path), tmp_path)) as pilot:
        assert "read-only" in seen(pilot).splitlines()[0]
        await pilot.press("c")
        assert isinstance(pilot.app.screen, ObjectiveTree)
        assert "newer kptui" in said(pilot)


def a_newer_schema(store: FileStore) -> Record:
    schema = store.read().get("schema")
    assert schema is not None
    return schema.edited(NOW, "ben", number=99)


async def test_a_draft_target_takes_no_check_in_and_says_why(pilot: Driven) -> None:
    await pilot.press("slash", *"FI-2", "enter", "c")
    assert "FI-2 is draft; only active targets take check-ins." in said(pilot)


async def test_a_check_in_that_others_made_while_typing_counts_for_steps(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *"-2")
    assert "18 h, -2 h" in seen(pilot)
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16, by="ben")))
    await until(pilot, lambda: "14 h, -2 h" in seen(pilot))


def test_a_draft_is_for_its_owner_alone(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "state")
    assert drafts.keep("../../etc", {"value": "12"}) is None
    kept = [p for p in (tmp_path / "state").rglob("*") if p.is_file()]
    assert len(kept) == 1
    assert kept[0].parent == tmp_path / "state"
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert kept[0].parent.stat().st_mode & 0o777 == 0o700


def test_an_unreadable_draft_is_none(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("one", {"value": "12"})
    next(tmp_path.rglob("*.json")).write_text("[1]")
    assert drafts.find("one") == {}
    next(tmp_path.rglob("*.json")).write_text("{")
    assert drafts.find("one") == {}


def test_only_the_draft_that_is_meant_is_taken_away(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("one", {"value": "12", "on": ""})
    drafts.forget("one", {"value": "11", "on": ""})
    assert drafts.find("one")["value"] == "12"
    drafts.forget("one", {"value": "12", "on": ""})
    assert drafts.find("one") == {}
    assert not list(tmp_path.rglob("*.json"))


async def test_typing_replaces_a_value_that_came_back(pilot: Driven) -> None:
    await pilot.press("c", *"11", "escape", "c", *"14.5")
    assert isinstance(pilot.app.screen, CheckInForm)
    assert pilot.app.screen.query_one(Form).typed["value"] == "14.5"


async def test_what_another_session_throws_away_is_kept_again_before_it_is_said_to_be(
    pilot: Driven, tmp_path: Path, house: House
) -> None:
    drafts = Drafts(tmp_path / "state")
    await pilot.press("c", *"17")
    drafts.forget(house.response.id, drafts.find(house.response.id))
    await pilot.press("escape")
    assert "kept as a draft" in said(pilot)
    assert drafts.find(house.response.id)["value"] == "17"


async def test_esc_stays_where_the_draft_cannot_be_kept(pilot: Driven, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    await pilot.press("c", *"18", "escape")
    assert isinstance(pilot.app.screen, CheckInForm)
    assert "kept as a draft" not in said(pilot)
    await pilot.press("ctrl+t", "escape")
    assert isinstance(pilot.app.screen, ObjectiveTree)


async def test_a_save_leaves_what_another_session_types_meanwhile(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    drafts = Drafts(tmp_path / "drafts")
    async with driving(an_app(SlowStore(path), tmp_path / "drafts")) as pilot:
        SlowStore.turn.clear()
        await pilot.press("c", *"18", "ctrl+s")
        drafts.keep(house.response.id, {"value": "16"})
        SlowStore.turn.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert drafts.find(house.response.id) == {"value": "16"}


@contextmanager
def held(path: Path) -> Iterator[None]:
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.parametrize("key", ["escape", "5"])
async def test_who_keeps_a_save_waiting_is_said_and_the_wait_can_be_given_up(
    pilot: Driven, path: Path, house: House, key: str
) -> None:
    with held(path):
        await pilot.press("c", *"18", "ctrl+s")
        await until(pilot, lambda: f"Waiting for {login()}, 1 s." in seen(pilot))
        await pilot.press("ctrl+s", key)
        assert "Given up: nothing was saved." in seen(pilot)
    assert len(FileStore(path).history(house.response.id)) == 2
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert newest(path, house.response).value == (18 if key == "escape" else 185)
    assert len(FileStore(path).history(house.response.id)) == 3


async def test_a_wait_that_ends_by_itself_saves(pilot: Driven, path: Path, house: House) -> None:
    with held(path):
        await pilot.press("c", *"18", "ctrl+s")
        await until(pilot, lambda: "Waiting for" in seen(pilot))
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert newest(path, house.response).value == 18


async def test_what_is_being_written_already_cannot_be_given_up_and_what_is_typed_then_stays_as_a_draft(
    house: House, path: Path, tmp_path: Path
) -> None:
    house.build(path).close()
    drafts = Drafts(tmp_path / "drafts")
    async with driving(an_app(WritingStore(path), tmp_path / "drafts")) as pilot:
        WritingStore.turn.clear()
        await pilot.press("c", *"18", "ctrl+s")
        await until(pilot, lambda: "Waiting for Ben Oatlark" in seen(pilot))
        await pilot.press("escape", "5")
        assert isinstance(pilot.app.screen, CheckInForm)
        WritingStore.turn.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))
    assert newest(path, house.response).value == 18
    assert drafts.find(house.response.id)["value"] == "185"


async def test_tab_takes_a_completion_while_one_is_shown_and_else_goes_on(pilot: Driven) -> None:
    await pilot.press("c", *"14.5 bl")
    await until(pilot, lambda: "14.5 block:" in seen(pilot))
    assert "Tab complete" in seen(pilot).splitlines()[-1]
    await pilot.press("tab")
    assert isinstance(pilot.app.screen, CheckInForm)
    assert pilot.app.screen.query_one(Form).typed["value"] == "14.5 block:"
    assert pilot.app.screen.field_name == "value"
    assert "Tab complete" not in seen(pilot).splitlines()[-1]
    await pilot.press("tab")
    assert pilot.app.screen.field_name == "confidence"
