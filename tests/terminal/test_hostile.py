"""Nothing that people type reaches a terminal as more than text: every verb, and every key of every screen."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from textual.keys import Keys, _character_to_key

from kptui.commands.verbs import VERBS, cli
from kptui.store import FileStore
from screens.keys import keys_of, scenes
from tests.terminal.hostile import HOSTILE, PIECES, misdeeds, write_hostile_plan
from tests.terminal.spectator import Spectator

ESCAPE = "\x1b"
WHAT_IT_NEEDS = {
    "check-in": [["CS-1", "5", "--challenge", HOSTILE.replace("\0", "")]],
    "show": [["CS-1"], ["XX-9\x1b[2J"]],
    "why": [["CS-1"]],
    "diff": [["2026-01-01"]],
    "import": [[HOSTILE.replace("\0", "").replace("/", "")]],
    "log": [[], ["CS-1"]],
    "demo": [["--to", "{folder}/demo\x1b[2J.json"], [HOSTILE.replace("\0", "")]],
    "config": [["check"]],
    "backup": [["{folder}/copy.json"]],
    "restore": [["{folder}/copy.json"]],
    "redact": [[HOSTILE.replace("\0", "")]],
    "archive": [["Q1 2026"]],
}
"""The arguments of verbs that do nothing without; whatever a verb does with none, or that it refuses, is looked at too."""
RUN_ALL = """
import json, sys
from kptui.__main__ import run
from kptui.commands.shell import Shell
for words in json.loads(sys.stdin.readline()):
    print("#", len(words), flush=True)
    run(words, Shell(user="maria\\x1b[2J"))
print("and that was all")
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "plan.json"
    write_hostile_plan(path)
    return path


def test_the_hostile_plan_is_whole_and_hostile(plan: Path) -> None:
    found = FileStore(plan).read()
    assert found.problems == ()
    assert all(piece in plan.read_text(encoding="utf-8") for piece in (PIECES["markup"], PIECES["formula"]))
    assert b"\\u001b[2J" in plan.read_bytes()
    assert misdeeds(HOSTILE.encode())


def command_lines(plan: Path) -> Iterator[list[str]]:
    """Every verb with what it needs, or with nothing, in every form that it has."""
    for verb in sorted(VERBS, key=lambda name: name in ("undo", "migrate", "repair", "redact", "archive", "restore")):
        command = cli.get_command(click.Context(cli), verb)
        assert command is not None
        forms = [[], *([f"--{option.name}"] for option in command.params if option.name in ("json", "csv", "plain"))]
        chosen = [(o.opts[0], o.type.choices) for o in command.params if isinstance(o.type, click.Choice)]
        forms += [[f"{name}={choice}"] for name, choices in chosen if name.startswith("--") for choice in choices]
        for needed in WHAT_IT_NEEDS.get(verb, [[]]):
            for form in forms:
                yield [verb, "--plan", str(plan), *(word.format(folder=plan.parent) for word in needed), *form]


def test_every_verb_writes_nothing_to_a_terminal_but_text_and_colours(plan: Path, tmp_path: Path) -> None:
    mine = tmp_path / "plan.json"
    mine.write_bytes(plan.read_bytes())
    lines = [[word for word in line if line[0] != "config" or word not in ("--plan", str(mine))] for line in command_lines(mine)]
    script = tmp_path / "all.json"
    script.write_text(json.dumps(lines))
    program = RUN_ALL.replace("sys.stdin.readline()", f"open({str(script)!r}).read()")
    with Spectator([], tmp_path / "home", (sys.executable, "-c", program), COLUMNS="200") as terminal:
        assert terminal.wait_for_the_end() == 0
        assert b"and that was all" in terminal.written
        assert terminal.written.count(b"# ") >= len(lines)
        assert misdeeds(terminal.written) == []
        assert b"a mistake in the program" not in terminal.written


TABLES = [["list", "--csv"], ["due", "--csv", "--all"], ["export", "--format=csv"], ["export", "--format=csv", "--check-ins"]]


@pytest.mark.parametrize("words", TABLES, ids=" ".join)
def test_no_cell_of_a_table_is_a_formula(plan: Path, tmp_path: Path, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kptui", *words, "--plan", str(plan)],
        capture_output=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        check=False,
    )
    cells = [cell for row in csv.reader(io.StringIO(done.stdout.decode())) for cell in row]
    assert len(cells) > 10
    for cell in cells:
        assert not re.match(r"[=+@\t\r]|-(?![\d.])", cell), cell


BYTES = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "insert": "\x1b[2~",
    "shift+tab": "\x1b[Z",
    **{f"f{n}": f"\x1bO{'PQRS'[n - 1]}" for n in range(1, 5)},
    **{f"f{n}": f"\x1b[{code}~" for n, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)},
}
"""What a terminal sends for keys that are no letters."""
PUNCTUATION = {_character_to_key(chr(code)): chr(code) for code in range(0x21, 0x7F)}
_LEAVES = re.compile("quit|to_shell|suspend")
_MOVES = re.compile("move|jump|page|scroll|fold|focus|step")


def sent_for(key: str) -> str:
    if len(key) == 1:
        return key
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[-1]) & 0x1F)
    return {**BYTES, **PUNCTUATION}[key]


def keys_that_stay(*, opens: bool = False) -> list[str]:
    """Every key of every screen that does not end the program; or those of them that may open something."""
    actions = [action for scene in scenes() for action in scene.actions]
    leaving = {key for action in actions if _LEAVES.search(f"{action.action} {action.id}") for key in keys_of(action)}
    return sorted({key for action in actions for key in keys_of(action) if opens <= (not _MOVES.search(action.action))} - leaving)


def test_every_key_of_every_screen_draws_nothing_but_text_and_colours(plan: Path, tmp_path: Path) -> None:
    mine = tmp_path / "plan.json"
    mine.write_bytes(plan.read_bytes())
    keys = [sent_for(key) for key in keys_that_stay() if key != "escape"]
    keys_together = ["".join(keys[at::3]) for at in range(3)]
    with Spectator(["--plan", str(mine)], tmp_path / "home", ESCDELAY="20") as terminal:
        terminal.until_shown("? help")
        for opener in keys_that_stay(opens=True):
            for pressed in (sent_for(opener), *keys_together, ESCAPE, ESCAPE, ESCAPE):
                terminal.press(pressed)
                terminal.watch(0.03)
        terminal.press("\x11")
        assert terminal.wait_for_the_end() == 0
        assert misdeeds(terminal.written) == []
        assert all(words in terminal.written for words in (b"press", b"What can be pressed here"))
        assert b"a mistake in the program" not in terminal.written


@pytest.mark.parametrize("key", [key.value for key in Keys if key.value in BYTES])
def test_the_keys_are_those_that_textual_knows(key: str) -> None:
    assert sent_for(key)
