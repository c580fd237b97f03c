"""Specific: does it say what is done or moves, of what, and is that one thing?"""

import re

from kptui.rules.smart.goal import Finding, Goal, Verdict, short
from kptui.rules.smart.sentence import Sentence

_S = "specific"
_BARE_PRONOUN = re.compile("[VDARKGH](?:c|x(?![a-zA-Z])|x$)")
_TWO_HEADS = re.compile("[VG][^VDARKGL&]*&[^VDARKGL&,]{0,2}([VG])(.*)")
_ENOUGH, _ENOUGH_OF_ALL, _ENOUGH_OF_WORK = 2, 3, 5
"""Beside its verb, a deliverable that one can see done (file the audit report) needs so many words that name things; work that is
done for all of something needs a word more; any other work (roll out, rebuild) as many as say what of it, for whom or how."""


def is_deliverable(sentence: Sentence) -> bool:
    """Return whether it promises one named thing, precisely enough that two people would agree when it is done."""
    if sentence.vague_time or sentence.hedge or ("g" in sentence.kinds and not sentence.purpose):
        return False
    if sentence.head == "D":
        return sentence.content >= _ENOUGH
    if sentence.head not in ("A", "R"):
        return False
    return sentence.content >= (_ENOUGH_OF_WORK - 1 if sentence.purpose else _ENOUGH_OF_WORK)


def is_of_all(sentence: Sentence) -> bool:
    """Return whether all of something are to have something done, which can be counted as well as a number."""
    if not sentence.has("U") or sentence.has("g"):
        return False
    return sentence.head in tuple("DR") or (sentence.head == "A" and sentence.content >= _ENOUGH_OF_ALL)


def empty(goal: Goal, sentence: Sentence) -> Finding | None:
    """There is nothing to read."""
    if sentence.content or sentence.head or goal.metric:
        return None
    reason = f"{short(goal.text)} names nothing that is done or measured" if goal.text.strip() else "there is no text"
    return Finding(_S, Verdict.fail, reason, "say what moves: shorten the time to first answer", "name")


def vague(goal: Goal, sentence: Sentence) -> Finding | None:
    """A head that promises without saying what, and no figure that would."""
    if _is_counted(goal, sentence) or is_deliverable(sentence):
        return None
    grave = Verdict.doubt if goal.has_figure else Verdict.fail
    said = sentence.first("g") or (sentence.head_word if sentence.head in tuple("GLB") else "")
    if said:
        reason = f"“{said}” can be read in many ways, and nothing that is measured says which"
        return Finding(_S, grave, reason, "name what would be counted when it has come true", "metric")
    if sentence.head in ("V", "H"):
        reason = f"“{sentence.head_word}” says a direction, but not of which figure by how much"
        return Finding(_S, grave, reason, "name the figure: from 20 h to 12 h", "metric")
    if sentence.head:
        reason = f"“{sentence.head_word}” says what is worked at, but not which part of it is done when it is done"
        return Finding(_S, Verdict.doubt, reason, "say how many, for whom, or what will be different then", "name")
    reason = "no verb says what is done or which way a figure moves"
    return Finding(_S, Verdict.doubt, reason, "begin with a verb: raise, cut, file", "name")


def hedged(_: Goal, sentence: Sentence) -> Finding | None:
    """Words that leave open what belongs to it."""
    if not sentence.hedge:
        return None
    reason = f"“{sentence.hedge}” leaves open what belongs to it"
    return Finding(_S, Verdict.doubt, reason, "say what does, leave out the rest", "name")


def reward(_: Goal, sentence: Sentence) -> Finding | None:
    """It says what someone gets for it rather than what is to be reached."""
    if not sentence.reward:
        return None
    reason = f"{short(sentence.reward)} says what someone gets, not what is to be reached"
    return Finding(_S, Verdict.doubt, reason, "write the result itself as the goal", "name")


def pronoun(goal: Goal, sentence: Sentence) -> Finding | None:
    """A verb acts on something that has no name."""
    found = _BARE_PRONOUN.search(sentence.kinds)
    if not found or goal.metric or sentence.content > 2:
        return None
    said = sentence.words(*found.span())
    return Finding(_S, Verdict.doubt, f"“{said}” does not say what", "put the noun in its place", "name")


def nothing_counted(goal: Goal, sentence: Sentence) -> Finding | None:
    """A verb and a figure, but nothing that they are about."""
    is_money = any(f.is_money for f in sentence.figures)
    if goal.metric or not sentence.figures or is_money or sentence.content or sentence.head == "":
        return None
    reason = f"{short(goal.text)} does not say what is counted"
    return Finding(_S, Verdict.doubt, reason, "name the figure that moves", "metric")


def two_outcomes(goal: Goal, sentence: Sentence) -> Finding | None:
    """Two outcomes are joined, and the second has no figure of its own."""
    found = _TWO_HEADS.search(sentence.kinds)
    if not found or goal.metric or not sentence.figures or set(found[2]) & set("nqNHzT"):
        return None
    said = sentence.tokens[found.start(1)].text
    reason = f"“and {said}” adds a second outcome without a figure of its own"
    return Finding(_S, Verdict.doubt, reason, "make it two goals, each with its figure", "name")


SPECIFIC_RULES = (empty, vague, hedged, reward, pronoun, nothing_counted, two_outcomes)


def _is_counted(goal: Goal, sentence: Sentence) -> bool:
    if goal.metric and goal.has_figure:
        return True
    return bool(sentence.figures) or is_of_all(sentence)
