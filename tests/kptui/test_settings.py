"""Tests of the settings, from real files and an environment."""

from pathlib import Path

import pytest

from kptui.errors import BadSettings
from kptui.settings import THEMES, Settings, load, load_keys, mistakes, remember_plan
from screens.themes import theme_names


def test_without_files_and_variables_there_are_defaults(tmp_path: Path) -> None:
    assert load([tmp_path / "none.toml"], {}) == Settings()


def test_the_persons_file_wins_over_the_houses_and_the_environment_over_both(tmp_path: Path) -> None:
    house, own = tmp_path / "house.toml", tmp_path / "own.toml"
    house.write_text('theme = "dark"\nunicode = false\nplan = "/srv/plan.json"\n')
    own.write_text('theme = "light"\nstart_screen = "tree"\n')
    assert load([house, own], {}) == Settings(plan=Path("/srv/plan.json"), theme="light", unicode=False)
    found = load([house, own], {"KPTUI_THEME": "ansi-dark", "KPTUI_UNICODE": "1", "KPTUI_PLAN": ""})
    assert found == Settings(plan=Path("/srv/plan.json"), theme="ansi-dark", unicode=True)


def test_a_switch_may_be_set_in_a_file_and_in_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("any_file_system = true\n")
    assert load([path], {}).any_file_system
    assert not load([path], {"KPTUI_ANY_FILE_SYSTEM": "0"}).any_file_system
    assert load([], {"KPTUI_ANY_FILE_SYSTEM": "yes"}).any_file_system


def test_a_plan_in_the_environment_may_be_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/ana")
    assert load([], {"KPTUI_PLAN": "plan.json"}).plan == tmp_path / "plan.json"
    assert load([], {"KPTUI_PLAN": "~/plan.json"}).plan == Path("/home/ana/plan.json")


def test_a_plans_path_is_taken_as_it_is(tmp_path: Path) -> None:
    odd = "/srv/e\u0301 \u200b" + "x" * 600 + " "
    assert load([], {"KPTUI_PLAN": odd}).plan == Path(odd)
    path = tmp_path / "settings.toml"
    path.write_text(f'plan = "{odd}"', encoding="utf-8-sig")
    assert load([path], {}).plan == Path(odd)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('thema = "dark"', "there is no key 'thema'; did you mean theme?"),
        ("zzz = 1", "there is no key 'zzz'; the keys are plan, theme, unicode, start_screen, any_file_system."),
        ("theme = 5", "theme must be text in quotes"),
        ('theme = " "', "theme must be text in quotes"),
        ('theme = "drak"', "theme must be a theme that there is; did you mean dark."),
        ('theme = "#"', "theme must be a theme that there is; there are dark, light, colour-blind"),
        ('unicode = "yes"', "unicode must be true or false"),
        ('plan = "plan.json"', "plan must be a whole path"),
        ('plan = "/srv/\\u0000plan.json"', "plan must be a whole path"),
        ('plan = "~nobody-there/plan.json"', "plan names a home that is not there"),
        ('start_screen = "moon"', "start_screen must be one of: tree, mine"),
        ('theme = "dark\nunicode = 1', "is no TOML"),
        ("a = 1\nb c", "line 2"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(BadSettings) as refused:
        load([path], {})
    assert str(path) in str(refused.value)
    assert said in str(refused.value)


def test_a_mistake_in_the_environment_is_named_with_its_variable() -> None:
    with pytest.raises(BadSettings, match="KPTUI_UNICODE: unicode must be true or false"):
        load([], {"KPTUI_UNICODE": "maybe"})


def test_a_settings_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        load([tmp_path], {})
    (tmp_path / "latin.toml").write_bytes(b'theme = "\xe4"')
    with pytest.raises(BadSettings, match="UTF-8"):
        load([tmp_path / "latin.toml"], {})


def test_a_plan_is_remembered_before_all_else_that_is_set(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.toml"
    remember_plan(file, Path("/srv/plan.json"))
    assert load([file], {}) == Settings(plan=Path("/srv/plan.json"))
    remember_plan(file, Path("/srv/plan.json"))
    other = tmp_path / "other.toml"
    other.write_text('# mine\ntheme = "light"\n', encoding="utf-8")
    remember_plan(other, Path('/srv/a "plan".json'))
    assert load([other], {}) == Settings(plan=Path('/srv/a "plan".json'), theme="light")
    assert "# mine" in other.read_text(encoding="utf-8")


def test_settings_that_name_another_plan_are_left_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('plan = "/srv/old.json"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match=r'change its line to: plan = "/srv/new.json"'):
        remember_plan(file, Path("/srv/new.json"))
    assert load([file], {}).plan == Path("/srv/old.json")


def test_settings_that_cannot_be_written_are_said_so(tmp_path: Path) -> None:
    (tmp_path / "in_the_way").write_text("")
    with pytest.raises(BadSettings, match="cannot be"):
        remember_plan(tmp_path / "in_the_way" / "settings.toml", Path("/srv/plan.json"))
    (tmp_path / ".settings.toml.new").mkdir()
    with pytest.raises(BadSettings, match="cannot be written"):
        remember_plan(tmp_path / "settings.toml", Path("/srv/plan.json"))


def test_every_mistake_is_named_at_once_wherever_it_is(tmp_path: Path) -> None:
    house, own = tmp_path / "house.toml", tmp_path / "own.toml"
    house.write_text("unicode = 1\nplann = 'x'\ntheme = 'dark'\n")
    own.write_text("a = ")
    found = mistakes([house, tmp_path / "none.toml", own], {"KPTUI_THEME": "drak", "KPTUI_UNICODE": "1"})
    said = ("unicode must", "did you mean plan?", "is no TOML", "KPTUI_THEME")
    assert len(found) == len(said)
    assert all(words in sentence for words, sentence in zip(said, found, strict=True))


def test_the_themes_are_those_of_the_screens() -> None:
    assert list(THEMES) == theme_names()


def test_keys_are_read_one_or_several_for_an_action(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    assert load_keys(path) == {}
    path.write_text('check_in = "i"\nreload = ["r", "f6"]\n')
    assert load_keys(path) == {"check_in": ("i",), "reload": ("r", "f6")}


@pytest.mark.parametrize("text", ["check_in = 5", "check_in = []", 'check_in = ["c", 5]', 'check_in = " "'])
def test_what_is_no_key_is_refused_with_its_action(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text)
    with pytest.raises(BadSettings, match="check_in must be a key in quotes"):
        load_keys(path)
