"""Session: where somebody was when they left, so that whoever comes back on the same day goes on there."""

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path

NAME = "session.json"


@dataclass(frozen=True)
class Place:
    """How a list was left."""

    words: str = ""
    """The words of the filter, or what was looked for."""
    quick: str = ""
    order: str = ""
    cursor: str = ""
    """The id of the row that the cursor was on."""


@dataclass(frozen=True)
class Session:
    """What was on the screen."""

    on: str = ""
    """The day, as 2026-03-02; on another one a person begins at what is due then."""
    target: str = ""
    """The id of the target whose page was open on top; nothing where none was."""
    screen: str = ""
    """The name of the list that was open; nothing for the tree alone."""
    place: Mapping[str, str] = field(default_factory=dict)
    """How that list was left."""
    quick: str = ""
    """The quick filter."""
    words: str = ""
    """The words of the filter."""
    worst_first: bool = False
    """Whether the tree was sorted."""
    cursor: str = ""
    """The id of the record that the tree's cursor was on."""


def session_of(folder: Path, today: date) -> Session:
    """Return how this person left this plan today; a fresh session where they did not, or where that cannot be read."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Session()
    if not isinstance(found, dict) or found.get("on") != today.isoformat():
        return Session()
    plain = Session()
    return Session(**{f.name: found[f.name] for f in fields(Session) if type(found.get(f.name)) is type(getattr(plain, f.name))})


def place_of(said: Mapping[str, str]) -> Place:
    """Return the place that a session remembers, of what makes one."""
    return Place(**{f.name: said[f.name] for f in fields(Place) if isinstance(said.get(f.name), str)})


def keep_session(folder: Path, session: Session) -> None:
    """Put it away for this person alone; where that cannot be done the next session begins afresh."""
    new = folder / f".{NAME}.{secrets.token_hex(4)}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            json.dump(asdict(session), file)
        new.replace(folder / NAME)
