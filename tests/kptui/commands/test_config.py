"""Tests of `kptui config check`: with real files, and in a process of its own with the screens' actions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kptui.commands.conftest import Desk


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where this person's settings and keys are."""
    path = tmp_path / "config" / "kptui"
    path.mkdir(parents=True)
    return path


def test_without_files_everything_is_as_it_comes(desk: Desk) -> None:
    code, out, err = desk("config", "check")
    assert (code, err) == (0, "")
    assert "there are none, so everything is as it comes" in out


def test_files_that_can_be_used_are_named(desk: Desk, folder: Path) -> None:
    (folder / "settings.toml").write_text('theme = "light"\n')
    (folder / "keys.toml").write_text('check_in = "i"\n')
    code, out, _ = desk("config", "check")
    assert code == 0
    assert f"{folder / 'settings.toml'}, {folder / 'keys.toml'}" in out


def test_every_mistake_is_said_with_its_file_and_nothing_goes_to_stdout(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "settings.toml").write_text('thema = "dark"\nunicode = 3\n')
    (folder / "keys.toml").write_text("check_in = 5\n")
    monkeypatch.setenv("KPTUI_THEME", "drak")
    code, out, err = desk("config", "check")
    assert (code, out) == (1, "")
    assert [line.rpartition("/")[2] for line in err.splitlines()] == [
        "settings.toml: there is no key 'thema'; did you mean theme?",
        "settings.toml: unicode must be true or false.",
        "kptui: KPTUI_THEME: theme must be a theme that there is; did you mean dark.",
        'keys.toml: check_in must be a key in quotes, or several: ["c", "f6"].',
    ]


def test_keys_are_judged_by_the_actions_that_there_are(folder: Path, tmp_path: Path) -> None:
    (folder / "keys.toml").write_text('chek_in = "i"\nopen = "ctrl+i"\n')
    environment = os.environ | {"XDG_CONFIG_HOME": str(folder.parent), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "kptui", "config", "check"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{folder / 'keys.toml'}: there is no action 'chek_in'; did you mean check_in?" in done.stderr
    assert "a terminal sends ctrl+i as Tab" in done.stderr
