"""Smart: five letters with a mark each, and beneath them the worst finding with what would mend it."""

from datetime import date
from typing import TYPE_CHECKING

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.smart import CRITERIA, Assessment, Finding, Verdict, assess, assess_target, goal_of
from screens.presentation.form_rows import LABEL_WIDTH
from screens.presentation.line import Line, Span, cut, left, line, wrap

if TYPE_CHECKING:
    from kptui.forms import Around, Understood

MARKS = {
    Verdict.passes: Span("✓", "on_track"),
    Verdict.doubt: Span("?", "at_risk"),
    Verdict.fail: Span("✗", "off_track"),
    Verdict.cannot_judge: Span("–", "muted"),
}
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
    way = line(Span("^O", "accent"), Span(f" mends it in {labels[field]}", "muted")) if field in labels else ()
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
    return f"{finding.criterion.replace('_', '-').capitalize()}: {finding.reason.rstrip('.;')}; {finding.suggestion}"


def _sentence(found: Finding, width: int) -> list[Line]:
    """Return what is wrong and what mends it, in two rows at most."""
    rows = wrap(said_of(found), width - LABEL_WIDTH + 1)
    rows = [*rows[:1], " ".join(rows[1:])] if len(rows) > 1 else rows
    tone = MARKS[found.verdict].tone
    return [line(" " * (LABEL_WIDTH - 1), Span(cut(row, width - LABEL_WIDTH + 1), tone)) for row in rows]
