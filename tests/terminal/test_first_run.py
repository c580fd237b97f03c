"""The first run in a real terminal: one command, and what it comes to."""

from pathlib import Path

import pytest

from kptui.store import FileStore
from tests.builders import an_organisation
from tests.terminal.spectator import Spectator

CTRL_Q, CTRL_S, ESCAPE = "\x11", "\x13", "\x1b"


def test_from_one_command_and_one_name_to_a_tree_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with Spectator(["--plan", str(path)], tmp_path) as terminal:
        terminal.until_shown("How do you want to begin?")
        terminal.press("sBrightwater" + CTRL_S)
        terminal.until_shown("Press a to add one")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_the_end() == 0
    organisation = FileStore(path).read().organisation
    assert organisation is not None
    assert organisation.name == "Brightwater"


def test_a_shared_plan_is_opened_and_remembered(tmp_path: Path) -> None:
    shared = tmp_path / "shared.json"
    FileStore.create(shared, records=[an_organisation()]).close()
    with Spectator([], tmp_path) as terminal:
        terminal.until_shown("How do you want to begin?")
        terminal.press(f"o{shared}{CTRL_S}")
        terminal.until_shown("Every customer stays by choice")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_the_end() == 0
    with Spectator([], tmp_path) as terminal:
        terminal.until_shown("Every customer stays by choice")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_the_end() == 0


@pytest.mark.parametrize(("key", "words"), [("l", "CS-1"), (ESCAPE, "")])
def test_the_sample_is_one_key_away_and_esc_leaves(tmp_path: Path, key: str, words: str) -> None:
    with Spectator([], tmp_path) as terminal:
        terminal.until_shown("How do you want to begin?")
        terminal.press(key)
        if words:
            terminal.until_shown(words)
            terminal.press(CTRL_Q)
        assert terminal.wait_for_the_end() == 0
    assert not list(tmp_path.rglob("plan.json"))
