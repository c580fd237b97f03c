"""The surface: sizes, plain characters, themes, hostile text, and a program error."""

import re
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.events import Key

from kptui.errors import BadSettings
from kptui.store import FileStore
from screens.app import KptuiApp
from screens.check_in import CheckInForm
from screens.objective_tree import ObjectiveTree
from screens.safe_output import AsciiSigns, NoColours, PrintableOnly
from screens.target_detail import TargetDetail
from screens.widgets.form import Form
from screens.widgets.plan_tree import PlanTree
from screens.widgets.too_small import TooSmall
from tests.builders import a_target, an_organisation
from tests.screens.house import Driven, House, an_app, driving, said, seen, until

SIZES = [(60, 20), (80, 24), (100, 30), (140, 45)]
HOSTILE = "\x1b[/x][@click=app.quit]x[/]\x1b]52;c;aGk=\x07\x1b[2J\x9b31m [p95] \u202egnp.exe \x00\ud800 =cmd 漢字 e\u0301"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_screen_fits_and_its_last_line_has_whole_hints_with_help(
    house: House, path: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with driving(an_app(house.build(path), tmp_path), size=size) as pilot:
        for key, back in (("down", "up"), ("enter", "escape"), ("w", "escape"), ("c", "escape")):
            await pilot.press(key)
            lines = seen(pilot).splitlines()
            assert len(lines) == size[1]
            assert re.search(r"(\?|F1) help", lines[-1])
            assert "…" not in lines[-1]
            assert "CS-" in seen(pilot)
            await pilot.press(back)


async def test_on_a_narrow_screen_the_hints_name_the_main_keys(pilot: Driven) -> None:
    await pilot.resize_terminal(60, 20)
    wanted = " c check in  w why  a add  f in trouble  / filter  ? help"
    await until(pilot, lambda: seen(pilot).splitlines()[-1] == wanted)


async def test_a_smaller_terminal_says_so_takes_no_keys_but_those_to_quit_and_loses_nothing(pilot: Driven) -> None:
    await pilot.press("c", *"18")
    await pilot.resize_terminal(50, 15)
    await until(pilot, lambda: "this terminal has 50 and 15" in re.sub(r"\s+", " ", seen(pilot)))
    await pilot.press(*"5", "ctrl+s", "escape")
    await pilot.resize_terminal(60, 20)
    await until(pilot, lambda: not pilot.app.screen.query_one(TooSmall).display)
    await pilot.press(*".5")
    assert pilot.app.screen.query_one(Form).typed["value"] == "18.5"
    await pilot.resize_terminal(60, 19)
    await until(pilot, lambda: pilot.app.screen.query_one(TooSmall).display)
    await pilot.press("ctrl+q")
    await until(pilot, lambda: not pilot.app.is_running)


async def test_a_narrow_and_a_wide_screen_show_what_fits(pilot: Driven) -> None:
    await pilot.resize_terminal(140, 30)
    await until(pilot, lambda: "3 d" in seen(pilot) and "Ben Oatlark" in seen(pilot))
    await pilot.resize_terminal(60, 20)
    await until(pilot, lambda: "Ben Oatlark" not in seen(pilot))
    assert "▲ at risk" in seen(pilot)
    assert "late 7 d" in seen(pilot)


async def test_without_unicode_everything_is_drawn_in_ascii(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path, unicode=False), size=(100, 60)) as pilot:
        for keys in (("down",), ("up", "enter"), ("escape", "w"), ("escape", "c", "1", "4"), ("f1",)):
            await pilot.press(*keys)
            assert through_the_gates(pilot).isascii(), through_the_gates(pilot)


def test_quotation_marks_of_all_sorts_are_ascii_too() -> None:
    shown = AsciiSigns().apply([Segment("“Improve”, „besser“, Sam’s −2, Π, \N{REPLACEMENT CHARACTER}")], Color(0, 0, 0))
    assert [s.text for s in shown] == ['"Improve", "besser", Sam\'s -2, P, ?']


