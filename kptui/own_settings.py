"""Own settings: writes one key into a person's settings file, and leaves everything else in it as it stands."""

import json
import re
import tomllib
from pathlib import Path

from kptui.errors import BadSettings
from kptui.text import clean_line


def write_setting(file: Path, key: str, value: str | bool) -> None:  # noqa: FBT001 - what the file is to say
    """Have a settings file say this of a key; comments, other keys and a link to the file stay as they are.

    Raises BadSettings, and changes nothing, where the file cannot be read or written, or where the line cannot be found safely.
    """
    wanted = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    place = file.resolve()
    try:
        before = place.read_text(encoding="utf-8-sig") if place.exists() else ""
        after = _with_line(before, key, wanted)
        if not _says(after, {**tomllib.loads(before), key: value}):
            raise BadSettings(f"{clean_line(str(file))} is written in a way of its own; write this line in it: {wanted}")
        _write(place, after)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not written in UTF-8"
        raise BadSettings(f"{clean_line(str(file))} cannot be changed: {reason}; see to it and try again.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{clean_line(str(file))} is no TOML: {clean_line(str(error))}; mend it first.") from error


def _with_line(text: str, key: str, wanted: str) -> str:
    """Return the text with the line of a key changed, what is said behind it kept; or with a line more, before the rest."""
    line = re.compile(rf"^[ \t]*{key}[ \t]*=[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|true|false)(?=[ \t]*(#.*)?$)", re.MULTILINE)
    return line.sub(lambda _: wanted, text, count=1) if line.search(text) else f"{wanted}\n{text}"


def _says(text: str, wanted: dict[str, object]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:  # the key is there already, in a way that is not known here
        return False


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    new.write_text(text, encoding="utf-8")
    if place.exists():
        new.chmod(place.stat().st_mode & 0o777)
    new.replace(place)
