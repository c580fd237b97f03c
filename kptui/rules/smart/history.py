"""What earlier periods came to: how much a metric usually moves in a span, at best, and how often it was where it shall be."""

import re
from dataclasses import dataclass
from functools import cached_property

from kptui.rules.smart.goal import Goal

_PERIODS = (
    (re.compile(r"w(?:k|eek)?\s?\d|kw", re.IGNORECASE), 7.0),
    (re.compile(r"q\s?[1-4]|[1-4]q|quarter", re.IGNORECASE), 365.25 / 4),
    (re.compile(r"h\s?[12]|half", re.IGNORECASE), 365.25 / 2),
    (re.compile(r"\d{4}-\d\d-\d\d|day", re.IGNORECASE), 1.0),
    (
        re.compile(r"\d{4}[-/](?:0[1-9]|1[0-2])$|month|(?:jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec)", re.IGNORECASE),
        365.25 / 12,
    ),
    (re.compile(r"\d{4}"), 365.25),
)
"""How people write a period, and its length in days."""
_SEASON = re.compile(r"(\d{2})(\d{2})[/-](\d{2})$")
_NEARLY = 1.25
"""A span and a period whose lengths differ by less than this factor count as one."""


@dataclass(frozen=True)
class History:
    """The past of one goal, turned so that more is better."""

    goal: Goal
    target: float
    """What is to be reached."""

    @cached_property
    def sign(self) -> int:
        """1 where more is better, else -1."""
        return -1 if self.goal.falls else 1

    @cached_property
    def values(self) -> tuple[float, ...]:
        """The past values, in the goal's unit."""
        return tuple(p.value for p in self.goal.past_values)

    @cached_property
    def changes(self) -> tuple[float, ...]:
        """What each period added to the one before, in the good direction."""
        return tuple(self.sign * (b - a) for a, b in zip(self.values, self.values[1:], strict=False))

    @cached_property
    def spans(self) -> float:
        """How many of the past's periods fit in the goal's span; 1 where either length is unknown."""
        start, due = self.goal.start, self.goal.due
        length = period_days(self.goal.past_values[-1].period) if self.values else None
        if start is None or due is None or length is None or due < start:
            return 1.0
        ratio = ((due - start).days + 1) / length
        return 1.0 if 1 / _NEARLY <= ratio <= _NEARLY else ratio

    @cached_property
    def is_flow(self) -> bool:
        """Whether each period starts at nothing: a total of things done, not a level that stays."""
        starts_at_nothing = self.goal.baseline == 0 and bool(self.values) and self.values[-1] > 0
        return self.goal.counts_up or (starts_at_nothing and not self.goal.falls)

    @cached_property
    def asked(self) -> float:
        """The change that is asked of the span, in the good direction."""
        if self.is_flow:
            return self.sign * (self.target / self.spans - self.values[-1])
        start = self.goal.baseline if self.goal.baseline is not None else self.values[-1]
        return self.sign * (self.target - start)

    @cached_property
    def usual(self) -> float:
        """What the two latest periods brought on average, for the span: gains melt as a figure nears its end."""
        latest = self.changes[-2:]
        return sum(latest) / len(latest) * self._scale

    @cached_property
    def best(self) -> float:
        """The most that one period brought, for the span."""
        return max(self.changes) * self._scale

    @property
    def _scale(self) -> float:
        return 1.0 if self.is_flow else self.spans

    @cached_property
    def seen(self) -> int:
        """How many past values were where it shall be, or better."""
        wanted = self.target / self.spans if self.is_flow else self.target
        return sum(self.sign * (value - wanted) >= 0 for value in self.values)


def period_days(label: str) -> float | None:
    """Return the length of a period in days from the way it is written (2024, 2024Q3, 2023/24, 2025-W17); None for any other."""
    season = _SEASON.search(label)
    if season and int(season[3]) == (int(season[2]) + 1) % 100:
        return 365.25
    return next((days for pattern, days in _PERIODS if pattern.search(label)), None)
