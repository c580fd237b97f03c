"""Specific: does it say what is done or moves, of what, and is that one thing?"""

import re

from kptui.rules.smart.goal import Finding, Goal, Verdict
from kptui.rules.smart.sentence import Sentence

_S = "specific"
_HEDGE = re.compile(
    r"\b(?:etc|and so on|and so forth|as (?:appropriate|needed|required|necessary|applicable)|where (?:possible|appropriate)|"
    r"if possible|one way or another|somehow|whatever|some sort of|kind of|or something|and things|stuff|to be defined|as many as "
    r"possible|as much as possible|as far as possible)\b",
    re.IGNORECASE,
)
_REWARD = re.compile(
    r"\b(?:will|shall) (?:be (?:given|handed|paid|awarded|rewarded)|get|receive) (?:with )?(?:an? )?[^.]*?"
    r"\b(?:voucher|bonus|prize|reward|gift card|raise|day off)\b",
    re.IGNORECASE,
)
_BARE_PRONOUN = re.compile("[VDARKG](?:c|x(?![a-zA-Z])|x$)")
_TWO_HEADS = re.compile("[VG][^VDARKGL&]*&[^VDARKGL&,]{0,2}([VG])(.*)")
_PURPOSE = re.compile(
    r"\b(?:so (?:that|as to|we|they|the|our|every|all|each)|in order to|resulting in|leading to|which will|to (?:let|enable|allow|free|save)|"
    r"and thereby|thereby)\b|\bso \w+(?: and \w+)* (?:can|will|may|know)\b",
    re.IGNORECASE,
)
_ENOUGH, _ENOUGH_OF_WORK = 2, 6
"""Beside its verb, a deliverable that one can see done (file the audit report) needs so many words that name things; one that is worked
at (roll out, rebuild) needs as many as it takes to say what of it, for whom or how."""


def has_purpose(sentence: Sentence) -> bool:
    """Return whether it says what it is done for."""
    return _PURPOSE.search(sentence.text) is not None


def is_deliverable(sentence: Sentence) -> bool:
    """Return whether it promises one named thing, precisely enough that two people would agree when it is done."""
    if sentence.head == "D":
        return sentence.content >= _ENOUGH
    if sentence.head not in ("A", "R") and not (sentence.has("DA") and sentence.head == ""):
        return False
    return sentence.content >= (_ENOUGH_OF_WORK - 2 if has_purpose(sentence) else _ENOUGH_OF_WORK)


def empty(goal: Goal, sentence: Sentence) -> Finding | None:
    """There is nothing to read."""
    if sentence.content + len(sentence.head) or goal.metric:
        return None
    saw = f"“{_short(goal.text)}” names nothing" if goal.text.strip() else "there is no text"
    return Finding(
        _S, Verdict.fail, f"{saw} that is done or measured", "say what moves: shorten the time to first answer", "name"
    )


def vague(goal: Goal, sentence: Sentence) -> Finding | None:
    """A head that promises without saying what, and no figure that would."""
    if _is_counted(goal, sentence) or is_deliverable(sentence):
        return None
    said = sentence.first("g") if sentence.has("g") else sentence.first("GLB")
    if said:
        reason = f"“{said}” can be read in many ways, and no figure says which"
        return Finding(_S, Verdict.fail, reason, "name what would be counted when it has come true", "metric")
    if sentence.head == "V":
        reason = f"“{sentence.first('V')}” says a direction, but not of which figure by how much"
        return Finding(_S, Verdict.fail, reason, "name the figure: from 20 h to 12 h", "metric")
    if sentence.head:
        verb = sentence.tokens[sentence.head_at].text
        reason = f"“{verb}” says what is worked at, but not which part of it is done when it is done"
        return Finding(_S, Verdict.doubt, reason, "say how many, for whom, or what will be different then", "name")
    return Finding(
        _S, Verdict.doubt, "no verb says what is done or which way a figure moves", "begin with a verb: raise, cut, file", "name"
    )


def hedged(_: Goal, sentence: Sentence) -> Finding | None:
    """Words that leave open what belongs to it."""
    found = _HEDGE.search(sentence.text)
    if not found:
        return None
    return Finding(
        _S, Verdict.doubt, f"“{found[0]}” leaves open what belongs to it", "say what does, and leave the rest out", "name"
    )


def reward(_: Goal, sentence: Sentence) -> Finding | None:
    """It says what someone gets for it rather than what is to be reached."""
    found = _REWARD.search(sentence.text)
    if not found:
        return None
    reason = f"“{_short(found[0])}” says what someone gets, not what is to be reached"
    return Finding(_S, Verdict.doubt, reason, "write the result itself as the goal", "name")


def pronoun(goal: Goal, sentence: Sentence) -> Finding | None:
    """A verb acts on something that has no name."""
    found = _BARE_PRONOUN.search(sentence.masked)
    if not found or goal.metric or sentence.content > 2:
        return None
    said = sentence.words(*found.span())
    return Finding(_S, Verdict.doubt, f"“{said}” does not say what", "put the noun in its place", "name")


def nothing_counted(goal: Goal, sentence: Sentence) -> Finding | None:
    """A verb and a figure, but nothing that they are about."""
    if goal.metric or not sentence.figures or sentence.content or sentence.head == "":
        return None
    return Finding(
        _S, Verdict.doubt, f"“{_short(goal.text)}” does not say what is counted", "name the figure that moves", "metric"
    )


def two_outcomes(goal: Goal, sentence: Sentence) -> Finding | None:
    """Two outcomes are joined, and the second has no figure of its own."""
    found = _TWO_HEADS.search(sentence.masked)
    if not found or goal.metric or not sentence.figures or set(found[2]) & set("nqNHzT"):
        return None
    said = sentence.tokens[found.start(1)].text
    reason = f"“and {said}” adds a second outcome without a figure of its own"
    return Finding(_S, Verdict.doubt, reason, "make it two goals, each with its figure", "name")


SPECIFIC_RULES = (empty, vague, hedged, reward, pronoun, nothing_counted, two_outcomes)


def _is_counted(goal: Goal, sentence: Sentence) -> bool:
    if goal.metric and goal.has_figure:
        return True
    return bool(sentence.figures) or (sentence.has("U") and sentence.has("DAR"))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
