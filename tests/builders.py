"""Builders: records, readings and plans for tests, each made of what the test says and plain defaults for the rest."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kptui.models.check_in import CheckIn, OwnCall, Reading
from kptui.models.objective import Objective
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record, new_id
from kptui.models.stand_up import Action, StandUp
from kptui.models.target import Influence, State, Target
from kptui.plan import Plan, Revision

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning, sixty days into the span of `a_target()`."""
TODAY = NOW.date()
START = date(2026, 1, 1)
DUE = date(2026, 4, 11)
"""A hundred days after START, so that a day is a hundredth of the span."""

_SAID = {"at": NOW, "by": "maria"}


def a_day(text: str) -> date:
    """Return the day written as 2026-03-02."""
    return date.fromisoformat(text)


def day_number(days: int) -> date:
    """Return the day so many days after START, which is as many per cent into the span."""
    return START + timedelta(days=days)


def a_target(**fields: Any) -> Target:
    """Return an active level target from 0 to 100 over the hundred days from START to DUE, weekly."""
    plain = {"code": "CS-1", "name": "Answer faster", "baseline": 0, "goal": 100, "start": START, "due": DUE}
    return Target.model_validate({**_SAID, **plain, "state": State.active, **fields})


def a_reading(
    on: date | str,
    value: float,
    *,
    confidence: int | None = None,
    own_call: OwnCall | None = None,
    reading_id: str | None = None,
    corrects: str | None = None,
    withdrawn: bool = False,
    by: str = "maria",
    at: datetime = NOW,
) -> Reading:
    """Return a reading of `value` on a day, given as a date or as 2026-03-02."""
    day = a_day(on) if isinstance(on, str) else on
    return Reading(reading_id or new_id(), day, float(value), confidence, own_call, by, at, corrects, withdrawn)


def a_check_in(target: Target, on: date | str, value: float, **fields: Any) -> CheckIn:
    """Return a check-in on a target."""
    return CheckIn.model_validate({**_SAID, "target": target.id, "on": on, "value": value, **fields})


def an_organisation(**fields: Any) -> Team:
    """Return the root of the teams."""
    plain = {"name": "Brightwater", "short": "BW", "level": Level.organisation, "vision": "Every customer stays by choice"}
    return Team.model_validate({**_SAID, **plain, **fields})


def a_team(**fields: Any) -> Team:
    """Return a team."""
    return Team.model_validate({**_SAID, "name": "Customer Service", "short": "CS", **fields})


def a_person(**fields: Any) -> Person:
    """Return a person with the login maria."""
    return Person.model_validate({**_SAID, "name": "Maria Berger", "login": "maria", **fields})


def a_pillar(**fields: Any) -> Pillar:
    """Return a pillar."""
    return Pillar.model_validate({**_SAID, "name": "Customers", **fields})


def an_objective(**fields: Any) -> Objective:
    """Return an objective beneath nothing."""
    return Objective.model_validate({**_SAID, "name": "Customers feel looked after", **fields})


def an_influence(leading: Target, lagging: Target, **fields: Any) -> Influence:
    """Return an influence of one target on another."""
    return Influence.model_validate({**_SAID, "leading": leading.id, "lagging": lagging.id, **fields})


def a_blocker(target: Target, **fields: Any) -> Blocker:
    """Return something that is in the way of a target since TODAY."""
    return Blocker.model_validate({**_SAID, "target": target.id, "text": "The vendor slipped", "on": TODAY, **fields})


def a_support_request(target: Target, of: Record, **fields: Any) -> SupportRequest:
    """Return a call to a person or team for help with a target, of TODAY."""
    return SupportRequest.model_validate({**_SAID, "target": target.id, "of": of.id, "on": TODAY, **fields})


def an_action(target: Target, **fields: Any) -> Action:
    """Return what somebody promised TODAY to do for a target."""
    return Action.model_validate({**_SAID, "target": target.id, "text": "Call the vendor", "on": TODAY, **fields})


def a_stand_up(*targets: Target, **fields: Any) -> StandUp:
    """Return a stand-up on some targets that was over at NOW."""
    return StandUp.model_validate({**_SAID, "on": TODAY, "targets": [target.id for target in targets], **fields})


def a_period(**fields: Any) -> Period:
    """Return the first quarter of 2026."""
    return Period.model_validate({**_SAID, "name": "Q1 2026", "start": START, "end": a_day("2026-03-31"), **fields})


def a_policy(**fields: Any) -> Policy:
    """Return a policy with what is said, and the defaults."""
    return Policy.model_validate({**_SAID, **fields})


def a_plan(*records: Record, readings: Mapping[str, Sequence[Reading]] | None = None) -> Plan:
    """Return a plan of these records, and of readings by the id of their target."""
    taken = {target: tuple(found) for target, found in (readings or {}).items()}
    return Plan(Revision(1, len(records)), {r.id: r for r in records}, taken)
