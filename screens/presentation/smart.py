"""Smart: five letters with a mark each, and beneath them the worst finding with what would mend it."""

from datetime import date
from typing import TYPE_CHECKING

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.smart import CRITERIA, Assessment, Finding, Verdict, assess, assess_target, goal_of
from screens.presentation.form_rows import LABEL_WIDTH
from screens.presentation.line import Line, Span, in_clauses, left, line, wrap

if TYPE_CHECKING:
    from kptui.forms import Around, Understood

MARKS = {
    Verdict.passes: Span("✓", "on_track"),
    Verdict.doubt: Span("?", "at_risk"),
    Verdict.fail: Span("✗", "off_track"),
    Verdict.cannot_judge: Span("–", "muted"),
}
ADVICE_ROWS = 2
"""Rows of a form for the finding to mend first."""
_WORST_FIRST = (Verdict.fail, Verdict.doubt)


def smart_marks(assessment: Assessment) -> Line:
    """Return `S ✓  M ?  A –  R ✓  T ✗`."""
    spans: list[Span] = []
    for criterion in CRITERIA:
        spans += [Span(f"{criterion[0].upper()} ", "muted"), MARKS[getattr(assessment, criterion)], Span("  ")]
    return tuple(spans)


def worst(assessment: Assessment) -> Finding | None:
    """Return the finding to mend first; None where there is nothing to mend."""
    found = [finding for verdict in _WORST_FIRST for finding in assessment.findings if finding.verdict is verdict]
    return next(iter(found), None)


def smart_advice(understood: "Understood", around: "Around", width: int) -> tuple[list[Line], str]:
    """Return the five verdicts on a target as it is typed with the finding to mend first, and the field that it is about."""
    label = Span(left("SMART", LABEL_WIDTH - 1), "heading")
    if not understood.typed.get("name", "").strip():
        return [line(label, Span("judged as you type", "muted"))], ""
    assessment = assess(goal_of(around.plan, understood.values, around.today))
    found = worst(assessment)
    if found is None:
        return [line(label, *smart_marks(assessment))], ""
    field = found.field or "name"
    labels = {asked.name: asked.label for asked in understood.asked}
    way = line(Span("^O", "accent"), Span(f" goes to {labels[field]}", "muted")) if field in labels else ()
    return [line(label, *smart_marks(assessment), *way), *_sentence(found, width)], field


def smart_page(plan: Plan, target: Target, today: date, width: int) -> list[Line]:
    """Return the five verdicts on a target as it stands, and what would mend each that does not pass."""
    assessment = assess_target(plan, target, today)
    lines = [smart_marks(assessment)]
    for finding in assessment.findings:
        if finding.verdict in _WORST_FIRST:
            first, *more = wrap(said_of(finding), width - 2)
            lines.append(line(MARKS[finding.verdict], " ", first))
            lines += [line("  ", row) for row in more]
    return lines


def said_of(finding: Finding) -> str:
    """Return a finding as a sentence: what it saw, and what would mend it."""
    return f"{_criterion(finding)}: {finding.reason.rstrip('.;')}; {finding.suggestion}"


def _sentence(found: Finding, width: int) -> list[Line]:
    """Return what is wrong and what mends it, in two rows at most; where it is longer, what mends it alone."""
    room = width - LABEL_WIDTH + 1
    rows = wrap(said_of(found), room)
    if len(rows) > ADVICE_ROWS:
        rows = wrap(f"{_criterion(found)}: {found.suggestion}", room)
    if len(rows) > ADVICE_ROWS:
        rows = [*rows[: ADVICE_ROWS - 1], in_clauses(" ".join(rows[ADVICE_ROWS - 1 :]), room)]
    return [line(" " * (LABEL_WIDTH - 1), Span(row, MARKS[found.verdict].tone)) for row in rows]


def _criterion(found: Finding) -> str:
    return found.criterion.replace("_", "-").capitalize()
