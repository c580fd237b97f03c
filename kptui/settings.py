"""Settings: what one person sees, from the house's file, their own and the environment; never what judges or schedules."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kptui.errors import BadSettings
from kptui.text import clean_line

START_SCREENS = ("tree",)


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
    for path in files:
        for key, value in _table(path).items():
            settings = _with(settings, key, value, str(path))
    for key in KEYS:
        name = f"KPTUI_{key.upper()}"
        if environ.get(name):
            settings = _with(settings, key, _from_text(key, environ[name]), name)
    return settings


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
        from difflib import get_close_matches

        near = get_close_matches(key, KEYS, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(KEYS)}."
        raise BadSettings(f"{clean_line(place)}: there is no key {clean_line(key)!r}; {hint}")
    try:
        return replace(settings, **{key: _READERS[key](value)})
    except ValueError as error:
        raise BadSettings(f"{clean_line(place)}: {key} {error}.") from error


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


def _read_start_screen(value: object) -> str:
    name = _read_text(value)
    if name not in START_SCREENS:
        raise ValueError(f"must be one of: {', '.join(START_SCREENS)}")
    return name


_READERS: dict[str, Callable[[object], Any]] = {
    "plan": _read_plan,
    "theme": _read_text,
    "unicode": _read_switch,
    "start_screen": _read_start_screen,
    "any_file_system": _read_switch,
}
