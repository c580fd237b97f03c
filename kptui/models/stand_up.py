"""StandUp: a short meeting on some targets, with who was there, what came up, and what was promised."""

from datetime import date
from typing import Literal

from pydantic import Field

from kptui.models.record import Line, Moment, Note, Record


class StandUp(Record):
    """One meeting; what was said on the targets is in check-ins and blockers."""

    record: Literal["stand_up"] = "stand_up"
    on: date
    began_at: Moment | None = None
    """When it began; what was recorded on its targets from then until `at` came up in it."""
    team: str | None = None
    """The id of the team whose meeting it was."""
    present: tuple[str, ...] = ()
    """The ids of the people who were there."""
    targets: tuple[str, ...] = ()
    """The ids of the targets that were gone through."""
    discuss: tuple[str, ...] = ()
    """The ids of the targets that were put off until after."""
    notes: Note = ""


class Action(Record):
    """Something that somebody promised to do for a target."""

    record: Literal["action"] = "action"
    target: str
    """The target's id."""
    text: Line = Field(min_length=1)
    owner: str | None = None
    """The id of the person who promised it."""
    on: date
    """The day it was promised."""
    due: date | None = None
    done_on: date | None = None
    """The day it was done; none while it is open."""


class Recognition(Record):
    """A thank-you."""

    record: Literal["recognition"] = "recognition"
    to: str
    """The id of the person or team that is thanked."""
    target: str | None = None
    """The id of the target that it was for."""
    text: Note = Field(min_length=1)
    on: date
