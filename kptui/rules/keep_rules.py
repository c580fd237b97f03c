"""The rules of what is kept: by its average, its latest reading or its worst."""

from kptui.models.target import KeepBy, Kind
from kptui.rules.case import Case, is_good
from kptui.rules.forecast import outlook
from kptui.rules.judgement import Status
from kptui.rules.keeping import Keeping
from kptui.rules.red import best_so_far, is_off_track, is_recovering, likely_miss, needed_average, red, towards_good
from kptui.rules.sayings import chance_words, goal_words, measure_words
from kptui.rules.schedule import check_ins_left
from kptui.rules.verdict import Verdict
from kptui.rules.way_rules import FIRST_TIME, RECOVERING, is_limit
from kptui.wording import figure


def average(case: Case) -> Verdict | None:
    """The average so far, and whether it can still come right."""
    if not _keeps_by(case, KeepBy.average):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if case.at_goal:
        return _average_kept(case, words)
    reason, off = red(case), is_off_track(case)
    words += _rest(case)
    if reason == "average_out_of_reach":
        words += f", the best so far is {figure(best_so_far(case), case.target.unit)}"
    else:
        words += f"; a miss is {chance_words(outlook(case).p_miss)} likely"
    if off:
        return Verdict(Status.off_track, reason, words)
    return Verdict(Status.at_risk, "average_missed", words + (FIRST_TIME if reason else ""))


def _average_kept(case: Case, words: str) -> Verdict:
    if is_recovering(case):
        return Verdict(Status.at_risk, "recovering", f"{RECOVERING}: {words}")
    found = outlook(case).figures
    if isinstance(found, Keeping) and not is_good(case.target, found.end) and likely_miss(case, case.policy.at_risk_chance):
        recent = figure(found.recent, case.target.unit)
        chance = chance_words(found.p_miss)
        return Verdict(Status.at_risk, "average_slipping", f"{words}; but of late it is {recent}, and a miss is {chance} likely")
    return Verdict(Status.on_track, "average_kept", words)


def _rest(case: Case) -> str:
    left = check_ins_left(case.target, case.last.on)
    if not left:
        return ""
    _, edge = towards_good(case)
    return f"; the {left} left must average {figure(needed_average(case, edge, left), case.target.unit)}"


def latest(case: Case) -> Verdict | None:
    """The latest reading, also of a goal that was reached before the start; two on the wrong side in a row are worse than one."""
    holds = case.target.kind is not Kind.keep and case.holds and not is_limit(case)
    if not holds and not _keeps_by(case, KeepBy.latest):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if case.at_goal and is_recovering(case):
        return Verdict(Status.at_risk, "recovering", f"{RECOVERING}: {words}")
    if case.at_goal:
        return Verdict(Status.on_track, "latest_kept", words)
    if not is_off_track(case):
        return Verdict(Status.at_risk, "latest_missed", words)
    again = len(case.readings) > 1 and not is_good(case.target, case.readings[-2].value)
    return Verdict(Status.off_track, "latest_missed_twice", f"{words}; the one before missed it too" if again else words)


def worst(case: Case) -> Verdict | None:
    """The worst reading, which nothing that follows can mend."""
    if not _keeps_by(case, KeepBy.worst):
        return None
    words = f"{measure_words(case)}, the goal {goal_words(case.target)}"
    if case.at_goal:
        return Verdict(Status.on_track, "worst_kept", words)
    return Verdict(Status.off_track, "worst_missed", f"{words}; that cannot be mended")


def _keeps_by(case: Case, keep_by: KeepBy) -> bool:
    return case.target.kind is Kind.keep and case.target.keep_by is keep_by
