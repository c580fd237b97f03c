"""The program in a real terminal: bytes in, a screen out, and what an unmodified TinyDB finds in the file."""

import os
import re
import signal
import sys
from functools import partial
from pathlib import Path

import pytest
from tinydb import TinyDB

from kptui.paths import login
from kptui.store import FileStore
from tests.builders import a_check_in, a_person, a_target, an_organisation
from tests.terminal.spectator import Spectator

ESCAPE, CTRL_C, CTRL_Q, CTRL_S, CTRL_Z = "\x1b", "\x03", "\x11", "\x13", "\x1a"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    target = a_target(name="Response time", unit="h", baseline=24, goal=12, start="2020-01-01", due="2099-12-31", owner="me")
    records = [an_organisation(), a_person(id="me", login=login()), target, a_check_in(target, "2020-02-01", 20)]
    FileStore.create(path, records=records).close()
    return path


def watching(plan: Path, **more: str) -> Spectator:
    return Spectator(["--plan", str(plan)], plan.parent / "home", **more)


def check_ins(plan: Path) -> list[object]:
    """What an unmodified TinyDB finds."""
    with TinyDB(plan) as database:
        return [row["value"] for row in database.all() if row["record"] == "check_in"]


def test_a_check_in_by_keys_is_found_by_an_unmodified_tinydb(plan: Path) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        terminal.press("c")
        terminal.until_shown("Confidence")
        terminal.press("18.5")
        terminal.until_shown("18.5 h, -1.5 h")
        terminal.press(CTRL_S)
        terminal.until_shown("Enter open")
        assert check_ins(plan) == [20, 18.5]
        terminal.press("q")
        assert terminal.wait_for_the_end() == 0
        assert b"\x1b[?1049l" in terminal.written


def test_the_demo_starts_with_one_command(tmp_path: Path) -> None:
    with Spectator(["demo"], tmp_path) as terminal:
        terminal.until_shown("CS-1")
        terminal.press(CTRL_Q)
        assert terminal.wait_for_the_end() == 0


def test_arrow_keys_and_a_lone_escape_are_told_apart(plan: Path) -> None:
    with watching(plan, ESCDELAY="50") as terminal:
        terminal.until_shown("? help")
        terminal.press("\x1b[A\x1b[B\r")
        terminal.until_shown("level, lower is better")
        terminal.press(ESCAPE)
        terminal.until_shown("Enter open")


def test_bytes_that_are_no_utf_8_do_no_harm(plan: Path) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        terminal.press("c")
        terminal.until_shown("Confidence")
        terminal.press("\t\t\tgr")
        terminal.until_shown("gr")
        terminal.press(b"\xe9")
        terminal.press(b"n")
        terminal.until_shown("gr\N{REPLACEMENT CHARACTER}n")
        for byte in "\u00e9\u6f22".encode():
            terminal.press(bytes([byte]))
        terminal.until_shown("n\u00e9\u6f22")
        terminal.press(CTRL_C)
        terminal.until_shown("once more")
        terminal.press(CTRL_C)
        assert terminal.wait_for_the_end() == 0


def test_escape_and_a_key_right_after_it_are_two_keys(plan: Path) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        terminal.press("c")
        terminal.until_shown("Confidence")
        terminal.press("18" + ESCAPE + "S")
        terminal.until_shown("worst first")
        terminal.press("c")
        terminal.until_shown("Your draft is back")
        assert "18 h" in terminal.text
        assert "18S" not in terminal.text


def test_an_arrow_key_that_arrives_in_pieces_is_still_one(plan: Path) -> None:
    with watching(plan, ESCDELAY="2000") as terminal:
        terminal.until_shown("? help")
        for piece in ("\x1b", "[", "A"):
            terminal.press(piece)
            terminal.watch(0.2)
        terminal.press("\r")
        terminal.until_shown("Response time")
        assert "level, lower is better" not in terminal.text, "the cursor was moved off the target, and Enter folded"
        assert "once more" not in terminal.text


