"""Outline: the plan as a tree of nodes, and the rows of it that are in view under a filter, an order and some folding."""

from collections.abc import Callable, Collection, Iterable, Iterator
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


@dataclass(frozen=True)
class Row:
    """A node in view: with the lines that lead to it, and whether it is open; None for what cannot be opened."""

    node: Node
    depth: int
    last: tuple[bool, ...]
    """For each level above the node and for itself: whether nothing follows on that level."""
    open: bool | None


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
        beneath_something = {o.id for o in self._plan.objectives if self._plan.get(o.parent) in self._plan.objectives}
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


def matches(node: Node, wanted: str) -> bool:
    """Return whether code, name or owner contain `wanted` in any case; with `!` before it, whether none does."""
    text = f"{node.code} {node.name} {node.owner}".casefold()
    if wanted.startswith("!"):
        return wanted[1:].strip().casefold() not in text if wanted[1:].strip() else True
    return wanted.strip().casefold() in text


def narrowed(nodes: Iterable[Node], keep: Callable[[Node], bool]) -> tuple[Node, ...]:
    """Return the targets that `keep` wants, with what is above them; the vision stays."""
    found: list[Node] = []
    for node in nodes:
        if node.sort is Sort.target:
            if keep(node):
                found.append(node)
            continue
        children = narrowed(node.children, keep)
        if children or node.sort is Sort.vision:
            found.append(_with(node, children))
    return tuple(found)


def ordered(nodes: Iterable[Node], rank: Callable[[Node], int]) -> tuple[Node, ...]:
    """Return the same tree with siblings by `rank`; those of equal rank stay as they were."""
    return tuple(_with(node, ordered(node.children, rank)) for node in sorted(nodes, key=rank))


def _with(node: Node, children: tuple[Node, ...]) -> Node:
    return Node(node.id, node.sort, node.name, node.code, node.owner, children)


def rows(nodes: tuple[Node, ...], folded: Collection[str], above: tuple[bool, ...] = ()) -> Iterator[Row]:
    """Yield the rows in view, from the top: those beneath a folded node are not."""
    for place, node in enumerate(nodes):
        last = (*above, place == len(nodes) - 1)
        is_open = node.id not in folded if node.children else None
        yield Row(node, len(above), last, is_open)
        if is_open:
            yield from rows(node.children, folded, last)
