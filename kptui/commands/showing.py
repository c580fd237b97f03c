"""`kptui show` and `kptui why`: one target with its history, and its status explained."""

from collections.abc import Iterator, Sequence
from datetime import date

import click

from kptui.commands.documents import check_in_document, status_document, target_document
from kptui.commands.layout import Cell, Colour, Line, Styled, bulleted, width_of, wrap
from kptui.commands.marks import status_cell
from kptui.commands.printer import Printer
from kptui.commands.shell import Shell, as_of_option, forms, plan_option, say
from kptui.commands.surroundings import surroundings, surroundings_document
from kptui.models.check_in import CheckIn
from kptui.models.objective import Objective
from kptui.models.organisation import Pillar, Team
from kptui.models.target import Kind, Target
from kptui.plan import Plan
from kptui.rules.influence import flip_with_warnings, judge_with_warnings
from kptui.rules.judgement import Flip, Judgement
from kptui.rules.working import Equation, working
from kptui.steps import MARKS, Standing, standing_of_steps, sum_text
from kptui.wording import day, distance, figure, goal_text, percent, whole

_LABEL = 12


@click.command
@click.argument("code")
@as_of_option
@forms("json", "plain")
@plan_option
@click.pass_obj
def show(shell: Shell, /, code: str, as_of: str | None, form: str) -> None:
    """Show one target: figures, reasons, what would flip its status, influences, history.

    --json is one object: the keys of the target and of its status as `list` has them, flip, line_of_sight (names), influences
    (code, acts, sign, strength, lag_weeks, history, agreed, compared: whether what happened since speaks for it),
    early_warnings (day, lift, path, text), findings (rule, text, mend: what is missing in the plan around it), part_of, share,
    parts (code, share), missing_share (what the shares lack to make 1), steps (name, weight, done: how much of it) and
    check_ins (on, value, confidence, own_call, achievements, challenges, adjustment, new_goal, recorded_by, standing),
    the oldest first.
    """
    store = shell.store()
    plan = store.read()
    today = shell.day(plan, as_of)
    target = plan.target(code, itself=True)
    if target.merged_into:
        say(f"{target.code} was merged into {plan.target(code).code}; this is the duplicate, with its own check-ins.")
    history = [c for c in store.history(target.id) if c.on <= today]
    out = shell.printer(form)
    if form == "json":
        out.json(_document(plan, target, history, today))
    else:
        out.lines(_page(plan, target, history, today, out))


@click.command
@click.argument("code")
@as_of_option
@forms("json", "plain")
@plan_option
@click.pass_obj
def why(shell: Shell, /, code: str, as_of: str | None, form: str) -> None:
    """Explain the status of one target, say what would flip it, and show the computation, to be done again on paper.

    --json is one object: code, name, the keys of the status as `list` has them, p_miss, low and high, against_original (the
    status against the goal before it was changed), flip (status, by, value, text) or null, and working (name, formula, value).
    """
    plan = shell.plan()
    today = shell.day(plan, as_of)
    target = plan.target(code)
    judgement = judge_with_warnings(plan, target, today)
    turn = flip_with_warnings(plan, target, today)
    worked = working(plan, target, today)
    out = shell.printer(form)
    if form == "json":
        named = {"code": target.code, "name": target.name}
        out.json(
            named | status_document(judgement) | _ahead(judgement) | {"flip": flip_document(turn), "working": _worked(worked)}
        )
    else:
        out.lines([*_heading(target, judgement, out), *_why(target, judgement, turn, out), *_working(worked, out)])


def _ahead(judgement: Judgement | None) -> dict[str, object]:
    found = {name: getattr(judgement, name, None) for name in ("p_miss", "low", "high", "against_original")}
    original = found["against_original"]
    return found | {"against_original": None if original is None else original.value}


def _worked(worked: Sequence[Equation]) -> list[dict[str, object]]:
    return [equation._asdict() for equation in worked]


