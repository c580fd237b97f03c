"""What is around the screens: settings, about, and the screen before."""

import re
from functools import partial
from pathlib import Path

import pytest

from kptui.settings import START_SCREENS
from screens.presentation.preferences import PREFERENCES
from screens.session import Place
from screens.widgets.plan_screen import PlanScreen
from tests.screens.house import Driven, House, an_app, driving, said, seen, until


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for settings that are nobody's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "kptui" / "settings.toml"


async def test_a_theme_that_is_chosen_is_seen_at_once_and_kept(pilot: Driven, config: Path) -> None:
    before = pilot.app.theme
    await pilot.press("f2", "l")
    await until(pilot, lambda: config.exists())
    assert pilot.app.theme != before
    assert config.read_text() == f'theme = "{pilot.app.theme}"\n'
    await pilot.press("h", "q")
    await until(pilot, lambda: "Response time" in seen(pilot))
    assert pilot.app.theme == before


async def test_a_setting_is_written_beside_what_the_file_says_already(pilot: Driven, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text("# mine\nany_file_system = true\n")
    await pilot.press("f2", "j", "j", "l")
    await until(pilot, lambda: "start_screen" in config.read_text())
    assert config.read_text() == 'start_screen = "mine"\n# mine\nany_file_system = true\n'


async def test_signs_in_ascii_are_seen_at_once(pilot: Driven) -> None:
    await pilot.press("f2", "j", "l", "escape")
    await until(pilot, lambda: "Response time" in seen(pilot))
    drawn = "".join(segment.text for strip in pilot.app.screen._compositor.render_strips() for segment in strip)
    assert "Response time" in drawn
    assert [type(gate).__name__ for gate in pilot.app.get_line_filters()][-1] == "AsciiSigns"


async def test_settings_that_cannot_be_kept_are_applied_and_said(pilot: Driven, config: Path) -> None:
    config.parent.mkdir(parents=True)
    config.write_text("theme = dark\n")
    await pilot.press("f2", "l")
    await until(pilot, lambda: "not kept" in seen(pilot))
    assert config.read_text() == "theme = dark\n"


async def test_a_variable_that_wins_is_named(pilot: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPTUI_THEME", "dark")
    await pilot.press("f2")
    await until(pilot, lambda: "KPTUI_THEME wins" in seen(pilot))


def test_every_start_screen_can_be_chosen() -> None:
    assert tuple(PREFERENCES[-1].choices) == START_SCREENS


async def test_it_begins_with_the_screen_that_was_chosen(house: House, path: Path, tmp_path: Path) -> None:
    async with driving(an_app(house.build(path), tmp_path / "state", start_screen="mine")) as pilot:
        await until(pilot, lambda: "CS-1" in seen(pilot) and "Mark" not in seen(pilot).splitlines()[0])
        assert type(pilot.app.screen).__name__ == "Mine"


async def test_about_says_versions_and_places(pilot: Driven, path: Path) -> None:
    await pilot.press("f12")
    await until(pilot, lambda: "Versions" in seen(pilot))
    assert "textual" in seen(pilot)
    assert "plan.json" in re.sub(r"\s", "", seen(pilot))
    await pilot.press("f12")
    await until(pilot, lambda: "Versions" not in seen(pilot))


@pytest.mark.parametrize(
    ("keys", "copied"),
    [("g", "Every customer stays by choice"), ("gj", "Customers"), ("gjjj", "CS-1 Response time")],
)
async def test_whatever_has_a_name_can_be_copied(pilot: Driven, keys: str, copied: str) -> None:
    await pilot.press(*keys, "y")
    assert pilot.app.clipboard == copied
    assert copied in said(pilot)


async def test_what_has_no_name_of_its_own_says_why_it_is_not_copied(pilot: Driven) -> None:
    await pilot.press("G", "k", "y")
    assert "There is nothing to copy here" in said(pilot)
    assert pilot.app.clipboard == ""


async def test_where_no_other_target_is_to_be_turned_to_it_says_so(pilot: Driven) -> None:
    await pilot.press("enter", "left_square_bracket")
    await until(pilot, lambda: "CS-1 is the first one in view." in said(pilot))
    await pilot.press(*(["right_square_bracket"] * 6))
    await until(pilot, lambda: "XX-1 is the last one in view." in said(pilot))
    await pilot.press("q", "slash", *"cs-2", "enter", "enter", "right_square_bracket")
    await until(pilot, lambda: "CS-2 is the only one in view." in said(pilot))


async def test_one_key_goes_to_and_fro_between_two_screens(pilot: Driven) -> None:
    await pilot.press("grave_accent")
    await until(pilot, lambda: "no screen before" in said(pilot))
    await pilot.press("2", "grave_accent")
    await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
    await pilot.press("grave_accent")
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "Mine")
    await pilot.press("1", "grave_accent")
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "Mine")
    await pilot.press("q", "j", "enter", "q", "grave_accent")
    await until(pilot, lambda: type(pilot.app.screen).__name__ == "TargetDetail")


def is_seen(pilot: Driven, name: str) -> bool:
    return type(pilot.app.screen).__name__ == name


async def test_the_two_last_screens_alternate_whichever_lies_beneath(pilot: Driven) -> None:
    await pilot.press("L", "2")
    for name in ("Log", "Mine", "Log", "Mine"):
        await pilot.press("grave_accent")
        await until(pilot, partial(is_seen, pilot, name))
    assert len(pilot.app.screen_stack) == 3


@pytest.mark.parametrize("keys", [("2",), ("L",), ("p",), ("ctrl+f", "c", "s", "tab")])
async def test_a_list_that_one_comes_back_to_is_as_it_was_left(pilot: Driven, keys: tuple[str, ...]) -> None:
    def place() -> tuple[str, Place | None]:
        screen = pilot.app.screen
        return type(screen).__name__, screen.place if isinstance(screen, PlanScreen) else None

    await pilot.press(*keys)
    await until(pilot, lambda: getattr(place()[1], "cursor", "") != "")
    await pilot.press("f", "S", "j", "j")
    before = place()
    await pilot.press("grave_accent")
    await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
    await pilot.press("grave_accent")
    await until(pilot, lambda: place() == before)


async def test_without_colours_the_settings_show_the_theme_that_is_kept(
    house: House, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driving(an_app(house.build(path), tmp_path, theme="nord")) as pilot:
        await pilot.press("f2")
        await until(pilot, lambda: "nord" in seen(pilot))
        assert "ansi-dark" not in seen(pilot)
