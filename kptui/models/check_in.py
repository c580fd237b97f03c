"""CheckIn: what someone reports on a target on a day; and Reading, what the judges and lists need of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from kptui.models.record import Figure, Note, Record


class OwnCall(StrEnum):
    """What the owner says of the target, kept beside what the rules say."""

    on_track = "on_track"
    at_risk = "at_risk"
    off_track = "off_track"


class Adjustment(BaseModel):
    """A change of course: of a tactic, or of the goal itself."""

    model_config = ConfigDict(frozen=True, extra="allow")

    of: Literal["tactic", "goal"]
    text: Note = ""
    """What is done differently, and why."""
    goal: Figure | None = None
    """The new goal, when it is the goal that changed."""


class CheckIn(Record):
    """One report; only ever added, a later one corrects or withdraws an earlier one."""

    record: Literal["check_in"] = "check_in"
    target: str
    """The target's id."""
    on: date
    """The day that the value is of."""
    value: Figure
    """In the target's unit: for cumulative the running total, for steps the weight done so far."""
    confidence: int | None = Field(default=None, ge=0, le=10)
    """How sure the owner is to reach the goal, from 0 to 10."""
    own_call: OwnCall | None = None
    achievements: Note = ""
    challenges: Note = ""
    adjustment: Adjustment | None = None
    corrects: str | None = None
    """The id of the check-in that this one stands in for."""
    withdrawn: bool = False
    """Takes back the check-in that it corrects and puts nothing in its place."""

    @property
    def reading(self) -> "Reading":
        """What the judges and lists need of it."""
        return Reading(
            self.id, self.on, self.value, self.confidence, self.own_call, self.by, self.at, self.corrects, self.withdrawn
        )


class Reading(NamedTuple):
    """A check-in as the judges and lists need it; the whole document comes from `Store.history`."""

    id: str
    on: date
    value: float
    confidence: int | None
    own_call: OwnCall | None
    by: str
    at: datetime
    corrects: str | None
    withdrawn: bool