def test_without_colours_what_stood_out_by_its_ground_is_reversed() -> None:
    styles = (None, Style(bold=True, color="red"), Style(bgcolor="#112233"), Style(bgcolor="default", reverse=True))
    found = [s.style for s in NoColours().apply([Segment("x", style) for style in styles], Color(0, 0, 0))]
    assert found == [None, Style(bold=True, reverse=False), Style(reverse=True), Style(reverse=True)]


@pytest.mark.parametrize("theme", ["", "light", "colour-blind", "colour-blind-light", "nord", "ansi-dark", "ansi-light"])
async def test_each_theme_shows_statuses_in_words(house: House, path: Path, tmp_path: Path, theme: str) -> None:
    async with driving(an_app(house.build(path), tmp_path, theme=theme)) as pilot:
        assert "▼ off track" in seen(pilot)


def test_an_unknown_theme_is_refused_with_the_nearest(house: House, path: Path, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="did you mean nord"):
        an_app(house.build(path), tmp_path, theme="nrod")
    with pytest.raises(BadSettings, match="there are dark, light"):
        an_app(FileStore(path), tmp_path, theme="#")


async def test_text_of_others_is_only_ever_text(house: House, path: Path, tmp_path: Path) -> None:
    """Not cleaned by the record, as if it had slipped through: the screens must not depend on that."""
    store = house.build(path)
    hostile = house.response.model_copy(update={"name": HOSTILE, "metric": HOSTILE, "rationale": HOSTILE, "unit": HOSTILE})
    async with driving(an_app(store, tmp_path), size=(100, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, KptuiApp)
        plan = app.plan
        records = {**plan.records, hostile.id: hostile, house.organisation.id: an_organisation(id=house.organisation.id)}
        app.plan = type(plan)(plan.revision, records, plan.readings)
        await until(pilot, lambda: "[/x][@click=app" in seen(pilot))
        for keys in (("y",), ("slash", *"CS", "enter"), ("enter",), ("escape", "w"), ("escape", "c", "1", "5")):
            await pilot.press(*keys)
            assert "[/x][@click=app" in seen(pilot)
            assert not set(through_the_gates(pilot)) & set(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0xD800)))


def through_the_gates(pilot: Driven) -> str:
    """Return what of the screen comes to the terminal as text."""
    rows = [list(strip) for strip in pilot.app.screen._compositor.render_strips()]
    for gate in pilot.app.get_line_filters():
        rows = [gate.apply(row, Color(0, 0, 0)) for row in rows]
    return "".join(segment.text for row in rows for segment in row)


def test_the_last_gate_lets_text_through_and_nothing_else() -> None:
    gate = PrintableOnly()
    plain = [Segment("plain ▲ 漢字 é")]
    assert gate.apply(plain, Color(0, 0, 0)) is plain
    passed = "".join(s.text for s in gate.apply([Segment("a\x1b]0;x\x07b\u202ec\u00a0d\ue000")], Color(0, 0, 0)))
    assert passed == "a]0;xbc d\N{REPLACEMENT CHARACTER}"


async def test_the_commands_of_textual_are_not_offered(pilot: Driven) -> None:
    await pilot.press("ctrl+p")
    assert isinstance(pilot.app.screen, ObjectiveTree)


async def test_a_click_moves_the_cursor_and_another_opens(pilot: Driven) -> None:
    await pilot.click(PlanTree, offset=(10, 4))
    assert pilot.app.screen.query_one(PlanTree).node.code == "CS-2"  # type: ignore[union-attr]
    await pilot.click(PlanTree, offset=(10, 4))
    await until(pilot, lambda: isinstance(pilot.app.screen, TargetDetail))


async def test_a_plan_without_targets_says_how_to_go_on(tmp_path: Path) -> None:
    store = FileStore.create(tmp_path / "plan.json", records=[an_organisation()])
    async with driving(an_app(store, tmp_path)) as pilot:
        assert "There is no target in this plan yet" in seen(pilot)
        await pilot.press("c")
        assert "Move to a target first" in said(pilot)
        await pilot.press("enter", "w", "h", "l", "z", "minus", "plus", "asterisk", "n", "space")