def test_the_screen_follows_the_size_of_the_terminal_and_loses_nothing(plan: Path) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        terminal.press("c18")
        terminal.until_shown("18 h")
        for width, height in ((60, 20), (40, 10), (80, 24)):
            terminal.resize(width, height)
            terminal.until(partial(fits, terminal, height))
        terminal.until_shown("18 h")
        assert terminal.text.splitlines()[0].startswith(" Check in  CS-1")


def fits(terminal: Spectator, height: int) -> bool:
    """Whether the last line has the hints, or says that there is no room for them."""
    lines = terminal.text.splitlines()
    return (height < 20 and "kptui needs" in terminal.text) or (len(lines) == height and "F1 help" in lines[-1])


class Sizeless(Spectator):
    """In a terminal that does not know its size, as one that a script makes."""

    def resize(self, width: int, height: int) -> None:
        self.screen.resize(height, width)


def test_a_terminal_that_does_not_know_its_size_is_given_one_and_left_in_peace(plan: Path) -> None:
    with Sizeless(["--plan", str(plan)], plan.parent / "home") as terminal:
        terminal.until_shown("CS-1")
        terminal.watch(1)
        before = len(terminal.written)
        terminal.watch(1)
        assert len(terminal.written) == before


def test_ctrl_z_leads_to_the_shell_and_fg_back(plan: Path) -> None:
    with Spectator(["--norc", "-i"], plan.parent / "home", ("/bin/bash",), PS1="ready> ") as shell:
        shell.until_shown("ready>")
        shell.press(f"{sys.executable} -m kptui --plan {plan}\r")
        shell.until_shown("? help")
        shell.press("c18")
        shell.until_shown("18 h")
        shell.press(CTRL_Z)
        shell.until_shown("Stopped")
        assert b"\x1b[?1049l" in shell.written
        shell.screen.reset()
        shell.press("echo in-$((1 + 1))-between\r")
        shell.until_shown("in-2-between")
        shell.press("fg\r")
        shell.until_shown("Confidence")
        shell.press(".5")
        shell.until_shown("18.5 h")
        shell.press(CTRL_Q)
        shell.until_shown("ready>")
        shell.press("exit\r")
        assert shell.wait_for_the_end() == 0


def test_quitting_while_a_screen_opens_is_no_mistake(plan: Path) -> None:
    for key in ("?", "c", "w"):
        with watching(plan) as terminal:
            terminal.until_shown("? help")
            terminal.press(key + CTRL_Q)
            assert terminal.wait_for_the_end() == 0


def test_without_a_shell_ctrl_z_stops_nothing(plan: Path) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        terminal.press(CTRL_Z)
        terminal.until_shown("No shell")


def test_a_page_of_text_that_is_pasted_on_the_tree_changes_nothing(plan: Path) -> None:
    before = plan.read_bytes()
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        shown = terminal.text
        terminal.press("\x1b[200~" + "c9\x13q ax\rS2 \x11" * 200 + "\x1b[201~")
        terminal.press("?")
        terminal.until_shown("What can be pressed here")
        terminal.press(ESCAPE)
        terminal.until(lambda: terminal.text == shown)
    assert plan.read_bytes() == before


def test_what_is_pasted_on_the_tree_is_no_key(plan: Path) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        terminal.press("\x1b[200~q\x1b[Bq\x11\r\x1bq\x1b[201~/\x1b[200~two \x1bwords\r\x1b[201~")
        terminal.until_shown("two \N{REPLACEMENT CHARACTER}words")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_gives_the_terminal_back(plan: Path, number: signal.Signals) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        terminal.press("c18")
        terminal.until_shown("18 h")
        os.kill(terminal.pid, number)
        assert terminal.wait_for_the_end() == 128 + number
        for given_back in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?25h"):
            assert given_back in terminal.written
    with watching(plan) as again:
        again.until_shown("? help")
        again.press("c")
        again.until_shown("Your draft is back")


