"""`kptui tree`: what is wanted, and how it stands, from the vision down to the targets."""

from collections.abc import Iterator, Sequence
from datetime import date

import click

from kptui.commands.documents import STATUS_KEYS, status_document
from kptui.commands.layout import Column, Line, wrap
from kptui.commands.marks import bare_status, next_cell, status_cell
from kptui.commands.shell import Shell, as_of_option, forms, plan_option
from kptui.commands.surroundings import findings_cell
from kptui.models.target import Target
from kptui.outline import Node, Sort, outline
from kptui.plan import Plan
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Status
from kptui.rules.rollup import RolledUp, roll_up
from kptui.rules.structure import structure
from kptui.wording import STATUS_WORDS, figure, percent

COLUMNS = (
    Column("", least=40),
    Column("Status"),
    Column("", spare=1),
    Column("Progress", right=True, spare=1),
    Column("Expected", right=True, spare=2),
    Column("Last", right=True, spare=3),
    Column("Next", spare=4),
    Column("Owner", least=8, spare=5),
)
_KEYS = ("depth", "type", "code", "name", "owner", *STATUS_KEYS, "targets", "no_news", "worst", "structure")


@click.command
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def tree(shell: Shell, /, as_of: str | None, form: str) -> None:
    """Show the tree: pillars, objectives and targets with how they stand.

    --json is a list of nodes: type (pillar, objective, target, heading), code, name, owner, the keys of the status as `list`
    has them, targets (how many beneath have a status), no_news (how many of these have none), worst (a code),
    structure (names of what is missing around it, which the box □ counts) and children.
    --csv has a line for each node with its depth.
    """
    plan = shell.plan()
    today = shell.day(plan, as_of)
    nodes = tuple(node for node in outline(plan) if node.sort is not Sort.vision)
    figures = _Figures(plan, today)
    out = shell.printer(form)
    if form == "json":
        out.json([figures.document(node) for node in nodes])
        return
    if form == "csv":
        out.csv((figures.fields(node) | {"depth": depth} for depth, node in _walk(nodes)), _KEYS)
        return
    vision = plan.organisation.vision or plan.organisation.name if plan.organisation else ""
    out.lines(wrap(vision, out.width))
    lines = [figures.line(label, node, glyphs=out.glyphs) for label, node in _labels(nodes, drawn=form != "plain")]
    out.listing((), (), COLUMNS, lines)
    if not plan.targets:
        shell.say_empty()


def _walk(nodes: Sequence[Node], depth: int = 0) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield depth, node
        yield from _walk(node.children, depth + 1)


def _labels(nodes: Sequence[Node], before: str = "", *, drawn: bool) -> Iterator[tuple[str, Node]]:
    """Yield each node with its name behind the lines that lead to it, or without lines behind blanks."""
    for place, node in enumerate(nodes):
        is_last = place == len(nodes) - 1
        code = f"{node.code} " if node.code else ""
        fork = ("└ " if is_last else "├ ") if drawn else ""
        yield f"{before}{fork}{code}{node.name}", node
        yield from _labels(node.children, before + ("  " if is_last or not drawn else "│ "), drawn=drawn)


class _Figures:
    """What is said of each node: of a target its own status, of all above it the one that is rolled up."""

    def __init__(self, plan: Plan, today: date) -> None:
        self._plan, self._today = plan, today
        self._judged = with_warnings(plan, today)
        self._rolled = roll_up(plan, today)
        self._missing = structure(plan, today)

    def line(self, label: str, node: Node, *, glyphs: bool) -> Line:
        target, missing = self._plan.get(node.id), findings_cell(self._missing.get(node.id, ()))
        if not isinstance(target, Target):
            rolled = self._rolled.get(node.id) or RolledUp()
            silent = f"{rolled.no_news} {STATUS_WORDS[Status.no_news]}" if rolled.no_news else ""
            figures = (_percent(rolled.progress), _percent(rolled.expected))
            return (label, bare_status(rolled.status, glyphs=glyphs), missing, *figures, "", silent, node.owner)
        found = self._judged.get(node.id)
        value = figure(found.last.value, target.unit) if found and found.last else ""
        figures = (_percent(found.progress if found else None), _percent(found.expected if found else None))
        return (
            label,
            status_cell(target, found, glyphs=glyphs),
            missing,
            *figures,
            value,
            next_cell(found, self._today),
            node.owner,
        )

    def fields(self, node: Node) -> dict[str, object]:
        rolled = self._rolled.get(node.id)
        found: dict[str, object] = {"type": node.sort.value, "code": node.code or None}
        found |= {"name": node.name, "owner": node.owner or None} | status_document(self._judged.get(node.id))
        if rolled is not None:
            found |= {"status": rolled.status and rolled.status.value, "progress": rolled.progress, "expected": rolled.expected}
        found |= {key: getattr(rolled, key, None) for key in ("targets", "no_news", "worst")}
        return found | {"structure": [finding.rule for finding in self._missing.get(node.id, ())]}

    def document(self, node: Node) -> dict[str, object]:
        return self.fields(node) | {"children": [self.document(child) for child in node.children]}


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share)
