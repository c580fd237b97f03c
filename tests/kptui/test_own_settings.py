"""Tests of writing one key into a person's settings file."""

from pathlib import Path

import pytest

from kptui.errors import BadSettings
from kptui.own_settings import write_setting
from kptui.settings import Settings, load


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    file = tmp_path / "kptui" / "settings.toml"
    write_setting(file, "theme", "light")
    assert load([file], {}) == Settings(theme="light")


def test_only_the_line_of_the_key_changes(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("# mine\nplan = \"/srv/plan.json\"\n theme = 'dark'   # at night\n\nodd = 3 # who knows\n")
    file.chmod(0o640)
    write_setting(file, "theme", "light")
    assert file.read_text() == '# mine\nplan = "/srv/plan.json"\ntheme = "light"   # at night\n\nodd = 3 # who knows\n'
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_key_that_is_not_there_comes_before_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("# mine\nodd = 3\n")
    write_setting(file, "unicode", False)
    assert file.read_text() == "unicode = false\n# mine\nodd = 3\n"


def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    kept, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    kept.write_text('theme = "dark"\n')
    link.symlink_to(kept)
    write_setting(link, "theme", "light")
    assert link.is_symlink()
    assert kept.read_text() == 'theme = "light"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('theme = """\ndark"""\n', "way of its own"),
        ('note = """\ntheme = "dark"\n"""\n', "way of its own"),
        ('[table]\ntheme = "dark"\n', "way of its own"),
        ("theme = dark\n", "no TOML"),
    ],
)
def test_what_cannot_be_changed_safely_is_left_and_said(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(BadSettings, match=said):
        write_setting(file, "theme", "light")
    assert file.read_text() == text


def test_a_file_in_another_encoding_is_left(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b'theme = "caf\xe9"\n')
    with pytest.raises(BadSettings, match="not written in UTF-8"):
        write_setting(file, "theme", "light")


def test_a_place_where_nothing_can_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "kptui").write_text("a file where the folder should be")
    with pytest.raises(BadSettings, match="cannot be changed"):
        write_setting(tmp_path / "kptui" / "settings.toml", "theme", "light")
