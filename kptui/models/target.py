"""Target: the key performance target, a figure to reach by a day; and Influence, how one acts on another."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kptui.models.record import Figure, Line, Note, Record


class Kind(StrEnum):
    """How a target's check-ins are read."""

    cumulative = "cumulative"
    """A running total that must reach the goal."""
    level = "level"
    """A reading that must be at the goal by the due day."""
    keep = "keep"
    """A reading that is judged over the whole span."""
    steps = "steps"
    """Weighted steps, or done and not done."""


class KeepBy(StrEnum):
    """Which figure of a keep target counts."""

    average = "average"
    latest = "latest"
    worst = "worst"


class Indicator(StrEnum):
    """Whether a target moves first or follows."""

    leading = "leading"
    lagging = "lagging"


class Direction(StrEnum):
    """Which way is better."""

    increase = "increase"
    decrease = "decrease"


class Cadence(StrEnum):
    """How often a check-in is due."""

    daily = "daily"
    weekly = "weekly"
    fortnightly = "fortnightly"
    monthly = "monthly"
    quarterly = "quarterly"

    @property
    def days(self) -> int:
        """Its length in days, a month being 30 and a quarter 91."""
        return _DAYS[self]

    def after(self, day: date) -> date:
        """Return the day one cadence after `day`; months go from last day to last day."""
        months = _MONTHS.get(self)
        return _months_after(day, months) if months else day + timedelta(days=self.days)


_DAYS = {Cadence.daily: 1, Cadence.weekly: 7, Cadence.fortnightly: 14, Cadence.monthly: 30, Cadence.quarterly: 91}
_MONTHS = {Cadence.monthly: 1, Cadence.quarterly: 3}


def _months_after(day: date, months: int) -> date:
    first = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    was_last = (day + timedelta(days=1)).day == 1
    return last if was_last or day.day > last.day else first.replace(day=day.day)


class Curve(StrEnum):
    """The way that progress is expected to take from baseline to goal."""

    linear = "linear"
    """The same every day."""
    stepped = "stepped"
    """All at once, at the end of each cadence."""
    points = "points"
    """Through the points that were agreed on."""
    history = "history"
    """As the team's own finished targets went, once there are five; until then linear."""


class State(StrEnum):
    """Where a target is in the quarter's cycle; only active and closed ones have a status."""

    draft = "draft"
    proposed = "proposed"
    active = "active"
    closed = "closed"
    dropped = "dropped"


class Step(BaseModel):
    """One step of a steps target; its weight is its share of the goal."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: Line = Field(min_length=1)
    weight: Figure = Field(default=1.0, gt=0)


class Point(BaseModel):
    """One agreed point of a curve."""

    model_config = ConfigDict(frozen=True, extra="allow")

    on: date
    value: Figure
    """Where it should stand on that day, in the target's unit."""


class Target(Record):
    """The KPT: which figure, from where to where, by when, whose."""

    record: Literal["target"] = "target"
    code: Line = Field(pattern=r"^[A-Z][A-Z0-9]{0,5}-[1-9][0-9]{0,5}$")
    """What people type: its team's short code at creation and a number, never changed, never used again."""
    reference: Line | None = None
    """Its id in the system that it was imported from."""
    objective: str | None = None
    """The id of the objective that it serves."""
    period: str | None = None
    """The id of its period."""
    name: Line = Field(min_length=1)
    metric: Line = ""
    """What is measured, such as median time to first answer."""
    unit: Line = ""
    """What it is measured in, such as h, % or EUR."""
    kind: Kind = Kind.level
    keep_by: KeepBy = KeepBy.average
    """For keep: whether the average, the latest or the worst reading counts."""
    indicator: Indicator = Indicator.lagging
    direction: Direction | None = None
    """Which way is better; where it is empty, baseline and goal say so."""
    baseline: Figure | None = None
    """Where it stood at the start."""
    goal: Figure | None = None
    """Where it must be; none for a band."""
    original_goal: Figure | None = None
    """The goal before it was first changed; none while it never was."""
    relative_goal: Line = ""
    """The goal as it was typed where it was relative to the baseline, such as +15%."""
    low: Figure | None = None
    """For keep in a band: the lowest good reading."""
    high: Figure | None = None
    """For keep in a band: the highest good reading."""
    steps: tuple[Step, ...] = ()
    """For steps: what is to be done; a check-in's value is the weight done so far."""
    curve: Curve = Curve.linear
    """The way that progress is expected to take."""
    points: tuple[Point, ...] = ()
    """For a curve of points: where it should stand on some days between start and due."""
    start: date
    """The first day of its span."""
    due: date
    """The last day of its span, which counts as inside."""
    made_on: date | None = None
    """The day it was made, where it had started before: no check-in was due until then."""
    cadence: Cadence = Cadence.weekly
    owner: str | None = None
    """The id of one person or one team."""
    contributors: tuple[str, ...] = ()
    """The ids of people and teams who help."""
    rationale: Note = ""
    """Why we want it."""
    weight: Figure = Field(default=1.0, ge=0)
    """Its share in its objective."""
    part_of: str | None = None
    """The id of the target above, of whose goal this one carries a share."""
    share: Figure | None = Field(default=None, gt=0, le=1)
    """The share of the goal above that this one carries."""
    merged_into: str | None = None
    """The id of the target that stands for this duplicate."""
    state: State = State.draft
    state_reason: Line = ""
    """Why it is in that state, such as imported."""

    @property
    def is_band(self) -> bool:
        """Whether it is kept between `low` and `high`, or on one side of one of them."""
        return self.kind is Kind.keep and self.goal is None and (self.low is not None or self.high is not None)

    @property
    def better(self) -> Direction:
        """Which way is better: as said, else from baseline to goal, else up."""
        if self.direction is not None:
            return self.direction
        falls = self.baseline is not None and self.goal is not None and self.goal < self.baseline
        return Direction.decrease if falls else Direction.increase

    @model_validator(mode="after")
    def _holds_together(self) -> "Target":
        if self.due < self.start:
            raise ValueError(f"it is due on {self.due}, before it starts on {self.start}")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"the band's high {self.high:g} is below its low {self.low:g}")
        if self.goal is None and not self.is_band and self.state in (State.active, State.closed):
            raise ValueError("an active target needs a goal, or for keep a band")
        if self.kind is not Kind.keep and self._goes_the_wrong_way():
            raise ValueError(f"the goal {self.goal:g} is on the wrong side of the baseline {self.baseline:g} to {self.direction}")
        return self

    def _goes_the_wrong_way(self) -> bool:
        if self.direction is None or self.baseline is None or self.goal is None or self.goal == self.baseline:
            return False
        return (self.goal > self.baseline) is (self.direction is Direction.decrease)


class Influence(Record):
    """A leading target acts on a lagging one, after a while, with some strength."""

    record: Literal["influence"] = "influence"
    leading: str
    """The id of the target that moves first."""
    lagging: str
    """The id of the target that follows."""
    sign: Literal[1, -1] = 1
    """1 when progress of one helps the other, -1 when it hurts."""
    strength: Figure = Field(default=0.5, ge=0, le=1)
    """How much of a miss is passed on."""
    lag_weeks: Figure = Field(default=0, ge=0)
    """How long it takes."""
    rationale: Note = ""
    """Why we believe it."""