def _working(worked: Sequence[Equation], out: Printer) -> Iterator[Line]:
    if worked:
        yield ("",)
        yield (Styled("How it was reckoned", Colour.dim),)
    for equation in worked:
        yield from _bulleted(str(equation), out)


def flip_document(turn: Flip | None) -> dict[str, object] | None:
    """Return a flip as programs get it."""
    if turn is None:
        return None
    return {"status": turn.status.value, "by": turn.by.isoformat(), "value": turn.value, "text": turn.text}


def _document(plan: Plan, target: Target, history: Sequence[CheckIn], today: date) -> dict[str, object]:
    standing = {r.id for r in plan.readings_of(target.id)}
    check_ins = [check_in_document(target, c) | {"standing": c.id in standing} for c in history]
    found = target_document(plan, target) | status_document(judge_with_warnings(plan, target, today))
    return found | {
        "flip": flip_document(flip_with_warnings(plan, target, today)),
        "steps": [{"name": s.step.name, "weight": s.step.weight, "done": s.done} for s in _standing(plan, target, today)],
        "line_of_sight": [_name(r) for r in plan.line_of_sight(target)[1:]],
        "check_ins": [{k: v for k, v in c.items() if k not in ("code", "reference")} for c in check_ins],
        **surroundings_document(plan, target, today),
    }


def _name(record: object) -> str:
    if isinstance(record, Team) and record.vision:
        return record.vision.replace("\n", " ")
    return record.name if isinstance(record, Team | Objective | Pillar) else ""


def _heading(target: Target, judgement: Judgement | None, out: Printer) -> Iterator[Line]:
    for line in wrap(f"{target.code}  {target.name}", out.width):
        yield (Styled(line, Colour.bold),)
    yield (status_cell(target, judgement, glyphs=out.glyphs), _way(target, judgement))


def _way(target: Target, judgement: Judgement | None) -> str:
    if judgement is None or judgement.progress is None:
        return ""
    expected = "" if judgement.expected is None else f", {percent(judgement.expected)} expected"
    of = "the goal" if target.kind is Kind.keep else "the way"
    return f"  {percent(judgement.progress)} of {of}{expected}"


def _page(plan: Plan, target: Target, history: Sequence[CheckIn], today: date, out: Printer) -> Iterator[Line]:
    judgement = judge_with_warnings(plan, target, today)
    yield from _heading(target, judgement, out)
    yield ("",)
    for label, text in _facts(plan, target, judgement, today):
        yield from _labelled(label, text, out)
    yield from _steps(target, judgement, out)
    yield ("",)
    yield from _why(target, judgement, flip_with_warnings(plan, target, today), out)
    yield from surroundings(plan, target, today, out)
    yield from _history(plan, target, history, today, out)


def _facts(plan: Plan, target: Target, judgement: Judgement | None, today: date) -> Iterator[tuple[str, str]]:
    last = judgement.last if judgement else None
    if last is not None:
        sure = f", confidence {last.confidence} of 10" if last.confidence is not None else ""
        yield "Last", f"{whole(last.value, target.unit)} on {day(last.on, today)} ({distance(last.on, today)}){sure}"
    yield "From, to", f"{whole(target.baseline)} → {goal_text(target, whole)}"
    if target.original_goal is not None and target.original_goal != target.goal:
        yield "At first", whole(target.original_goal, target.unit)
    yield "Span", f"{day(target.start, today)} to {day(target.due, today)} ({distance(target.due, today)})"
    yield "Kind", f"{target.kind.value}, {target.indicator.value}, {target.cadence.value}"
    yield "Metric", target.metric
    yield "Owner", plan.owner_name(target.owner)
    if judgement is not None and judgement.next_check_in is not None:
        yield "Next", f"check-in on {day(judgement.next_check_in, today)} ({distance(judgement.next_check_in, today)})"
    if judgement is not None and judgement.forecast is not None:
        yield "Forecast", f"{figure(judgement.forecast, target.unit)} at the end, if it goes on like this"
    yield "Serves", " › ".join(_name(r) for r in plan.line_of_sight(target)[1:])
    yield "Rationale", target.rationale


