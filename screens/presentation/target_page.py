"""Target page: everything about one target as lines, from its figures and chart down to the line of sight."""

from collections.abc import Iterable
from datetime import date

from kptui.models.check_in import CheckIn
from kptui.models.organisation import Pillar, Team
from kptui.models.record import Record
from kptui.models.target import Kind, State, Target
from kptui.rules.circumstances import circumstances_of
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import expected_value
from kptui.rules.rollup import roll_up
from kptui.steps import MARKS, standing_of_steps, sum_text
from kptui.wording import NOTHING, STATUS_WORDS, day, distance, figure, percent, whole
from screens.presentation.chart import chart
from screens.presentation.course import course_of
from screens.presentation.grid import grid
from screens.presentation.line import BLANK, Line, Span, cut, fit, left, length, line, wrap, wrap_line
from screens.presentation.marks import next_check_in, standing, status_mark
from screens.presentation.surroundings import cascade, influences, missing, warnings
from screens.presentation.target_view import TargetView
from screens.presentation.why import why

TWO_COLUMNS = 76
CHART_WIDTH = 100
_NAME_WIDTH = 12


def target_page(view: TargetView, width: int, height: int) -> list[Line]:
    """Return the page in lines of at most `width` cells; the chart takes what a screen of `height` lines can spare."""
    sections = [
        ("", _figures(view, width)),
        ("", chart(course_of(view), min(width - 2, CHART_WIDTH), min(max(height // 3, 5), 12))),
        ("Steps", _steps(view, width - 2)),
        ("Why", why(view, width - 2)),
        ("Early warnings", warnings(view, width - 2)),
        ("What is missing", missing(view, width - 2)),
        ("Acts on it", influences(view, view.plan.leading_of(view.target.id), width - 2)),
        ("It acts on", influences(view, view.plan.lagging_of(view.target.id), width - 2)),
        ("Cascade", cascade(view, width - 2)),
        ("Line of sight", _line_of_sight(view, width - 2)),
        ("Why we want it", [line(row) for row in wrap(view.target.rationale, width - 2)] if view.target.rationale else []),
        ("SMART", _smart(view, width - 2)),
        ("Week by week", grid(view, width - 2)),
        ("History", _history(view, width - 2)),
    ]
    lines: list[Line] = []
    for heading, content in sections:
        if content:
            lines += [line(Span(heading, "heading"))] if heading else []
            lines += [(Span("  " if heading else ""), *row) for row in content]
            lines.append(BLANK)
    return lines[:-1]


def _smart(view: TargetView, width: int) -> list[Line]:
    """It comes with the history, so that the first look does not wait for it; what is settled needs no mending any more."""
    if view.history is None or view.target.state in (State.closed, State.dropped):
        return []
    from screens.presentation.smart import smart_page

    return smart_page(view.plan, view.target, view.today, width)


def _steps(view: TargetView, width: int) -> list[Line]:
    """The steps with their weights; how the value comes about below them."""
    value = view.judgement.last.value if view.judgement and view.judgement.last else None
    found = standing_of_steps(view.target, value)
    room = max((len(step.weight_text) for step in found), default=0)
    lines: list[Line] = []
    for step in found:
        mark = Span(f"{MARKS[step.is_done]} ", "achieved" if step.is_done else "muted")
        for at, row in enumerate(wrap(step.step.name, width - room - 4)):
            weight = Span(f"{'' if at else step.weight_text:>{room}}  ", "muted")
            lines.append(line(Span("  ") if at else mark, weight, row))
    total = sum_text(view.target, value)
    return [*lines, *wrap_line((Span(f"{total}: the weight done, counted in this order.", "muted"),), width)] if total else lines


def kind_words(target: Target) -> str:
    """Return what kind of target it is, such as `level, lower is better, lagging`."""
    better = "lower is better" if target.better == "decrease" else "higher is better"
    kept = f", by its {target.keep_by.value}" if target.kind is Kind.keep else ""
    return f"{target.kind.value}{kept}, {'in a band' if target.is_band else better}, {target.indicator.value}"


def _figures(view: TargetView, width: int) -> list[Line]:
    metric = f"{view.target.metric}; {kind_words(view.target)}" if view.target.metric else kind_words(view.target)
    lines = [line(Span(row, "muted")) for row in wrap(metric, width)] + [BLANK]
    facts = _facts(view)
    if width < TWO_COLUMNS:
        return lines + [_fact(name, value, width) for name, value in facts]
    column = (width - 2) // 2
    lines += [_fact(name, value, width) for name, value in facts if not _is_short(value, column)]
    facts = [(name, value) for name, value in facts if _is_short(value, column)]
    half = (len(facts) + 1) // 2
    for at in range(half):
        beside = _fact(*facts[at + half], column) if at + half < len(facts) else BLANK
        lines.append((*fit(_fact(*facts[at], column), column), Span("  "), *beside))
    return lines


def _fact(name: str, value: Line, width: int) -> Line:
    return fit((Span(left(name, _NAME_WIDTH), "muted"), *value), width)


def _is_short(value: Line, column: int) -> bool:
    return _NAME_WIDTH + length(value) <= column


def _facts(view: TargetView) -> list[tuple[str, Line]]:
    target, judged, today = view.target, view.judgement, view.today
    last = judged.last if judged else None
    unit = target.unit
    when = f"  {day(last.on, today)}, {distance(last.on, today)}" if last else ""
    now = line(Span(whole(last.value if last else None, unit), "strong"), when)
    kept = target.kind is Kind.keep and judged is not None and target.keep_by.value != "latest"
    counts = [(target.keep_by.value.title(), line(whole(judged.measure, unit)))] if kept and judged else []
    return [
        ("Now", now),
        *counts,
        ("Goal", _goal(target, today)),
        ("Baseline", line(f"{whole(target.baseline, unit)}  {day(target.start, today)}")),
        ("Progress", _progress(judged)),
        ("Expected", line(figure(expected_value(target, today, circumstances_of(view.plan, target, today)), unit))),
        ("Forecast", line(figure(judged.forecast if judged else None, unit))),
        ("Rate a week", _rates(judged, unit)),
        ("Owner", line(view.plan.owner_name(target.owner) or NOTHING)),
        ("Check-in", _cadence(target, judged, today)),
        ("Confidence", _confidence(judged)),
    ]


def _goal(target: Target, today: date) -> Line:
    if target.is_band:
        low, high = whole(target.low, target.unit), whole(target.high, target.unit)
        return line(Span(f"{low} to {high}", "strong"), f"  by {day(target.due, today)}")
    first = f", at first {whole(target.original_goal, target.unit)}" if target.original_goal is not None else ""
    return line(Span(whole(target.goal, target.unit), "strong"), f"  by {day(target.due, today)}{first}")


def _progress(judged: Judgement | None) -> Line:
    if judged is None or judged.progress is None:
        return line(NOTHING)
    return line(Span(percent(judged.progress), "strong"), f"  of {percent(judged.expected)} expected")


def _rates(judged: Judgement | None, unit: str) -> Line:
    if judged is None or judged.actual_rate is None:
        return line(NOTHING)
    needed = "" if judged.required_rate is None else f"  needs {signed(judged.required_rate, unit)}"
    return line(f"{signed(judged.actual_rate, unit)}{needed}")


def signed(value: float, unit: str) -> str:
    """Return a change with its sign: `+2 h`, `-0.48 h`."""
    return f"{'+' if value > 0 else ''}{figure(value, unit)}"


def _cadence(target: Target, judged: Judgement | None, today: date) -> Line:
    due = next_check_in(judged, today)
    if not due.text:
        return line(target.cadence.value)
    return line(f"{target.cadence.value}, ", due if due.text.startswith("late") else Span(f"next {due.text}"))


def _confidence(judged: Judgement | None) -> Line:
    last = judged.last if judged else None
    if last is None:
        return line(NOTHING)
    call = "" if last.own_call is None else f", calls it {STATUS_WORDS[Status(last.own_call.value)]}"
    return line(f"{NOTHING if last.confidence is None else f'{last.confidence} of 10'}{call}")


def _history(view: TargetView, width: int) -> list[Line]:
    if view.history is None:
        return []
    standing_ids = {r.id for r in view.plan.readings_of(view.target.id)}
    replaced = {c.corrects for c in view.history if c.corrects and not c.withdrawn}
    lines: list[Line] = []
    for _, check_in in sorted(enumerate(view.history), key=lambda entry: (entry[1].on, entry[0]), reverse=True):
        if not check_in.withdrawn:
            gone = "" if check_in.id in standing_ids else "corrected" if check_in.id in replaced else "withdrawn"
            lines += _entry(view, check_in, gone, width)
    signs = [line(Span("+ ", "achieved"), Span("went well  ", "muted"), Span("! ", "at_risk"), Span("in the way  ", "muted"))]
    signs = [(*signs[0], Span("~ ", "accent"), Span("done differently", "muted"))]
    noted = any(text for check_in in view.history for _, text in _notes(check_in, view.target))
    return [*(signs if noted else []), *lines] or [line(Span("No check-in yet: press c to make the first.", "muted"))]


def _entry(view: TargetView, check_in: CheckIn, gone: str, width: int) -> list[Line]:
    sure = "" if check_in.confidence is None else f"c{check_in.confidence}"
    called = Status(check_in.own_call.value) if check_in.own_call else None
    head = fit(
        (
            Span(left(day(check_in.on, view.today), 12), "muted"),
            Span(left(figure(check_in.value, view.target.unit), 12), "muted" if gone else "strong"),
            Span(left(sure, 4), "muted"),
            *fit((status_mark(called),), 12),
            Span(view.plan.name_of(check_in.by), "muted"),
            Span(f"  {gone}" if gone else "", "bad"),
        ),
        width,
    )
    return [head, *(row for mark, text in _notes(check_in, view.target) for row in _note(mark, text, width))]


def _notes(check_in: CheckIn, target: Target) -> Iterable[tuple[Span, str]]:
    yield Span("+ ", "achieved"), check_in.achievements
    yield Span("! ", "at_risk"), check_in.challenges
    adjusted = check_in.adjustment
    if adjusted is not None:
        goal = "" if adjusted.goal is None else f"new goal {whole(adjusted.goal, target.unit)}. "
        yield Span("~ ", "accent"), f"{goal}{adjusted.text}".strip()


def _note(mark: Span, text: str, width: int) -> list[Line]:
    indent = 12
    rows = wrap(text, max(width - indent - 2, 10)) if text else []
    return [line(" " * indent, mark if not at else Span("  "), row) for at, row in enumerate(rows)]


def _line_of_sight(view: TargetView, width: int) -> list[Line]:
    lines: list[Line] = []
    for depth, record in enumerate(reversed(view.plan.line_of_sight(view.target))):
        mark = fit((_standing_of(view, record),), 12)
        sign = "" if not depth else "└ "
        indent = Span("  " * max(depth - 1, 0) + sign, "faint")
        room = width - 12 - len(indent.text)
        first, *rest = _title(record, room)
        lines.append((*mark, indent, *first))
        lines += [(Span(" " * 12), *row) for row in rest]
    return lines


def _standing_of(view: TargetView, record: Record) -> Span:
    if isinstance(record, Target):
        return standing(record, view.judgement)
    found = roll_up(view.plan, view.today).get(record.id)
    return status_mark(found.status if found else None)


def _title(record: Record, width: int) -> list[Line]:
    """A record's name; the vision, which is at the top, takes as many rows as it needs."""
    if isinstance(record, Target):
        return [fit((Span(f"{record.code} ", "accent"), Span(record.name)), width)]
    name = str(getattr(record, "name", ""))
    if isinstance(record, Team):
        return [line(Span(row, "vision")) for row in wrap(record.vision or name, width)]
    return [line(Span(cut(name, width), "strong" if isinstance(record, Pillar) else ""))]
