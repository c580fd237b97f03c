"""Conflict: says who changed something meanwhile and when, by the name and in the time zone that the plan has."""

from datetime import datetime

from kptui.errors import EditConflict
from kptui.plan import Plan
from kptui.wording import day


def conflict(plan: Plan, by: str, did: str, at: datetime, then: str) -> EditConflict:
    """Return the refusal that says who `did` what at a moment, and what to do `then`; `by` is a login."""
    local = at.astimezone(plan.policy.zone)
    when = f"{day(local.date(), local.date())} {local.year} at {local:%H:%M}"
    return EditConflict(f"{plan.name_of(by)} {did} on {when}; {then}.")
