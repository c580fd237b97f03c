"""Achievable: from the past and from arithmetic, never from adjectives."""

import math

from kptui.rules.smart.goal import Finding, Goal, Verdict
from kptui.rules.smart.history import History
from kptui.rules.smart.phrases import AT_MOST, EVIDENCE, OWN_SPENDING
from kptui.rules.smart.sentence import Sentence
from kptui.wording import figure

_A = "achievable"
STRETCH = 2.0
"""Up to so many times the best change on record a goal is a doubt, beyond it fails."""
FEW_CHANGES = 3
"""From fewer changes than this nothing fails: two do not show what is possible."""
SURE, RATHER_SURE, UNSURE = 8, 7, 3
"""Confidence of 10 that counts as certain, as likely and as hardly believed in."""
MOST_TARGETS = 10
"""So many open targets at once are more than one owner can mind."""
LEAP = 10
"""A goal of so many times the baseline is a leap, whatever is hoped."""


def nothing_to_reach(goal: Goal, _: Sentence) -> Finding | None:
    """Without a figure there is nothing that could be compared with the past."""
    if _has_goal(goal):
        return None
    reason = "there is no goal to compare with what was"
    return Finding(_A, Verdict.cannot_judge, reason, "give a goal, and past values if you have them", "goal")


def impossible(goal: Goal, _: Sentence) -> Finding | None:
    """The goal is outside what there is: more than all of a whole."""
    if goal.goal is None or goal.unit.strip() not in ("%", "per cent", "percent") or goal.goal <= 100 or goal.falls:
        return None
    if goal.baseline is None or goal.baseline > 100 or max((p.value for p in goal.past_values), default=0) > 100:
        return None
    return Finding(_A, Verdict.fail, f"{figure(goal.goal, '%')} is more than all of it", "give a goal up to 100 %", "goal")


def leap(goal: Goal, _: Sentence) -> Finding | None:
    """Ten times the baseline, with no past that would bear it."""
    if goal.goal is None or not goal.baseline or goal.falls or goal.past_values or goal.goal < LEAP * abs(goal.baseline):
        return None
    reason = f"the goal is {figure(goal.goal / goal.baseline)} times the baseline"
    return Finding(_A, Verdict.fail, reason, "set a first step, or say what makes it possible", "goal")


def past(goal: Goal, sentence: Sentence) -> Finding | None:
    """What is asked, against what the periods before brought."""
    if goal.goal is None or goal.keeps:
        return None
    if len(goal.past_values) < 2:
        return _no_past(goal, sentence)
    history = History(goal, goal.goal)
    if not math.isfinite(history.asked + history.usual + history.best):
        return None
    asked, usual, best = (figure(value, goal.unit) for value in (history.asked, history.usual, history.best))
    grade = _grade(history)
    words = f"it asks for {asked}; the latest periods brought {usual}, the best {best}"
    if history.seen and grade is not Verdict.passes:
        words = f"{history.seen} of {len(history.values)} past values were there; {words}"
    eased = _eased(goal, sentence, history, grade)
    if eased is Verdict.passes:
        return None
    advice = f"ask for up to {usual}, or say what will change the pace" if history.usual > 0 else "say what will turn the trend"
    return Finding(_A, eased, words, advice, "goal")


def kept_before(goal: Goal, sentence: Sentence) -> Finding | None:
    """A level to be kept, against how often it was kept before."""
    if not goal.keeps or not _has_goal(goal):
        return None
    values = [p.value for p in goal.past_values]
    if not values:
        return _no_past(goal, sentence)
    low, high = _band(goal, sentence)
    held = sum((low is None or value >= low) and (high is None or value <= high) for value in values)
    if held == len(values):
        return None
    verdict = Verdict.doubt if 2 * held >= len(values) else Verdict.fail
    reason = f"it was kept in {held} of {len(values)} past periods"
    return Finding(_A, verdict, reason, "say what will hold it from now on", "goal")


