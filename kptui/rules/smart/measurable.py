"""Measurable: which figure says that it is reached, from where, and is that a result rather than work done?"""

import re

from kptui.rules.smart.goal import Finding, Goal, Verdict
from kptui.rules.smart.sentence import Sentence
from kptui.rules.smart.specific import has_purpose, is_deliverable
from kptui.wording import figure

_M = "measurable"
_CHANGE_OF = re.compile(r"\bby\s+(?:at least |up to |around |about |a minimum of |an? )?[^\s]*\d", re.IGNORECASE)
_RANGE = re.compile(r"(?:[nqNz1]%?)[^.nq]{0,3}t[a]?(?:[nqNz1])|V.*t[aobpM]*[nq]|t[aobp]*[nq].*t[aobp]*[nq]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9}


def no_figure(goal: Goal, sentence: Sentence) -> Finding | None:
    """No figure says when it is reached, and it is no deliverable that speaks for itself."""
    if goal.has_figure or sentence.figures or (sentence.has("U") and sentence.has("DAR")):
        return None
    if not goal.is_target and is_deliverable(sentence):
        return None
    only_time = f"“{sentence.time}” is only a date; " if sentence.time else ""
    unit = f" {goal.unit}" if goal.unit else ""
    if sentence.head in ("D", "A", "R") and not goal.is_target:
        reason = f"{only_time}nothing says how one would see that “{sentence.tokens[sentence.head_at].text}” is done"
        return Finding(_M, Verdict.doubt, reason, "say how many, or what it is checked against", "goal")
    return Finding(
        _M, Verdict.fail, f"{only_time}no number says when it is reached", f"give a goal such as 12{unit or ' h'}", "goal"
    )


def no_metric(goal: Goal, _: Sentence) -> Finding | None:
    """A target with a goal, of which nobody can tell what is measured."""
    if not goal.is_target or goal.metric or goal.steps:
        return None
    return Finding(_M, Verdict.doubt, "it has no metric", "say what is measured: median time to first answer", "metric")


def no_unit(goal: Goal, _: Sentence) -> Finding | None:
    """A target with a goal that is counted in nobody knows what."""
    if not goal.is_target or goal.unit or goal.steps or not goal.has_figure:
        return None
    shown = figure(goal.goal if goal.goal is not None else goal.low if goal.low is not None else goal.high)
    return Finding(_M, Verdict.doubt, f"the goal is {shown}, of what?", "give a unit: h, %, EUR, orders", "unit")


def no_baseline(goal: Goal, sentence: Sentence) -> Finding | None:
    """A change without the figure that it starts from: a doubt for a target, a piece of advice for a sentence."""
    if goal.baseline is not None or goal.keeps or goal.counts_up or goal.steps or goal.low is not None or goal.high is not None:
        return None
    if goal.is_target:
        if goal.goal is None:
            return None
        reason = f"the goal is {figure(goal.goal, goal.unit)}, from where?"
        return Finding(_M, Verdict.doubt, reason, "give the baseline: where it stands at the start", "baseline")
    found = _CHANGE_OF.search(sentence.text) if sentence.has("V") and not _has_range(sentence) else None
    if not found or not sentence.figures:
        return None
    return Finding(_M, Verdict.passes, f"“{found[0]}”, from where?", "say where it stands today: from 20 to 17 h", "baseline")


def activity(goal: Goal, sentence: Sentence) -> Finding | None:
    """A key result counts work done instead of what changes by it."""
    is_work = sentence.head in ("A", "D") and not sentence.has("VRH") and not any(f.is_share for f in sentence.figures)
    if not is_work or has_purpose(sentence) or (goal.baseline is not None and goal.baseline != 0):
        return None
    reason = f"“{sentence.tokens[sentence.head_at].text}” counts what is done, not what it changes"
    advice = "say what is different then: so that misdirected referrals fall from 22 % to 8 %"
    return Finding(_M, Verdict.doubt if goal.is_key_result else Verdict.passes, reason, advice, "metric")


def contradiction(goal: Goal, sentence: Sentence) -> Finding | None:
    """The text gives one figure and the goal another."""
    if goal.goal is None or not sentence.figures:
        return None
    shares = [f for f in sentence.figures if f.is_share]
    compared = shares if "%" in goal.unit else [f for f in sentence.figures if f.kind in "nq" and not f.is_share and goal.unit]
    if not compared or len(compared) != len([f for f in sentence.figures if f.kind in "nqNHz"]):
        return None
    meant = _meant(goal)
    if any(_agrees(value, meant) for f in compared for value in values_of(f.text)):
        return None
    reason = f"the text says {compared[-1].text}, the goal says {figure(goal.goal, goal.unit)}"
    return Finding(_M, Verdict.doubt, reason, "make the two say the same", "goal")


MEASURABLE_RULES = (no_figure, no_metric, no_unit, no_baseline, activity, contradiction)


def values_of(text: str) -> tuple[float, ...]:
    """Return what the digits of a figure may stand for: 240 and 240,000 for €240k."""
    found = _DIGITS.search(text)
    if not found:
        return ()
    digits = found[0]
    plain = float(re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits).replace(",", ".")) if digits.count(".") < 2 else 0.0
    suffix = re.search(r"(?:k|thousand|million|m|bn|b|billion)\b", text[found.end() :].lower())
    return (plain, plain * _SCALE[suffix[0]]) if suffix else (plain,)


def _meant(goal: Goal) -> tuple[float, ...]:
    """The figures by which a text may rightly name the goal: itself, the change, the change in per cent."""
    if goal.goal is None:
        return ()
    if goal.baseline is None:
        return (abs(goal.goal),)
    change = abs(goal.goal - goal.baseline)
    share = (change / abs(goal.baseline) * 100,) if goal.baseline else ()
    return (abs(goal.goal), change, *share)


def _agrees(value: float, meant: tuple[float, ...]) -> bool:
    return any(abs(value - m * scale) <= 0.006 * max(abs(value), 1e-9) for m in meant for scale in (1, 1e3, 1e6, 100))


def _has_range(sentence: Sentence) -> bool:
    return " from " in sentence.text.lower() or _RANGE.search(sentence.masked) is not None
