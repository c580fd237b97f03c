"""`kptui tree`: what is wanted, and how it stands, from the vision down to the targets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import click

from kptui.commands.documents import STATUS_KEYS, status_document
from kptui.commands.layout import Column, Line, wrap
from kptui.commands.marks import bare_status, next_cell, status_cell
from kptui.commands.shell import Shell, as_of_option, forms, plan_option
from kptui.models.objective import Objective
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import judge_all
from kptui.rules.rollup import RolledUp, roll_up
from kptui.wording import figure, percent

COLUMNS = (
    Column("", least=40),
    Column("Status"),
    Column("Progress", right=True, spare=1),
    Column("Expected", right=True, spare=2),
    Column("Last", right=True, spare=3),
    Column("Next", spare=4),
    Column("Owner", least=8, spare=5),
)
_KEYS = ("depth", "type", "code", "name", "owner", *STATUS_KEYS, "targets", "no_news", "worst")


@dataclass(frozen=True)
class Node:
    """One thing of the tree with what is beneath it."""

    kind: str
    name: str
    owner: str = ""
    target: Target | None = None
    judgement: Judgement | None = None
    rolled: RolledUp | None = None
    children: Sequence["Node"] = field(default=())


@click.command
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def tree(shell: Shell, /, as_of: str | None, form: str) -> None:
    """Show the tree: pillars, objectives and targets with how they stand.

    --json is a list of nodes: type (pillar, objective, target, heading), code, name, owner, the keys of the status as `list`
    has them, targets (how many beneath have a status), no_news (how many of these have none), worst (a code) and children.
    --csv has a line for each node with its depth.
    """
    plan = shell.plan()
    today = shell.day(plan, as_of)
    nodes = _Gathering(plan, today).roots()
    out = shell.printer(form)
    if form == "json":
        out.json([_document(node) for node in nodes])
        return
    if form == "csv":
        out.csv((_fields(node) | {"depth": depth} for depth, node in _walk(nodes)), _KEYS)
        return
    vision = plan.organisation.vision or plan.organisation.name if plan.organisation else ""
    out.lines(wrap(vision, out.width))
    lines = [_line(label, node, today, glyphs=out.glyphs) for label, node in _labels(nodes, drawn=form != "plain")]
    out.listing((), (), COLUMNS, lines)
    if not plan.targets:
        shell.say_empty()


class _Gathering:
    """Walks down the objectives; each target comes once, even where objectives turn in a circle."""

    def __init__(self, plan: Plan, today: date) -> None:
        self._plan = plan
        self._judged = judge_all(plan, today)
        self._rolled = roll_up(plan, today)
        self._met: set[str] = set()

    def roots(self) -> list[Node]:
        plan = self._plan
        pillars = [(p, self._objectives(p.id)) for p in plan.pillars]
        found = [Node("pillar", p.name, rolled=self._rolled.get(p.id), children=beneath) for p, beneath in pillars]
        lost = self._objectives(None) + [self._objective(o) for o in plan.objectives if o.id not in self._met]
        loose = [self._target(t) for t in plan.targets if t.id not in self._met]
        headings = (("Without a pillar", lost), ("Without an objective", loose))
        return found + [Node("heading", name, children=beneath) for name, beneath in headings if beneath]

    def _objectives(self, above_id: str | None) -> list[Node]:
        return [self._objective(o) for o in self._plan.objectives_beneath(above_id) if o.id not in self._met]

    def _objective(self, objective: Objective) -> Node:
        self._met.add(objective.id)
        children = self._objectives(objective.id) + [self._target(t) for t in self._plan.targets_of(objective.id)]
        owner = self._plan.owner_name(objective.owner)
        return Node("objective", objective.name, owner, rolled=self._rolled.get(objective.id), children=children)

    def _target(self, target: Target) -> Node:
        self._met.add(target.id)
        return Node("target", target.name, self._plan.owner_name(target.owner), target, self._judged.get(target.id))


def _walk(nodes: Sequence[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield depth, node
        yield from _walk(node.children, depth + 1)


def _labels(nodes: Sequence[Node], before: str = "", *, drawn: bool) -> Iterator[tuple[str, Node]]:
    """Yield each node with its name behind the lines that lead to it, or without lines behind blanks."""
    for place, node in enumerate(nodes):
        is_last = place == len(nodes) - 1
        code = f"{node.target.code} " if node.target else ""
        fork = ("└ " if is_last else "├ ") if drawn else ""
        yield f"{before}{fork}{code}{node.name}", node
        yield from _labels(node.children, before + ("  " if is_last or not drawn else "│ "), drawn=drawn)


def _line(label: str, node: Node, today: date, *, glyphs: bool) -> Line:
    if node.target is None:
        rolled = node.rolled or RolledUp()
        silent = f"{rolled.no_news} without news" if rolled.no_news else ""
        figures = (_percent(rolled.progress), _percent(rolled.expected))
        return (label, bare_status(rolled.status, glyphs=glyphs), *figures, "", silent, node.owner)
    found = node.judgement
    value = figure(found.last.value, node.target.unit) if found and found.last else ""
    figures = (_percent(found.progress if found else None), _percent(found.expected if found else None))
    return (label, status_cell(node.target, found, glyphs=glyphs), *figures, value, next_cell(found, today), node.owner)


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)


def _fields(node: Node) -> dict[str, object]:
    found: dict[str, object] = {"type": node.kind, "code": node.target.code if node.target else None}
    found |= {"name": node.name, "owner": node.owner or None} | status_document(node.judgement)
    if node.rolled is not None:
        rolled = node.rolled
        status = rolled.status.value if isinstance(rolled.status, Status) else None
        found |= {"status": status, "progress": rolled.progress, "expected": rolled.expected}
    counts = ("targets", "no_news", "worst")
    return found | {key: getattr(node.rolled, key, None) for key in counts}


def _document(node: Node) -> dict[str, object]:
    return _fields(node) | {"children": [_document(child) for child in node.children]}
