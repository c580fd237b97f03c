"""Influence: how a leading target acts on lagging ones, as early warnings that have a day and a path.

A warning never changes progress. It may hold back what is on track by one band, to at risk, and never by more.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, cast

from kptui.models.target import Influence, Target
from kptui.plan import Plan
from kptui.rules.flip import flip
from kptui.rules.judgement import Flip, Judgement, Reason, Status
from kptui.rules.progress import judge, judge_all
from kptui.wording import STATUS_WORDS, day, listed, percent

HOPS = 3
"""Through how many influences trouble is followed; each passes on half of what the one before it did."""
LEAST_LIFT = 0.05
"""What lifts the chance of a miss by less is not worth a warning."""
LIKELY = 0.3
"""The chance of a miss that every target carries; what is passed on is what goes beyond it."""
CHANCE = {
    Status.missed: 1.0,
    Status.off_track: 0.8,
    Status.at_risk: 0.5,
    Status.no_news: 0.3,
    Status.on_track: 0.15,
    Status.achieved: 0.0,
}
"""The chance of a miss where the judge gives no figure for it. What is too early to judge passes nothing on."""
_SETTLED = (Status.achieved, Status.missed)
_IN_TROUBLE = (Status.missed, Status.off_track, Status.at_risk)

Judged = Callable[[str], Judgement | None]
"""Returns how a target stands by its own figures, by its id."""


class EarlyWarning(NamedTuple):
    """That one target will slip because of another."""

    target_id: str
    day: date
    """About when it is felt."""
    lift: float
    """By how much it alone lifts the chance of a miss, from 0 to 1."""
    path: tuple[str, ...]
    """The ids of the targets from the one in trouble to the one before this."""
    text: str
    holds_back: bool
    """Whether it is trouble that is passed on; success of one that comes at another's cost is said and holds nothing back."""


class _Way(NamedTuple):
    """One way by which a target acts on another."""

    path: tuple[str, ...]
    """From the target that acts to the one before the last."""
    sign: int
    strength: float
    """The product of the strengths, halved for each hop after the first."""
    lag_days: float


def loop_of(plan: Plan, leading_id: str, lagging_id: str, *, instead_of: str | None = None) -> tuple[str, ...]:
    """Return the ids of the loop that an influence of one target on another would close, each once; empty for none.

    They begin with the leading one, and each acts on the next. `instead_of` is the id of an influence that the new one replaces.
    """
    acting, follows, waiting = plan.found(_acting), {leading_id: ""}, deque([leading_id])
    while waiting and lagging_id not in follows:
        reached = waiting.popleft()
        for influence in acting.get(reached, ()):
            if influence.leading not in follows and influence.id != instead_of:
                follows[influence.leading] = reached
                waiting.append(influence.leading)
    if lagging_id not in follows:
        return ()
    loop = [leading_id]
    while lagging_id != leading_id:
        loop.append(lagging_id)
        lagging_id = follows[lagging_id]
    return tuple(loop)


def _acting(plan: Plan) -> Mapping[str, Sequence[Influence]]:
    """The influences on each target."""
    found: dict[str, list[Influence]] = defaultdict(list)
    for influence in plan.influences:
        found[influence.lagging].append(influence)
    return dict(found)


@lru_cache(maxsize=2)
def early_warnings(plan: Plan, today: date) -> Mapping[str, tuple[EarlyWarning, ...]]:
    """Return the warnings on each target that has any, by its id, the gravest first.

    A leading target counts once, by the way on which it weighs most. For one whose chance of a miss is P, on a way of strength s,
    lift = s · max(0, P - 0.3) / 0.7, s halved for each hop after the first; where progress of one hurts the other, 1 - P counts.
    All lifts of a target make 1 - Π(1 - lift), see `lift_of`. Only what is felt up to the due day counts: a leading target's last
    check-in and the lags of the way after it, or today where that is over and it still runs; what one that has ended passes on is
    by then in the other's own figures.
    """
    judged = judge_all(plan, today)
    found = ((t.id, warnings_by(plan, t, judged.get, today)) for t in plan.targets if t.id in plan.found(_acting))
    return MappingProxyType({target_id: warnings for target_id, warnings in found if warnings})


def lift_of(warnings: Sequence[EarlyWarning]) -> float:
    """Return by how much warnings together lift the chance of a miss, from 0 to 1: 1 - Π(1 - lift)."""
    spared = 1.0
    for warning in warnings:
        spared *= 1 - warning.lift
    return 1 - spared


@lru_cache(maxsize=2)
def with_warnings(plan: Plan, today: date) -> Mapping[str, Judgement]:
    """Return what `judge_all` does, with what is on track held back where the warnings on it are grave enough."""
    warnings, judged = early_warnings(plan, today), judge_all(plan, today)
    held = {target_id: _held_back(plan, judged[target_id], found) for target_id, found in warnings.items()}
    return MappingProxyType({**judged, **held})


def judge_with_warnings(plan: Plan, target: Target, today: date) -> Judgement | None:
    """Return what `judge` does, held back in the same way; of other targets only those that act on it are judged."""
    judgement = judge(plan, target, today)
    return None if judgement is None else held_back(plan, target, judgement, today)


def held_back(plan: Plan, target: Target, judgement: Judgement, today: date) -> Judgement:
    """Return a judgement of a target, or of what it might become, held back by the warnings on the target."""
    return _held_back(plan, judgement, warnings_on(plan, target, judgement, today))


