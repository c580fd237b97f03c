"""The demo in a real terminal."""

from pathlib import Path

from tests.terminal.spectator import Spectator

CTRL_Q = "\x11"


def test_what_is_typed_into_the_demo_goes_with_it(tmp_path: Path) -> None:
    with Spectator(["demo"], tmp_path) as terminal:
        terminal.until_shown("? help")
        terminal.press("c")
        terminal.until_shown("Confidence")
        terminal.press("18.5" + CTRL_Q)
        assert terminal.wait_for_the_end() == 0
    assert not list(tmp_path.rglob("drafts"))
