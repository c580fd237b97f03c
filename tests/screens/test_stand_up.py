"""A stand-up: who is here, one owner at a time, all that comes up in a key, and minutes that are saved once."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kptui.changes import add_records, record_check_in
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.stand_up import Action, Recognition, StandUp
from kptui.store import FileStore
from screens.app import KptuiApp
from screens.attendance import Attendance
from screens.check_in import CheckInForm
from screens.choose import Choose
from screens.meeting import MeetingApp
from screens.minutes import Minutes
from screens.note import Note
from screens.objective_tree import ObjectiveTree
from screens.presentation.meeting import Meeting
from screens.stand_up import DRAFT, Agenda, StandUpScreen
from screens.target_detail import TargetDetail
from screens.why import Why
from screens.widgets.plan_tree import PlanTree
from tests.builders import NOW, TODAY, a_blocker, a_check_in, a_stand_up, a_target
from tests.screens.house import Driven, House, an_app, driving, newest, said, seen, until
from tests.screens.proving import Proofs

proofs = Proofs()


async def came_to(pilot: Driven, screen: type[object], *keys: str) -> None:
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and bool(seen(pilot).strip()))


async def begun(pilot: Driven) -> None:
    """Hold a stand-up: Ben's turn comes first, since he is furthest behind, then Maria's."""
    await came_to(pilot, Attendance, "s")
    await came_to(pilot, StandUpScreen, "enter")


def head(pilot: Driven) -> str:
    return seen(pilot).splitlines()[0]


def under_cursor(pilot: Driven) -> str:
    target = pilot.app.screen.target  # type: ignore[attr-defined]
    return target.code if target else ""


def kept(path: Path) -> StandUp:
    (stand_up,) = FileStore(path).read().all_of(StandUp)
    return stand_up


@proofs.of(Attendance, "begin", "mark", "back")
async def test_who_is_here_is_marked_and_remembered_the_next_time(pilot: Driven, path: Path, house: House) -> None:
    await came_to(pilot, Attendance, "s")
    assert "2 here" in head(pilot)
    await came_to(pilot, ObjectiveTree, "escape")
    await came_to(pilot, Attendance, "s", "space")
    assert "1 here" in head(pilot)
    await came_to(pilot, StandUpScreen, "enter")
    assert "Ben Oatlark" in head(pilot)
    assert "not here" not in head(pilot)
    await came_to(pilot, Minutes, "M")
    await pilot.press("enter")
    await until(pilot, lambda: "Saved." in seen(pilot))
    assert kept(path).present == (house.ben.id,)
    await came_to(pilot, ObjectiveTree, "q")
    await came_to(pilot, Attendance, "s")
    assert "1 here" in head(pilot)


@proofs.of(Agenda, "next_item")
@proofs.of(StandUpScreen, "previous_item", "minutes")
async def test_space_goes_from_target_to_target_and_from_owner_to_owner_and_h_goes_back(pilot: Driven) -> None:
    await begun(pilot)
    assert "Ben Oatlark  1 of 4" in head(pilot)
    assert under_cursor(pilot) == "IT-1"
    await pilot.press("space")
    assert "Maria Berger  2 of 4" in head(pilot)
    await pilot.press("h")
    assert "Ben Oatlark  1 of 4" in head(pilot)
    await pilot.press("h", "l", "l", "l", "l")
    assert "4 of 4" in head(pilot)
    await came_to(pilot, Minutes, "space")
    assert "Stand-up 2026-03-02" in seen(pilot)


LATER = NOW + timedelta(hours=1)


def after_a_stand_up(house: House, path: Path) -> FileStore:
    """A plan in which all targets were gone through an hour before LATER, after their last check-ins."""
    store = house.build(path)
    active = [house.response, house.calls, house.hours, house.cost, house.stray]
    store.save(add_records(a_stand_up(*active, present=[house.maria.id, house.ben.id])))
    return store


async def test_only_what_changed_or_is_due_is_gone_through(house: House, path: Path, tmp_path: Path) -> None:
    store = after_a_stand_up(house, path)
    store.save(record_check_in(a_check_in(house.hours, TODAY, 90, at=LATER, by="ben", confidence=8)))
    async with driving(an_app(store, tmp_path / "state", now=lambda: LATER)) as pilot:
        await begun(pilot)
        assert "Maria Berger  1 of 4" in head(pilot)
        assert "Since 2 Mar: 1 with news" in seen(pilot)
        while "Ben" not in head(pilot):
            await pilot.press("space")
        lines = seen(pilot).splitlines()
        assert "▼ off track → ● on track" in lines[2]
        assert "20 h → 90 h, confidence 8" in lines[3]
        await pilot.press("h")
        await pilot.press("G")
        assert "Nobody" in head(pilot)
        assert "As before: ● FI-1" in seen(pilot)


async def test_when_nothing_changed_no_target_takes_three_keys(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(after_a_stand_up(house, path), tmp_path / "state", now=lambda: LATER)) as pilot:
        await begun(pilot)
        for key in ("equals_sign", "space", "space", "space", "space"):
            await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, Minutes))
        assert "As before: " in seen(pilot)


@proofs.of(StandUpScreen, "quick_filter")
async def test_what_is_as_before_has_rows_of_its_own_where_that_is_asked_for(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(after_a_stand_up(house, path), tmp_path / "state", now=lambda: LATER)) as pilot:
        await begun(pilot)
        while "Nobody" not in head(pilot):
            await pilot.press("space")
        assert "As before: ● FI-1" in seen(pilot)
        await pilot.press("f")
        assert "As before:" not in seen(pilot)
        assert "5 EUR · as before" in seen(pilot)
        while under_cursor(pilot) != "FI-1":
            await pilot.press("j")
        await pilot.press("equals_sign")
        await until(pilot, lambda: "FI-1: as before" in said(pilot))
        assert newest(path, house.cost).on == TODAY
        await pilot.press("h", "f")
        await until(pilot, lambda: "checked in" in seen(pilot))
        assert "· as before" not in seen(pilot)


@proofs.of(Agenda, "as_before")
async def test_as_last_time_is_one_key_and_goes_on(pilot: Driven, path: Path, house: House) -> None:
    await begun(pilot)
    await pilot.press("equals_sign")
    await until(pilot, lambda: "Maria Berger" in head(pilot))
    assert (newest(path, house.hours).value, newest(path, house.hours).on) == (20, TODAY)
    assert "IT-1: as before" in said(pilot)


async def test_as_last_time_without_a_last_time_is_refused_and_stays(pilot: Driven, path: Path, house: House) -> None:
    await begun(pilot)
    while under_cursor(pilot) != "XX-1":
        await pilot.press("space")
    await pilot.press("equals_sign")
    await until(pilot, lambda: "XX-1 has no check-in yet" in said(pilot))
    assert under_cursor(pilot) == "XX-1"


@proofs.of(StandUpScreen, "note_blocker", "note_promise", "note_thanks")
async def test_what_comes_up_is_noted_in_one_line_shown_at_once_and_settled_by_a_key(
    pilot: Driven, path: Path, house: House
) -> None:
    await begun(pilot)
    await came_to(pilot, Note, "b", *"vendor slipped block:dep @maria by:friday")
    assert "blocked (dependency): vendor slipped, by 6 Mar" in seen(pilot)
    await came_to(pilot, StandUpScreen, "enter")
    await came_to(pilot, Note, "a", *"call them @ben")
    await came_to(pilot, StandUpScreen, "enter")
    await came_to(pilot, Note, "t", *"well done")
    assert "thanks to Ben Oatlark: well done" in seen(pilot)
    await came_to(pilot, Note, "ctrl+n")
    await until(pilot, lambda: "well done" not in seen(pilot))
    await came_to(pilot, StandUpScreen, "escape")
    plan = FileStore(path).read()
    assert [(b.text, b.target) for b in plan.all_of(Blocker)] == [("vendor slipped", house.hours.id)]
    assert [r.of for r in plan.all_of(SupportRequest)] == [house.maria.id]
    assert [a.owner for a in plan.all_of(Action)] == [house.ben.id]
    assert [r.to for r in plan.all_of(Recognition)] == [house.ben.id]
    await pilot.press("m")
    assert "Move to a blocker" in said(pilot)
    await pilot.press("j", "m")
    await until(pilot, lambda: "settled 2 Mar" in seen(pilot))
    assert [b.resolved_on for b in FileStore(path).read().all_of(Blocker)] == [TODAY]


@pytest.mark.parametrize(("letter", "kind"), [("b", Blocker), ("s", Action), ("h", Recognition)])
async def test_what_comes_up_outside_a_stand_up_is_added_as_anything_else(
    pilot: Driven, path: Path, house: House, letter: str, kind: type[Blocker | Action | Recognition]
) -> None:
    pilot.app.screen.query_one(PlanTree).go_to_record(house.response.id)
    await came_to(pilot, Choose, "a")
    await came_to(pilot, Note, letter, *"for Friday")
    await came_to(pilot, ObjectiveTree, "enter")
    assert [(r.target, r.text) for r in FileStore(path).read().all_of(kind)] == [(house.response.id, "for Friday")]


async def test_what_is_promised_in_a_turn_is_promised_by_the_owner_and_never_by_nobody(
    pilot: Driven, path: Path, house: House
) -> None:
    await begun(pilot)
    await came_to(pilot, Note, "a", *'"call the vendor @bne"')
    assert "or else the owner of the target" in seen(pilot)
    assert "There is nobody called @bne; did you mean @ben?" in seen(pilot)
    await pilot.press("ctrl+t", *"call the vendor")
    assert "Ben Oatlark promised: call the vendor" in seen(pilot)
    await came_to(pilot, StandUpScreen, "enter")
    assert [a.owner for a in FileStore(path).read().all_of(Action)] == [house.ben.id]


async def test_a_note_that_cannot_be_understood_says_so_and_is_kept_as_a_draft(pilot: Driven, path: Path) -> None:
    await begun(pilot)
    await came_to(pilot, Note, "b", *"ill @zoe", "enter")
    assert "nobody called @zoe" in seen(pilot)
    assert isinstance(pilot.app.screen, Note)
    await came_to(pilot, StandUpScreen, "escape")
    assert "kept as a draft" in said(pilot)
    await came_to(pilot, Note, "b")
    assert "Your draft is back" in seen(pilot)
    await pilot.press("ctrl+t", "enter")
    assert "needs to say what is in the way" in seen(pilot)
    assert FileStore(path).read().all_of(Blocker) == ()


@proofs.of(StandUpScreen, "discuss")
async def test_what_is_put_off_is_in_the_minutes_and_in_the_record(pilot: Driven, path: Path, house: House) -> None:
    await begun(pilot)
    await pilot.press("d")
    assert "discuss after" in seen(pilot)
    await pilot.press("d")
    assert "discuss after" not in seen(pilot)
    await came_to(pilot, Minutes, "d", "M")
    await pilot.press("G")
    assert "To discuss after" in seen(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "Saved." in seen(pilot))
    record = kept(path)
    assert record.discuss == (house.hours.id,)
    assert record.began_at is not None
    assert set(record.targets) == {t.id for t in (house.response, house.calls, house.hours, house.cost, house.stray)}


@proofs.of(StandUpScreen, "open", "why")
async def test_one_looks_at_a_target_or_checks_in_and_comes_back_to_the_same_place(
    pilot: Driven, path: Path, house: House
) -> None:
    await begun(pilot)
    await came_to(pilot, TargetDetail, "enter")
    await came_to(pilot, StandUpScreen, "escape")
    await came_to(pilot, Why, "w")
    await came_to(pilot, StandUpScreen, "w")
    await came_to(pilot, CheckInForm, "c")
    await came_to(pilot, StandUpScreen, *"90", "ctrl+s")
    assert newest(path, house.hours).value == 90
    await until(pilot, lambda: "checked in" in seen(pilot))
    assert "Ben Oatlark  1 of 4" in head(pilot)


class Watch:
    """A moment that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@proofs.of(StandUpScreen, "pause")
