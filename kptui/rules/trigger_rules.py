"""The triggers: what holds a target back from on_track whatever its figures say."""

from datetime import date

from kptui.rules.case import Case
from kptui.rules.judgement import Status
from kptui.rules.schedule import after
from kptui.rules.verdict import Verdict
from kptui.wording import day


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


def blocked(case: Case) -> Verdict | None:
    """Something is in the way that should have been out of it by now; without a day for it, from the day it was named."""
    late = [(b.due or b.on, b) for b in case.circumstances.blockers if b.due is None or b.due < case.today]
    if not late:
        return None
    _, first = min(late, key=lambda found: found[0])
    return Verdict(Status.at_risk, "blocked", f"blocked ({first.kind.value}) since {_since(first.on, first.due, case.today)}")


def unanswered(case: Case) -> Verdict | None:
    """Help was asked for and not answered by its day; without a day for it, within a cadence."""
    wanted = [(r.due or after(case.target.cadence, r.on), r) for r in case.circumstances.requests]
    late = [(due, request) for due, request in wanted if due < case.today]
    if not late:
        return None
    due, first = min(late, key=lambda found: found[0])
    return Verdict(Status.at_risk, "unanswered", f"asked for help ({first.kind.value}) on {_since(first.on, due, case.today)}")


def _since(on: date, due: date | None, today: date) -> str:
    named = day(on, today)
    return named if due is None else f"{named}, due by {day(due, today)}"