def _standing(plan: Plan, target: Target, today: date) -> list[Standing]:
    readings = plan.readings_of(target.id, today)
    return standing_of_steps(target, readings[-1].value if readings else None)


def _steps(target: Target, judgement: Judgement | None, out: Printer) -> Iterator[Line]:
    value = judgement.last.value if judgement and judgement.last else None
    found = standing_of_steps(target, value)
    weights = max((len(standing.weight_text) for standing in found), default=0)
    room = None if out.width is None else max(out.width - _LABEL - weights - 4, 20)
    for at, standing in enumerate(found):
        mark = f"{MARKS[standing.is_done]} {standing.weight_text:>{weights}}  "
        for place, row in enumerate(wrap(standing.step.name, room)):
            label = "" if at or place else "Steps"
            yield (Styled(f"{label:<{_LABEL}}", Colour.dim), " " * len(mark) if place else mark, row)
    if total := sum_text(target, value):
        yield from _labelled("", f"{total}: the weight done, counted in this order", out)


def _labelled(label: str, text: str, out: Printer) -> Iterator[Line]:
    room = None if out.width is None else max(out.width - _LABEL, 20)
    for place, line in enumerate(wrap(text, room)):
        yield (Styled(f"{'' if place else label:<{_LABEL}}", Colour.dim), line)


def _why(target: Target, judgement: Judgement | None, turn: Flip | None, out: Printer) -> Iterator[Line]:
    if judgement is None:
        yield (f"It is {target.state.value}, so it has no status yet.",)
        return
    for reason in judgement.reasons:
        yield from _bulleted(reason.text, out)
    if turn is not None:
        yield from _bulleted(f"flip: {turn.text}", out)


def _bulleted(text: str, out: Printer) -> Iterator[Line]:
    yield from bulleted(text, out.width)


def _history(plan: Plan, target: Target, history: Sequence[CheckIn], today: date, out: Printer) -> Iterator[Line]:
    if not history:
        return
    standing = {r.id for r in plan.readings_of(target.id)}
    yield ("",)
    yield (Styled("History", Colour.dim),)
    newest_first = sorted(history, key=lambda c: c.on)[::-1]
    rows = [(day(c.on, today), whole(c.value, target.unit), c) for c in newest_first]
    days, values = max(width_of(row[0]) for row in rows), max(width_of(row[1]) for row in rows)
    for on, value, check_in in rows:
        head = f"{on:>{days}}  {value:>{values}}  "
        tail: Cell = _of_check_in(plan, check_in, standing=check_in.id in standing)
        yield (head, tail)
        for mark, note in _notes(check_in):
            room = None if out.width is None else max(out.width - days - 4, 20)
            for place, line in enumerate(wrap(note, room)):
                yield (" " * (days + 2), "  " if place else mark, line)


def _of_check_in(plan: Plan, check_in: CheckIn, *, standing: bool) -> Cell:
    parts = [f"confidence {check_in.confidence}"] if check_in.confidence is not None else []
    parts += [f"own call {check_in.own_call.value.replace('_', ' ')}"] if check_in.own_call else []
    text = ", ".join([*parts, plan.name_of(check_in.by)])
    return text if standing else Styled(f"{text}, {'withdrawn' if check_in.withdrawn else 'corrected'}", Colour.dim)


def _notes(check_in: CheckIn) -> Iterator[tuple[str, str]]:
    yield "+ ", check_in.achievements
    yield "! ", check_in.challenges
    if check_in.adjustment:
        goal = "" if check_in.adjustment.goal is None else f"goal now {whole(check_in.adjustment.goal)}. "
        yield "> ", goal + check_in.adjustment.text