async def test_the_clock_counts_for_each_owner_and_stands_still_while_paused(house: House, path: Path, tmp_path: Path) -> None:
    watch = Watch()
    async with driving(an_app(house.build(path), tmp_path / "state", now=watch)) as pilot:
        await begun(pilot)
        watch.now += timedelta(seconds=65)
        await pilot.press("space")
        watch.now += timedelta(seconds=5)
        await pilot.press("p")
        assert "paused · turn 0:05, in all 1:10" in head(pilot)
        watch.now += timedelta(seconds=600)
        await pilot.press("p")
        assert "turn 0:05, in all 1:10" in head(pilot)
        assert "paused" not in head(pilot)
        await pilot.press("h")
        assert "turn 1:05, in all 1:10" in head(pilot)


@proofs.of(StandUpScreen, "back")
@proofs.of(MeetingApp, "stand_up")
async def test_a_stand_up_that_is_left_goes_on_where_it_was_even_in_another_session(
    house: House, path: Path, tmp_path: Path
) -> None:
    store = house.build(path)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await begun(pilot)
        await came_to(pilot, ObjectiveTree, "space", "d", "escape")
        assert "s goes on with it" in said(pilot)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await came_to(pilot, StandUpScreen, "3")
        assert "Maria Berger  2 of 4" in head(pilot)
        assert "discuss after" in seen(pilot)
        await pilot.press("3")
        assert isinstance(pilot.app.screen, StandUpScreen)
    later = NOW + timedelta(days=1)
    async with driving(an_app(store, tmp_path / "state", now=lambda: later)) as pilot:
        await came_to(pilot, Attendance, "3")


