"""The rules of what is on its way to a goal, or under a limit."""

from itertools import pairwise

from kptui.models.target import Kind
from kptui.rules.case import TOLERANCE, Case, is_good
from kptui.rules.forecast import outlook
from kptui.rules.judgement import Status
from kptui.rules.reaching import Reach
from kptui.rules.red import is_behind, is_off_track, is_recovering, likely_miss, red
from kptui.rules.sayings import chance_words, goal_words, measure_words, pace_words
from kptui.rules.verdict import Verdict
from kptui.wording import day, figure

FIRST_TIME = "; a second check-in like it makes it off track"
RECOVERING = "off track up to the check-in before; a second good check-in makes it on track"


def pace(case: Case) -> Verdict | None:
    """Progress over what is expected, and how likely that is missed: whether a target gets there."""
    if case.holds:
        return None
    found = case.pace
    if found is None:
        text = f"nothing is expected yet on {day(case.last.on, case.today)}, the day of the last value"
        return Verdict(Status.on_track, "on_pace", text)
    verdict = _behind(case, found)
    if verdict is not None:
        return verdict
    if is_recovering(case):
        return Verdict(Status.at_risk, "recovering", f"{RECOVERING}: {pace_words(case, found)}")
    if is_behind(case):
        words = f"a miss is {_chance(case)} likely, at risk from {_whole(case.policy.at_risk_chance)} on"
        return Verdict(Status.on_track, "can_catch_up", f"behind pace; {words}: {pace_words(case, found)}")
    return Verdict(Status.on_track, "on_pace", f"on pace: {pace_words(case, found)}")


def _behind(case: Case, found: float) -> Verdict | None:
    policy = case.policy
    reason, off = red(case), is_off_track(case)
    status = Status.off_track if off else Status.at_risk
    once = FIRST_TIME if reason and not off else ""
    if reason == "stalled":
        return Verdict(
            status, "stalled", f"no progress in {policy.stalled_steps} check-ins, and behind: {pace_words(case, found)}"
        )
    if found < policy.off_track_pace - TOLERANCE:
        words = pace_words(case, found, f"far behind below {policy.off_track_pace:.2f}")
        return Verdict(status, "far_behind", f"far behind pace: {words}{once}")
    if reason or (is_behind(case) and likely_miss(case, policy.at_risk_chance)):
        limit = f"off track from {_whole(policy.off_track_chance)}" if off else f"at risk from {_whole(policy.at_risk_chance)}"
        words = f"{_chance(case)}, {limit} on; {pace_words(case, found)}"
        return Verdict(status, "miss_likely", f"a miss is likely: {words}{once}")
    return None


def _whole(chance: float) -> str:
    return f"{chance * 100:.0f} %"


def _chance(case: Case) -> str:
    return chance_words(outlook(case).p_miss)


def slow_start(case: Case) -> Verdict | None:
    """Nothing has moved from the baseline, and the policy's days for it are over."""
    days = (case.last.on - case.anchor_on).days
    if case.holds or case.progress > TOLERANCE or days < max(1, case.policy.slow_start_days):
        return None
    now, begun = (figure(value, case.target.unit) for value in (case.last.value, case.anchor))
    text = f"not started: {now} after {days} days, begun at {begun}"
    return Verdict(Status.at_risk, "slow_start", text)


def slowing(case: Case) -> Verdict | None:
    """Behind pace, each of the last steps slower than the one before, and at the rate of the last it does not get there."""
    found, count = outlook(case).figures, case.policy.slowing_steps
    if not isinstance(found, Reach) or len(found.gains) < count:
        return None
    if not is_behind(case) or not likely_miss(case, case.policy.slowing_chance):
        return None
    rates = [gain / share for gain, share in zip(found.gains[-count:], found.shares[-count:], strict=True)]
    slower = all(later < earlier - TOLERANCE * abs(earlier) for earlier, later in pairwise(rates))
    if not slower or found.way + rates[-1] * (1 - found.share) >= 1 - TOLERANCE:
        return None
    span = (case.target.due - case.anchor_on).days
    weekly = [figure(rate * (case.goal - case.anchor) / span * 7, case.target.unit) for rate in rates]
    text = f"slowing: {', '.join(weekly)} a week in the last {count} steps, and like the last it does not get there"
    return Verdict(Status.at_risk, "slowing", text)


def limit(case: Case) -> Verdict | None:
    """A running total that must not pass its goal, as in `at most 12 accidents`: once past it never comes back."""
    if not is_limit(case):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if not case.at_goal:
        return Verdict(Status.off_track, "limit_passed", f"{words}; that cannot be mended")
    end = outlook(case).forecast
    if end is not None and not is_good(case.target, end):
        return Verdict(Status.at_risk, "limit_ahead", f"{words}; as it goes so far it ends at {figure(end, case.target.unit)}")
    return Verdict(Status.on_track, "limit_kept", words)


def is_limit(case: Case) -> bool:
    """Return whether its goal is a limit: a running total that starts on the good side of it and must stay there to the end."""
    return case.holds and case.target.kind is Kind.cumulative
