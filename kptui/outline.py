"""Outline: the whole plan as one tree, from the vision down to the targets; what the shell and the screens show of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from kptui.models.objective import Objective
from kptui.models.target import Target
from kptui.plan import Plan

NO_PILLAR = "no pillar"
NO_OBJECTIVE = "no objective"


class Sort(Enum):
    """What a node of the tree is."""

    vision = "vision"
    pillar = "pillar"
    objective = "objective"
    target = "target"
    heading = "heading"


@dataclass(frozen=True)
class Node:
    """One thing of the tree, by the id of its record; a heading has an id of its own."""

    id: str
    sort: Sort
    name: str
    code: str = ""
    owner: str = ""
    """The owner's name."""
    children: tuple["Node", ...] = ()


def outline(plan: Plan) -> tuple[Node, ...]:
    """Return the whole plan: vision, pillars with all that stands on them, then what stands on nothing, under headings.

    Every target that is not retired is in it once, even where its objective or pillar is missing or objectives turn in a circle.
    """
    gathered = _Gathering(plan)
    nodes: list[Node] = []
    if plan.organisation is not None:
        vision = plan.organisation.vision.replace("\n", " ") or plan.organisation.name
        nodes.append(Node(plan.organisation.id, Sort.vision, vision))
    nodes += [Node(p.id, Sort.pillar, p.name, children=gathered.objectives_beneath(p.id)) for p in plan.pillars]
    lost = gathered.what_is_left()
    if lost:
        nodes.append(Node(NO_PILLAR, Sort.heading, "Without a pillar", children=lost))
    loose = tuple(gathered.node_of(t) for t in plan.targets if t.id not in gathered.met)
    if loose:
        nodes.append(Node(NO_OBJECTIVE, Sort.heading, "Without an objective", children=loose))
    return tuple(nodes)


class _Gathering:
    """Walks down the objectives and remembers what was met."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.met: set[str] = set()

    def objectives_beneath(self, above_id: str | None) -> tuple[Node, ...]:
        return tuple(self._objective(o) for o in self._plan.objectives_beneath(above_id) if o.id not in self.met)

    def what_is_left(self) -> tuple[Node, ...]:
        found = list(self.objectives_beneath(None))
        there = {o.id for o in self._plan.objectives}
        beneath_something = {o.id for o in self._plan.objectives if o.parent in there}
        astray = sorted(self._plan.objectives, key=lambda o: o.id in beneath_something)
        for objective in astray:
            if objective.id not in self.met:
                found.append(self._objective(objective))
        return tuple(found)

    def _objective(self, objective: Objective) -> Node:
        self.met.add(objective.id)
        targets = tuple(self.node_of(t) for t in self._plan.targets_of(objective.id))
        owner = self._plan.owner_name(objective.owner)
        children = (*targets, *self.objectives_beneath(objective.id))
        return Node(objective.id, Sort.objective, objective.name, owner=owner, children=children)

    def node_of(self, target: Target) -> Node:
        self.met.add(target.id)
        return Node(target.id, Sort.target, target.name, target.code, self._plan.owner_name(target.owner))


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes and all that is beneath them, from the top."""
    for node in nodes:
        yield node
        yield from walk(node.children)
