"""Relevant: does it serve what stands above it, or is there a reason of its own? By words and directions; it knows no trade."""

from collections.abc import Mapping

from kptui.rules.smart.goal import Finding, Goal, Verdict, short
from kptui.rules.smart.ideas import ideas_of, moving, opposed, stems_of, topics_of, wanted
from kptui.rules.smart.measurable import values_of
from kptui.rules.smart.phrases import NO_REASON, VANITY
from kptui.rules.smart.sentence import Sentence, read
from kptui.rules.smart.words import word_set

_R = "relevant"
_WIDE = word_set(
    """success excellence growth grow improve leader leading world class future mission vision strategy performance results
    better best good great strong happy organisation team value values impact progress number everyone people thing things"""
)
"""Words of which a parent cannot consist alone: anything fits beneath a good company."""
_WIDE_STEMS = stems_of(" ".join(_WIDE))
NO_SHOW = 0.01
"""Money that is less than this share of what the parent speaks of does not show in it."""


def nothing_above(goal: Goal, _: Sentence) -> Finding | None:
    """There is nothing that it could be compared with."""
    if goal.parent or _reason(goal):
        return None
    reason = (
        f"{short(goal.pillar)} alone takes in anything" if goal.pillar else "there is nothing above it and no reason is given"
    )
    return Finding(_R, Verdict.cannot_judge, reason, "link the objective that it serves, or say why it is wanted", "objective")


def parent_too_wide(goal: Goal, _: Sentence) -> Finding | None:
    """What stands above it is so wide that anything decent fits beneath."""
    if not goal.parent or _reason(goal) or _says_something(goal.parent):
        return None
    reason = f"{short(goal.parent)} is so wide that anything fits beneath it"
    return Finding(_R, Verdict.cannot_judge, reason, "say in the rationale what it does for that", "rationale")


def against_parent(goal: Goal, _: Sentence) -> Finding | None:
    """It moves the other way than what stands above it wants."""
    if not goal.parent:
        return None
    clash = opposed(wanted(goal.parent), _own_wish(goal), goal.metric or goal.text)
    if clash is None:
        return None
    verdict = Verdict.doubt if clash.indirect or _reason(goal) else Verdict.fail
    reason = f"{clash.words}, and {short(goal.parent)} wants the opposite"
    return Finding(_R, verdict, reason, "say why both can be true, or link another objective", "rationale")


def against_influence(goal: Goal, _: Sentence) -> Finding | None:
    """A declared influence hurts, or comes too late."""
    for influence in goal.influences:
        weeks = None if goal.start is None or goal.due is None else (goal.due - goal.start).days / 7
        if weeks is not None and influence.lag_weeks > weeks:
            reason = f"it acts on {short(influence.on)} after {influence.lag_weeks:g} weeks, which is after its span"
            return Finding(_R, Verdict.doubt, reason, "start earlier, or link what it changes in time", "objective")
        if goal.parent and _hurts(goal, influence.on, influence.sign):
            reason = f"by its influence on {short(influence.on)} it works against {short(goal.parent)}"
            return Finding(_R, Verdict.doubt, reason, "check the sign of the influence", "objective")
    return None


def vanity(goal: Goal, sentence: Sentence) -> Finding | None:
    """A count that looks well and may change nothing."""
    if not goal.parent or _reason(goal):
        return None
    found = VANITY.search(f"{sentence.text} {goal.metric}")
    if not found:
        return None
    reason = f"“{found[0]}” may grow and change nothing above it"
    return Finding(_R, Verdict.doubt, reason, "say what follows from it", "rationale")


def repeats_parent(goal: Goal, sentence: Sentence) -> Finding | None:
    """It says what its parent says, and adds nothing."""
    if not goal.parent:
        return None
    own = stems_of(sentence.text)
    if not own or not own <= stems_of(goal.parent) or _amounts(sentence) != _amounts(read(goal.parent)):
        return None
    return Finding(_R, Verdict.doubt, f"it repeats {short(goal.parent)}", "say which part of that is this goal's", "name")


def does_not_show(goal: Goal, sentence: Sentence) -> Finding | None:
    """The money is a trifle beside what the parent speaks of."""
    own = _money(sentence)
    if not own or own >= NO_SHOW * _money(read(goal.parent)):
        return None
    return Finding(_R, Verdict.doubt, f"the sum does not show in {short(goal.parent)}", "look for what would", "objective")


def no_link(goal: Goal, _: Sentence) -> Finding | None:
    """No word, idea, influence or reason ties it to what stands above."""
    if not goal.parent or not _says_something(goal.parent) or _reason(goal) or goal.influences:
        return None
    own = f"{goal.text} {goal.metric}"
    ideas = ideas_of(own).keys()
    if stems_of(own) & stems_of(goal.parent) or ideas & ideas_of(goal.parent).keys():
        return None
    excuse = f"; {short(goal.rationale)} is no reason" if goal.rationale else ""
    topics, above = topics_of(own), topics_of(goal.parent)
    pays_for_anything = "income" in ideas
    if not excuse and (pays_for_anything or not topics or not above or topics & above):
        return None
    verdict = Verdict.fail if excuse else Verdict.doubt
    reason = f"nothing ties it to {short(goal.parent)}{excuse}"
    return Finding(_R, verdict, reason, "say in the rationale what it does for that", "rationale")


RELEVANT_RULES = (
    nothing_above,
    parent_too_wide,
    against_parent,
    against_influence,
    vanity,
    repeats_parent,
    does_not_show,
    no_link,
)


def _reason(goal: Goal) -> str:
    return "" if not goal.rationale or NO_REASON.search(goal.rationale) else goal.rationale.strip()


def _amounts(sentence: Sentence) -> list[tuple[float, ...]]:
    return [values_of(f.text) for f in sentence.figures]


def _money(sentence: Sentence) -> float:
    """The largest sum that it names; 0 where it names none."""
    return max((value for f in sentence.figures if f.is_money for value in values_of(f.text)), default=0.0)


def _says_something(parent: str) -> bool:
    return not stems_of(parent) <= _WIDE_STEMS


def _own_wish(goal: Goal) -> Mapping[str, int]:
    if goal.keeps:
        return {}
    return _moved(goal.metric, -1 if goal.falls else 1) if goal.metric else wanted(goal.text)


def _hurts(goal: Goal, on: str, sign: int) -> bool:
    """Whether what it acts on moves away from what the parent wants, as the influence is declared."""
    return opposed(wanted(goal.parent), _moved(on, -sign if goal.falls else sign), on) is not None


def _moved(metric: str, way: int) -> dict[str, int]:
    return {name: way * sign for name, sign in moving(metric).items()}
