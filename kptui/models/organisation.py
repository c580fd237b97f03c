"""Who and what for: teams in one tree, people with a login, and the pillars that the vision stands on."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from kptui.models.record import Line, Note, Record


class Level(StrEnum):
    """Where a team stands in the tree."""

    organisation = "organisation"
    department = "department"
    team = "team"


class Team(Record):
    """An organisation, department or team; the organisation is the root and holds the vision."""

    record: Literal["team"] = "team"
    name: Line = Field(min_length=1)
    short: Line = Field(pattern=r"^[A-Z][A-Z0-9]{0,5}$")
    """Begins the codes of its targets: `CS` gives `CS-3`."""
    level: Level = Level.team
    parent: str | None = None
    """The id of the team above; none for the organisation."""
    vision: Note = ""
    """What the organisation wants to become."""


class Person(Record):
    """Someone who owns targets or checks in; may have no login, and stays when they leave."""

    record: Literal["person"] = "person"
    name: Line = Field(min_length=1)
    login: Line | None = None
    """The login on the server, which says who a check-in is by."""
    team: str | None = None
    """The id of the team they work in."""
    ended_on: date | None = None
    """The last day, for someone who left."""
    merged_into: str | None = None
    """The id of the person that stands for this duplicate."""


class Pillar(Record):
    """One of the few things that the vision stands on."""

    record: Literal["pillar"] = "pillar"
    name: Line = Field(min_length=1)
    rank: int = 0
    """Pillars are shown in this order."""
    notes: Note = ""