def warnings_on(plan: Plan, target: Target, judgement: Judgement | None, today: date) -> tuple[EarlyWarning, ...]:
    """Return the warnings on one target that stands as `judgement` says, the gravest first."""

    def judged(target_id: str) -> Judgement | None:
        found = plan.get(target_id)
        if target_id == target.id:
            return judgement
        return judge(plan, found, today) if isinstance(found, Target) and not found.retired else None

    return warnings_by(plan, target, judged, today)


def warnings_by(plan: Plan, target: Target, judged: Judged, today: date) -> tuple[EarlyWarning, ...]:
    """Return the warnings on one target where all of them stand as `judged` says, the gravest first."""
    judgement = judged(target.id)
    if judgement is None or today > target.due or judgement.status in _SETTLED:
        return ()
    gravest: dict[str, EarlyWarning] = {}
    for way in _ways(plan, (target.id,)):
        found = _warning(plan, target, way, judged(way.path[0]), today)
        known = gravest.get(way.path[0])
        if found is not None and (known is None or found.lift > known.lift):
            gravest[way.path[0]] = found
    return tuple(sorted(gravest.values(), key=lambda warning: -warning.lift))


def flip_with_warnings(plan: Plan, target: Target, today: date) -> Flip | None:
    """Return what `flip` does; for a target that warnings hold back, what would let it go."""
    own = judge(plan, target, today)
    return (None if own is None else release(plan, target, own, today)) or flip(plan, target, today)


def release(plan: Plan, target: Target, judgement: Judgement, today: date) -> Flip | None:
    """Return what would let a judgement go that warnings hold back: leading targets weigh on it no longer; None for any other."""
    found = warnings_on(plan, target, judgement, today)
    if _held_back(plan, judgement, found) is judgement:
        return None
    warnings = [warning for warning in found if warning.holds_back]
    least = next(n for n in range(1, len(warnings) + 1) if lift_of(warnings[n:]) < plan.policy.early_warning_lift)
    text = f"on track again once {_codes(plan, warnings[:least])} no longer {'weigh' if least > 1 else 'weighs'} on it"
    return Flip(judgement.status, warnings[0].day, None, text)


def _held_back(plan: Plan, judgement: Judgement, found: Sequence[EarlyWarning]) -> Judgement:
    warnings = [warning for warning in found if warning.holds_back]
    if judgement.status is not Status.on_track or lift_of(warnings) < plan.policy.early_warning_lift:
        return judgement
    first, *others = warnings
    too = f"; {_codes(plan, others)} {'weigh' if len(others) > 1 else 'weighs'} on it too" if others else ""
    warned = Reason("early_warning", f"{first.text}{too}")
    return replace(judgement, status=Status.at_risk, fired=(warned, *judgement.fired))


def _codes(plan: Plan, warnings: Sequence[EarlyWarning]) -> str:
    return listed([_target(plan, warning.path[0]).code for warning in warnings])


def _warning(plan: Plan, target: Target, way: _Way, judgement: Judgement | None, today: date) -> EarlyWarning | None:
    if judgement is None:
        return None
    begins = judgement.last.on if judgement.last else today
    lift = way.strength * max(0.0, _chance(judgement, way.sign) - LIKELY) / (1 - LIKELY)
    if lift < LEAST_LIFT or way.lag_days > (target.due - begins).days:
        return None
    felt = begins + timedelta(days=round(way.lag_days))
    if felt < today and judgement.status in _SETTLED:
        return None
    on = max(today, felt)
    since = "now on" if on == today else f"about {day(on, today)}"
    cause = _cause(plan, way.path, _stands(judgement, way.sign))
    return EarlyWarning(target.id, on, lift, way.path, f"{target.code} slips from {since}: {cause}", way.sign > 0)


def _chance(judgement: Judgement, sign: int) -> float:
    """The chance that a target misses, or with the sign turned that it does well; 0 where nobody can say."""
    silent = (Status.too_early,) if sign > 0 else (Status.too_early, Status.no_news)
    if judgement.status in silent:
        return 0.0
    chance = CHANCE[judgement.status] if judgement.p_miss is None else judgement.p_miss
    return chance if sign > 0 else 1 - chance


def _stands(judgement: Judgement, sign: int) -> str:
    """How the target that acts stands, in words."""
    if sign < 0:
        return "does well, at its cost"
    if judgement.p_miss is None or judgement.status in _IN_TROUBLE:
        return STATUS_WORDS[judgement.status]
    return f"will miss with a chance of {percent(judgement.p_miss)}"


def _cause(plan: Plan, path: tuple[str, ...], stands: str) -> str:
    first, *between = (_target(plan, target_id) for target_id in path)
    by_way = f", by way of {listed([t.code for t in between])}" if between else ""
    return f"{first.name} ({first.code}) {stands}{by_way}"


def _ways(plan: Plan, path: tuple[str, ...], sign: int = 1, strength: float = 2.0, lag_days: float = 0.0) -> Iterator[_Way]:
    """Every way to the last of a path that can still lift anything, in no more than HOPS hops; in a loop no target twice."""
    for influence in plan.found(_acting).get(path[0], ()):
        if influence.leading not in path and strength / 2 * influence.strength >= LEAST_LIFT:
            longer = (influence.leading, *path)
            way = _Way(longer[:-1], sign * influence.sign, strength / 2 * influence.strength, lag_days + influence.lag_weeks * 7)
            yield way
            if len(path) < HOPS:
                yield from _ways(plan, longer, way.sign, way.strength, way.lag_days)


def _target(plan: Plan, target_id: str) -> Target:
    return cast(Target, plan.get(target_id))  # what is judged is a target
