"""Live: what others do is on screen within a second, and nothing that one is at moves."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

import screens.live
from kptui.changes import edit_record, record_check_in
from kptui.errors import BadPlan
from kptui.plan import Plan
from kptui.store import FileStore
from screens.app import KptuiApp
from screens.check_in import CheckInForm
from screens.live import FRESH_FOR
from screens.objective_tree import ObjectiveTree
from screens.target_detail import TargetDetail
from screens.widgets.form import Form
from screens.widgets.plan_tree import PlanTree
from tests.builders import NOW, a_check_in, a_pillar
from tests.screens.house import Driven, House, an_app, driving, said, seen, until


class Counting:
    """A Store that counts how many read from it at once, and keeps them until they may go on."""

    def __init__(self, store: FileStore) -> None:
        self.reading = self.most = 0
        self.hold = Event()
        self.hold.set()
        self._store = store
        self.read_only, self.save, self.changed, self.history = store.read_only, store.save, store.changed, store.history
        self.waiting_for, self.documents = store.waiting_for, store.documents

    def read(self) -> Plan:
        self.reading += 1
        self.most = max(self.most, self.reading)
        self.hold.wait()
        try:
            return self._store.read()
        finally:
            self.reading -= 1


def line_with(pilot: Driven, text: str) -> str:
    return next((line for line in seen(pilot).splitlines() if text in line), "")


async def test_anothers_check_in_is_shown_and_marked_and_moves_nothing(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("n", "slash", *"CS-", "enter")
    tree = pilot.app.screen.query_one(PlanTree)
    before = tree.node
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
    await until(pilot, lambda: "16.5 h" in line_with(pilot, "CS-1"))
    assert line_with(pilot, "CS-1").startswith("◆")
    assert tree.node == before
    assert "/CS-: 2" in seen(pilot)


async def test_the_mark_goes_away(house: House, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens.live, "FRESH_FOR", 0.2)
    async with driving(an_app(house.build(path), tmp_path)) as pilot:
        FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
        await until(pilot, lambda: line_with(pilot, "CS-1").startswith("◆"))
        await until(pilot, lambda: line_with(pilot, "CS-1").startswith(" "))


async def test_what_changes_again_is_marked_for_as_long_from_then_on(
    pilot: Driven, path: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(pilot.app, KptuiApp)
    moments = {"now": 0.0}
    monkeypatch.setattr(screens.live, "monotonic", lambda: moments["now"])
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
    await until(pilot, lambda: "16.5 h" in line_with(pilot, "CS-1"))
    moments["now"] = FRESH_FOR - 1
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-02", 16.25, by="ben")))
    await until(pilot, lambda: "16.25 h" in line_with(pilot, "CS-1"))
    moments["now"] = FRESH_FOR + 1
    pilot.app._look()
    assert house.response.id in pilot.app.fresh
    assert line_with(pilot, "CS-1").startswith("◆")
    moments["now"] = 2 * FRESH_FOR
    await until(pilot, lambda: line_with(pilot, "CS-1").startswith(" "))


async def test_while_nothing_changes_a_look_wakes_up_nothing_else(pilot: Driven) -> None:
    assert isinstance(pilot.app, KptuiApp)
    queues = [widget._message_queue for widget in (pilot.app, pilot.app.screen, *pilot.app.screen.query())]
    waiting = [queue.qsize() for queue in queues]
    pilot.app._look()
    assert [queue.qsize() for queue in queues] == waiting


async def test_an_error_of_a_look_ends_the_program_as_any_other_does(house: House, path: Path, tmp_path: Path) -> None:
    clock = [NOW]
    app = an_app(house.build(path), tmp_path, now=lambda: clock[0])

    async def without_a_clock() -> None:
        async with driving(app) as pilot:
            clock.clear()
            await until(pilot, lambda: app.mistake is not None)

    with pytest.raises(IndexError):
        await without_a_clock()
    assert isinstance(app.mistake, IndexError)


async def test_an_error_of_the_rules_ends_it_too(
    house: House, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = an_app(house.build(path), tmp_path)

    async def with_wrong_rules() -> None:
        async with driving(app) as pilot:
            monkeypatch.setattr(screens.live, "roll_up", lambda _plan, _today: [].pop())
            FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
            await until(pilot, lambda: app.mistake is not None)

    with pytest.raises(IndexError):
        await with_wrong_rules()
    assert isinstance(app.mistake, IndexError)


async def test_what_is_read_when_the_program_has_ended_is_shown_no_more(house: House, path: Path, tmp_path: Path) -> None:
    store = Counting(house.build(path))
    app = an_app(store, tmp_path)
    async with driving(app) as pilot:
        shown = app.plan
        store.hold.clear()
        FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
        await until(pilot, lambda: store.reading == 1)
    store.hold.set()
    while app._reading:
        await asyncio.sleep(0)
    assert app.plan is shown


async def test_ones_own_check_in_is_not_marked(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *"16.5", "ctrl+s")
    await until(pilot, lambda: "16.5 h" in line_with(pilot, "CS-1"))
    assert "◆" not in seen(pilot)


async def test_a_form_being_filled_in_keeps_what_is_typed_when_others_check_in(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("c", *"15", "tab", "7")
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
    await until(pilot, lambda: "last 16.5 h" in seen(pilot))
    assert isinstance(pilot.app.screen, CheckInForm)
    typed = pilot.app.screen.query_one(Form).typed
    assert (typed["value"], typed["confidence"]) == ("15", "7")
    assert pilot.app.focused is not None
    assert pilot.app.focused.name == "confidence"


async def test_an_open_page_shows_a_new_check_in_with_its_note(pilot: Driven, path: Path, house: House) -> None:
    await pilot.resize_terminal(100, 90)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail) and "A rota" in seen(pilot))
    news = a_check_in(house.response, "2026-03-01", 16.5, by="ben", achievements="Two shifts more")
    FileStore(path).save(record_check_in(news))
    await until(pilot, lambda: "Two shifts more" in seen(pilot))
    assert "Ben Oatlark" in seen(pilot)


async def test_a_folded_row_stays_folded_and_the_cursor_on_its_record_when_the_tree_grows(
    pilot: Driven, path: Path, house: House
) -> None:
    await pilot.press("h", "h")
    store = FileStore(path)
    store.save(lambda _: [a_pillar(name="A new first pillar", rank=0)])
    store.save(edit_record(house.money, NOW, "ben", name="Solid money"))
    await until(pilot, lambda: "Solid money" in seen(pilot) and "A new first pillar" in seen(pilot))
    tree = pilot.app.screen.query_one(PlanTree)
    assert tree.node is not None
    assert tree.node.id == house.faster.id
    assert "CS-1" not in seen(pilot)
    assert line_with(pilot, "Solid money").startswith("◆")


async def test_at_midnight_the_day_turns(house: House, path: Path, tmp_path: Path) -> None:
    moments: Iterator[datetime] = iter([NOW, NOW, NOW])
    tomorrow = NOW + timedelta(days=1)
    async with driving(an_app(house.build(path), tmp_path, now=lambda: next(moments, tomorrow))) as pilot:
        await until(pilot, lambda: "Tue 3 Mar" in seen(pilot))


async def test_today_is_that_of_the_plans_time_zone(house: House, path: Path, tmp_path: Path) -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    store = house.build(path)
    store.save(lambda plan: [plan.policy.edited(NOW, "ben", time_zone="Asia/Tokyo")])
    async with driving(an_app(store, tmp_path, now=lambda: late)) as pilot:
        assert "Tue 3 Mar" in seen(pilot)


async def test_a_plan_that_is_gone_is_reported_once_and_comes_back(pilot: Driven, path: Path, house: House) -> None:
    path.rename(path.with_suffix(".gone"))
    await until(pilot, lambda: "No plan here" in said(pilot))
    assert "CS-1" in seen(pilot)
    path.with_suffix(".gone").rename(path)
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
    await until(pilot, lambda: "16.5 h" in seen(pilot))
    assert said(pilot).count("No plan here") == 1


async def test_a_plan_that_cannot_be_read_is_marked_for_as_long_and_r_says_why_again(pilot: Driven, path: Path) -> None:
    def head() -> str:
        return seen(pilot).splitlines()[0]

    assert "cannot be read" not in head()
    path.rename(path.with_suffix(".gone"))
    await until(pilot, lambda: "cannot be read" in head() and "No plan here" in said(pilot))
    pilot.app.clear_notifications()
    await pilot.press("r")
    await until(pilot, lambda: "cannot be read" in head() and "No plan here" in said(pilot))
    path.with_suffix(".gone").rename(path)
    await until(pilot, lambda: "cannot be read" not in head())


async def test_a_damaged_line_is_marked_with_what_to_do(pilot: Driven, path: Path, tmp_path: Path) -> None:
    assert "damaged" not in seen(pilot)
    other = tmp_path / "other.json"
    other.write_bytes(path.read_bytes().replace(b"Response time", b"Response t\xffme"))
    other.replace(path)
    await until(pilot, lambda: "1 line damaged: kptui verify" in seen(pilot).splitlines()[0])


async def test_a_file_that_was_replaced_is_shown_and_not_all_of_it_marked(
    pilot: Driven, path: Path, house: House, tmp_path: Path
) -> None:
    other = tmp_path / "other.json"
    renamed = house.response.model_copy(update={"name": "Time to a reply", "version": 2, "by": "ben"})
    FileStore.create(other, records=[*(r for r in house.records if r != house.response), renamed]).close()
    other.replace(path)
    await until(pilot, lambda: "Time to a reply" in seen(pilot))
    assert "◆" not in seen(pilot)


async def test_reading_again_does_not_read_alongside(house: House, path: Path, tmp_path: Path) -> None:
    store = Counting(house.build(path))
    async with driving(an_app(store, tmp_path)) as pilot:
        store.hold.clear()
        await pilot.press("r")
        await until(pilot, lambda: store.reading == 1)
        path.touch()
        FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
        await pilot.press("r")
        await pilot.pause(2 * screens.live.POLL)
        store.hold.set()
        await until(pilot, lambda: "16.5 h" in seen(pilot))
        assert store.most == 1


async def test_the_last_thing_said_replaces_what_was_said_before(pilot: Driven) -> None:
    await pilot.press("h", "c", "c", "c")
    await until(pilot, lambda: "Move to a target first" in said(pilot))
    assert len(pilot.app._notifications) == 1


async def test_the_history_of_a_plan_that_is_gone_is_reported_too(pilot: Driven, path: Path) -> None:
    path.unlink()
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail) and "No plan here" in said(pilot))
    await pilot.press("escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))


async def test_a_file_that_can_no_longer_be_asked_is_opened_again(pilot: Driven, path: Path, house: House) -> None:
    """As over a network file system whose server came back without it."""
    assert isinstance(pilot.app, KptuiApp)
    assert isinstance(pilot.app.store, FileStore)
    ledger = pilot.app.store._ledger
    own, ledger._fd = ledger._fd, os.open(path, os.O_RDWR)
    os.close(ledger._fd)
    assert ledger.changed()
    ledger._fd = own
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
    await until(pilot, lambda: "16.5 h" in seen(pilot))


async def test_what_could_not_be_judged_is_read_and_judged_again(
    pilot: Driven, path: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_plan: Plan, _today: object) -> None:
        raise BadPlan("It cannot be judged just now.")

    with monkeypatch.context() as failing:
        failing.setattr(screens.live, "roll_up", fail)
        FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
        await until(pilot, lambda: "It cannot be judged just now." in said(pilot))
    await until(pilot, lambda: "16.5 h" in line_with(pilot, "CS-1"))


async def test_an_end_that_was_mended_is_said_at_the_head(pilot: Driven, path: Path) -> None:
    whole = path.read_bytes().rstrip()
    with path.open("r+b") as file:
        file.write(whole[:-3] + b',\n"99":{"rec')
    await until(pilot, lambda: bool(list(path.parent.glob("plan.json.remains-*"))))
    await until(pilot, lambda: "1 line" in seen(pilot).splitlines()[0] or "verify" in seen(pilot))
