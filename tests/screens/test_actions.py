"""Every action of every screen: one proof each, by its key; and a test that none is without."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from kptui.changes import edit_record
from kptui.store import FileStore
from screens.app import KptuiApp
from screens.attendance import Attendance
from screens.check_in import CheckInForm
from screens.choose import Choose
from screens.help import Help
from screens.making import MakingApp
from screens.merge import ClashRows, Merge
from screens.objective_tree import ObjectiveTree
from screens.people import People
from screens.record_form import RecordForm
from screens.retire import Retire
from screens.surface import SurfaceApp
from screens.target_detail import TargetDetail
from screens.why import Why
from screens.widgets.field import FilterField
from screens.widgets.field_rows import FieldRows
from screens.widgets.form import Form
from screens.widgets.marked_targets import MarkedTargets
from screens.widgets.plan_tree import PlanTree
from screens.widgets.rows import Rows
from screens.widgets.saving_form import SavingForm
from screens.widgets.sheet import Sheet
from screens.widgets.target_keys import TargetKeys
from screens.widgets.target_sheet import TargetSheet
from tests.builders import NOW
from tests.screens.house import Driven, House, newest, said, seen, until

OWNERS: tuple[type[DOMNode], ...] = (
    SurfaceApp,
    MakingApp,
    KptuiApp,
    ObjectiveTree,
    TargetKeys,
    MarkedTargets,
    PlanTree,
    Rows,
    TargetSheet,
    Sheet,
    FilterField,
    SavingForm,
    CheckInForm,
    RecordForm,
    FieldRows,
    Merge,
    Choose,
    People,
    Retire,
    Help,
)
Proof = Callable[[Driven, House, Path], Awaitable[None]]


class Proven(NamedTuple):
    """Which binding of which class a proof is about."""

    owner: str
    binding: str


PROOFS: dict[Proven, Proof] = {}


def proves(owner: type[DOMNode], *bindings: str) -> Callable[[Proof], Proof]:
    def keep(proof: Proof) -> Proof:
        PROOFS.update({Proven(owner.__name__, binding): proof for binding in bindings})
        return proof

    return keep


def bindings_of(owner: type[DOMNode]) -> list[Binding]:
    return [binding for binding in owner.BINDINGS if isinstance(binding, Binding)]


def every_binding() -> list[tuple[type[DOMNode], Binding]]:
    return [(owner, binding) for owner in OWNERS for binding in bindings_of(owner)]


def test_every_action_has_a_proof() -> None:
    assert {Proven(owner.__name__, binding.id or "") for owner, binding in every_binding()} == PROOFS.keys()


def test_every_binding_has_an_id_of_its_own_and_says_what_it_does() -> None:
    for owner in OWNERS:
        ids = [binding.id for binding in bindings_of(owner)]
        assert all(ids)
        assert len(set(ids)) == len(ids)
    assert all(binding.tooltip and binding.description for _, binding in every_binding())


def test_no_letter_comes_before_typing() -> None:
    for _, binding in every_binding():
        if binding.priority:
            assert all(len(key) > 1 for key in binding.key.split(","))


def row_of(pilot: Driven) -> str:
    """What the cursor of the tree is on."""
    node = pilot.app.screen.query_one(PlanTree).node
    return "" if node is None else node.code or node.name


async def opened(pilot: Driven, *keys: str, screen: type[object]) -> None:
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and bool(seen(pilot).strip()))


def targets_seen(pilot: Driven) -> list[str]:
    return [code for code in ("CS-1", "CS-2", "IT-1", "FI-1", "FI-2", "XX-1") if code in seen(pilot)]


@proves(Rows, "down", "up")
async def moves_by_a_row(pilot: Driven, house: House, path: Path) -> None:
    assert row_of(pilot) == "CS-1"
    await pilot.press("j", "down")
    assert row_of(pilot) == "People know the tools"
    await pilot.press("k", "up")
    assert row_of(pilot) == "CS-1"


@proves(Rows, "first", "last")
async def moves_to_the_ends(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("G")
    assert row_of(pilot) == "XX-1"
    await pilot.press("g")
    assert row_of(pilot) == "Every customer stays by choice"


@proves(Rows, "half_down", "half_up", "page_down", "page_up")
async def moves_by_pages(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("g", "ctrl+d")
    assert row_of(pilot) == "XX-1"
    await pilot.press("ctrl+u")
    assert row_of(pilot) == "Every customer stays by choice"
    await pilot.press("pagedown")
    assert row_of(pilot) == "XX-1"
    await pilot.press("pageup")
    assert row_of(pilot) == "Every customer stays by choice"


@proves(ObjectiveTree, "open")
async def opens_a_target_and_folds_what_is_none(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "enter", screen=TargetDetail)
    assert "Response time" in seen(pilot)
    await opened(pilot, "q", screen=ObjectiveTree)
    await pilot.press("g", "j", "o")
    assert targets_seen(pilot) == ["FI-1", "FI-2", "XX-1"]


@proves(PlanTree, "collapse", "expand")
async def goes_in_and_out(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("h")
    assert row_of(pilot) == "Customers hear from us soon"
    await pilot.press("left")
    assert targets_seen(pilot) == ["FI-1", "FI-2", "XX-1"]
    await pilot.press("l")
    assert "CS-1" in targets_seen(pilot)
    await pilot.press("right")
    assert row_of(pilot) == "CS-1"
    await pilot.press("l")
    assert row_of(pilot) == "CS-1"


@proves(PlanTree, "fold")
async def folds_and_unfolds(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("h", "space")
    assert "CS-1" not in seen(pilot)
    await pilot.press("space")
    assert "CS-1" in seen(pilot)


@proves(PlanTree, "fold_here", "unfold_one")
async def folds_all_beneath_and_unfolds_level_by_level(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("g", "j", "z")
    assert targets_seen(pilot) == ["FI-1", "FI-2", "XX-1"]
    await pilot.press("plus")
    assert targets_seen(pilot) == ["FI-1", "FI-2", "XX-1"]
    assert "hear from us" in seen(pilot)
    await pilot.press("plus")
    assert targets_seen(pilot) == ["CS-1", "CS-2", "FI-1", "FI-2", "XX-1"]
    await pilot.press("plus")
    assert "IT-1" in targets_seen(pilot)


@proves(PlanTree, "fold_one", "unfold_all")
async def folds_one_level_at_a_time(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("minus")
    assert row_of(pilot) == "Customers hear from us soon"
    assert "CS-1" not in seen(pilot)
    await pilot.press("minus")
    assert row_of(pilot) == "Customers"
    await pilot.press("minus")
    assert row_of(pilot) == "Customers"
    await pilot.press("asterisk")
    assert len(targets_seen(pilot)) == 6


@proves(PlanTree, "next_match", "previous_match")
async def goes_from_target_to_target(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("n", "n")
    assert row_of(pilot) == "IT-1"
    await pilot.press("N")
    assert row_of(pilot) == "CS-2"
    await pilot.press("G", "n")
    assert row_of(pilot) == "XX-1"


@proves(ObjectiveTree, "filter", "clear")
@proves(FilterField, "keep_filter", "drop_filter")
async def filters_as_one_types(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("slash", *"ben")
    assert targets_seen(pilot) == ["IT-1"]
    assert "/ben: 1" in seen(pilot)
    assert seen(pilot).splitlines()[-1].split() == ["Enter", "keep", "filter", "Esc", "clear", "filter", "F1", "help"]
    await pilot.press("enter")
    assert pilot.app.focused is pilot.app.screen.query_one(PlanTree)
    assert targets_seen(pilot) == ["IT-1"]
    await pilot.press("slash", "home", "exclamation_mark")
    assert targets_seen(pilot) == ["CS-1", "CS-2", "FI-1", "FI-2", "XX-1"]
    await pilot.press("escape")
    assert len(targets_seen(pilot)) == 6
    assert not pilot.app.screen.query_one(FilterField).display


@proves(ObjectiveTree, "quick_filter")
async def goes_round_the_quick_filters(pilot: Driven, house: House, path: Path) -> None:
    assert "f in trouble/mine/due" in seen(pilot)
    await pilot.press("f")
    assert "in trouble: 2" in seen(pilot)
    assert targets_seen(pilot) == ["CS-1", "IT-1"]
    await pilot.press("f")
    assert targets_seen(pilot) == ["CS-1", "CS-2"]
    await pilot.press("f")
    assert targets_seen(pilot) == ["CS-1", "XX-1"]
    assert "due: 2" in seen(pilot)
    await pilot.press("f")
    assert "my team: 2" in seen(pilot)
    await pilot.press("f")
    assert "stale: 2" in seen(pilot)
    await pilot.press("f")
    assert len(targets_seen(pilot)) == 6


@proves(ObjectiveTree, "sort")
async def sorts_the_worst_first(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("S")
    assert "worst first" in seen(pilot)
    assert seen(pilot).index("IT-1") < seen(pilot).index("CS-1") < seen(pilot).index("FI-1")
    await pilot.press("S")
    assert seen(pilot).index("CS-1") < seen(pilot).index("IT-1")


@proves(ObjectiveTree, "next_period", "period_before")
async def the_brackets_show_the_targets_of_a_period(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("right_square_bracket")
    assert "Q1 2026: 6" in seen(pilot)
    await pilot.press("left_square_bracket")
    assert "Q1 2026: 6" not in seen(pilot)


@proves(PlanTree, "mark")
async def v_marks_and_unmarks(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("v", "v")
    await until(pilot, lambda: "2 marked" in seen(pilot))
    await pilot.press("N", "v")
    await until(pilot, lambda: "1 marked" in seen(pilot))


@proves(ObjectiveTree, "tour")
async def tab_turns_the_lessons_of_the_tour(pilot: Driven, house: House, path: Path) -> None:
    tree = pilot.app.screen
    assert isinstance(tree, ObjectiveTree)
    await pilot.press("tab")
    tree.begin_tour()
    await until(pilot, lambda: "Tour 1/5" in seen(pilot))
    await pilot.press("tab")
    await until(pilot, lambda: "Tour 2/5" in seen(pilot))


@proves(SavingForm, "edit_text")
async def f4_takes_a_text_to_the_editor_and_a_figure_not(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "c", "f4", screen=CheckInForm)
    assert "Move to a text first" in seen(pilot)


@proves(ObjectiveTree, "quit_at_top")
async def q_leaves_from_the_tree(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("q")
    await until(pilot, lambda: not pilot.app.is_running)


@proves(TargetKeys, "check_in")
async def c_checks_in_on_a_target_and_says_so_elsewhere(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("h", "c")
    assert isinstance(pilot.app.screen, ObjectiveTree)
    assert "Move to a target first" in said(pilot)
    await opened(pilot, "l", "c", screen=CheckInForm)
    assert "CS-1" in seen(pilot)


@proves(TargetKeys, "why")
async def w_explains_and_closes_again(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "w", screen=Why)
    assert "a miss is likely" in seen(pilot)
    await opened(pilot, "w", screen=ObjectiveTree)
    await pilot.press("h", "w")
    assert "Customers hear from us soon: " in said(pilot)
    assert "beneath it" in said(pilot)
    await pilot.press("h", "h", "h", "G", "h", "w")
    assert "Move to a target first" in said(pilot)


@proves(TargetKeys, "copy")
async def y_copies_code_and_title(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("y")
    assert pilot.app.clipboard == "CS-1 Response time"
    assert "CS-1 Response time" in said(pilot)
    await pilot.press("g", "y")
    assert pilot.app.clipboard == "Every customer stays by choice"


@proves(TargetSheet, "next_target", "previous_target", "back")
async def the_brackets_turn_the_pages_and_the_cursor_follows(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "enter", "right_square_bracket", screen=TargetDetail)
    await until(pilot, lambda: "CS-2" in seen(pilot).splitlines()[0])
    await pilot.press("left_square_bracket", "left_square_bracket")
    await until(pilot, lambda: "CS-1" in seen(pilot).splitlines()[0])
    await pilot.press("right_square_bracket", "right_square_bracket")
    await opened(pilot, "escape", screen=ObjectiveTree)
    assert row_of(pilot) == "IT-1"


@proves(Sheet, "down", "up", "first", "last", "half_down", "half_up", "page_down", "page_up")
async def a_page_scrolls(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "enter", screen=TargetDetail)
    await until(pilot, lambda: "Why" in seen(pilot))
    await pilot.resize_terminal(80, 24)
    sheet = pilot.app.screen.query_one(Sheet)
    await until(pilot, lambda: sheet.size.height == 22)

    def at() -> int:
        return sheet.scroll_offset.y

    await pilot.press("j", "down")
    assert at() == 2
    await pilot.press("k", "up")
    assert at() == 0
    await pilot.press("ctrl+d")
    half = at()
    assert half > 0
    await pilot.press("ctrl+u")
    assert at() == 0
    await pilot.press("space")
    assert at() >= half
    await pilot.press("pageup")
    assert at() == 0
    await pilot.press("G")
    assert at() == sheet.max_scroll_y > 0
    await pilot.press("g")
    assert at() == 0


@proves(SavingForm, "save")
async def ctrl_s_saves_from_any_field(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "c", *"18", "tab", "8", "ctrl+s", screen=ObjectiveTree)
    assert newest(path, house.response).confidence == 8
    assert "CS-1: 18 h" in said(pilot)


@proves(SavingForm, "save_next")
async def ctrl_n_saves_and_goes_to_the_next_that_takes_a_check_in(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("slash", *"FI-", "enter", "c", *"4.8", "ctrl+n")
    await until(pilot, lambda: "last target in view" in said(pilot))
    assert newest(path, house.cost).value == 4.8


@proves(SavingForm, "leave")
async def esc_leaves_and_keeps_what_was_typed(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "c", *"17", "escape", screen=ObjectiveTree)
    assert "kept as a draft" in said(pilot)
    await opened(pilot, "c", screen=CheckInForm)
    assert pilot.app.screen.query_one(Form).typed["value"] == "17"
    assert "Your draft is back" in seen(pilot)
    assert newest(path, house.response).value == 20


@proves(CheckInForm, "next_field", "field_before")
async def tab_goes_from_field_to_field(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "c", "tab", "7", "down", *"off", "up", "shift+tab", *"18", screen=CheckInForm)
    typed = pilot.app.screen.query_one(Form).typed
    assert (typed["value"], typed["confidence"], typed["own_call"]) == ("18", "7", "off")


@proves(SavingForm, "discard")
async def ctrl_t_throws_the_draft_away(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "c", *"17", "ctrl+t", "escape", screen=ObjectiveTree)
    await opened(pilot, "c", screen=CheckInForm)
    assert [text for text in pilot.app.screen.query_one(Form).typed.values() if text] == ["20", "6"]


def form_of(pilot: Driven) -> FieldRows:
    """The fields of the form on screen."""
    return pilot.app.screen.query_one(FieldRows)


@proves(TargetKeys, "add")
@proves(Choose, "take", "close_choice")
async def a_asks_what_to_add_and_begins_it_where_the_cursor_is(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "a", screen=Choose)
    await opened(pilot, "escape", screen=ObjectiveTree)
    await opened(pilot, "a", "down", "enter", screen=RecordForm)
    assert "Add an influence" in seen(pilot)
    assert form_of(pilot).typed["leading"] == "CS-1"


@proves(TargetKeys, "edit")
async def e_edits_what_the_cursor_is_on(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "h", "e", screen=RecordForm)
    assert form_of(pilot).typed["name"] == "Customers hear from us soon"


@proves(TargetKeys, "retire")
@proves(Retire, "confirm", "turn_beneath", "leave_it", "retire_link", "merge_instead")
async def x_asks_what_becomes_of_what_hangs_beneath(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "x", "m", screen=RecordForm)
    await opened(pilot, "escape", "x", "l", screen=Choose)
    await opened(pilot, "escape", screen=ObjectiveTree)
    await opened(pilot, "h", "x", screen=Retire)
    assert "The 3 that hang beneath it go to what is above" in " ".join(seen(pilot).split())
    await opened(pilot, "escape", screen=ObjectiveTree)
    await opened(pilot, "x", "space", screen=Retire)
    assert "go out of sight too" in " ".join(seen(pilot).split())
    await opened(pilot, "y", screen=ObjectiveTree)
    assert targets_seen(pilot) == ["FI-1", "FI-2", "XX-1"]


@proves(RecordForm, "heed")
async def ctrl_o_goes_to_the_field_that_the_advice_is_about(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "e", screen=RecordForm)
    assert "SMART" in seen(pilot)
    await pilot.press("down", "down")
    assert "^O goes to Target" in seen(pilot)
    await pilot.press("ctrl+o")
    assert form_of(pilot).current == "name"


@proves(FieldRows, "next_field", "field_below", "field_before", "next_choice", "choice_before")
async def a_form_moves_completes_and_goes_round_the_choices(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "e", "down", "down", "down", "tab", screen=RecordForm)
    assert form_of(pilot).current == "kind"
    await pilot.press("k", "tab", "tab", "tab")
    assert (form_of(pilot).current, form_of(pilot).typed["kind"]) == ("keep_by", "keep")
    await pilot.press("pagedown", "shift+tab", "up", "pageup")
    assert (form_of(pilot).typed["keep_by"], form_of(pilot).typed["kind"]) == ("latest", "level")
    await pilot.press("up")
    assert form_of(pilot).current == "metric"


@proves(Merge, "take_mine", "take_theirs", "settle", "back_to_form")
async def two_edits_of_one_field_are_settled_side_by_side(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "e", *" mine", screen=RecordForm)
    FileStore(path).save(edit_record(house.response, NOW, "ben", name="Theirs"))
    await until(pilot, lambda: "Ben Oatlark has changed it meanwhile: Target" in seen(pilot))
    await opened(pilot, "ctrl+s", screen=Merge)
    assert "● Response time mine" in seen(pilot)
    await opened(pilot, "escape", screen=RecordForm)
    await opened(pilot, "ctrl+s", "l", "h", "l", screen=Merge)
    assert pilot.app.screen.query_one(ClashRows).mine == set()
    await opened(pilot, "enter", screen=ObjectiveTree)
    assert FileStore(path).read().target("CS-1").name == "Theirs"


@proves(MakingApp, "people", "policy")
@proves(People, "add", "edit", "hand_over", "merge", "retire")
async def p_shows_people_and_comma_the_rules(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "comma", screen=RecordForm)
    assert "Rules of the house" in seen(pilot)
    await opened(pilot, "escape", "p", screen=People)
    for key, title in (("e", "Edit"), ("t", "Hand over from"), ("m", "Merge")):
        assert isinstance(pilot.app.screen, People)
        pilot.app.screen.go_to_record(house.ben.id)
        await opened(pilot, key, screen=RecordForm)
        assert f"{title}  Ben Oatlark" in seen(pilot)
        await opened(pilot, "escape", screen=People)
    await opened(pilot, "x", screen=Retire)
    await opened(pilot, "n", screen=People)
    await opened(pilot, "a", screen=Choose)
    assert "person" in seen(pilot).splitlines()[2]
    await opened(pilot, "escape", screen=People)
    await opened(pilot, "q", screen=ObjectiveTree)


@proves(People, "check_in", "why")
async def a_person_stands_for_what_they_own(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "p", screen=People)
    await pilot.press("c")
    assert "Move to somebody who owns a target first" in said(pilot)
    assert isinstance(pilot.app.screen, People)
    pilot.app.screen.go_to_record(house.ben.id)
    await opened(pilot, "w", screen=Why)
    assert "IT-1" in seen(pilot)
    await opened(pilot, "w", screen=People)
    await opened(pilot, "c", *"90", "ctrl+s", screen=People)
    assert newest(path, house.hours).value == 90


@proves(People, "quick_filter", "sort")
async def the_people_are_narrowed_and_sorted(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "p", "f", screen=People)
    assert [row.split()[0] for row in seen(pilot).splitlines()[2:4]] == ["Customer", "Maria"]
    await pilot.press("f", "f", "f", "S", "S")
    assert seen(pilot).splitlines()[1].startswith(" most targets")
    assert "Periods" not in seen(pilot)
    assert seen(pilot).index("Maria") < seen(pilot).index("Brightwater")


@proves(TargetKeys, "copy_listed", "export_listed")
async def what_is_listed_is_copied_and_exported(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("Y")
    assert pilot.app.clipboard.startswith("| code | name |")
    await pilot.press("E")
    await until(pilot, lambda: ":export ~/kptui-2026-03-02.csv" in seen(pilot))


@proves(MarkedTargets, "check_in", "as_before", "hand_over")
async def what_is_marked_is_checked_in_on_and_handed_over(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "v", "v", "G", "c", screen=CheckInForm)
    assert "CS-1" in seen(pilot)
    await pilot.press(*"18", "ctrl+n")
    await until(pilot, lambda: "CS-2" in seen(pilot).splitlines()[0])
    await pilot.press(*"80", "ctrl+n")
    await until(pilot, lambda: "last target in view" in said(pilot))
    assert (newest(path, house.response).value, newest(path, house.calls).value) == (18, 80)
    await opened(pilot, "t", screen=RecordForm)
    assert "Hand over  CS-1, CS-2" in seen(pilot)
    await opened(pilot, "escape", "equals_sign", screen=ObjectiveTree)
    await until(pilot, lambda: "CS-1, CS-2: as before" in said(pilot))


@proves(SurfaceApp, "help")
async def help_says_what_can_be_pressed_here(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "question_mark", screen=Help)
    assert "Check in on this target" in seen(pilot)
    await opened(pilot, "escape", screen=ObjectiveTree)
    await opened(pilot, "c", "f1", screen=Help)
    assert "Throw away what is typed" in seen(pilot)
    assert "cursor" not in seen(pilot).casefold()
    await opened(pilot, "f1", screen=CheckInForm)


@proves(Help, "do", "close_help")
async def help_is_searched_and_does_what_is_chosen(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "question_mark", *"worst", screen=Help)
    assert "Check in" not in seen(pilot)
    await opened(pilot, "enter", screen=ObjectiveTree)
    assert "worst first" in seen(pilot)
    await opened(pilot, "question_mark", *"zzz", screen=Help)
    assert "Nothing here has zzz" in seen(pilot)
    await opened(pilot, "enter", screen=ObjectiveTree)


@proves(Help, "down", "up", "page_down", "page_up")
async def the_list_of_help_moves_while_one_searches(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "question_mark", "pagedown", "pageup", "down", "down", "up", "enter", screen=Why)


@proves(KptuiApp, "reload")
async def r_reads_the_plan_again(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("r", "f5", "ctrl+l")
    assert row_of(pilot) == "CS-1"


@proves(KptuiApp, "tree")
async def one_leads_to_the_whole_tree_from_anywhere(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "enter", "w", "1", screen=ObjectiveTree)
    assert len(targets_seen(pilot)) == 6
    await pilot.press("slash", *"CS-2", "enter", "1")
    assert len(targets_seen(pilot)) == 6
    assert "/CS-2" not in seen(pilot)


@proves(ObjectiveTree, "hold_stand_up")
async def s_holds_a_stand_up_on_what_is_listed(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "slash", *"IT-1", "enter", "s", screen=Attendance)
    assert "Ben Oatlark" in seen(pilot)
    assert "Maria Berger" not in seen(pilot)


@proves(SurfaceApp, "to_shell")
async def ctrl_z_says_that_there_is_no_shell_where_there_is_none(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("ctrl+z")
    assert "No shell" in said(pilot)


@proves(SurfaceApp, "how_to_quit")
async def ctrl_c_says_how_to_quit_and_twice_quits(pilot: Driven, house: House, path: Path) -> None:
    await opened(pilot, "c", *"17", "ctrl+c", screen=CheckInForm)
    assert "^Q" in said(pilot)
    assert pilot.app.is_running
    await pilot.press("ctrl+c")
    await until(pilot, lambda: not pilot.app.is_running)


@proves(SurfaceApp, "quit")
async def ctrl_q_quits_even_while_typing(pilot: Driven, house: House, path: Path) -> None:
    await pilot.press("c", *"17", "ctrl+q")
    await until(pilot, lambda: not pilot.app.is_running)


@pytest.mark.parametrize("proof", dict.fromkeys(PROOFS.values()), ids=lambda proof: proof.__name__)
async def test_it_does_what_it_says(proof: Proof, pilot: Driven, house: House, path: Path) -> None:
    await proof(pilot, house, path)
