"""What a judge says: a status with the reasons for it, the figures behind it, and what would flip it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kptui.models.check_in import Reading


class Status(StrEnum):
    """One meaning everywhere; the order is from worst to best."""

    missed = "missed"
    off_track = "off_track"
    at_risk = "at_risk"
    no_news = "no_news"
    too_early = "too_early"
    on_track = "on_track"
    achieved = "achieved"

    @property
    def rank(self) -> int:
        """Its place from worst (0) to best."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(Status)}


class Reason(NamedTuple):
    """A rule that fired, in a sentence with its numbers."""

    rule: str
    """The rule's name, such as `behind_pace`."""
    text: str


class Flip(NamedTuple):
    """What would change the status: a value by a day, or a step that is not a value."""

    status: Status
    """What the status would become."""
    by: date
    value: float | None
    """The value to check in, in the target's unit; None when it is not a value that is wanted."""
    text: str
    """The whole in a sentence."""


@dataclass(frozen=True)
class Judgement:
    """The status of one target on one day."""

    status: Status
    fired: tuple[Reason, ...]
    """The rules that fired, the one that decides first."""
    stale: bool = False
    """Whether the status stands although the check-in is overdue."""
    last: "Reading | None" = None
    """The newest reading up to the day."""
    measure: float | None = None
    """The figure that counts, in the target's unit: the last value, or what `keep_by` says."""
    progress: float | None = None
    """Share of the way from baseline to goal, not clamped."""
    expected: float | None = None
    """Where the curve says progress should be."""
    forecast: float | None = None
    """Where the figure that counts ends if it goes on as so far, in the target's unit."""
    low: float | None = None
    """One time in ten it ends below this, in the target's unit."""
    high: float | None = None
    """One time in ten it ends above this, in the target's unit."""
    p_miss: float | None = None
    """The probability, from 0 to 1, that it ends short of its goal; none before the first reading and after the due day."""
    required_rate: float | None = None
    """Change a week that would still reach the goal, in the target's unit."""
    actual_rate: float | None = None
    """Change a week so far, in the target's unit."""
    against_original: Status | None = None
    """The status against the goal before it was first changed; none while it never was."""
    next_check_in: date | None = None
    """The day the next check-in is due; None when none is."""
    overdue_days: int = 0
    """Days since a check-in became overdue; 0 while none is."""
    notes: "Callable[[Judgement], tuple[Reason, ...]]" = field(default=lambda _: (), compare=False, repr=False)
    """Says what is worth knowing beside the rules; asked only when somebody reads it, since most judgements are only listed."""

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The rules that fired, and what is worth knowing beside them."""
        return (*self.fired, *self.notes(self))