@proofs.of(StandUpScreen, "discard")
async def test_a_stand_up_can_be_thrown_away(pilot: Driven) -> None:
    await begun(pilot)
    await came_to(pilot, ObjectiveTree, "ctrl+t")
    assert "is thrown away" in said(pilot)
    await came_to(pilot, Attendance, "s")


@proofs.of(Minutes, "save", "go_on", "back")
async def test_minutes_can_be_gone_back_from_and_are_saved_once(pilot: Driven, path: Path, tmp_path: Path) -> None:
    await begun(pilot)
    await came_to(pilot, Minutes, "M")
    await came_to(pilot, StandUpScreen, "h")
    await came_to(pilot, Minutes, "M")
    await came_to(pilot, ObjectiveTree, "escape")
    assert FileStore(path).read().all_of(StandUp) == ()
    await came_to(pilot, StandUpScreen, "s")
    await came_to(pilot, Minutes, "M")
    await pilot.press("enter", "enter", "h")
    await until(pilot, lambda: "Saved." in seen(pilot))
    page = seen(pilot)
    assert "saved" in head(pilot)
    assert kept(path).version == 1
    assert "Ben Oatlark" in page
    await came_to(pilot, ObjectiveTree, "q")
    assert not any((tmp_path / "state").glob("*.json"))


