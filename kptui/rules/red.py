"""Red: what makes a target off track, and how many check-ins in a row it takes to get there and back.

One check-in may be chance. So what could still be mended is off track only when the check-in before said so too, and is on track
again only with the second good one; on the due day there is no other to wait for.
"""

from functools import lru_cache

from kptui.models.target import Curve, KeepBy, Kind
from kptui.rules.case import TOLERANCE, Case, case_before, sign
from kptui.rules.curve import elapsed, way_of
from kptui.rules.forecast import outlook
from kptui.rules.keeping import is_kept
from kptui.rules.reaching import Reach
from kptui.rules.schedule import check_ins_left


@lru_cache(maxsize=8)
def red(case: Case) -> str:
    """Return the rule that makes a case off track once it has stood twice in a row, of those that can be mended; else nothing."""
    if case.share < case.policy.off_track_share:
        return ""
    if is_kept(case):
        return _red_kept(case)
    return "" if case.holds else _red_way(case)


def is_off_track(case: Case) -> bool:
    """Return whether what makes a case off track has stood long enough."""
    found = red(case)
    if not found or found == "stalled" or _needs_no_second(case):
        return bool(found)
    before = case_before(case)
    return before is not None and bool(red(before))


def is_recovering(case: Case) -> bool:
    """Return whether a case was off track up to the check-in before the last, and the last is the first good one."""
    if len(case.readings) < 2 or _was_on_pace(case) or _needs_no_second(case) or red(case):
        return False
    before = case_before(case)
    return before is not None and is_off_track(before)


def is_behind(case: Case) -> bool:
    """Return whether it is behind the pace from which no probability of a miss counts."""
    return case.pace is not None and case.pace < case.policy.at_risk_pace - TOLERANCE


def likely_miss(case: Case, chance: float) -> bool:
    """Return whether the probability of a miss is `chance` or more."""
    found = outlook(case).p_miss
    return found is not None and found >= chance - TOLERANCE


def is_stalled(case: Case) -> bool:
    """Return whether the last steps of a case on its way made no progress, as many as the policy says."""
    found, steps = outlook(case).figures, case.policy.stalled_steps
    if not isinstance(found, Reach) or len(found.gains) < steps:
        return False
    return all(gain <= TOLERANCE for gain in found.gains[-steps:])


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


def best_so_far(case: Case) -> float:
    """Return the value of the best reading, in the target's unit."""
    towards, _ = towards_good(case)
    values = [r.value for r in case.readings]
    return max(values) if towards > 0 else min(values)


def is_out_of_reach(case: Case) -> bool:
    """Return whether an average would be missed even if the best reading so far were repeated to the end."""
    towards, edge = towards_good(case)
    left = check_ins_left(case.target, case.last.on)
    if not left:
        return True
    needed = needed_average(case, edge, left)
    return towards * (best_so_far(case) - needed) < -TOLERANCE * abs(needed)


def _needs_no_second(case: Case) -> bool:
    return case.share >= 1 or case.policy.in_a_row == 1


def _was_on_pace(case: Case) -> bool:
    """Whether there is no need to look: most were on pace the check-in before as well."""
    if case.holds or case.target.curve is not Curve.linear:
        return False
    before = case.readings[-2]
    expected = elapsed(case.anchor_on, case.target.due, before.on)
    return way_of(case.anchor, before.value, case.goal) >= case.policy.at_risk_pace * expected


def _red_way(case: Case) -> str:
    policy = case.policy
    if case.pace is not None and case.pace < policy.off_track_pace - TOLERANCE:
        return "stalled" if is_stalled(case) else "far_behind"
    if not is_behind(case):
        return ""
    if is_stalled(case):
        return "stalled"
    return "miss_likely" if likely_miss(case, policy.off_track_chance) else ""


def _red_kept(case: Case) -> str:
    kind, keep_by = case.target.kind, case.target.keep_by
    if case.at_goal or (kind is Kind.keep and keep_by is KeepBy.worst):
        return ""
    if kind is not Kind.keep or keep_by is KeepBy.latest:
        return "latest_missed_twice"
    if is_out_of_reach(case):
        return "average_out_of_reach"
    return "miss_likely" if likely_miss(case, case.policy.off_track_chance) else ""
