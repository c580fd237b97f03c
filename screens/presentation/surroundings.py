"""Surroundings of a target on its page: what is to come, what is missing, what acts on what, and what carries a share."""

from collections.abc import Sequence
from datetime import date

from kptui.models.target import Influence, Target
from kptui.plan import Plan
from kptui.rules.influence import early_warnings, with_warnings
from kptui.rules.structure import cascade_of, missing_words, what_is_missing
from kptui.rules.support import Says, support_of
from kptui.wording import FINDING_GLYPH, percent
from screens.presentation.line import Line, Span, fit, line, wrap
from screens.presentation.marks import standing
from screens.presentation.target_view import TargetView

_MARK = 12
_INDENT = Span(" " * _MARK)
_HISTORY = {Says.supported: "on_track", Says.contradicted: "at_risk"}


def warnings(view: TargetView, width: int) -> list[Line]:
    """Return the early warnings on a target, the gravest first."""
    found = early_warnings(view.plan, view.today).get(view.target.id, ())
    return [row for warning in found for row in _paragraph(Span("! ", "at_risk"), warning.text, width)]


def missing(view: TargetView, width: int) -> list[Line]:
    """Return what is missing in the plan around a target, each with what to do about it."""
    lines: list[Line] = []
    for found in what_is_missing(view.plan, view.target, view.today):
        lines += _paragraph(Span(f"{FINDING_GLYPH} ", "muted"), found.sentence, width)
        lines += _paragraph(Span("  "), found.finding.mend, width, "muted")
    return lines


def influences(view: TargetView, found: Sequence[Influence], width: int) -> list[Line]:
    """Return the targets at the other ends of influences: how they stand, whose they are, and what history says of the link."""
    lines: list[Line] = []
    for influence in found:
        other = view.plan.get(influence.leading if influence.lagging == view.target.id else influence.lagging)
        if isinstance(other, Target):
            does = "helps" if influence.sign > 0 else "hurts"
            how = f"{does}, strength {influence.strength:g}, {influence.lag_weeks:g} w later"
            owner = view.plan.owner_name(other.owner)
            support = support_of(view.plan, influence, view.today)
            lines.append(_target_line(view.plan, other, view.today, width))
            lines += _paragraph(_INDENT, f"{owner}; {how}" if owner else how, width, "muted")
            lines += _paragraph(_INDENT, support.text, width, _HISTORY.get(support.says, "muted"))
    return lines


def cascade(view: TargetView, width: int) -> list[Line]:
    """Return what a target is a part of, its own parts, and by how much their shares miss the whole."""
    plan, target = view.plan, view.target
    found, whole = cascade_of(plan, target), plan.get(target.part_of)
    lines: list[Line] = []
    if isinstance(whole, Target):
        lines.append(_target_line(plan, whole, view.today, width))
        lines += _paragraph(_INDENT, f"this carries {_share(target)} of it", width, "muted")
    for part in found.parts:
        lines.append(_target_line(plan, part.target, view.today, width))
        owner = plan.owner_name(part.target.owner)
        carries = f"carries {_share(part.target)} of this"
        lines += _paragraph(_INDENT, f"{owner}; {carries}" if owner else carries, width, "muted")
    if said := missing_words(found.missing):
        lines += _paragraph(_INDENT, said, width, "at_risk")
    return lines


def _share(target: Target) -> str:
    return "a part" if target.share is None else percent(target.share)


def _target_line(plan: Plan, target: Target, today: date, width: int) -> Line:
    mark = fit((standing(target, with_warnings(plan, today).get(target.id)),), _MARK)
    return fit((*mark, Span(f"{target.code} ", "accent"), Span(target.name)), width)


def _paragraph(mark: Span, text: str, width: int, tone: str = "") -> list[Line]:
    first, *rest = wrap(text, max(width - len(mark.text), 10))
    blank = " " * len(mark.text)
    return [line(mark, Span(first, tone)), *(line(blank, Span(row, tone)) for row in rest)]
