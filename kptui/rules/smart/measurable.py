"""Measurable: which figure says that it is reached, from where, and is that a result rather than work done?"""

import re

from kptui.rules.smart.goal import Finding, Goal, Verdict
from kptui.rules.smart.phrases import BOUND
from kptui.rules.smart.sentence import Sentence
from kptui.rules.smart.specific import is_deliverable, is_of_all
from kptui.rules.smart.words import GAINS
from kptui.wording import figure

_M = "measurable"
_CHANGE_OF = re.compile(r"\bby\s+(?:at least |up to |around |about |a minimum of |an? )?\S*\d[^\s,.;]*", re.IGNORECASE)
_RANGE = re.compile(r"(?:[nqNz1]%?)[^.nq]{0,3}t[a]?(?:[nqNz1])|[Vl].*t[aoYbpM]*[nq]|t[aoYbp]*[nq].*t[aoYbp]*[nq]")
_LIMITS = frozenset("<>≤≥")
_CHANGES = re.compile("(?<![AD])[Vl]|H|[&,.it]R")
_DIGITS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,30}(?:[.,']\d{1,30})*", re.ASCII)
_SUFFIX = re.compile(r"\s?(thousand|million|billion|bn|[kmb])\b", re.IGNORECASE)
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9}


def no_figure(goal: Goal, sentence: Sentence) -> Finding | None:
    """No figure says when it is reached, and it is no deliverable that speaks for itself."""
    if goal.has_figure or sentence.figures or is_of_all(sentence):
        return None
    if not goal.is_target and is_deliverable(sentence):
        return None
    only_time = f"“{sentence.time}” is only a date; " if sentence.time else ""
    if sentence.head in ("D", "A", "R") and not goal.is_target:
        reason = f"{only_time}nothing says how one would see that “{sentence.head_word}” is done"
        return Finding(_M, Verdict.doubt, reason, "say how many, or what it is checked against", "goal")
    reason = f"{only_time}no number says when it is reached"
    return Finding(_M, Verdict.fail, reason, f"give a goal such as 12 {goal.unit or 'h'}", "goal")


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
    if goal.baseline is not None or goal.keeps or goal.counts_up or goal.steps:
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
    if sentence.head not in ("A", "D") or _is_gain(sentence) or _says_result(sentence) or goal.baseline:
        return None
    if sentence.head_at and sentence.kinds[sentence.head_at - 1] not in "iTt,.&a":
        return None  # within `all branches score` no work is asked for
    reason = f"“{sentence.head_word}” counts what is done, not what it changes"
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
    meant = _meant(goal.goal, goal.baseline)
    if any(_agrees(value, meant) for f in compared for value in values_of(f.text)):
        return None
    reason = f"the text says {compared[-1].text}, the goal says {figure(goal.goal, goal.unit)}"
    return Finding(_M, Verdict.doubt, reason, "make the two say the same", "goal")


MEASURABLE_RULES = (no_figure, no_metric, no_unit, no_baseline, activity, contradiction)


def values_of(text: str) -> tuple[float, ...]:
    """Return what the digits of a figure may stand for: 240 and 240,000 for €240k; nothing where there are none."""
    found = _DIGITS.search(text)
    if not found:
        return ()
    head, mark, tail = found[0].rpartition(".") if "." in found[0] else found[0].rpartition(",")
    is_group = not mark or (len(tail) == 3 and not head.startswith("0"))
    plain = float(re.sub(r"\D", "", found[0])) if is_group else float(f"{re.sub(r'[^0-9]', '', head)}.{tail}")
    suffix = _SUFFIX.match(text, found.end())
    return (plain, plain * _SCALE[suffix[1].lower()]) if suffix else (plain,)


def _meant(target: float, baseline: float | None) -> tuple[float, ...]:
    """The figures by which a text may rightly name a goal: itself, the change, the change in per cent."""
    if baseline is None:
        return (abs(target),)
    change = abs(target - baseline)
    return (abs(target), change, *((change / abs(baseline) * 100,) if baseline else ()))


def _agrees(value: float, meant: tuple[float, ...]) -> bool:
    return any(abs(value - m * scale) <= 0.006 * max(abs(value), 1e-9) for m in meant for scale in (1, 1e3, 1e6, 100))


def _is_gain(sentence: Sentence) -> bool:
    return sentence.head_word.lower() in GAINS and bool(sentence.figures)


def _says_result(sentence: Sentence) -> bool:
    """Whether, beside the work, something says what it changes: a purpose, share, limit, range, a verb of change."""
    is_rate = any(f.is_share or f.kind == "z" for f in sentence.figures)
    says_why = sentence.purpose != "" or BOUND.search(sentence.text) is not None or not _LIMITS.isdisjoint(sentence.text)
    return is_rate or says_why or _has_range(sentence) or _CHANGES.search(sentence.kinds) is not None


def _has_range(sentence: Sentence) -> bool:
    return " from " in sentence.text.lower() or _RANGE.search(sentence.kinds) is not None
