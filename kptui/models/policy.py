"""Policy: whatever judges or schedules, one record in the plan, so that two people never see two statuses."""

from datetime import UTC, date, tzinfo
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from kptui.models.record import Figure, Line, Note, Record


class RollUp(StrEnum):
    """How an objective's status follows from what is beneath it."""

    worst = "worst"
    weighted = "weighted"


class DayOffMove(StrEnum):
    """Where a check-in day goes that falls on a day off."""

    later = "later"
    earlier = "earlier"
    stays = "stays"


class Policy(Record):
    """The rules of the house. Each threshold's default names where it comes from."""

    record: Literal["policy"] = "policy"
    time_zone: Line = "UTC"
    """Today is this zone's today (an IANA name, such as Europe/Vienna)."""
    days_off: tuple[int, ...] = (5, 6)
    """Weekdays without work, Monday being 0."""
    day_off_moves: DayOffMove = DayOffMove.later
    """Where a check-in day goes that falls on a day off."""
    overdue_after: Figure = Field(default=0.5, ge=0)
    """Share of a cadence after which a check-in that is due counts as overdue."""
    too_early_share: Figure = Field(default=0.1, ge=0, le=1)
    """Share of the span before which nothing is judged."""
    at_risk_chance: Figure = Field(default=0.65, gt=0, le=1)
    """Probability of a miss from which a target is at risk: a miss is twice as likely as not (docs/judges.md, "Thresholds")."""
    off_track_chance: Figure = Field(default=0.7, gt=0, le=1)
    """Probability of a miss from which a target is off track (docs/judges.md, "Thresholds")."""
    at_risk_pace: Figure = Field(default=0.9, gt=0, le=1)
    """Progress over expected from which no probability puts a target at risk (Cascade 0.85, Mooncamp 0.90, UpRaise 0.95)."""
    off_track_pace: Figure = Field(default=0.4, gt=0, le=1)
    """Progress over expected below which a target is far behind (Oboard 0.40; real progress is back-loaded)."""
    off_track_share: Figure = Field(default=0.25, ge=0, le=1)
    """Share of the span before which nothing is off track that could still be mended (the usual fundraiser that makes it has 18 %
    by then)."""
    in_a_row: int = Field(default=2, ge=1, le=2)
    """Check-ins in a row that it takes to become off track, and to be on track again after it (our choice: one may be chance)."""
    stalled_steps: int = Field(default=2, ge=1)
    """Steps in a row without progress that put a target off track that is behind (our choice: one may be a holiday)."""
    slowing_steps: int = Field(default=3, ge=2)
    """Steps in a row, each slower than the last, that put at risk what would not get there so (our choice: a visible trend)."""
    slowing_chance: Figure = Field(default=0.5, ge=0, le=1)
    """Probability of a miss below which slowing puts nothing at risk (docs/judges.md: of 15 fundraisers that slowed but were
    likely to make it, 13 did)."""
    low_confidence: int = Field(default=4, ge=0, le=10)
    """Confidence at or below which a target is at risk whatever its figures say (the red grades of OKRs, 0.4 or less)."""
    confidence_fall: int = Field(default=2, ge=1, le=10)
    """A fall of confidence between two check-ins that puts a target at risk (our choice: a fall of one is mood)."""
    slow_start_days: int = Field(default=7, ge=0)
    """Days after the start by which something must have moved (a week: the usual cadence)."""
    roll_up: RollUp = RollUp.worst
    """How an objective's status follows from what is beneath it."""
    early_warning_lift: Figure = Field(default=0.25, gt=0, le=1)
    """Lift of the chance of a miss from which leading targets hold back what is on track (our own: half passed on by one that is
    off track lifts by 0.36, by one at risk by 0.14)."""
    owner_limit: int = Field(default=5, ge=1)
    """How many open targets one person may own before there are too many (the upper end of the 3 to 5 that is usual for key
    results)."""
    neglected_after: int = Field(default=3, ge=1)
    """Cadences without a check-in after which a target is neglected (our own)."""
    pillar_limit: int = Field(default=5, ge=1)
    """How many pillars a vision may stand on before it stands on none."""

    @property
    def zone(self) -> tzinfo:
        """The time zone whose today is the plan's."""
        return _zone(self.time_zone)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            _zone(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is no time zone; give an IANA name such as Europe/Vienna") from error
        return name

    @field_validator("days_off")
    @classmethod
    def _some_day_of_work(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if not all(0 <= day <= 6 for day in days) or len(set(days)) == 7:
            raise ValueError("days off are weekdays from 0 (Monday) to 6 (Sunday), and at least one must be left to work")
        return tuple(sorted(set(days)))


def _zone(name: str) -> tzinfo:
    return UTC if name == "UTC" else ZoneInfo(name)


class Period(Record):
    """A quarter, half, year or any span in which targets are set and closed."""

    record: Literal["period"] = "period"
    name: Line = Field(min_length=1)
    start: date
    """The first day."""
    end: date
    """The last day, which counts as inside."""
    notes: Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it starts on {self.start}")
        return self


def meanings(kind: type[Record]) -> dict[str, str]:
    """Return what the fields of a record mean: the string under each, read from the source when somebody wants to know."""
    import ast
    import inspect
    from itertools import pairwise
    from textwrap import dedent

    body = ast.parse(dedent(inspect.getsource(kind))).body[0]
    return {
        field.target.id: " ".join(str(said.value.value).split())
        for field, said in pairwise(getattr(body, "body", ()))
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant)
    }
