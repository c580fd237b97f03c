"""Roll-up: what the targets beneath an objective, a pillar or the organisation add up to.

Progress is the weighted mean, of progress and never of values, with no part counted above 100 %, nor below nothing: one target
far behind its start would drown all others, and its own status says it. A target without a reading counts in no mean; `no_news`
and `targets` say what is missing. The status counts every target that is judged, whatever its weight; those too early to judge
and those without news hide nothing and decide only where there is nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from kptui.models.objective import Objective
from kptui.models.policy import Policy, RollUp
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.case import TOLERANCE
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Judgement, Status

_SAYS_NOTHING = (Status.no_news, Status.too_early)
_OVER = (Status.missed, Status.achieved)


@dataclass(frozen=True)
class RolledUp:
    """What is beneath one record, on one day."""

    status: Status | None = None
    """None where no target beneath has a status."""
    progress: float | None = None
    """The weighted mean, each part from 0 to 1."""
    expected: float | None = None
    """Where the curves say that mean should be."""
    targets: int = 0
    """How many targets beneath have a status."""
    no_news: int = 0
    """How many of them have no news."""
    worst: str | None = None
    """The code of the one that is worst, the furthest behind among equals."""


class _Leaf(NamedTuple):
    code: str
    judgement: Judgement


class _Node(NamedTuple):
    rolled: RolledUp
    leaves: tuple[_Leaf, ...]


class _Part(NamedTuple):
    weight: float
    progress: float | None
    expected: float | None


class _Beneath(NamedTuple):
    targets: list[tuple[Target, Judgement]]
    objectives: list[tuple[Objective, _Node]]


@lru_cache(maxsize=2)
def roll_up(plan: Plan, today: date) -> Mapping[str, RolledUp]:
    """Return what is beneath every objective, every pillar and the organisation, by its id.

    The organisation has every target, those that serve no objective too.
    """
    return roll_up_judged(plan, with_warnings(plan, today))


def roll_up_judged(plan: Plan, judged: Mapping[str, Judgement]) -> Mapping[str, RolledUp]:
    """Return the same of what the judge says of each target, by its id."""
    nodes: dict[str, _Node] = {}
    last = plan.found(_last)

    def add(record_id: str, targets: Iterable[Target], objectives: Iterable[Objective]) -> None:
        beneath = _Beneath(
            [(t, judged[t.id]) for t in targets if t.id in judged], [(o, nodes[o.id]) for o in objectives if o.id in nodes]
        )
        before, node = last.get(record_id, _NOTHING)
        if before != beneath:
            node = _node(plan.policy, beneath)
            last[record_id] = beneath, node
        nodes[record_id] = node

    trees = plan.found(_trees)
    for tree in trees:
        for objective in reversed(tree):
            add(objective.id, plan.targets_of(objective.id), plan.objectives_beneath(objective.id))
    if plan.organisation is not None:
        add(plan.organisation.id, [t for t in plan.targets if t.objective not in nodes], [tree[0] for tree in trees])
    for pillar in plan.pillars:
        add(pillar.id, (), plan.objectives_beneath(pillar.id))
    return MappingProxyType({record_id: node.rolled for record_id, node in nodes.items()})


_NOTHING = _Beneath([], []), _Node(RolledUp(), ())
"""What there is where nothing is beneath."""


def _last(_: Plan) -> dict[str, tuple[_Beneath, _Node]]:
    """What was beneath each record when it was last rolled up: after a check-in only what is above it is so again."""
    return {}


def _node(policy: Policy, beneath: _Beneath) -> _Node:
    own, objectives = beneath
    leaves = (*(_Leaf(t.code, j) for t, j in own), *(leaf for _, node in objectives for leaf in node.leaves))
    parts = [_Part(t.weight, j.progress, j.expected) for t, j in own]
    parts += [_Part(o.weight, node.rolled.progress, node.rolled.expected) for o, node in objectives]
    return _Node(_rolled(policy, leaves, parts), leaves)


def _trees(plan: Plan) -> list[list[Objective]]:
    """Every objective once, in trees, each above what is beneath it; objectives that go round in a circle are cut open."""
    known = {o.id for o in plan.objectives}
    tops = [o for o in plan.objectives if o.parent not in known]
    trees, seen = [], set[str]()
    for top in (*tops, *plan.objectives):
        tree, waiting = list[Objective](), [top]
        while waiting:
            objective = waiting.pop()
            if objective.id not in seen:
                seen.add(objective.id)
                tree.append(objective)
                waiting.extend(plan.objectives_beneath(objective.id))
        if tree:
            trees.append(tree)
    return trees


def _rolled(policy: Policy, leaves: tuple[_Leaf, ...], parts: list[_Part]) -> RolledUp:
    progress = _mean((p.weight, p.progress) for p in parts)
    expected = _mean((p.weight, p.expected) for p in parts if p.progress is not None)
    statuses = [leaf.judgement.status for leaf in leaves]
    return RolledUp(
        status=_status(policy, statuses, progress, expected),
        progress=progress,
        expected=expected,
        targets=len(leaves),
        no_news=statuses.count(Status.no_news),
        worst=min(leaves, key=_badness).code if leaves else None,
    )


def _mean(parts: Iterable[tuple[float, float | None]]) -> float | None:
    known = [(weight, min(1.0, max(0.0, share))) for weight, share in parts if share is not None]
    heaviest = max((weight for weight, _ in known), default=0.0)
    if not heaviest:
        return None
    shares = [(weight / heaviest, share) for weight, share in known]  # so divided, no sum of finite weights is infinite
    return sum(weight * share for weight, share in shares) / sum(weight for weight, _ in shares)


def _badness(leaf: _Leaf) -> tuple[bool, int, float]:
    """What sorts the worst first: those that say nothing after those that do, then by status, then by how far behind."""
    found = leaf.judgement
    gap = 0.0 if found.progress is None or found.expected is None else found.progress - found.expected
    return found.status in _SAYS_NOTHING, found.status.rank, gap


def _status(policy: Policy, statuses: list[Status], progress: float | None, expected: float | None) -> Status | None:
    """The status of what is beneath.

    Where all is over, one miss makes it missed. Where something is still open, a miss counts as off_track and achieved as
    on_track, and the policy says whether the worst of them decides or the pace of the mean.
    """
    said = [status for status in statuses if status not in _SAYS_NOTHING]
    if not said:
        return min(statuses, key=lambda status: status.rank, default=None)
    worst = min(said, key=lambda status: status.rank)
    if all(status in _OVER for status in statuses):
        return worst
    if policy.roll_up is RollUp.weighted and progress is not None and expected:
        return _by_pace(policy, progress / expected)
    return {Status.missed: Status.off_track, Status.achieved: Status.on_track}.get(worst, worst)


def _by_pace(policy: Policy, pace: float) -> Status:
    if pace < policy.off_track_pace - TOLERANCE:
        return Status.off_track
    return Status.at_risk if pace < policy.at_risk_pace - TOLERANCE else Status.on_track