def unsure(goal: Goal, _: Sentence) -> Finding | None:
    """The owner hardly believes in it."""
    if goal.owner_confidence is None or goal.owner_confidence > UNSURE or not goal.has_figure:
        return None
    reason = f"the owner's confidence is {figure(goal.owner_confidence)} of 10"
    return Finding(_A, Verdict.doubt, reason, "ask what stands in the way, or lower the goal", "goal")


def overloaded(goal: Goal, _: Sentence) -> Finding | None:
    """The owner minds too many targets already."""
    if goal.owner_open_targets is None or goal.owner_open_targets <= MOST_TARGETS or not goal.has_figure:
        return None
    reason = f"{goal.owner or 'the owner'} has {goal.owner_open_targets} open targets, more than {MOST_TARGETS}"
    return Finding(_A, Verdict.doubt, reason, "give it to someone else, or close some first", "owner")


ACHIEVABLE_RULES = (nothing_to_reach, impossible, leap, past, kept_before, unsure, overloaded)


def in_own_hands(goal: Goal, sentence: Sentence) -> bool:
    """Return whether the owner alone decides it: work that is counted, or money that is not spent."""
    if sentence.head in ("A", "D"):
        return not any(f.is_share for f in sentence.figures)
    return goal.falls and OWN_SPENDING.search(f"{goal.text} {goal.metric}") is not None


def _has_goal(goal: Goal) -> bool:
    return goal.goal is not None or goal.low is not None or goal.high is not None


def _grade(history: History) -> Verdict:
    """What the past alone says: one change proves little either way."""
    slack = 1e-6 + 0.01 * abs(history.usual)
    is_usual = history.asked <= max(history.usual, 0) + slack or 2 * history.seen > len(history.values)
    if is_usual:
        return Verdict.passes if len(history.changes) > 1 else Verdict.doubt
    if _is_whole(history):
        return Verdict.fail
    if history.asked <= STRETCH * history.best or history.seen or len(history.changes) < FEW_CHANGES:
        return Verdict.doubt
    return Verdict.fail


def _is_whole(history: History) -> bool:
    """Whether all of it is asked for, where it never was all."""
    return "%" in history.goal.unit and history.target == 100 and not history.seen and history.asked > STRETCH * history.best


def _eased(goal: Goal, sentence: Sentence, history: History, grade: Verdict) -> Verdict:
    """What the owner decides alone, has been told or has seen before is easier than the past says."""
    sure = goal.owner_confidence or 0
    if (sure >= RATHER_SURE and in_own_hands(goal, sentence)) or (sure >= SURE and history.seen):
        return Verdict.passes
    if grade is Verdict.fail and (sure > SURE or EVIDENCE.search(goal.rationale)):
        return Verdict.doubt
    return grade


def _no_past(goal: Goal, sentence: Sentence) -> Finding | None:
    """Without a past the owner's confidence must do; a sentence of which not even that is known cannot be judged."""
    sure = goal.owner_confidence
    if (sure or 0) >= RATHER_SURE and in_own_hands(goal, sentence):
        return None
    none = "no earlier target with this metric has ended yet" if goal.is_target else "there is no past to compare with"
    reason = "there is one past value" if goal.past_values else none
    verdict = Verdict.doubt if sure is not None or goal.is_target else Verdict.cannot_judge
    if sure is not None and sure >= RATHER_SURE:
        verdict, reason = Verdict.passes, f"{reason}, but the owner's confidence is {figure(sure)} of 10"
    return Finding(_A, verdict, reason, "say in the rationale who did the like, or what makes it possible", "rationale")


def _band(goal: Goal, sentence: Sentence) -> tuple[float | None, float | None]:
    if goal.goal is None:
        return goal.low, goal.high
    said = AT_MOST.search(f"{sentence.text} {goal.metric}") is not None
    is_ceiling = said if goal.at_most is None else goal.at_most
    return (None, goal.goal) if is_ceiling else (goal.goal, None)
