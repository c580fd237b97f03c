"""Why: a status explained, with the rules that fired, what the owner says of it, and what would flip it."""

from datetime import date

from kptui.models.target import Kind, State, Target
from kptui.rules.judgement import Judgement, Status
from kptui.wording import STATUS_WORDS, day, distance, figure, percent
from screens.presentation.line import BLANK, Line, Span, line, wrap
from screens.presentation.marks import standing, status_mark
from screens.presentation.target_view import TargetView


def status_line(target: Target, judgement: Judgement | None) -> Line:
    """Return a target's status, with `stale` where it stands although the check-in is overdue."""
    stale = judgement is not None and judgement.stale
    return line(standing(target, judgement), Span(", stale" if stale else "", "muted"))


def why(view: TargetView, width: int) -> list[Line]:
    """Return the explanation of a target's status in lines of at most `width` cells."""
    judgement = view.judgement
    if judgement is None:
        return _paragraph("  ", _unjudged(view.target), width)
    lines: list[Line] = []
    for reason in judgement.reasons:
        lines += _paragraph("• ", reason.text, width, judgement.status.value)
    if view.flip is not None:
        lines += _paragraph("→ ", view.flip.text, width, view.flip.status.value)
    said = _said(judgement, view.today)
    return [*lines, *(_paragraph("“ ", said, width, "muted") if said else ())]


def why_page(view: TargetView, width: int) -> list[Line]:
    """Return the page of the `why` screen: the status, the figures behind it, and the explanation."""
    lines = [status_line(view.target, view.judgement), BLANK]
    if view.judgement is not None and view.judgement.measure is not None:
        lines += [*_paragraph("", figures_in_words(view.target, view.judgement), width), BLANK]
    return lines + why(view, width)


def figures_in_words(target: Target, judgement: Judgement) -> str:
    """Return the figures behind a status as one sentence."""
    said = [f"It stands at {figure(judgement.measure, target.unit)}"]
    if judgement.progress is not None:
        kept = target.kind is Kind.keep
        of_what = "of the goal" if kept else f"of the way where {percent(judgement.expected)} is expected"
        said.append(f"{percent(judgement.progress)} {of_what}")
    if judgement.forecast is not None:
        said.append(f"and is heading for {figure(judgement.forecast, target.unit)}")
    return ", ".join(said) + "."


def change(before: Judgement, after: Judgement) -> Line:
    """Return what becomes of a status: `▲ at risk → ● on track`, or the status alone where it stays."""
    then = status_mark(after.status)
    if before.status is after.status:
        return line(then)
    return line(status_mark(before.status), Span(" → ", "muted"), then)


def _unjudged(target: Target) -> str:
    reason = f" ({target.state_reason})" if target.state_reason else ""
    said = "retired" if target.retired else target.state.value
    if target.state is State.active and not target.retired:
        return f"{target.code} is not judged."
    return f"{target.code} is {said}{reason}: only active and closed targets have a status."


def _said(judgement: Judgement, today: date) -> str:
    last = judgement.last
    if last is None or (last.confidence is None and last.own_call is None):
        return ""
    said = [f"confidence {last.confidence} of 10"] if last.confidence is not None else []
    if last.own_call is not None:
        said.append(f"calls it {STATUS_WORDS[Status(last.own_call.value)]}")
    return f"said on {day(last.on, today)} ({distance(last.on, today)}): {', '.join(said)}"


def _paragraph(mark: str, text: str, width: int, tone: str = "") -> list[Line]:
    first, *rest = wrap(text, max(width - len(mark), 10))
    return [line(Span(mark, tone), first), *(line(" " * len(mark), row) for row in rest)]
