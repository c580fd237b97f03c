"""What every list has: filters, sorting, marks and what is done with them, copies and exports; with the same keys and words."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.binding import ActiveBinding
from textual.color import Color

from kptui.changes import add_records, edit_record, record_check_in
from kptui.models.check_in import CheckIn
from kptui.settings import THEMES, Settings
from kptui.store import FileStore
from screens.app import KptuiApp
from screens.check_in import CheckInForm
from screens.log import Log
from screens.mine import Mine
from screens.objective_tree import ObjectiveTree
from screens.people import People
from screens.presentation.passages import MOST, Passage
from screens.search import Search, SearchField
from screens.target_detail import TargetDetail
from screens.themes import LEGIBLE, contrast
from screens.widgets.list_screen import ListScreen
from screens.widgets.marked_targets import MarkedTargets
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.record_list import MarkedRows
from tests.builders import NOW, TODAY, a_blocker, a_check_in, a_person, a_plan, a_support_request, an_action
from tests.screens.house import Driven, House, an_app, driving, newest, said, seen, until
from tests.screens.proving import Proofs
from tests.screens.test_command import type_in

proofs = Proofs()
WAYS: dict[type[PlanScreen], tuple[str, ...]] = {
    ObjectiveTree: (),
    Mine: ("2",),
    Log: ("L",),
    Search: ("ctrl+f", *"cs-", "tab"),
    People: ("p",),
}
"""The keys that lead to each list from the tree."""
LISTS = [list_ for list_ in WAYS if issubclass(list_, ListScreen)]
KEYS = {
    "filter": "slash",
    "quick_filter": "f",
    "sort": "S",
    "mark": "v",
    "check_in": "c",
    "as_before": "equals_sign",
    "copy": "y",
    "copy_listed": "Y",
    "export_listed": "E",
    "clear": "escape",
}


pytestmark = pytest.mark.usefixtures("home")


async def opened(pilot: Driven, screen: type[PlanScreen], *keys: str) -> None:
    """Go to a list, and wait until it has rows."""
    await pilot.press(*(keys or WAYS[screen]))
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and bool(seen(pilot).splitlines()[3].strip()))


def narrowed(pilot: Driven) -> str:
    """What the line above the rows says of marks, filters and sorting."""
    row = seen(pilot).splitlines()[2 if isinstance(pilot.app.screen, Search) else 1]
    return re.split(r"\s{2,}", row.strip())[0]


def listed(pilot: Driven) -> list[dict[str, object]]:
    """What is listed, in its order."""
    screen = pilot.app.screen
    assert isinstance(screen, ListScreen)
    return [dict(row.cells) for row in screen.listing.rows if row.id]


async def exported(pilot: Driven, home: Path, name: str) -> list[dict[str, str]]:
    """Export what is listed under the name that is offered, and read the file."""
    await pilot.press("E")
    await until(pilot, lambda: f":export ~/kptui-{name}-2026-03-02.csv" in seen(pilot))
    await pilot.press("enter")
    await until(pilot, lambda: "Written" in said(pilot))
    return list(csv.DictReader(io.StringIO((home / f"kptui-{name}-2026-03-02.csv").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("screen", WAYS, ids=lambda screen: screen.__name__)
async def test_every_list_has_the_same_keys_with_the_same_words(pilot: Driven, screen: type[PlanScreen]) -> None:
    tree = named(pilot)
    await opened(pilot, screen)
    here = named(pilot)
    for name, key in KEYS.items():
        assert key in {active.binding.key for active in here[name]}
    for name in ("mark", "check_in", "as_before", "copy", "copy_listed", "export_listed", "sort"):
        assert {active.binding.description for active in here[name]} == {active.binding.description for active in tree[name]}


def named(pilot: Driven) -> dict[str, list[ActiveBinding]]:
    """What can be pressed, by its id."""
    found: dict[str, list[ActiveBinding]] = {}
    for active in pilot.app.screen.active_bindings.values():
        found.setdefault(active.binding.id or "", []).append(active)
    return found


@pytest.mark.parametrize("screen", LISTS, ids=lambda screen: screen.__name__)
async def test_f_goes_round_the_quick_filters_and_says_how_many_rows_are_left(pilot: Driven, screen: type[ListScreen]) -> None:
    await opened(pilot, screen)
    every = listed(pilot)
    here = pilot.app.screen
    assert isinstance(here, ListScreen)
    for name in here.quick_filters:
        await pilot.press("f")
        left = listed(pilot)
        assert narrowed(pilot) == f"{name}: {len(left)}"
        assert left or f"“{name}” leaves nothing here. Press Esc" in seen(pilot)
        assert all(row in every for row in left)
    await pilot.press("f")
    assert listed(pilot) == every


@pytest.mark.parametrize("screen", LISTS, ids=lambda screen: screen.__name__)
async def test_sorting_goes_round_the_orders_and_loses_no_row(pilot: Driven, screen: type[ListScreen]) -> None:
    await opened(pilot, screen)
    every = listed(pilot)
    here = pilot.app.screen
    assert isinstance(here, ListScreen)
    for name in here.orders:
        await pilot.press("S")
        assert narrowed(pilot) == name
        assert sorted(map(str, listed(pilot))) == sorted(map(str, every))
    await pilot.press("S")
    assert listed(pilot) == every


@pytest.mark.parametrize("screen", LISTS, ids=lambda screen: screen.__name__)
async def test_esc_takes_filters_away_then_marks_then_goes_back(pilot: Driven, screen: type[ListScreen]) -> None:
    await opened(pilot, screen)
    await pilot.press("v", "f")
    assert narrowed(pilot) != "1 marked"
    await pilot.press("escape")
    assert narrowed(pilot) == "1 marked"
    await pilot.press("escape")
    assert "marked" not in narrowed(pilot)
    await opened(pilot, ObjectiveTree, "escape")


@pytest.mark.parametrize("screen", LISTS, ids=lambda screen: screen.__name__)
async def test_an_export_is_what_is_listed_as_it_is_listed(pilot: Driven, screen: type[ListScreen], home: Path) -> None:
    await opened(pilot, screen)
    await pilot.press("S")
    rows = await exported(pilot, home, screen.NAME)
    assert tuple(rows[0]) == screen.COLUMNS
    shown = [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in listed(pilot)]
    assert [row[screen.COLUMNS[1]] for row in rows] == [row[screen.COLUMNS[1]] for row in shown]
    assert f"{len(shown)} row" in said(pilot)


@pytest.mark.parametrize("screen", LISTS, ids=lambda screen: screen.__name__)
async def test_what_is_marked_is_copied_alone(pilot: Driven, screen: type[ListScreen]) -> None:
    await opened(pilot, screen)
    await pilot.press("v", "Y")
    heading, line, row = pilot.app.clipboard.splitlines()
    assert heading == f"| {' | '.join(name for name in screen.COLUMNS if name != 'unit')} |"
    assert set(line) == set("| -")
    assert row.count("|") == heading.count("|")
    assert "1 row of Markdown" in said(pilot)


HOSTILE = "=1+1|<b>\t@cmd"


@pytest.mark.parametrize("screen", WAYS, ids=lambda screen: screen.__name__)
async def test_what_people_typed_is_no_formula_and_no_markup_in_what_is_taken_out(
    house: House, path: Path, tmp_path: Path, home: Path, screen: type[PlanScreen]
) -> None:
    house.response = house.response.model_copy(update={"name": HOSTILE, "rationale": f"cs- {HOSTILE}"})
    house.maria = house.maria.model_copy(update={"name": HOSTILE})
    house.service = house.service.model_copy(update={"name": f"-{HOSTILE}"})
    store = house.build(path)
    store.save(add_records(a_blocker(house.response, text=HOSTILE), an_action(house.response, text=f"@{HOSTILE}")))
    store.save(record_check_in(a_check_in(house.response, TODAY, 17, challenges=f"cs- {HOSTILE}")))
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await opened(pilot, screen)
        await pilot.press("Y")
        table = pilot.app.clipboard
        await type_in(pilot, ":export ~/out.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "Written" in said(pilot))
    assert HOSTILE.split("|")[0] in table
    bare = re.sub(r"\\.", "", table)
    assert len({line.count("|") for line in bare.splitlines()}) == 1
    assert not re.search(r"[<>`*\t]", bare)
    cells = [cell for row in csv.reader(io.StringIO((home / "out.csv").read_text(encoding="utf-8"))) for cell in row]
    assert any(HOSTILE.split("|")[0] in cell for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.])", cell)]


async def test_marks_in_the_log_check_in_on_what_the_entries_are_about(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, Log)
    await type_in(pilot, "/ben")
    await pilot.press("enter", "v")
    assert narrowed(pilot) == "1 marked, /ben: 2"
    await pilot.press("v", "escape", "equals_sign")
    await until(pilot, lambda: "Saved" in said(pilot))
    assert newest(path, house.calls).on == TODAY
    await until(pilot, lambda: "marked" not in narrowed(pilot))


async def test_an_entry_that_is_about_no_target_can_be_marked_and_copied_and_nothing_else(pilot: Driven) -> None:
    await opened(pilot, Log)
    await type_in(pilot, "/added pillar")
    await pilot.press("enter", "y")
    assert pilot.app.clipboard in ("Customers", "Sound money")
    await pilot.press("v", "equals_sign")
    assert "Move to a target first, or mark some with v" in said(pilot)
    await pilot.press("c")
    assert "Move to a target first, a row with a code" in said(pilot)


@pytest.mark.parametrize("screen", [Log, People, Search], ids=lambda screen: screen.__name__)
async def test_n_goes_from_row_to_row_and_back(pilot: Driven, screen: type[ListScreen]) -> None:
    await opened(pilot, screen)
    rows = pilot.app.screen.query_one(MarkedRows)
    await pilot.press("g")
    found = []
    for key in ("", "n", "n", "N", "N"):
        await pilot.press(*key)
        found.append(rows.cursor)
    first, second, third, *back = found
    assert back == [second, first]
    assert first < second < third


@proofs.of(Log, "quick_filter", "sort")
async def test_the_log_is_narrowed_to_oneself_to_ones_targets_and_to_the_week(pilot: Driven, house: House, path: Path) -> None:
    FileStore(path).save(edit_record(house.cost, NOW, "ben", name="Cost of a parcel"))
    await opened(pilot, Log)
    await until(pilot, lambda: "Cost of a parcel" in seen(pilot))
    await pilot.press("f")
    assert {row["by"] for row in listed(pilot)} == {"maria"}
    await pilot.press("f")
    assert {row["of"] for row in listed(pilot)} == {"CS-1", "CS-2"}
    await pilot.press("f")
    assert "Cost of a parcel" in seen(pilot)
    await pilot.press("escape", "S")
    assert listed(pilot)[-1]["details"] == "name Cost a parcel → Cost of a parcel"
    await pilot.press("S")
    assert str(listed(pilot)[0]["of"]) == "CS-1"


async def test_y_copies_code_and_title_of_what_the_row_is_about(pilot: Driven) -> None:
    await opened(pilot, Mine)
    await pilot.press("y")
    assert pilot.app.clipboard == "CS-1 Response time"
    await pilot.press("q")
    await opened(pilot, People)
    await pilot.press("y")
    assert pilot.app.clipboard == "Brightwater"
    await pilot.press("q")
    await opened(pilot, Search)
    await pilot.press("y")
    assert pilot.app.clipboard == "CS-1 Response time"


async def test_what_several_people_own_is_checked_in_on_once_they_are_marked(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, People)
    assert isinstance(pilot.app.screen, People)
    pilot.app.screen.go_to_record(house.ben.id)
    await pilot.press("equals_sign")
    assert "Mark whose targets it is for first, with v" in said(pilot)
    assert pilot.app.screen.why_not("as_before")
    await pilot.press("v")
    pilot.app.screen.go_to_record(house.maria.id)
    await pilot.press("v", "equals_sign", "y")
    await until(pilot, lambda: "Saved" in said(pilot))
    assert newest(path, house.hours).on == newest(path, house.response).on == TODAY


async def test_a_filter_finds_people_by_their_team_and_shows_no_heading(pilot: Driven) -> None:
    await opened(pilot, People)
    assert "Periods" in seen(pilot)
    await type_in(pilot, "/customer serv")
    await pilot.press("enter")
    assert [row["name"] for row in listed(pilot)] == ["Customer Service", "Maria Berger"]
    assert "Periods" not in seen(pilot)


async def test_people_who_own_no_target_are_found(pilot: Driven, house: House, path: Path) -> None:
    FileStore(path).save(add_records(a_person(name="Kim Reed", login=None, team=house.it.id)))
    await opened(pilot, People)
    await until(pilot, lambda: "Kim Reed" in seen(pilot))
    await pilot.press("f", "f", "f")
    assert [row["name"] for row in listed(pilot)] == ["Kim Reed"]


async def test_who_is_in_no_team_has_no_team(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state", user="zoe")) as pilot:
        await opened(pilot, People)
        await pilot.press("f")
        assert "“my team” leaves nothing here" in seen(pilot)


@proofs.of(SearchField, "to_rows", "go_there", "close_search", "down", "up", "page_down", "page_up")
@proofs.of(Search, "open", "filter")
async def test_tab_goes_to_what_is_found_and_slash_back_to_the_words(pilot: Driven) -> None:
    await opened(pilot, Search)
    await pilot.press("j", "k", "G", "g", "slash", *"2", "pagedown", "pageup", "down", "up")
    assert [row["code"] for row in listed(pilot)] == ["CS-2"]
    await opened(pilot, TargetDetail, "enter")
    assert "CS-2 Calls answered" in seen(pilot)
    await opened(pilot, ObjectiveTree, "escape")
    await opened(pilot, Search)
    await opened(pilot, TargetDetail, "o")
    assert "CS-1 Response time" in seen(pilot)
    await opened(pilot, ObjectiveTree, "escape")
    await pilot.press("ctrl+f", "escape")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))


@proofs.of(Search, "quick_filter", "sort")
async def test_what_is_found_is_narrowed_by_what_it_is(house: House, path: Path, tmp_path: Path) -> None:
    store = house.build(path)
    found = (a_support_request(house.hours, house.maria, text="A phone"), a_blocker(house.cost, text="No phone", on="2026-02-20"))
    store.save(add_records(*found))
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await opened(pilot, Search, "ctrl+f", *"phone", "tab")
        await until(pilot, lambda: "Old phones" in seen(pilot))
        assert [row["what"] for row in listed(pilot)] == ["blocker", "help", "challenge"]
        await pilot.press("f", "f")
        assert [row["text"] for row in listed(pilot)] == ["Old phones"]
        await pilot.press("f", "S")
        assert [row["what"] for row in listed(pilot)] == ["help", "blocker"]
        await pilot.press("S")
        assert [row["code"] for row in listed(pilot)] == ["FI-1", "IT-1"]
        await pilot.press("v", "v", "equals_sign", "y")
        await until(pilot, lambda: "FI-1, IT-1: as before" in said(pilot))


async def test_what_is_found_can_be_edited_and_what_others_add_is_found(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, Search, "ctrl+f", *"oatlark", "tab")
    await pilot.press("e")
    await until(pilot, lambda: "Edit  Ben Oatlark" in seen(pilot))
    await pilot.press("escape")
    await opened(pilot, Search, "c")
    assert "Move to a target first" in said(pilot)
    FileStore(path).save(add_records(a_blocker(house.cost, text="Ask Oatlark")))
    await until(pilot, lambda: "Ask Oatlark" in seen(pilot))
    await pilot.press("slash", *"zzz", "tab", "e", "o")
    await until(pilot, lambda: "Nothing has all these words in it" in seen(pilot))


@pytest.mark.parametrize("screen", [*LISTS, ObjectiveTree], ids=lambda screen: screen.__name__)
async def test_c_goes_through_all_that_is_marked(pilot: Driven, screen: type[PlanScreen], house: House, path: Path) -> None:
    FileStore(path).save(record_check_in(a_check_in(house.response, "2026-03-01", 19)))
    await until(pilot, lambda: pilot.app.plan.latest(house.response.id).value == 19)  # type: ignore[attr-defined]
    await opened(pilot, screen)
    if screen is not Search:
        await type_in(pilot, "/service" if screen is People else "/cs-")
        await pilot.press("enter")
    here = pilot.app.screen
    assert isinstance(here, MarkedTargets)
    await pilot.press("g", *["j", "j", "j"] * (screen is ObjectiveTree))
    while len(here.marked) < 2:
        await pilot.press("v")
    await pilot.press("c")
    await until(pilot, lambda: isinstance(pilot.app.screen, CheckInForm))
    first = seen(pilot).split()[2]
    await pilot.press("ctrl+u", *"50", "ctrl+n")
    await until(pilot, lambda: {first, seen(pilot).split()[2]} == {"CS-1", "CS-2"})
    await pilot.press("ctrl+u", *"50", "ctrl+n")
    await until(pilot, lambda: isinstance(pilot.app.screen, screen))
    assert newest(path, house.response).value == newest(path, house.calls).value == 50


@pytest.mark.parametrize("screen", WAYS, ids=lambda screen: screen.__name__)
@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
async def test_it_has_room_on_a_small_terminal_and_hints_at_whole_keys(
    house: House, path: Path, tmp_path: Path, size: tuple[int, int], screen: type[PlanScreen]
) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state"), size) as pilot:
        await opened(pilot, screen)
        await pilot.press("v", "f", "S")
        lines = seen(pilot).splitlines()
        assert max(map(len, lines)) <= size[0]
        assert lines[-1].endswith("? help")
        assert not lines[-1].rstrip().endswith("…")


async def test_a_mark_can_be_read_in_every_theme(pilot: Driven) -> None:
    assert isinstance(pilot.app, KptuiApp)
    await opened(pilot, Mine)
    await pilot.press("v", "g")
    for name in THEMES:
        pilot.app.use(Settings(theme=name))
        await pilot.pause()
        (mark,) = [s for strip in pilot.app.screen._compositor.render_strips() for s in strip if s.text.startswith("•")]
        assert mark.style is not None
        assert mark.style.bold
        if not name.startswith("ansi"):
            assert mark.style.color is not None
            assert mark.style.bgcolor is not None
            colours = (Color.from_rich_color(mark.style.color), Color.from_rich_color(mark.style.bgcolor))
            assert contrast(*colours) >= LEGIBLE, name


@pytest.mark.parametrize("screen", LISTS, ids=lambda screen: screen.__name__)
async def test_where_a_filter_leaves_nothing_the_key_to_press_is_named(
    pilot: Driven, screen: type[ListScreen], home: Path
) -> None:
    await opened(pilot, screen)
    await type_in(pilot, "/zzz")
    await until(pilot, lambda: bool(re.search(r"Press Esc to see all of it|Esc goes back", seen(pilot))))
    await pilot.press("tab" if screen is Search else "enter")
    for key in ("Y", "E"):
        await pilot.press(key)
        assert "Nothing is listed here that could be taken out" in said(pilot)
        await pilot.press("g")
    await type_in(pilot, ":export ~/out.csv")
    await pilot.press("enter")
    await until(pilot, lambda: "Nothing is listed here that could be taken out" in said(pilot))
    assert not (home / "out.csv").exists()


async def test_a_click_on_the_row_opens_it(pilot: Driven) -> None:
    await opened(pilot, Mine)
    await pilot.click(MarkedRows, offset=(20, 0))
    await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail))
    await opened(pilot, Mine, "q")
    await pilot.press("q")
    await opened(pilot, People)
    await pilot.click(MarkedRows, offset=(20, 0))
    await until(pilot, lambda: "Edit  Brightwater" in seen(pilot))


async def test_who_is_in_no_team_is_listed_after_the_teams(pilot: Driven, path: Path) -> None:
    FileStore(path).save(add_records(a_person(name="Kim Reed", login=None, team=None)))
    await opened(pilot, People)
    await until(pilot, lambda: "Kim Reed" in seen(pilot))
    assert seen(pilot).index("Ben Oatlark") < seen(pilot).index("Without a team") < seen(pilot).index("Kim Reed")


def test_every_key_of_search_and_log_is_proven() -> None:
    assert proofs.missing((Log, Search, SearchField)) == set()


async def test_what_was_waited_for_is_shown_on_no_list_that_was_left(pilot: Driven) -> None:
    await opened(pilot, Log)
    log = pilot.app.screen
    assert isinstance(log, Log)
    assert log.can_show
    await pilot.press("q")
    await until(pilot, lambda: not log.can_show)
    log.unmark()
    log.watch_plan()
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))


def test_the_newest_passages_are_the_newest_of_all_that_match(house: House) -> None:
    plan = a_plan(*house.records)
    search = Search(plan, TODAY, "maria", "word", _no_notes)
    search._records = [Passage("help", str(n), f"word {n}", "CS-1", TODAY - timedelta(days=400 - n)) for n in range(MOST + 1)]
    assert str(search.entries[0].cells["text"]) == "word 0"
    search.order_name = "newest first"
    assert (len(search.entries), search.entries[0].cells["text"]) == (MOST, f"word {MOST}")


async def _no_notes() -> tuple[CheckIn, ...]:
    return ()
