"""Other keys for actions: what can be had, what cannot and why, and the page of all keys."""

from pathlib import Path

import pytest

from kptui.errors import BadSettings
from kptui.settings import Settings
from screens.app import run
from screens.check_in import CheckInForm
from screens.keys import keys_page, wrong_keys
from screens.widgets.plan_tree import PlanTree
from tests.screens.house import House, an_app, driving, seen, until

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def test_the_page_of_all_keys_says_what_the_program_does() -> None:
    assert PAGE.read_text(encoding="utf-8") == keys_page(), "`make keys` writes it again"


@pytest.mark.parametrize(
    ("name", "keys", "said"),
    [
        ("chek_in", ("i",), "there is no action 'chek_in'; did you mean check_in?"),
        ("#", ("i",), "there is no action '#'; docs/keys.md has them all."),
        ("check_in", ("w",), "check_in and why are both on w (Objective tree)"),
        ("check_in", ("?",), "check_in and help are both on ? (Objective tree)"),
        ("check_in", ("ctrl+i",), "a terminal sends ctrl+i as Tab"),
        ("check_in", ("ctrl+[",), "as Escape"),
        ("check_in", ("shift+enter",), "many terminals cannot send shift+enter"),
        ("check_in", ("alt+c",), "many terminals cannot send alt+c"),
        ("check_in", ("ctrl+1",), "many terminals cannot send ctrl+1"),
        ("check_in", ("pagedwn",), "there is no key 'pagedwn'; did you mean pagedown?"),
        ("check_in", ("super+c",), "there is no key 'super+c'"),
        ("check_in", ("^I",), "there is no key '^I'; keys are written like c, ctrl+s"),
        ("save", ("s",), "save: s would be a letter where text is typed"),
        ("leave", ("f6", "space"), "leave: space would be a letter where text is typed"),
    ],
)
def test_keys_that_cannot_be_had_are_named_with_the_reason(name: str, keys: tuple[str, ...], said: str) -> None:
    assert any(said in sentence for sentence in wrong_keys({name: keys})), wrong_keys({name: keys})


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("check_in", ("i",)),
        ("check_in", ("c", "ctrl+e", "f6", "shift+f6", ".")),
        ("half_down", ("ctrl+e",)),
        ("field_before", ("shift+tab", "ctrl+up")),
        ("open", ("enter",)),
        ("filter", ("slash", "f11")),
    ],
)
def test_keys_that_can_be_had_are(name: str, keys: tuple[str, ...]) -> None:
    assert wrong_keys({name: keys}) == []


def test_two_actions_may_change_their_keys() -> None:
    assert wrong_keys({"check_in": ("w",), "why": ("c",)}) == []
    assert wrong_keys({"check_in": ("i",), "why": ("i",)}) == wrong_keys({"why": ("i",), "check_in": ("i",)}) != []


async def test_an_action_has_the_keys_that_are_wanted_and_no_others(house: House, path: Path, tmp_path: Path) -> None:
    app = an_app(house.build(path), tmp_path)
    app.set_keymap({"check_in": "i,f6", "down": "d"})
    async with driving(app) as pilot:
        await until(pilot, lambda: " i check in" in seen(pilot))
        await pilot.press("c")
        assert not isinstance(pilot.app.screen, CheckInForm)
        before = pilot.app.screen.query_one(PlanTree).cursor
        await pilot.press("d")
        assert pilot.app.screen.query_one(PlanTree).cursor == before + 1
        await pilot.press("k", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, CheckInForm))


def test_the_screens_do_not_open_with_keys_that_cannot_be_had(house: House, path: Path, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"keys.toml: .*did you mean check_in"):
        run(house.build(path), user="maria", settings=Settings(), drafts=tmp_path, keys={"chek_in": ("i",)})
