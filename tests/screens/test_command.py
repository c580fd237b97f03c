"""The command line of the screens: codes, check-ins, commands and words, typed after a colon."""

from pathlib import Path

import pytest

from kptui.store import FileStore
from tests.screens.house import Driven, House, newest, said, seen, until


async def type_in(pilot: Driven, text: str) -> None:
    """Press one key a letter."""
    names = {" ": "space", "-": "minus", ":": "colon", '"': "quotation_mark", "/": "slash"}
    await pilot.press(*(names.get(letter, letter) for letter in text))


async def test_a_code_after_the_colon_opens_the_target(pilot: Driven) -> None:
    await type_in(pilot, ":it-1")
    assert "Open Hours of training" in seen(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "IT-1 Hours of training" in seen(pilot).splitlines()[0])
    assert ":it-1" not in seen(pilot)


async def test_a_check_in_after_the_colon_says_what_it_would_do_and_is_saved(pilot: Driven, house: House, path: Path) -> None:
    await type_in(pilot, ":cs-1 14.5 c7")
    assert "confidence 7" in seen(pilot)
    assert "→" in seen(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "Saved" in said(pilot))
    made = newest(path, house.response)
    assert (made.value, made.confidence, made.by) == (14.5, 7, "maria")


async def test_all_that_a_check_in_would_save_is_shown_on_a_narrow_screen_too(pilot: Driven) -> None:
    await pilot.resize_terminal(60, 20)
    await type_in(pilot, ':cs-1 14 "no licences yet, the vendor is slow" block:tool @ben')
    rows = seen(pilot).splitlines()
    shown = " ".join(row.strip() for row in rows[-5:-1])
    assert "confidence 6, as before" in shown
    assert '"no licences yet, the vendor is slow"; blocked (tool); asks Ben Oatlark for help (tool)' in shown
    assert rows[-1].startswith(" :")


async def test_a_check_in_that_is_refused_stays_as_it_was_typed(pilot: Driven, house: House, path: Path) -> None:
    await type_in(pilot, ":fi-2 5")
    await pilot.press("enter")
    await until(pilot, lambda: "FI-2 is draft" in seen(pilot))
    assert "fi-2 5" in seen(pilot).splitlines()[-1]
    assert not FileStore(path).history(house.idea.id)


async def test_what_cannot_be_understood_says_why_and_stays(pilot: Driven) -> None:
    await type_in(pilot, ":cs-1 lots")
    await pilot.press("enter")
    assert "lots" in seen(pilot).splitlines()[-2]
    assert ":cs-1 lots" in seen(pilot).splitlines()[-1]


async def test_a_line_that_was_left_comes_back_with_up(pilot: Driven) -> None:
    await type_in(pilot, ":cs-1 14")
    await pilot.press("escape")
    assert "cs-1 14" not in seen(pilot)
    await pilot.press("colon", "up")
    await until(pilot, lambda: ":cs-1 14" in seen(pilot).splitlines()[-1])


async def test_the_name_of_a_command_runs_it_and_tab_completes_it(pilot: Driven) -> None:
    await type_in(pilot, ":peo")
    await pilot.press("tab")
    await until(pilot, lambda: ":people" in seen(pilot).splitlines()[-1])
    await pilot.press("enter")
    await until(pilot, lambda: "People, teams, periods" in seen(pilot))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("stand-up", "Who is here"),
        ("settings", "Settings"),
        ("theme", "Settings"),
        ("due", "Mine"),
        ("mine", "Mine"),
        ("log", "Log of changes"),
        ("people", "People, teams, periods"),
        ("rules", "Rules of the house"),
    ],
)
async def test_a_screen_is_reached_by_what_people_call_it(pilot: Driven, name: str, shown: str) -> None:
    await type_in(pilot, f":{name}")
    await pilot.press("enter")
    await until(pilot, lambda: shown in seen(pilot).splitlines()[0])


async def test_what_only_the_shell_does_is_said_to_be_done_there(pilot: Driven) -> None:
    await type_in(pilot, ":grid")
    await pilot.press("enter")
    assert "In the shell: kptui grid" in seen(pilot)
    assert ":grid" in seen(pilot).splitlines()[-1]


async def test_keys_typed_before_the_line_is_there_are_typed_into_it(pilot: Driven) -> None:
    await pilot.press("ctrl+p", "c", "s", "minus", "2", "enter")
    await until(pilot, lambda: "CS-2 Calls answered" in seen(pilot).splitlines()[0])


async def test_the_rows_beneath_are_not_filtered_by_a_command(pilot: Driven) -> None:
    await type_in(pilot, ":zzz")
    assert "Response time" in seen(pilot)


async def test_q_after_the_colon_leaves_the_program(pilot: Driven) -> None:
    await type_in(pilot, ":q")
    await pilot.press("enter")
    await until(pilot, lambda: not pilot.app.is_running)


async def test_words_that_are_no_command_are_looked_for_everywhere(pilot: Driven) -> None:
    await type_in(pilot, ":old phones")
    await pilot.press("enter")
    await until(pilot, lambda: "challenge" in seen(pilot))
    assert "CS-1" in seen(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "CS-1 Response time" in seen(pilot).splitlines()[0])


async def test_search_finds_reasons_people_and_objectives_and_goes_there(pilot: Driven) -> None:
    await pilot.press("ctrl+f")
    await type_in(pilot, "oatlark")
    await until(pilot, lambda: "person" in seen(pilot))
    await pilot.press("down", "up", "enter")
    await until(pilot, lambda: "People, teams, periods" in seen(pilot))
    await pilot.press("f3")
    await type_in(pilot, "know the tools")
    await until(pilot, lambda: "objective" in seen(pilot))
    await pilot.press("enter")
    await until(pilot, lambda: "Search everywhere" not in seen(pilot))
    await pilot.press("e")
    await until(pilot, lambda: "Edit  People know the tools" in seen(pilot))


async def test_search_for_what_there_is_not_says_so(pilot: Driven) -> None:
    await pilot.press("ctrl+f")
    assert "Looks in names" in seen(pilot)
    await type_in(pilot, "zebra")
    await until(pilot, lambda: "Nothing has all these words" in seen(pilot))
    await pilot.press("enter", "escape")
    await until(pilot, lambda: "Search everywhere" not in seen(pilot))


async def test_a_key_right_after_leaving_the_line_finds_the_screen_beneath(pilot: Driven) -> None:
    await pilot.press("colon", "x", "escape", "ctrl+f", "r", "o", "t", "a")
    await until(pilot, lambda: "achieved" in seen(pilot))
    assert pilot.app.is_running
