"""Support: whether what has happened since speaks for an influence or against it."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from kptui.models.target import Influence, Target
from kptui.plan import Plan
from kptui.rules.case import TOLERANCE, margin

LEAST_SPANS = 4
"""How many spans must be compared before anything is said: fewer agree by chance too often."""
MOST = 2 / 3
"""The share of them that speaks for an influence; where as many disagree, they speak against it."""
LONGEST_LAG = 1e6
"""Weeks beyond which one lag is like any other: nothing is known that far."""


class Says(StrEnum):
    """What history says of an influence."""

    supported = "supported"
    contradicted = "contradicted"
    undecided = "undecided"
    too_early = "too_early"


class Support(NamedTuple):
    """What history says of an influence, and from how much."""

    says: Says
    agreed: int
    """In how many spans the lagging target moved as the influence has it."""
    compared: int
    text: str


class _Mark(NamedTuple):
    """Where a target stood on a day, so that more is better."""

    on: int
    """The day, as `date.toordinal` counts them: a lag may lead beyond the calendar."""
    value: float


def support_of(plan: Plan, influence: Influence, today: date) -> Support:
    """Return whether the lagging target moved, one lag later, as the leading one had.

    The check-ins of whichever has fewer cut the time that both cover into spans. In each the pace of both is compared with their
    own mean pace over all spans: where both are faster than usual, or both slower, they agree; with the sign -1 where they
    differ. It is a sign test: of four spans or more, two thirds decide.
    """
    lag = round(min(influence.lag_weeks, LONGEST_LAG) * 7)
    leading = _course(plan, influence.leading, today)
    lagging = [_Mark(mark.on - lag, mark.value) for mark in _course(plan, influence.lagging, today)]
    spans = _spans(leading, lagging)
    moved, followed = _beyond_usual(leading, spans), _beyond_usual(lagging, spans)
    both = [one * other * influence.sign for one, other in zip(moved, followed, strict=True) if one * other]
    return _said(sum(product > 0 for product in both), len(both))


def _course(plan: Plan, target_id: str, today: date) -> list[_Mark]:
    target = plan.get(target_id)
    if not isinstance(target, Target):
        return []
    return [_Mark(r.on.toordinal(), margin(target, r.value)) for r in plan.readings_of(target_id, today)]


def _spans(leading: Sequence[_Mark], lagging: Sequence[_Mark]) -> list[tuple[int, int]]:
    if not leading or not lagging:
        return []
    first, last = max(leading[0].on, lagging[0].on), min(leading[-1].on, lagging[-1].on)
    fewer = min(leading, lagging, key=len)
    return list(pairwise(mark.on for mark in fewer if first <= mark.on <= last))


def _beyond_usual(course: Sequence[_Mark], spans: Sequence[tuple[int, int]]) -> list[int]:
    """For each span 1 where the pace is above the mean of all of them, -1 where it is below, 0 where it is the same."""
    paces = [(_at(course, end) - _at(course, begin)) / (end - begin) for begin, end in spans]
    days = sum(end - begin for begin, end in spans)
    mean = sum(pace * ((end - begin) / days) for pace, (begin, end) in zip(paces, spans, strict=True))
    near = TOLERANCE * max(map(abs, paces), default=0.0)
    return [(pace > mean + near) - (pace < mean - near) for pace in paces]


def _at(course: Sequence[_Mark], on: int) -> float:
    """Where a target stood on a day between its first and its last mark, on the straight line between two."""
    place = bisect_right(course, on, key=lambda mark: mark.on)
    before = course[place - 1]
    if before.on == on:
        return before.value
    after = course[place]
    share = (on - before.on) / (after.on - before.on)
    return before.value * (1 - share) + after.value * share


def _said(agreed: int, compared: int) -> Support:
    if compared < LEAST_SPANS:
        text = f"cannot say yet: {compared} of at least {LEAST_SPANS} spans can be compared"
        return Support(Says.too_early, agreed, compared, text)
    share = agreed / compared
    says = Says.supported if share >= MOST else Says.contradicted if share <= 1 - MOST else Says.undecided
    words = {Says.supported: "history supports it", Says.contradicted: "history contradicts it"}.get(says, "history is undecided")
    return Support(says, agreed, compared, f"{words}: {agreed} of {compared} spans agree")
