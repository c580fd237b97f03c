"""Settings: what one person sees, from the house's file, their own and the environment; never what judges or schedules."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kptui.errors import BadSettings
from kptui.text import clean_line

START_SCREENS = ("tree", "mine")
THEMES = (
    *("dark", "light", "colour-blind", "colour-blind-light", "ansi-dark", "ansi-light"),
    *("textual-dark", "textual-light", "nord", "gruvbox", "catppuccin-mocha", "dracula", "tokyo-night", "monokai", "flexoki"),
    *("catppuccin-latte", "catppuccin-frappe", "catppuccin-macchiato", "solarized-light", "solarized-dark"),
    *("rose-pine", "rose-pine-moon", "rose-pine-dawn", "atom-one-dark", "atom-one-light"),
)
"""The program's own, then Textual's: known here too, since no verb loads Textual to look at a name."""


@dataclass(frozen=True)
class Settings:
    """What one person chose to see."""

    plan: Path | None = None
    """The plan to open where none is named."""
    theme: str = ""
    """The name of a theme of the screens; empty for the program's own choice."""
    unicode: bool = True
    """Whether glyphs beyond ASCII may be shown."""
    start_screen: str = "tree"
    """The screen that opens first."""
    any_file_system: bool = False
    """Whether plans on network file systems and the like may be written too, which is safe for one person alone."""


KEYS = tuple(f.name for f in fields(Settings))


def load(files: Sequence[Path], environ: Mapping[str, str]) -> Settings:
    """Return the settings of `files`, the later ones winning, and of KPTUI_PLAN, KPTUI_THEME and so on, which win over all.

    A file that is not there says nothing. Raises BadSettings for any other mistake, naming the place and what to do.
    """
    settings = Settings()
    for key, value, place in _given(files, environ):
        settings = _with(settings, key, value, place)
    return settings


def mistakes(files: Sequence[Path], environ: Mapping[str, str]) -> list[str]:
    """Return a sentence for every mistake that `load` would refuse."""
    found: list[str] = []
    for path in files:
        try:
            found += [sentence for given in _given([path], {}) for sentence in _mistake(*given)]
        except BadSettings as error:
            found.append(str(error))
    return found + [sentence for given in _given([], environ) for sentence in _mistake(*given)]


def _mistake(key: str, value: object, place: str) -> list[str]:
    try:
        _with(Settings(), key, value, place)
    except BadSettings as error:
        return [str(error)]
    return []


def load_keys(path: Path) -> dict[str, tuple[str, ...]]:
    """Return which keys a person wants for which actions, by the actions' ids; whether there are such is for the screens to say.

    A file that is not there says nothing. Raises BadSettings for what is no key or list of keys in quotes.
    """
    return {name: _read_keys(name, value, path) for name, value in _table(path).items()}


def _read_keys(name: str, value: object, path: Path) -> tuple[str, ...]:
    keys: list[object] = value if isinstance(value, list) else [value]
    found = tuple(clean_line(key) for key in keys if isinstance(key, str))
    if not keys or len(found) < len(keys) or not all(found):
        raise BadSettings(f'{clean_line(str(path))}: {clean_line(name)} must be a key in quotes, or several: ["c", "f6"].')
    return found


def _given(files: Sequence[Path], environ: Mapping[str, str]) -> Iterator[tuple[str, object, str]]:
    """Yield each key that is set with its value and the place, the places that win last."""
    for path in files:
        for key, value in _table(path).items():
            yield key, value, str(path)
    for key in KEYS:
        name = f"KPTUI_{key.upper()}"
        if environ.get(name):
            yield key, _from_text(key, environ[name]), name


def remember_plan(file: Path, plan: Path) -> None:
    """Have a settings file name the plan to open. Raises BadSettings where it names another, or cannot be written."""
    known = _table(file).get("plan", str(plan))
    if known != str(plan):
        raise BadSettings(f"{clean_line(str(file))} names another plan; change its line to: plan = {json.dumps(str(plan))}")
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    if "plan" not in _table(file):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            new = file.with_name(f".{file.name}.new")
            new.write_text(f"plan = {json.dumps(str(plan))}\n{text}", encoding="utf-8")
            new.replace(file)
        except OSError as error:
            raise BadSettings(f"{clean_line(str(file))} cannot be written: {error.strerror}; see to its permissions.") from error


def _table(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSettings(f"{clean_line(str(path))} cannot be read: {error.strerror}; see to its permissions.") from error
    except UnicodeDecodeError as error:
        raise BadSettings(f"{clean_line(str(path))} is not written in UTF-8; save it so.") from error
    import tomllib  # most people have no settings

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(
            f"{clean_line(str(path))} is no TOML: {clean_line(str(error))}; mend it, or take the line out."
        ) from error


def _from_text(key: str, text: str) -> object:
    """Read the text of a variable; there a plan may be named from the current folder, as in a command."""
    if _READERS[key] is _read_switch:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(text.strip().lower(), text)
    return str(Path(text).absolute()) if key == "plan" and not text.startswith("~") else text


def _with(settings: Settings, key: str, value: object, place: str) -> Settings:
    if key not in KEYS:
        hint = nearest(key, KEYS) or f"the keys are {', '.join(KEYS)}."
        raise BadSettings(f"{clean_line(place)}: there is no key {clean_line(key)!r}; {hint}")
    try:
        return replace(settings, **{key: _READERS[key](value)})
    except ValueError as error:
        raise BadSettings(f"{clean_line(place)}: {key} {error}.") from error


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the question whether the nearest known word was meant; nothing where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""


def _read_plan(value: object) -> Path:
    path = _home(_read_text(value))
    if not path.is_absolute() or "\0" in str(path):
        raise ValueError("must be a whole path, such as /srv/plans/plan.json or ~/plan.json")
    return path


def _home(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ValueError(f"names a home that is not there: {clean_line(text)}") from error


def _read_text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text in quotes")
    return value


def _read_switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - a person's mistake, told like the others
    return value


def _read_theme(value: object) -> str:
    name = _read_text(value)
    if name not in THEMES:
        known = nearest(name, THEMES).rstrip("?") or f"there are {', '.join(THEMES[:6])}"
        raise ValueError(f"must be a theme that there is; {known}")
    return name


def _read_start_screen(value: object) -> str:
    name = _read_text(value)
    if name not in START_SCREENS:
        raise ValueError(f"must be one of: {', '.join(START_SCREENS)}")
    return name


_READERS: dict[str, Callable[[object], Any]] = {
    "plan": _read_plan,
    "theme": _read_theme,
    "unicode": _read_switch,
    "start_screen": _read_start_screen,
    "any_file_system": _read_switch,
}
