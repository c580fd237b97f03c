"""What would flip a status: which value by which day, found by asking the judge, and said only when the judge agrees."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from kptui import wording
from kptui.models.check_in import Reading
from kptui.models.policy import Policy
from kptui.models.target import KeepBy, Kind, Target
from kptui.plan import Plan
from kptui.rules.case import TOLERANCE, Case, case_of, inside
from kptui.rules.circumstances import ALONE, Circumstances, circumstances_of
from kptui.rules.judgement import Flip, Status
from kptui.rules.progress import JUDGED, expected_value, judge_readings
from kptui.rules.red import needed_average, towards_good
from kptui.rules.schedule import check_ins_left

_HALVINGS = 30
_TINY, _HUGE = 1e-290, 1e290
"""Figures beyond these leave no room to search around them."""
_BETTER = {Status.at_risk: "only at risk", Status.on_track: "on track again", Status.achieved: "achieved"}


@dataclass(frozen=True)
class _Trial:
    """A check-in that might be made: on a day, judged on that day, or on `judged_on` when that is later."""

    policy: Policy
    target: Target
    readings: tuple[Reading, ...]
    on: date
    judged_on: date
    confidence: int | None
    circumstances: Circumstances

    def status(self, *values: float) -> Status:
        """Return the status with check-ins of these values."""
        new = [Reading("", self.on, v, self.confidence, None, "", datetime.min.replace(tzinfo=UTC), None, False) for v in values]
        standing = (r for r in self.readings if not new or r.on != self.on)
        readings = sorted((*standing, *new), key=lambda r: r.on)
        return judge_readings(self.policy, self.target, readings, self.judged_on, self.circumstances).status


def flip(plan: Plan, target: Target, today: date) -> Flip | None:
    """Return what would change the status of a target; None for one without a status, and when nothing can change it any more."""
    if target.state not in JUDGED:
        return None
    circumstances = circumstances_of(plan, target, today)
    return flip_readings(plan.policy, target, plan.readings_of(target.id, today), today, circumstances)


def flip_readings(
    policy: Policy, target: Target, readings: Sequence[Reading], today: date, circumstances: Circumstances = ALONE
) -> Flip | None:
    """Return the value of the next check-in, due or overdue, that would just change the status, in the target's unit.

    The confidence stays as last said. What is off track or at risk gets better by it, what is on track or achieved gets worse;
    no_news wants a check-in, too_early the first day that is judged. None when no check-in is left that could change it.
    """
    now = judge_readings(policy, target, readings, today, circumstances)
    if now.next_check_in is None or (today > target.due and now.status is not Status.no_news):
        return None
    on = min(max(now.next_check_in, today), target.due)
    counting = inside(target, readings)
    trial = _Trial(policy, target, tuple(readings), on, max(on, today), None, circumstances)
    if now.status is Status.too_early:
        return _first_judged(trial, counting, today)
    if now.status is Status.no_news:
        return _any_news(trial, counting, today)
    case = case_of(policy, target, counting, today, circumstances)
    if not _TINY < _scale(case) < _HUGE:
        return None
    trial = replace(trial, confidence=case.sureness[-1] if case.sureness else None)
    improve = _improved if now.status in (Status.off_track, Status.at_risk) else _worsened
    return improve(trial, case, now.status)


def _first_judged(trial: _Trial, counting: Sequence[Reading], today: date) -> Flip:
    target = trial.target
    days = math.ceil(trial.policy.too_early_share * (target.due - target.start).days - TOLERANCE)
    first = max(today, target.start + timedelta(days=days))
    text = f"judged from {wording.day(first, today)} on"
    trial = replace(trial, on=first, judged_on=first)
    if counting:
        return Flip(trial.status(), first, None, text)
    return Flip(trial.status(_as_expected(trial)), first, None, f"{text}, once there is a check-in")


def _any_news(trial: _Trial, counting: Sequence[Reading], today: date) -> Flip:
    value = counting[-1].value if counting else _as_expected(trial)
    status = trial.status(value)
    of_the_end = f" of {wording.day(trial.on, today)}" if trial.on < today else ""
    said = wording.figure(value, trial.target.unit)
    return Flip(status, trial.judged_on, None, f"a check-in{of_the_end}: at {said} it would be {wording.STATUS_WORDS[status]}")


def _as_expected(trial: _Trial) -> float:
    target = trial.target
    values = (expected_value(target, trial.on, trial.circumstances), target.goal, target.low, target.high)
    return next(value for value in values if value is not None)


def _improved(trial: _Trial, case: Case, status: Status) -> Flip | None:
    """The value that makes it better; with more confidence, where too little alone would hold it back."""
    low = case.policy.low_confidence
    unsure = status is Status.at_risk and trial.confidence is not None and trial.confidence <= low < 10
    if unsure:
        trial = replace(trial, confidence=low + 1)
    sure = f" with a confidence of {low + 1} or more" if unsure else ""
    towards, _ = towards_good(case)
    ends = _boundary(trial, case, status.rank + 1)
    value = None if ends is None else _sayable(ends[1], case, towards, lambda v: trial.status(v).rank > status.rank)
    if value is None or not _plausible(case, value):
        return _by_the_rest(trial, case, sure)
    becomes = trial.status(value)
    said = f"{_bound(towards)} {wording.whole(value, case.target.unit)}{sure} by {wording.day(trial.on, case.today)}"
    return Flip(becomes, trial.on, None if unsure else value, f"{_BETTER[becomes]} at {said}{_in_the_end(trial, case, becomes)}")


def _in_the_end(trial: _Trial, case: Case, becomes: Status) -> str:
    """What else would do: the goal by the due day, for what is on its way and has another check-in after the next."""
    if case.holds or becomes is not Status.on_track or trial.on >= case.target.due:
        return ""
    return f", or {wording.whole(case.goal, case.target.unit)} by {wording.day(case.target.due, case.today)}"


def _worsened(trial: _Trial, case: Case, status: Status) -> Flip | None:
    towards, _ = towards_good(case)
    ends = _boundary(trial, case, status.rank)
    value = None if ends is None else _sayable(ends[0], case, -towards, lambda v: trial.status(v).rank < status.rank)
    if value is None or not _plausible(case, value):
        return None
    becomes = trial.status(value)
    said = f"{_bound(-towards)} {wording.whole(value, case.target.unit)} by {wording.day(trial.on, case.today)}"
    return Flip(becomes, trial.on, value, f"down to {wording.STATUS_WORDS[becomes]} at {said}")


def _by_the_rest(trial: _Trial, case: Case, sure: str) -> Flip | None:
    """What the check-ins left must average, where no one of them can bring an average back."""
    left = 1 + check_ins_left(case.target, trial.on)
    towards, edge = towards_good(case)
    if left == 1 or not _averages(case):
        return None
    at_the_end = replace(trial, on=case.target.due, judged_on=case.target.due)

    def enough(value: float) -> bool:
        return at_the_end.status(*[value] * left) is Status.on_track

    value = _sayable(needed_average(case, edge, left), case, towards, enough)
    if not enough(value) or not _plausible(case, value):
        return None
    said = f"{_bound(towards)} {wording.whole(value, case.target.unit)}{sure}"
    by = wording.day(case.target.due, case.today)
    return Flip(Status.on_track, case.target.due, None, f"on track again when the {left} check-ins left by {by} average {said}")


def _boundary(trial: _Trial, case: Case, rank: int) -> tuple[float, float] | None:
    """The two neighbouring values between which the status comes to a rank: just too bad, just good enough."""
    towards, edge = towards_good(case)
    reach = needed_average(case, edge, 1) if _averages(case) else edge
    far = towards * _scale(case)
    bad, ends = reach - 2 * (len(case.readings) + 2) * far, (reach, reach + far)
    good = next((value for value in ends if trial.status(value).rank >= rank), None)
    if good is None or trial.status(bad).rank >= rank:
        return None
    for _ in range(_HALVINGS):
        middle = (bad + good) / 2
        bad, good = (bad, middle) if trial.status(middle).rank >= rank else (middle, good)
    return bad, good


def _sayable(exact: float, case: Case, outward: int, flips: Callable[[float], bool]) -> float:
    """The value as people would say it, to three digits of the change that it asks for, yet so that it does flip."""
    way = _size(_edges(case)) or _scale(case)
    change = max(min(abs(exact - case.last.value), way), way / 100)
    places = 2 - math.floor(math.log10(change))
    near = round(exact, places)
    rounded = (near, round(near + outward * 10.0**-places, places))
    return next((value for value in rounded if flips(value)), exact)


def _scale(case: Case) -> float:
    return _size([*(r.value for r in case.readings), *_edges(case)]) or 1.0


def _edges(case: Case) -> list[float]:
    return [edge for edge in (case.target.goal, case.target.low, case.target.high, case.anchor) if edge is not None]


def _size(values: Sequence[float]) -> float:
    return max(map(abs, values), default=0.0)


def _plausible(case: Case, value: float) -> bool:
    """Whether a value is of the kind seen so far: nothing below nothing, and no share above the whole."""
    edges = (case.target.goal, case.target.low, case.target.high, case.target.baseline)
    known = [*(r.value for r in case.readings), *(edge for edge in edges if edge is not None)]
    floor = 0.0 if min(known) >= 0 else -math.inf
    top = 100.0 if case.target.unit == "%" and max(known) <= 100 else math.inf
    return floor <= value <= top


def _averages(case: Case) -> bool:
    return case.target.kind is Kind.keep and case.target.keep_by is KeepBy.average


def _bound(towards: int) -> str:
    return "≥" if towards > 0 else "≤"
