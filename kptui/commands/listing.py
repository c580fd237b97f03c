"""`kptui list`: the targets, worst first."""

from collections.abc import Sequence, Set
from datetime import date
from typing import Any

import click

from kptui.commands.choosing import Wanted
from kptui.commands.documents import STATUS_KEYS, TARGET_KEYS, status_document, target_document
from kptui.commands.layout import Column, Line
from kptui.commands.marks import next_cell, status_cell
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.commands.surroundings import findings_cell
from kptui.errors import BadInput
from kptui.models.target import State, Target
from kptui.plan import Plan, code_order
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Judgement, Status
from kptui.rules.structure import StructureFinding, structure
from kptui.sparkline import sparkline
from kptui.wording import NOTHING, distance, figure, goal_text, percent

COLUMNS = (
    Column("Code"),
    Column("Status"),
    Column("", spare=2),
    Column("Progress", right=True, spare=1),
    Column("Expected", right=True, spare=3),
    Column("Name", least=30),
    Column("Last", right=True, spare=4),
    Column("When", right=True, spare=6),
    Column("Goal", right=True, spare=5),
    Column("Next", spare=2),
    Column("Owner", least=8, spare=7),
)
_AT_NAME = next(place for place, column in enumerate(COLUMNS) if column.title == "Name")
_WITH_COURSE = (*COLUMNS[:_AT_NAME], Column("Course", right=True, spare=8), *COLUMNS[_AT_NAME:])
_KEYS = (*TARGET_KEYS, *STATUS_KEYS, "structure")
_WORDS = tuple(dict.fromkeys((*Status, State.draft, State.proposed, State.dropped)))
"""What --status takes: how a judged target stands, or the state of one that is not judged."""


@click.command("list", epilog=f"Keys: {', '.join(_KEYS)}.")
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Only these, such as at_risk; may be repeated.")
@click.option("--team", metavar="TEAM", help="Only what a team owns, or one beneath it; its name or short code.")
@click.option("--owner", metavar="OWNER", help="Only what one person or team owns; a name or login.")
@click.option("--pillar", metavar="PILLAR", help="Only what a pillar stands on.")
@click.option("--period", metavar="PERIOD", help="Only the targets of a period.")
@click.option("--mine", is_flag=True, help="Only what I or my team own, or I help with.")
@click.option("--due", is_flag=True, help="Only where a check-in is due.")
@as_of_option
@forms("json", "csv", "plain")
@plan_option
@click.pass_obj
def list_targets(shell: Shell, /, form: str, as_of: str | None, statuses: tuple[str, ...], **wanted: Any) -> None:
    """List the targets, worst first.

    --json and --csv have an entry for each, with the keys below: those of the target have names in place of ids; status is
    missed, off_track, at_risk, no_news, too_early, on_track or achieved; progress and expected are shares of the way from
    baseline to goal, for what is kept progress is a share of the goal; value and value_on are of the last check-in; measure is
    the figure that counts; the rates are a week's; structure names what is missing in the plan around it, such as ownerless,
    which the box □ counts and `show` explains.
    """
    plan = shell.plan()
    today = shell.day(plan, as_of)
    judged, missing = with_warnings(plan, today), structure(plan, today)
    words = {_status_word(text) for text in statuses}
    found = [(t, judged.get(t.id)) for t in Wanted(**wanted).of(plan, shell.person(plan), today)]
    rows = sorted(((t, j) for t, j in found if _is_wanted(t, j, words)), key=_worst_first)
    out = shell.printer(form)
    documents = [target_document(plan, t) | status_document(j) | {"structure": _rules(missing.get(t.id, ()))} for t, j in rows]
    lines = [target_line(plan, t, j, today, glyphs=out.glyphs) for t, j in rows]
    if not form:  # a picture says nothing to a program, or to a voice that reads aloud
        lines = [_with_course(cells, plan, t, today) for cells, (t, _) in zip(lines, rows, strict=True)]
    out.listing(documents, _KEYS, COLUMNS if form else _WITH_COURSE, lines)
    if not plan.targets:
        shell.say_empty()
    elif not rows:
        say("No target is like that.")


def _status_word(text: str) -> str:
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    if word not in _WORDS:
        raise BadInput("status", f"{text!r} is no status; there is {', '.join(_WORDS)}.")
    return word


def _is_wanted(target: Target, judgement: Judgement | None, words: Set[str]) -> bool:
    """Dropped targets are shown only to those who ask for them."""
    word = judgement.status if judgement else target.state
    return word in words if words else target.state is not State.dropped


def _rules(findings: Sequence[StructureFinding]) -> list[str]:
    return [finding.rule for finding in findings]


def _with_course(cells: Line, plan: Plan, target: Target, today: date) -> Line:
    course = sparkline(target, plan.readings_of(target.id, today))
    return (*cells[:_AT_NAME], course, *cells[_AT_NAME:])


def _worst_first(row: tuple[Target, Judgement | None]) -> tuple[int, int, tuple[str, int]]:
    target, judgement = row
    if judgement is None:
        return len(Status), 0, code_order(target.code)
    return judgement.status.rank, -judgement.overdue_days, code_order(target.code)


def target_line(plan: Plan, target: Target, judgement: Judgement | None, today: date, *, glyphs: bool) -> Line:
    """Return the cells of one target, in the order of COLUMNS."""
    last = judgement.last if judgement else None
    return (
        target.code,
        status_cell(target, judgement, glyphs=glyphs),
        findings_cell(structure(plan, today).get(target.id, ())),
        percent(judgement.progress if judgement else None),
        percent(judgement.expected if judgement else None),
        target.name,
        figure(last.value if last else None, target.unit),
        distance(last.on, today).removesuffix(" ago") if last else NOTHING,
        goal_text(target),
        next_cell(judgement, today),
        plan.owner_name(target.owner),
    )
