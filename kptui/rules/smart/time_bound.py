"""Time-bound: by when, and is that a day that can be?"""

from datetime import date, timedelta

from kptui.rules.smart.goal import Finding, Goal, Verdict
from kptui.rules.smart.sentence import Sentence, read
from kptui.wording import day

_T = "time_bound"


def no_time(goal: Goal, sentence: Sentence) -> Finding | None:
    """Neither a field nor the text says by when."""
    if goal.is_key_result or has_due(goal) or sentence.time or sentence.vague_time or _is_habit(sentence):
        return None
    return Finding(_T, Verdict.fail, "nothing says by when", "give a due day, or write by 31 March", "due")


def vague_time(goal: Goal, sentence: Sentence) -> Finding | None:
    """Words that only seem to say when, and no day."""
    if goal.is_key_result or goal.due is not None or (sentence.time and not goal.due_text):
        return None
    typed = read(f"by {goal.due_text}") if goal.due_text else sentence
    if typed.time or not (typed.vague_time or goal.due_text):
        return None
    said = typed.vague_time or goal.due_text
    verdict = Verdict.fail if typed.vague_time else Verdict.doubt
    return Finding(_T, verdict, f"“{said}” is no day that comes", "give a due day, or write by 31 March", "due")


def before_start(goal: Goal, _: Sentence) -> Finding | None:
    """It is due before it starts."""
    if goal.due is None or goal.start is None or goal.due >= goal.start:
        return None
    reason = f"it is due on {day(goal.due, goal.start)}, before it starts on {day(goal.start, goal.start)}"
    return Finding(_T, Verdict.doubt, reason, "move the due day behind the start", "due")


def outside_period(goal: Goal, _: Sentence) -> Finding | None:
    """It is due outside the period that it belongs to."""
    if goal.due is None or goal.period is None or goal.period[0] <= goal.due <= goal.period[1]:
        return None
    first, last = (day(on, goal.due) for on in goal.period)
    reason = f"it is due on {day(goal.due, goal.due)}, its period goes from {first} to {last}"
    return Finding(_T, Verdict.doubt, reason, f"make it due by {last}, or give it another period", "due")


def other_year(goal: Goal, sentence: Sentence) -> Finding | None:
    """The text names a year that is far from the due day's; a financial year may well end in the next."""
    if goal.due is None or sentence.last_year is None or not sentence.time or abs(goal.due.year - sentence.last_year) < 2:
        return None
    reason = f"the text says {sentence.last_year}, the due day is in {goal.due.year}"
    return Finding(_T, Verdict.doubt, reason, "make the two say the same", "due")


def over(goal: Goal, sentence: Sentence) -> Finding | None:
    """It was due before the day of the question."""
    if goal.as_of is None:
        return None
    if goal.due is None:
        return _over_in_text(goal.as_of, sentence)
    if goal.due >= goal.as_of:
        return None
    near = day(goal.as_of + timedelta(days=90), goal.as_of) if goal.as_of.year < 9999 else "a later day"
    return Finding(
        _T,
        Verdict.doubt,
        f"it was due on {day(goal.due, goal.as_of)}",
        f"give a day that is still to come, such as {near}",
        "due",
    )


def _over_in_text(as_of: date, sentence: Sentence) -> Finding | None:
    if sentence.last_year is None or not sentence.time or sentence.last_year >= as_of.year:
        return None
    return Finding(_T, Verdict.doubt, f"“{sentence.time}” is past", "give a day that is still to come", "due")


TIME_RULES = (no_time, vague_time, before_start, outside_period, other_year, over)


def has_due(goal: Goal) -> bool:
    """Return whether a field says by when."""
    return goal.due is not None or bool(goal.due_text)


def _is_habit(sentence: Sentence) -> bool:
    """Whether something is done so often, which is time enough: `3 % annually`."""
    return "f" in sentence.kinds and bool(sentence.figures) and not sentence.kinds.endswith("fo")