def test_the_mouse_is_asked_for_clicks_and_not_for_every_movement(plan: Path) -> None:
    with watching(plan) as terminal:
        terminal.until_shown("? help")
        assert b"\x1b[?1000h" in terminal.written
        assert b"\x1b[?1003h" not in terminal.written
        terminal.press("q")
        assert terminal.wait_for_the_end() == 0
        assert b"\x1b[?1000l" in terminal.written


def test_others_see_a_check_in_without_a_key(plan: Path) -> None:
    with watching(plan) as one, watching(plan) as other:
        one.until_shown("? help")
        other.until_shown("? help")
        one.press("c")
        one.until_shown("Confidence")
        one.press("17,5" + CTRL_S)
        one.until_shown("Enter open")
        other.until_shown("17.5 h")


def test_a_terminal_that_goes_away_ends_the_program(plan: Path) -> None:
    terminal = watching(plan)
    terminal.until_shown("? help")
    terminal.press("c18")
    terminal.until_shown("18 h")
    os.close(terminal._fd)
    os.waitpid(terminal.pid, 0)
    with watching(plan) as again:
        again.until_shown("? help")
        again.press("c")
        again.until_shown("Your draft is back")


BROKEN = """
import screens.check_in, kptui.__main__
def fail(form):
    figure = "a secret figure"
    raise RuntimeError("a mistake of ours")
screens.check_in.CheckInForm.on_mount = fail
kptui.__main__.main()
"""


def test_an_error_of_the_program_leaves_the_terminal_sane_and_a_private_file(plan: Path) -> None:
    home = plan.parent / "home"
    with Spectator(["--plan", str(plan)], home, (sys.executable, "-c", BROKEN)) as terminal:
        terminal.until_shown("? help")
        terminal.press("c")
        assert terminal.wait_for_the_end() == 1
        assert b"\x1b[?1049l" in terminal.written
        last_words = terminal.written.rpartition(b"\x1b[?1049l")[2].decode()
    kept = list(home.rglob("crash-*.txt"))
    assert len(kept) == 1
    assert "a mistake in the program" in last_words
    assert str(kept[0]) in last_words
    assert "Traceback" not in last_words
    assert kept[0].stat().st_mode & 0o777 == 0o600
    assert "a mistake of ours" in kept[0].read_text()
    assert "secret" not in kept[0].read_text()


@pytest.mark.parametrize("said", ["1", ""])
def test_no_color_counts_when_it_is_not_empty(plan: Path, said: str) -> None:
    with watching(plan, NO_COLOR=said) as terminal:
        terminal.until_shown("? help")
        said_of_looks = [int(code) for found in re.findall(rb"\x1b\[([\d;]+)m", terminal.written) for code in found.split(b";")]
        assert any(code >= 30 for code in said_of_looks) is not bool(said)
        assert 7 in said_of_looks or not said
        assert "on track" in terminal.text or "no news" in terminal.text


def test_where_colours_are_few_the_terminals_own_are_used(plan: Path) -> None:
    with watching(plan, TERM="xterm", COLORTERM="") as terminal:
        terminal.until_shown("? help")
        assert re.search(rb"\x1b\[[\d;]*9[0-7]", terminal.written)
        assert b"38;" not in terminal.written
        assert b"48;" not in terminal.written


def test_the_language_of_the_terminal_does_not_matter(plan: Path) -> None:
    with watching(plan, LANG="C", LC_ALL="C") as terminal:
        terminal.until_shown("? help")
        assert "▾" in terminal.text


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_a_line_that_is_typed_while_the_program_starts_is_answered_whole(plan: Path, delay: float) -> None:
    with watching(plan) as terminal:
        terminal.until(lambda: b"\x1b[?1049h" in terminal.written)
        terminal.watch(delay)
        terminal.press(":CS-1 = c7")
        terminal.until_shown("confidence 7")
        assert ":CS-1 = c7" in terminal.text
        assert check_ins(plan) == [20]
        terminal.press("\r")
        terminal.until_shown("Saved")
        assert check_ins(plan) == [20, 20]
