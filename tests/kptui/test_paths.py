"""Tests of where things are."""

import os
import pwd
from pathlib import Path

import pytest

from kptui import paths
from kptui.settings import Settings


def test_the_login_is_the_uids_and_not_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "somebody-else")
    assert paths.login() == pwd.getpwuid(os.getuid()).pw_name


def test_as_root_by_way_of_sudo_the_login_is_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    daemon = pwd.getpwnam("daemon")
    monkeypatch.setenv("SUDO_UID", str(daemon.pw_uid))
    monkeypatch.setattr(os, "getuid", lambda: 0)
    assert paths.login() == "daemon"
    for nobody in ("", "x", "-1"):
        monkeypatch.setenv("SUDO_UID", nobody)
        assert paths.login() == pwd.getpwuid(0).pw_name
    monkeypatch.setenv("SUDO_UID", "9" * 30)
    assert paths.login() == "uid-" + "9" * 30
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    monkeypatch.setenv("SUDO_UID", str(daemon.pw_uid))
    assert paths.login() == "uid-54321"


def test_a_uid_without_a_name_is_called_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert paths.login() == "uid-54321"


def test_the_samples_are_inside_a_wheel_and_beside_a_checkout(tmp_path: Path) -> None:
    package = tmp_path / "kptui"
    package.mkdir()
    assert paths.data_dir(package) == tmp_path / "data"
    (package / "data").mkdir()
    assert paths.data_dir(package) == package / "data"
    assert (paths.data_dir() / "company.json").is_file()


def test_the_plan_is_the_one_named_else_the_settings_else_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    settings = Settings(plan=tmp_path / "shared.json")
    assert paths.plan_path(Path("mine.json"), settings) == tmp_path / "mine.json"
    assert paths.plan_path(None, settings) == tmp_path / "shared.json"
    assert paths.plan_path(None, Settings()) == tmp_path / "kptui" / "plan.json"


def test_state_and_settings_are_where_the_system_wants_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert paths.state_dir() == tmp_path / "state" / "kptui"
    assert paths.settings_paths() == (Path("/etc/kptui/settings.toml"), tmp_path / "config" / "kptui" / "settings.toml")


def test_each_plan_has_a_folder_for_drafts_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    here = paths.drafts_dir(tmp_path / "plan.json")
    assert here.parent == tmp_path / "state" / "kptui" / "drafts"
    assert here == paths.drafts_dir(Path("plan.json"))
    assert here != paths.drafts_dir(tmp_path / "other" / "plan.json")
