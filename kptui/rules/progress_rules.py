"""The progress rules: one function each, listed in PROGRESS_RULES; the worst status that one of them gives is the target's.

A rule looks at a Case of a target that runs, and returns its Verdict, or None where it has nothing to say. Readings that are too
old, spans that have hardly begun and targets that are done are not their matter: the judge in progress.py sees to these.
"""

from collections.abc import Callable
from typing import NamedTuple

from kptui.models.target import KeepBy, Kind
from kptui.rules.case import TOLERANCE, Case, is_good, sign
from kptui.rules.forecast import outlook
from kptui.rules.judgement import Reason, Status
from kptui.rules.sayings import goal_words, measure_words, pace_words
from kptui.rules.schedule import check_ins_left
from kptui.wording import day, figure


class Verdict(NamedTuple):
    """What one rule finds: the status it would give, its name, and a sentence with the numbers."""

    status: Status
    rule: str
    text: str

    @property
    def reason(self) -> Reason:
        """What is shown of it."""
        return Reason(self.rule, self.text)


Rule = Callable[[Case], Verdict | None]


def pace(case: Case) -> Verdict | None:
    """Progress over what a straight line expects, against the policy's two paces."""
    if case.holds:
        return None
    found = case.pace
    if found is None:
        text = f"the first value is of {day(case.last.on, case.today)}; nothing is expected by then"
        return Verdict(Status.on_track, "on_pace", text)
    policy = case.policy
    if found < policy.off_track_pace - TOLERANCE and case.share >= policy.off_track_share:
        words = pace_words(case, found, f"off track below {policy.off_track_pace:.2f}")
        return Verdict(Status.off_track, "far_behind", f"far behind pace: {words}")
    if found < policy.at_risk_pace - TOLERANCE:
        words = pace_words(case, found, f"at risk below {policy.at_risk_pace:.2f}")
        return Verdict(Status.at_risk, "behind_pace", f"behind pace: {words}")
    return Verdict(Status.on_track, "on_pace", f"on pace: {pace_words(case, found)}")


def slow_start(case: Case) -> Verdict | None:
    """Nothing has moved from the baseline, and the policy's days for it are over."""
    days = (case.last.on - case.anchor_on).days
    if case.holds or case.progress > TOLERANCE or days < max(1, case.policy.slow_start_days):
        return None
    now, begun = (figure(value, case.target.unit) for value in (case.last.value, case.anchor))
    text = f"not started: {now} after {days} days, begun at {begun}"
    return Verdict(Status.at_risk, "slow_start", text)


def limit(case: Case) -> Verdict | None:
    """A running total that must not pass its goal, as in `at most 12 accidents`: once past it never comes back."""
    if not is_limit(case):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if not case.at_goal:
        return Verdict(Status.off_track, "limit_passed", f"{words}; that cannot be mended")
    end = outlook(case).forecast
    if end is not None and not is_good(case.target, end):
        return Verdict(Status.at_risk, "limit_ahead", f"{words}; at the rate so far it ends at {figure(end, case.target.unit)}")
    return Verdict(Status.on_track, "limit_kept", words)


def average(case: Case) -> Verdict | None:
    """The average so far, and whether it can still come right if the best reading so far is repeated to the end."""
    if not _keeps_by(case, KeepBy.average):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if case.at_goal:
        return Verdict(Status.on_track, "average_kept", words)
    towards, edge = towards_good(case)
    left = check_ins_left(case.target, case.last.on)
    needed = needed_average(case, edge, left) if left else None
    best = max((r.value for r in case.readings), key=lambda value: towards * value)
    out_of_reach = needed is None or towards * (best - needed) < -TOLERANCE * abs(needed)
    rest = "" if needed is None else f"; the {left} left must average {figure(needed, case.target.unit)}"
    if out_of_reach and case.share >= case.policy.off_track_share:
        best_words = f", the best so far is {figure(best, case.target.unit)}"
        return Verdict(Status.off_track, "average_out_of_reach", words + rest + best_words)
    return Verdict(Status.at_risk, "average_missed", words + rest)


def latest(case: Case) -> Verdict | None:
    """The latest reading, also of a goal that was reached before the start; two on the wrong side in a row are worse than one."""
    holds = case.target.kind is not Kind.keep and case.holds and not is_limit(case)
    if not holds and not _keeps_by(case, KeepBy.latest):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if case.at_goal:
        return Verdict(Status.on_track, "latest_kept", words)
    again = len(case.readings) > 1 and not is_good(case.target, case.readings[-2].value)
    if again and case.share >= case.policy.off_track_share:
        return Verdict(Status.off_track, "latest_missed_twice", f"{words}; the one before missed it too")
    return Verdict(Status.at_risk, "latest_missed", words)


def worst(case: Case) -> Verdict | None:
    """The worst reading, which nothing that follows can mend."""
    if not _keeps_by(case, KeepBy.worst):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if case.at_goal:
        return Verdict(Status.on_track, "worst_kept", words)
    return Verdict(Status.off_track, "worst_missed", f"{words}; that cannot be mended")


def low_confidence(case: Case) -> Verdict | None:
    """The owner hardly believes in it, as last said."""
    if not case.sureness or case.sureness[-1] > case.policy.low_confidence:
        return None
    text = f"confidence is {case.sureness[-1]} of 10, at risk at {case.policy.low_confidence} or less"
    return Verdict(Status.at_risk, "low_confidence", text)


def falling_confidence(case: Case) -> Verdict | None:
    """The owner believes in it much less than the time before."""
    before, now = case.sureness[-2:] if len(case.sureness) > 1 else (0, 0)
    if before - now < case.policy.confidence_fall:
        return None
    text = f"confidence fell from {before} to {now}, at risk from a fall of {case.policy.confidence_fall} on"
    return Verdict(Status.at_risk, "falling_confidence", text)


PROGRESS_RULES: tuple[Rule, ...] = (
    pace,
    slow_start,
    limit,
    average,
    latest,
    worst,
    low_confidence,
    falling_confidence,
)


def is_limit(case: Case) -> bool:
    """Return whether its goal is a limit: a running total that starts on the good side of it and must stay there to the end."""
    return case.holds and case.target.kind is Kind.cumulative


def towards_good(case: Case) -> tuple[int, float]:
    """Return which way is better (1 up, -1 down) and the value it must reach: the goal, or the nearest edge of the band."""
    target = case.target
    if target.goal is not None:
        return sign(target), target.goal
    edges = [(way, edge) for way, edge in ((1, target.low), (-1, target.high)) if edge is not None]
    return min(edges, key=lambda found: found[0] * (case.measure - found[1]))


def needed_average(case: Case, edge: float, left: int) -> float:
    """Return what the check-ins left, one or more, must average for the average of all to be `edge`."""
    return edge + (edge - case.measure) * (len(case.readings) / left)


def _keeps_by(case: Case, keep_by: KeepBy) -> bool:
    return case.target.kind is Kind.keep and case.target.keep_by is keep_by
