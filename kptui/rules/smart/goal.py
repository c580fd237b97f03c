"""Goal, what is judged; Finding and Assessment, what the SMART judge says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """What one criterion comes to."""

    passes = "pass"
    doubt = "doubt"
    fail = "fail"
    cannot_judge = "cannot_judge"

    @property
    def rank(self) -> int:
        """How much it counts: of several findings on one criterion the highest is the verdict."""
        return _RANKS[self]


_RANKS = {Verdict.passes: 0, Verdict.cannot_judge: 1, Verdict.doubt: 2, Verdict.fail: 3}


class PastValue(NamedTuple):
    """What the same metric came to in an earlier period."""

    period: str
    """The period as people write it: 2024, 2024Q3, 2023/24, 2025-W17, 2024-11, or any other text."""
    value: float


class Above(NamedTuple):
    """An influence that is declared: on what this goal is said to act, how, and how soon."""

    on: str
    sign: int = 1
    """1 when more of the one figure means more of the other, -1 when it means less."""
    lag_weeks: float = 0.0


@dataclass(frozen=True)
class Goal:
    """A goal as someone wrote it, with what is known beside the sentence; everything but the text may be missing."""

    text: str
    is_key_result: bool = False
    """Whether its date is its cycle's, so that none is asked of it."""
    is_target: bool = False
    """Whether it is a target of a plan, of which metric, unit, baseline and goal are asked as fields."""
    metric: str = ""
    unit: str = ""
    baseline: float | None = None
    goal: float | None = None
    low: float | None = None
    high: float | None = None
    direction: str = ""
    """`increase`, `decrease`, `keep`, or nothing where baseline and goal say it."""
    at_most: bool | None = None
    """Of a level to be kept: whether the goal is its upper limit; None where only the words can say so."""
    counts_up: bool = False
    """Whether the goal is a running total over the span, which starts at nothing."""
    steps: int = 0
    """How many steps it is done in; 0 where it is no matter of steps."""
    start: date | None = None
    due: date | None = None
    due_text: str = ""
    """The due day as people typed it, where that is no day of the calendar: this month, Q1 2024."""
    period: tuple[date, date] | None = None
    """First and last day of the period that it belongs to."""
    owner: str = ""
    owner_open_targets: int | None = None
    owner_confidence: float | None = None
    """From 0 (no hope) to 10 (certain)."""
    parent: str = ""
    """What it serves, in words: an objective or another target."""
    pillar: str = ""
    rationale: str = ""
    past_values: tuple[PastValue, ...] = ()
    """Earliest first."""
    influences: tuple[Above, ...] = ()
    as_of: date | None = None
    """The day of the question; without it the past is not judged."""

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        if self.direction in ("increase", "decrease"):
            return self.direction == "decrease"
        return self.baseline is not None and self.goal is not None and self.goal < self.baseline

    @property
    def keeps(self) -> bool:
        """Whether a level is to be kept rather than reached."""
        return self.direction == "keep"

    @property
    def has_figure(self) -> bool:
        """Whether a field says when it is reached."""
        return self.goal is not None or self.low is not None or self.high is not None or self.steps > 0


class Finding(NamedTuple):
    """What one rule says: why, in a sentence that quotes what it saw, and what to do about it."""

    criterion: str
    """specific, measurable, achievable, relevant or time_bound."""
    verdict: Verdict
    reason: str
    suggestion: str = ""
    field: str = ""
    """The field of a Target to jump to; nothing for the text itself."""

    def document(self) -> Mapping[str, str]:
        """Return it for programs."""
        return {**self._asdict(), "verdict": self.verdict.value}


@dataclass(frozen=True)
class Assessment:
    """Five verdicts and what they rest on."""

    specific: Verdict
    measurable: Verdict
    achievable: Verdict
    relevant: Verdict
    time_bound: Verdict
    findings: tuple[Finding, ...] = ()
    """The worst first within each criterion."""
    is_smart: bool = False
    """Whether it is specific, measurable and, unless it is a key result, time-bound."""

    @property
    def fails(self) -> bool:
        """Whether any criterion fails."""
        return Verdict.fail in (self.specific, self.measurable, self.achievable, self.relevant, self.time_bound)


def short(text: str) -> str:
    """Return a text in quotation marks as a reason quotes it, cut where it is long."""
    return f"“{text}”" if len(text) <= _LONGEST_QUOTE else f"“{text[: _LONGEST_QUOTE - 1]}…”"


_LONGEST_QUOTE = 60
CRITERIA = ("specific", "measurable", "achievable", "relevant", "time_bound")
"""In the order of the letters."""
