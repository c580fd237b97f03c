"""Relevant: does it serve what stands above it, or is there a reason of its own? By words and directions; it knows no trade."""

import re

from kptui.rules.smart.goal import Finding, Goal, Verdict
from kptui.rules.smart.ideas import ideas_of, opposed, stems_of, wanted
from kptui.rules.smart.measurable import values_of
from kptui.rules.smart.sentence import Sentence, read

_R = "relevant"
_VANITY = re.compile(
    r"\b(?:followers?|likes?|page ?views?|impressions?|hits|shares on|retweets?|downloads? of the brochure|meetings? held|"
    r"(?:e-?mails?|posts?|tweets?) (?:sent|published)|media mentions?|views)\b",
    re.IGNORECASE,
)
_NO_REASON = re.compile(
    r"\b(?:my (?:manager|boss)|told (?:me|us)|one more (?:target|goal)|need(?:ed)? (?:a|one|another) (?:target|goal)|everybody (?:has|does)|"
    r"always (?:had|done|did)|as (?:usual|always)|because (?:we|i) (?:have to|must)|no idea|tbd|tbc|n/?a)\b",
    re.IGNORECASE,
)
_TOO_WIDE = 1
"""A parent with no more words than this that name something takes in anything."""
NO_SHOW = 0.01
"""Money that is less than this share of what the parent speaks of does not show in it."""


def nothing_above(goal: Goal, _: Sentence) -> Finding | None:
    """There is nothing that it could be compared with."""
    if goal.parent or _reason(goal):
        return None
    reason = f"“{goal.pillar}” alone takes in anything" if goal.pillar else "there is nothing above it and no reason is given"
    return Finding(_R, Verdict.cannot_judge, reason, "link the objective that it serves, or say why it is wanted", "objective")


def parent_too_wide(goal: Goal, _: Sentence) -> Finding | None:
    """What stands above it is so wide that anything decent fits beneath."""
    if not goal.parent or _reason(goal) or _says_something(goal.parent):
        return None
    reason = f"“{goal.parent}” is so wide that anything fits beneath it"
    return Finding(_R, Verdict.cannot_judge, reason, "say in the rationale what it does for that", "rationale")


def against_parent(goal: Goal, _: Sentence) -> Finding | None:
    """It moves the other way than what stands above it wants."""
    if not goal.parent:
        return None
    clash = opposed(wanted(goal.parent), _own_wish(goal))
    if clash is None:
        return None
    verdict = Verdict.doubt if clash.indirect or _reason(goal) else Verdict.fail
    return Finding(
        _R,
        verdict,
        f"{clash.words}, and “{goal.parent}” wants the opposite",
        "say why both can be true, or link another objective",
        "rationale",
    )


def against_influence(goal: Goal, _: Sentence) -> Finding | None:
    """A declared influence hurts, or comes too late."""
    for influence in goal.influences:
        weeks = None if goal.start is None or goal.due is None else (goal.due - goal.start).days / 7
        if weeks is not None and influence.lag_weeks > weeks:
            reason = f"it acts on “{influence.on}” after {influence.lag_weeks:g} weeks, which is after its span"
            return Finding(_R, Verdict.doubt, reason, "start earlier, or link what it changes in time", "objective")
        if goal.parent and _hurts(goal, influence.on, influence.sign):
            reason = f"by its influence on “{influence.on}” it works against “{goal.parent}”"
            return Finding(_R, Verdict.doubt, reason, "check the sign of the influence", "objective")
    return None


def vanity(goal: Goal, sentence: Sentence) -> Finding | None:
    """A count that looks well and may change nothing."""
    found = _VANITY.search(f"{sentence.text} {goal.metric}")
    if not found or not goal.parent or _reason(goal):
        return None
    return Finding(
        _R, Verdict.doubt, f"“{found[0]}” may grow and change nothing above it", "say what follows from it", "rationale"
    )


def repeats_parent(goal: Goal, sentence: Sentence) -> Finding | None:
    """It says what its parent says, and adds nothing."""
    own, above = stems_of(sentence.text), stems_of(goal.parent)
    if (
        not own
        or not own <= above
        or [values_of(f.text) for f in sentence.figures] != [values_of(f.text) for f in read(goal.parent).figures]
    ):
        return None
    return Finding(_R, Verdict.doubt, f"it repeats “{goal.parent}”", "say which part of that is this goal's", "name")


def does_not_show(goal: Goal, sentence: Sentence) -> Finding | None:
    """The money is a trifle beside what the parent speaks of."""
    above = [max(values_of(f.text), default=0.0) for f in read(goal.parent).figures if f.text[0] in "$€£"]
    own = [max(values_of(f.text), default=0.0) for f in sentence.figures if f.text[0] in "$€£"]
    if not above or not own or max(own) >= NO_SHOW * max(above):
        return None
    return Finding(
        _R, Verdict.doubt, f"{sentence.figures[0].text} does not show in “{goal.parent}”", "look for what would", "objective"
    )


def no_link(goal: Goal, _: Sentence) -> Finding | None:
    """No word, idea, influence or reason ties it to what stands above."""
    if not goal.parent or not _says_something(goal.parent) or _reason(goal) or goal.influences:
        return None
    own = f"{goal.text} {goal.metric}"
    if stems_of(own) & stems_of(goal.parent) or ideas_of(own).keys() & ideas_of(goal.parent).keys():
        return None
    excuse = f"; “{goal.rationale}” is no reason" if goal.rationale else ""
    verdict = Verdict.fail if excuse else Verdict.doubt
    return Finding(
        _R, verdict, f"nothing ties it to “{goal.parent}”{excuse}", "say in the rationale what it does for that", "rationale"
    )


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
    return "" if _NO_REASON.search(goal.rationale) else goal.rationale.strip()


def _says_something(parent: str) -> bool:
    return len(stems_of(parent)) > _TOO_WIDE


def _own_wish(goal: Goal) -> dict[str, int]:
    return _moving(goal.metric or goal.text, -1 if goal.falls else 0 if goal.keeps else 1)


def _hurts(goal: Goal, on: str, sign: int) -> bool:
    """Whether what it acts on moves away from what the parent wants, as the influence is declared."""
    return opposed(wanted(goal.parent), _moving(on, -sign if goal.falls else sign)) is not None


def _moving(names: str, way: int) -> dict[str, int]:
    """Which way the ideas and words of a metric go when it goes `way`."""
    ideas = {idea: way * sign for idea, sign in ideas_of(names).items()}
    return dict.fromkeys(stems_of(names), way) | ideas
