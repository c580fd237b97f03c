"""Circumstances: what a target is judged by beside its readings: what is in its way, and how its team's others went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from kptui.models.check_in import Reading
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.organisation import Person
from kptui.models.target import Curve, Kind, State, Target
from kptui.plan import Plan
from kptui.rules.curve import Mark, along, elapsed, way_of

FINISHED_ENOUGH = 5
"""So many finished targets of a team make a curve."""
_TENTHS = tuple(n / 10 for n in range(1, 10))


class Circumstances(NamedTuple):
    """What a target is judged by beside its readings."""

    blockers: tuple[Blocker, ...] = ()
    """Those named up to the day and not out of the way on it."""
    requests: tuple[SupportRequest, ...] = ()
    """Those asked up to the day and not answered on it."""
    history: tuple[Mark, ...] = ()
    """For a curve of history: how its team's finished targets went, once there are five."""


ALONE = Circumstances()
"""Nothing beside the readings."""


def circumstances_of(plan: Plan, target: Target, today: date) -> Circumstances:
    """Return what a target is judged by on a day, beside its readings."""
    blockers, requests = plan.found(_obstacles)
    history = _history(plan, _team_of(plan, target.owner), today) if target.curve is Curve.history else ()
    if not history and target.id not in blockers and target.id not in requests:
        return ALONE
    return Circumstances(
        tuple(b for b in blockers.get(target.id, ()) if b.on <= today and (b.resolved_on is None or b.resolved_on > today)),
        tuple(r for r in requests.get(target.id, ()) if r.on <= today and (r.answered_on is None or r.answered_on > today)),
        history,
    )


def _obstacles(plan: Plan) -> tuple[Mapping[str, Sequence[Blocker]], Mapping[str, Sequence[SupportRequest]]]:
    blockers: dict[str, list[Blocker]] = defaultdict(list)
    requests: dict[str, list[SupportRequest]] = defaultdict(list)
    for blocker in plan.all_of(Blocker):
        blockers[blocker.target].append(blocker)
    for request in plan.all_of(SupportRequest):
        requests[request.target].append(request)
    return dict(blockers), dict(requests)


@lru_cache(maxsize=256)
def _history(plan: Plan, team: str | None, today: date) -> tuple[Mark, ...]:
    """The median way of a team's finished targets, each as shares of what it came to in the end."""
    ways = [_way(t, plan.readings_of(t.id)) for t in plan.targets if _is_finished(t, today) and _team_of(plan, t.owner) == team]
    found = [way for way in ways if way is not None]
    if team is None or len(found) < FINISHED_ENOUGH:
        return ()
    return tuple(Mark(tenth, _median([along(way, tenth) for way in found])) for tenth in _TENTHS)


def _is_finished(target: Target, today: date) -> bool:
    return target.state is State.closed and target.due < today and target.kind is not Kind.keep


def _way(target: Target, readings: Sequence[Reading]) -> list[Mark] | None:
    """How a target went, never backwards; None for one that came to nothing or was never seen on its way."""
    inside = [r for r in readings if target.start <= r.on <= target.due]
    start = 0.0 if target.baseline is None else target.baseline
    if target.goal is None or len(inside) < 2 or (end := way_of(start, inside[-1].value, target.goal)) <= 0:
        return None
    marks, reached = list[Mark](), 0.0
    for reading in inside[:-1]:
        reached = min(1.0, max(reached, way_of(start, reading.value, target.goal) / end))
        marks.append(Mark(elapsed(target.start, target.due, reading.on), reached))
    return marks


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _team_of(plan: Plan, owner_id: str | None) -> str | None:
    owner = plan.get(owner_id)
    return owner.team if isinstance(owner, Person) else owner_id
