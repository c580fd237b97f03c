"""What is around a target, as the shell shows it: what is missing, what is to come, what acts on it, what it is a part of."""

from collections.abc import Iterator, Sequence
from datetime import date

from kptui.commands.layout import Cell, Colour, Line, Styled, bulleted
from kptui.commands.printer import Printer
from kptui.models.target import Influence, Target
from kptui.plan import Plan
from kptui.rules.influence import EarlyWarning, judge_with_warnings, warnings_on
from kptui.rules.progress import judge
from kptui.rules.structure import Cascade, StructureFinding, cascade_of, missing_words, what_is_missing
from kptui.rules.support import support_of
from kptui.wording import FINDING_GLYPH, STATUS_WORDS, percent

_MOST = 9


def findings_cell(findings: Sequence[StructureFinding]) -> Cell:
    """Return a sign and how many things are missing, `□2`, at most nine; nothing for none."""
    return Styled(f"{FINDING_GLYPH}{min(len(findings), _MOST)}", Colour.dim) if findings else ""


def surroundings_document(plan: Plan, target: Target, today: date) -> dict[str, object]:
    """Return what is around a target as programs get it."""
    warnings = warnings_on(plan, target, judge(plan, target, today), today)
    cascade = cascade_of(plan, target)
    whole = plan.get(target.part_of)
    return {
        "findings": [found.finding._asdict() for found in what_is_missing(plan, target, today)],
        "early_warnings": [_warning_document(plan, warning) for warning in warnings],
        "influences": [_influence_document(plan, target, i, today) for i in _influences(plan, target)],
        "part_of": whole.code if isinstance(whole, Target) else None,
        "share": target.share,
        "parts": [{"code": part.target.code, "share": part.target.share} for part in cascade.parts],
        "missing_share": cascade.missing,
    }


def _warning_document(plan: Plan, warning: EarlyWarning) -> dict[str, object]:
    path = [found.code for target_id in warning.path if isinstance(found := plan.get(target_id), Target)]
    return {"day": warning.day.isoformat(), "lift": warning.lift, "path": path, "text": warning.text}


def _influence_document(plan: Plan, target: Target, influence: Influence, today: date) -> dict[str, object]:
    other = _other(plan, target, influence)
    support = support_of(plan, influence, today)
    return {
        "code": other.code if other else None,
        "acts": "on_this" if influence.lagging == target.id else "on_that",
        "sign": influence.sign,
        "strength": influence.strength,
        "lag_weeks": influence.lag_weeks,
        "history": support.says.value,
        "agreed": support.agreed,
        "compared": support.compared,
    }


def _influences(plan: Plan, target: Target) -> tuple[Influence, ...]:
    return (*plan.leading_of(target.id), *plan.lagging_of(target.id))


def _other(plan: Plan, target: Target, influence: Influence) -> Target | None:
    other = plan.get(influence.leading if influence.lagging == target.id else influence.lagging)
    return other if isinstance(other, Target) else None


def surroundings(plan: Plan, target: Target, today: date, out: Printer) -> Iterator[Line]:
    """Return the lines about what is around a target, in sections; of each nothing where there is nothing."""
    warnings = warnings_on(plan, target, judge(plan, target, today), today)
    missing = what_is_missing(plan, target, today)
    yield from _section("Early warnings", (warning.text for warning in warnings), out)
    yield from _section("What is missing", (f"{found.sentence}. {found.finding.mend}" for found in missing), out)
    yield from _section("Influences", _influence_texts(plan, target, today), out)
    yield from _section("Cascade", _cascade_texts(plan, cascade_of(plan, target), today), out)


def _section(title: str, texts: Iterator[str], out: Printer) -> Iterator[Line]:
    for place, text in enumerate(texts):
        if not place:
            yield ("",)
            yield (Styled(title, Colour.dim),)
        yield from bulleted(text, out.width)


def _influence_texts(plan: Plan, target: Target, today: date) -> Iterator[str]:
    for influence in _influences(plan, target):
        other = _other(plan, target, influence)
        if other is not None and not other.retired:
            sign = "helps" if influence.sign > 0 else "hurts"
            lag = f" after {influence.lag_weeks:g} w" if influence.lag_weeks else ""
            acts = f"{sign} this{lag}" if influence.lagging == target.id else f"this {sign} it{lag}"
            says = support_of(plan, influence, today).text
            yield f"{_named(plan, other, today)} {acts}, strength {influence.strength:g}; {says}"


def _cascade_texts(plan: Plan, cascade: Cascade, today: date) -> Iterator[str]:
    target = cascade.target
    whole = plan.get(target.part_of)
    if isinstance(whole, Target):
        yield f"this is {_share(target)} of {_named(plan, whole, today)}"
    for part in cascade.parts:
        yield f"{_share(part.target)} of this is {_named(plan, part.target, today)}"
    if missing := missing_words(cascade.missing):
        yield missing


def _share(target: Target) -> str:
    return "a part" if target.share is None else percent(target.share)


def _named(plan: Plan, target: Target, today: date) -> str:
    judgement = judge_with_warnings(plan, target, today)
    word = STATUS_WORDS[judgement.status] if judgement else target.state.value
    owner = plan.owner_name(target.owner)
    return f"{target.code} {target.name} ({word}{', ' if owner else ''}{owner})"
