"""Working: the whole computation behind a status, line by line, so that a doubter can do it again on paper.

A line is `name = formula = value`. A formula is plain arithmetic with ln, exp, sqrt, min and max; its figures are those of the
check-ins, of the target, of coefficients.py, or of the lines before.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from kptui.models.target import Curve, KeepBy, Kind, Target
from kptui.plan import Plan
from kptui.rules.case import Case, case_of, inside
from kptui.rules.circumstances import circumstances_of
from kptui.rules.coefficients import (
    COARSEST_GRAIN,
    FINEST_LEFT,
    KEEP_BASE,
    KEEP_CERTAIN,
    KEEP_NOISE,
    KEEP_NOISE_WEIGHT,
    KEEP_SLOPE,
    LATEST_SLOPE,
    PLAN_WEIGHT,
    REACH_BASE,
    REACH_GRAIN,
    REACH_LATE,
    REACH_SLOPE,
    USUAL_GRAIN,
    WOBBLE,
    WOBBLE_WEIGHT,
    WORST_SLOPE,
)
from kptui.rules.forecast import TENTH, Outlook, last_third, outlook, pace_ahead, stops_at_zero
from kptui.rules.keeping import Keeping
from kptui.rules.progress import JUDGED
from kptui.rules.reaching import Reach, index
from kptui.rules.red import towards_good


class Equation(NamedTuple):
    """One line of the working."""

    name: str
    formula: str
    value: float

    def __str__(self) -> str:
        return f"{self.name} = {self.formula} = {_n(self.value)}"


def working(plan: Plan, target: Target, today: date) -> tuple[Equation, ...]:
    """Return the equations of a target on a day, from its check-ins to the chance of a miss and the forecast.

    None where it has no status, no check-in in its span, or its due day is over.
    """
    readings = inside(target, plan.readings_of(target.id, today))
    if target.state not in JUDGED or not readings:
        return ()
    case = case_of(plan.policy, target, readings, today, circumstances_of(plan, target, today))
    way = outlook(case)
    if isinstance(way.figures, Reach):
        return (*_reaching(case, way.figures), *_rates(case, way), *_ends(case, way, way.figures))
    if isinstance(way.figures, Keeping):
        return tuple(_keeping(case, way, way.figures))
    return ()


def _reaching(case: Case, found: Reach) -> Iterator[Equation]:
    start, goal, value = _n(case.anchor), _n(case.goal), _n(case.last.value)
    yield Equation("used up" if case.holds else "progress", f"({value} - {start}) / ({goal} - {start})", found.way)
    gone, span = (case.last.on - case.anchor_on).days, (case.target.due - case.anchor_on).days
    yield Equation("gone", f"{gone} / {span}" if span else "1", found.share)
    expected = case.course_share
    curved = case.target.curve is not Curve.linear
    yield Equation(f"expected, {case.target.curve.value}", _n(expected) if curved else _n(found.share), expected)
    if expected and not case.holds:
        yield Equation("pace", f"{_n(found.way)} / {_n(expected)}", found.way / expected)
    left, so_far = f"max(1 - {_n(expected)}, {FINEST_LEFT:g})", f"(max({_n(found.way)}, 0) + {PLAN_WEIGHT:g})"
    ahead = f"ln(max(1 - {_n(found.way)}, 1e-12) / {left})"
    yield Equation("behind", f"{ahead} - ln({so_far} / ({_n(expected)} + {PLAN_WEIGHT:g}))", found.behind)
    yield from _spread(found)
    yield _odds(case, found)
    if 0 < found.p_miss < 1:
        yield _chance(found.log_odds, found.p_miss)


def _spread(found: Reach) -> Iterator[Equation]:
    shares, gains = found.shares[:-1], found.gains[:-1]
    prior = f"{WOBBLE_WEIGHT:g} * {WOBBLE:g}**2"
    if len(shares) > 1:
        share, gain = _sum(shares), _sum(gains)
        rate = index(sum(gains), sum(shares))
        yield Equation("rate", f"(max({gain}, 0) + {PLAN_WEIGHT:g}) / ({share} + {PLAN_WEIGHT:g})", rate)
        squares = " + ".join(f"({_n(g)} - {_n(rate)} * {_n(s)})**2 / {_n(s)}" for s, g in zip(shares, gains, strict=True))
        prior += f" + ({squares}) / ({_n(rate)}**2 * ({share}) / {len(shares)})"
    known = max(len(shares) - 1, 0)
    yield Equation("wobble", f"sqrt(({prior}) / ({WOBBLE_WEIGHT:g} + {known}))", found.wobble)
    yield Equation("grain", f"min({COARSEST_GRAIN:g}, {_n(_usual(found))})", found.grain)
    spread = f"min({WOBBLE:g}, {_n(found.wobble)}) * {_n(found.grain)} / ({WOBBLE:g} * {USUAL_GRAIN:g})"
    yield Equation("spread", spread, found.spread)


def _usual(found: Reach) -> float:
    return sorted(found.shares)[len(found.shares) // 2] if found.shares else found.grain


def _odds(case: Case, found: Reach) -> Equation:
    odds = f"{REACH_SLOPE:g} * {_n(found.behind)} / {_n(found.spread)}"
    if case.holds:
        return Equation("log odds", f"-{odds}", found.log_odds)
    grain = f"{REACH_GRAIN:g} * ln({_n(found.grain)} / {USUAL_GRAIN:g})"
    base = f"{_n(REACH_BASE)} + {grain} + {_n(REACH_LATE)} * ({_n(found.share)} - 0.5)"
    return Equation("log odds", f"{odds} + min(1, {_n(found.spread)}) * ({base})", found.log_odds)


def _chance(log_odds: float, p_miss: float) -> Equation:
    return Equation("chance of a miss", f"1 / (1 + exp(-{_n(log_odds)}))", p_miss)


def _rates(case: Case, way: Outlook) -> Iterator[Equation]:
    value, left = _n(case.last.value), (case.target.due - case.last.on).days
    if way.required_rate is not None:
        yield Equation("needed a week", f"({_n(case.goal)} - {value}) / {left} * 7", way.required_rate)
    if way.actual_rate is not None:
        gone = (case.last.on - case.anchor_on).days
        yield Equation("made a week", f"({value} - {_n(case.anchor)}) / {gone} * 7", way.actual_rate)


def _ends(case: Case, way: Outlook, found: Reach) -> Iterator[Equation]:
    if way.forecast is None or way.low is None or way.high is None:
        return
    share, gain = last_third(found)
    expected, pace = case.course_share, pace_ahead(found, case.course_share)
    ahead = f"({_n(found.way)} + {_n(gain)} + {PLAN_WEIGHT:g}) / ({_n(expected)} + {_n(share)} + {PLAN_WEIGHT:g})"
    yield Equation("pace ahead", ahead, pace)
    end = found.way + (1 - expected) * pace
    yield Equation("end", f"{_n(found.way)} + (1 - {_n(expected)}) * {_n(pace)}", end)
    rest = 1 - found.share
    uneven = found.wobble * abs(pace) * math.sqrt(found.grain * rest * (1 + rest / (found.share + PLAN_WEIGHT)))
    root = f"sqrt({_n(found.grain)} * {_n(rest)} * (1 + {_n(rest)} / ({_n(found.share)} + {PLAN_WEIGHT:g})))"
    yield Equation("give or take", f"{TENTH:g} * {_n(found.wobble)} * {_n(abs(pace))} * {root}", TENTH * uneven)
    for name, sign, value in (("forecast", "", way.forecast), *_sides(case, way)):
        at = f"{_n(end)}{sign and f' {sign} {_n(TENTH * uneven)}'}"
        yield Equation(name, _from_zero(case, f"{_n(case.anchor)} + ({at}) * ({_n(case.goal)} - {_n(case.anchor)})"), value)


def _from_zero(case: Case, formula: str) -> str:
    return f"max(0, {formula})" if stops_at_zero(case) else formula


def _sides(case: Case, way: Outlook) -> tuple[tuple[str, str, float], ...]:
    low, high = way.low or 0.0, way.high or 0.0
    down, up = ("-", "+") if case.goal >= case.anchor else ("+", "-")
    return ("low", down, low), ("high", up, high)


def _keeping(case: Case, way: Outlook, found: Keeping) -> Iterator[Equation]:
    values = [r.value for r in case.readings]
    third = values[-math.ceil(len(values) / 3) :]
    yield Equation("average", f"({_sum(values)}) / {len(values)}", sum(values) / len(values))
    yield Equation("of late", f"({_sum(third)}) / {len(third)}", found.recent)
    yield _noise(case, found, values[:-1])
    weighs = case.target.keep_by if case.target.kind is Kind.keep else KeepBy.latest
    yield from {KeepBy.average: _average, KeepBy.latest: _latest, KeepBy.worst: _worst}[weighs](case, found)
    if way.low is not None and way.high is not None and found.reach is not None:
        yield Equation("low", _from_zero(case, f"{_n(found.end)} - ln(9) * {_n(found.reach)}"), way.low)
        yield Equation("high", _from_zero(case, f"{_n(found.end)} + ln(9) * {_n(found.reach)}"), way.high)


def _noise(case: Case, found: Keeping, values: Sequence[float]) -> Equation:
    edges = [abs(edge) for edge in (case.target.goal, case.target.low, case.target.high) if edge is not None]
    squares = [f"({_n(later)} - {_n(earlier)})**2 / 2" for earlier, later in pairwise(values)]
    prior = f"{KEEP_NOISE_WEIGHT:g} * ({KEEP_NOISE:g} * {_n(max(edges))})**2"
    pooled = f"({' + '.join([prior, *squares])}) / ({KEEP_NOISE_WEIGHT:g} + {len(squares)})"
    return Equation("noise", f"sqrt({pooled})", found.noise)


def _average(case: Case, found: Keeping) -> Iterator[Equation]:
    seen, left, whole = found.seen, found.left, found.seen + found.left
    mean = _n(case.measure)
    yield Equation("end", f"{mean} * {seen} / {whole} + ({mean} + {_n(found.recent)}) / 2 * {left} / {whole}", found.end)
    yield Equation("spread", f"{_n(found.noise)} * sqrt(max({left}, 0.5)) / {whole}", found.spread)
    yield from _in_the_end(case, found, f"{KEEP_BASE:g} - {KEEP_SLOPE:g}", KEEP_SLOPE)


def _latest(case: Case, found: Keeping) -> Iterator[Equation]:
    last = _n(case.last.value)
    yield Equation("end", f"({last} + {_n(found.recent)}) / 2" if found.left else last, found.end)
    yield Equation("spread", f"{_n(found.noise)} * sqrt(max({found.left}, 0.5))", found.spread)
    yield from _in_the_end(case, found, f"0 - {LATEST_SLOPE:g}", LATEST_SLOPE)


def _in_the_end(case: Case, found: Keeping, line: str, slope: float) -> Iterator[Equation]:
    yield _room(case, found, found.end)
    yield Equation("log odds", f"{line} * {_n(found.room)}", found.log_odds)
    yield _chance(found.log_odds, found.p_miss)
    yield Equation("a unit of log odds", f"{_n(found.spread)} / {slope:g}", found.spread / slope)


def _worst(case: Case, found: Keeping) -> Iterator[Equation]:
    if not case.at_goal:
        return
    values = [r.value for r in case.readings]
    yield _room(case, found, sum(values) / len(values))
    yield Equation("log odds", f"0 - {WORST_SLOPE:g} * {_n(found.room)}", found.log_odds)
    one = f"1 / (1 + exp(-{_n(found.log_odds)}))"
    yield Equation("chance of a miss", f"1 - (1 - {one})**{found.left}", found.p_miss)


def _room(case: Case, found: Keeping, end: float) -> Equation:
    towards, edge = towards_good(case)
    if case.target.goal is None:
        edges = [(way, at) for way, at in ((1, case.target.low), (-1, case.target.high)) if at is not None]
        towards, edge = min(edges, key=lambda side: side[0] * (end - side[1]))
    if not found.spread:
        return Equation("room", _n(found.room), found.room)
    ahead = f"({_n(end)} - {_n(edge)})" if towards > 0 else f"({_n(edge)} - {_n(end)})"
    return Equation("room", f"max(-{KEEP_CERTAIN:g}, min({KEEP_CERTAIN:g}, {ahead} / {_n(found.spread)}))", found.room)


def _sum(values: Sequence[float]) -> str:
    return " + ".join(map(_n, values))


def _n(value: float) -> str:
    """A figure of a formula: with all the digits that a recomputation needs, in brackets when it is negative."""
    text = f"{value:.8g}"
    return f"({text})" if value < 0 else text