@proofs.of(Minutes, "copy", "export")
async def test_minutes_are_copied_and_written_to_a_file_whose_place_is_said(
    pilot: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    await begun(pilot)
    await came_to(pilot, Minutes, "M")
    await pilot.press("y")
    assert pilot.app.clipboard.startswith("# Stand-up 2026-03-02")
    await pilot.press("E")
    (file,) = tmp_path.glob("stand-up-*.md")
    assert file.read_text() == pilot.app.clipboard
    assert file.name in re.sub(r"\s+", "", seen(pilot))
    monkeypatch.setattr(Path, "cwd", lambda: tmp_path / "gone")
    await pilot.press("E")
    assert "takes no new file" in " ".join(seen(pilot).split())


async def test_where_nothing_is_active_there_is_no_stand_up_and_a_read_only_plan_says_why(pilot: Driven) -> None:
    await pilot.press("slash", *"FI-2", "enter", "s")
    assert "no target in view is active" in said(pilot)
    assert isinstance(pilot.app.screen, ObjectiveTree)


async def test_what_others_save_meanwhile_is_shown_and_moves_nobody(pilot: Driven, path: Path, house: House) -> None:
    await begun(pilot)
    FileStore(path).save(add_records(a_blocker(house.hours, by="ben", text="No room")))
    await until(pilot, lambda: "blocked: No room" in seen(pilot))
    FileStore(path).save(record_check_in(a_check_in(house.response, TODAY, 90, by="ben")))
    await until(pilot, lambda: pilot.app.plan.latest(house.response.id).value == 90)  # type: ignore[attr-defined]
    assert "Ben Oatlark  1 of 4" in head(pilot)
    assert under_cursor(pilot) == "IT-1"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_it_has_room_on_a_small_terminal(house: House, path: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(an_app(after_a_stand_up(house, path), tmp_path / "state"), size) as pilot:
        await begun(pilot)
        lines = seen(pilot).splitlines()
        assert "turn 0:00, in all 0:00" in lines[0]
        assert lines[-1].endswith("? help")
        assert max(map(len, lines)) <= size[0]


def test_a_kept_stand_up_comes_back_whole_and_one_that_makes_no_sense_is_none() -> None:
    meeting = Meeting("1", NOW, ("ana", "-"), ("a", "b"), ("c",), ("b",), "-", "b", {"ana": 61.5})
    assert Meeting.from_draft(meeting.as_draft()) == meeting
    assert Meeting.from_draft({}) is None
    assert Meeting.from_draft(meeting.as_draft() | {"spent": "ana=x"}) is None


async def gone_through(pilot: Driven) -> list[str]:
    """Go on to the end, and return whose turns came."""
    found = []
    while isinstance(pilot.app.screen, StandUpScreen):
        found.append(head(pilot).split("of 4")[0].strip())
        await pilot.press("space")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("way", [("M", Minutes, "h"), ("escape", ObjectiveTree, "s")])
async def test_who_comes_back_to_a_stand_up_finds_turn_target_order_and_clock_as_they_were(
    house: House, path: Path, tmp_path: Path, way: tuple[str, type[object], str]
) -> None:
    away, there, again = way
    vars(house)["rooms"] = a_target(code="IT-2", name="Rooms", unit="", owner=house.ben.id, objective=house.trained.id)
    watch = Watch()
    async with driving(an_app(house.build(path), tmp_path / "state", now=watch)) as pilot:
        await begun(pilot)
        watch.now += timedelta(seconds=20)
        await came_to(pilot, CheckInForm, "c")
        await came_to(pilot, StandUpScreen, *"100", "ctrl+s")
        await pilot.press("space")
        assert under_cursor(pilot) == "IT-2"
        await came_to(pilot, there, away)
        watch.now += timedelta(seconds=300)
        await came_to(pilot, StandUpScreen, again)
        assert "Ben Oatlark  1 of 4" in head(pilot)
        assert "turn 0:20, in all 0:20" in head(pilot)
        assert under_cursor(pilot) == "IT-2"
        turns = await gone_through(pilot)
        assert [turn.split("  ")[1] for turn in turns] == ["Ben Oatlark", "Maria Berger", "Nobody", "Customer Service"]


async def test_a_stand_up_survives_the_end_of_the_program_with_its_clock(house: House, path: Path, tmp_path: Path) -> None:
    watch, store = Watch(), house.build(path)
    async with driving(an_app(store, tmp_path / "state", now=watch)) as pilot:
        await begun(pilot)
        await pilot.press("space")
        watch.now += timedelta(seconds=20)
        await pilot.press("ctrl+q")
        await until(pilot, lambda: not pilot.app.is_running)
    async with driving(an_app(store, tmp_path / "state", now=watch)) as pilot:
        await came_to(pilot, StandUpScreen, "s")
        assert "Maria Berger  2 of 4" in head(pilot)
        assert "turn 0:20, in all 0:20" in head(pilot)


async def test_a_program_that_ends_while_a_stand_up_only_opens_leaves_it_as_it_was(pilot: Driven, house: House) -> None:
    app = pilot.app
    assert isinstance(app, KptuiApp)
    meeting = Meeting.begin(app.plan, [house.hours.id], [], NOW)
    StandUpScreen(app.plan, app.today, meeting, app.tools).remember()
    assert app.tools.drafts.find(DRAFT) == {}


async def test_whose_turn_has_nothing_left_gives_way_to_the_next(pilot: Driven, path: Path, house: House) -> None:
    await begun(pilot)
    store = FileStore(path)
    store.save(add_records(house.hours.edited(NOW, "ben", owner=None)))
    await until(pilot, lambda: "Maria Berger  1 of 3" in head(pilot))
    for target in (house.response, house.calls, house.cost, house.stray, house.hours):
        newest_version = store.read().get(target.id)
        assert newest_version is not None
        store.save(add_records(newest_version.edited(NOW, "ben", retired=True)))
    await until(pilot, lambda: "Nobody  1 of 1" in head(pilot))
    assert "Nothing new, nothing due." in seen(pilot)


async def test_names_have_all_the_room_that_statuses_and_days_leave(house: House, path: Path, tmp_path: Path) -> None:
    house.hours = house.hours.edited(NOW, "maria", name="Hours of training on the new tools that everybody has had by then")
    async with driving(an_app(house.build(path), tmp_path / "state"), (80, 24)) as pilot:
        await begun(pilot)
        assert re.search(r"IT-1 Hours of training on the new tools that everybody has… +▼ off track in", seen(pilot))
        assert "The first stand-up on this target" in seen(pilot)


def test_every_key_of_a_stand_up_is_proven() -> None:
    owners = (Attendance, Agenda, StandUpScreen, Minutes)
    assert proofs.missing(owners) == {("MeetingApp", "stand_up")}
