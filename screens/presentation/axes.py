"""Axes: which figures and which days a chart names, and where."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kptui.wording import day

_FEW_DAYS = 45
"""Up to so many days the weeks are named, beyond them the months."""
_APART = 6
"""Cells that a day's name takes with the gap after it."""
_STEPS = (1, 2, 3, 6)
"""Months between two that are named; of a longer span years are."""


class Named(NamedTuple):
    """A day that the axis names."""

    on: date
    text: str


def round_figures(low: float, high: float, most: int) -> list[float]:
    """Return the round figures from low to high, at most so many: multiples of 1, 2 or 5 times a power of ten."""
    rough = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [n * step for n in range(first, min(last, first + most) + 1)]


def named_days(first: date, last: date, cells: int) -> list[Named]:
    """Return the days inside a span that the axis names: the firsts of months, or of a short span the Mondays."""
    room = max(cells // _APART, 1)
    if (last - first).days <= _FEW_DAYS:
        return [Named(on, day(on, on)) for on in _thinned(list(_mondays(first, last)), room)]
    months = list(_firsts(first, last))
    step = next((n for n in _STEPS if len(months) <= n * room), None)
    if step is None:
        years = [on for on in months if on.month == 1]
        return [Named(on, str(on.year)) for on in _thinned(years, room)]
    return [Named(on, day(on, on).split()[1]) for on in months if (on.month - 1) % step == 0]


def _thinned(days: Sequence[date], most: int) -> Sequence[date]:
    return days[:: max(math.ceil(len(days) / most), 1)]


def _mondays(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal() + 7 - first.weekday(), last.toordinal(), 7))


def _firsts(first: date, last: date) -> Iterator[date]:
    for n in range(first.year * 12 + first.month, last.year * 12 + last.month):
        yield date(n // 12, n % 12 + 1, 1)


class Place(NamedTuple):
    """A word and the cell at which it would begin."""

    at: int
    text: str
    tone: str = ""


def without_collisions(places: Sequence[Place], cells: int) -> list[Place]:
    """Return the words that can stand in one row, a blank between them; of two that collide the first given stays."""
    kept: list[Place] = []
    for place in places:
        inside = place.at >= 0 and place.at + len(place.text) <= cells
        if inside and all(place.at > k.at + len(k.text) or k.at > place.at + len(place.text) for k in kept):
            kept.append(place)
    return sorted(kept)