async def test_a_notice_is_gone_with_the_next_key_and_hides_nothing(pilot: Driven) -> None:
    await pilot.press("h", "h", "c")
    await until(pilot, lambda: "Move to a target first" in seen(pilot))
    await pilot.press("j")
    await until(pilot, lambda: "Move to a target first" not in seen(pilot))


@pytest.mark.parametrize("key", ["j", "x", "enter", "slash"])
async def test_a_refusal_goes_with_the_next_key_that_does_something(pilot: Driven, key: str) -> None:
    await pilot.press("U")
    await until(pilot, lambda: "Not done again" in said(pilot))
    await pilot.press("j" if key == "j" else "f10")
    assert ("Not done again" in said(pilot)) is (key != "j")
    await pilot.press(key)
    await until(pilot, lambda: "Not done again" not in said(pilot))


async def test_that_the_plan_cannot_be_read_is_not_taken_away_by_a_key(pilot: Driven, path: Path) -> None:
    path.rename(path.with_name("gone.json"))
    await pilot.press("r")
    await until(pilot, lambda: "There is no plan" in said(pilot))
    await pilot.press("j", "k")
    assert "There is no plan" in said(pilot)


async def test_a_refusal_goes_with_a_click(pilot: Driven) -> None:
    await pilot.press("U")
    await until(pilot, lambda: "Not done again" in said(pilot))
    await pilot.click(PlanTree, offset=(10, 3))
    assert said(pilot) == ""


async def test_what_is_said_after_a_key_was_pressed_is_not_taken_away_by_it(pilot: Driven) -> None:
    early = Key("j", "j")
    pilot.app.notify("news", severity="warning")
    await until(pilot, lambda: "news" in said(pilot))
    pilot.app.post_message(early)
    await pilot.pause()
    assert "news" in said(pilot)


async def test_no_notice_lies_on_the_tour(house: House, path: Path, tmp_path: Path) -> None:
    app = an_app(house.build(path), tmp_path / "state")
    app.tour = tmp_path / "toured"
    async with driving(app, (60, 20)) as pilot:
        await pilot.press("U")
        await until(pilot, lambda: "Not done again" in seen(pilot))
        assert "Esc ends" in seen(pilot).splitlines()[-2]
        await pilot.press("escape", "U")
        await until(pilot, lambda: "Not done again" in seen(pilot) and "Tour" not in seen(pilot))
        assert "▌" in seen(pilot).splitlines()[-2]


async def test_an_empty_file_of_records_shows_without_an_organisation(tmp_path: Path) -> None:
    store = FileStore.create(tmp_path / "plan.json", records=[a_target()])
    async with driving(an_app(store, tmp_path)) as pilot:
        assert "CS-1" in seen(pilot)
        assert seen(pilot).startswith(" kptui")


async def test_an_error_of_the_program_ends_it_and_is_kept_for_the_caller(
    house: House, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = an_app(house.build(path), tmp_path)

    def fail(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(CheckInForm, "on_mount", fail)

    async def press_c() -> None:
        async with driving(app) as pilot:
            await pilot.press("c")
            await until(pilot, lambda: not app.is_running)

    with pytest.raises(RuntimeError, match="a mistake of ours"):
        await press_c()
    assert isinstance(app.mistake, RuntimeError)
    assert not app._exit_renderables
    assert app.return_code == 1


@pytest.mark.parametrize("length", range(35, 39))
async def test_a_notice_is_whole_on_a_narrow_terminal(house: House, path: Path, tmp_path: Path, length: int) -> None:
    async with driving(an_app(house.build(path), tmp_path), (60, 20)) as pilot:
        pilot.app.notify(f"3 rows: {'x' * length}", title="Written", markup=False)
        await until(pilot, lambda: "x" * length in seen(pilot))
