"""Objective: what is wanted, in words; its targets say how anyone will know."""

from typing import Literal

from pydantic import Field

from kptui.models.record import Figure, Line, Note, Record


class Objective(Record):
    """Something wanted by the organisation, a department, a team or a person; objectives form a tree under the pillars."""

    record: Literal["objective"] = "objective"
    name: Line = Field(min_length=1)
    pillar: str | None = None
    """The id of its pillar; one beneath another objective has that one's."""
    parent: str | None = None
    """The id of the objective that it serves."""
    owner: str | None = None
    """The id of the team or person that wants it."""
    period: str | None = None
    """The id of its period."""
    rationale: Note = ""
    """Why we want it."""
    weight: Figure = Field(default=1.0, ge=0)
    """Its share in what is above it."""
    rank: int = 0
    """Siblings are shown in this order."""
