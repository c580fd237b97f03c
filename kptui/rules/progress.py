"""The progress judge: the status of a target on a day, with its reasons and the figures behind it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from types import MappingProxyType
from typing import NamedTuple

from kptui import wording
from kptui.models.check_in import OwnCall, Reading
from kptui.models.policy import Policy
from kptui.models.target import Curve, Kind, State, Target
from kptui.plan import Plan
from kptui.rules.case import Case, case_of, inside
from kptui.rules.circumstances import ALONE, Circumstances, circumstances_of
from kptui.rules.curve import elapsed, expected_share
from kptui.rules.forecast import Outlook, outlook
from kptui.rules.judgement import Judgement, Reason, Status
from kptui.rules.progress_rules import PROGRESS_RULES
from kptui.rules.sayings import chance_words, goal_words, measure_words
from kptui.rules.schedule import after, days_overdue, next_check_in
from kptui.rules.verdict import Verdict
from kptui.rules.way_rules import is_limit

JUDGED = frozenset({State.active, State.closed})
"""The states in which a target has a status."""
_RUNNING = (Status.off_track, Status.at_risk, Status.on_track)
"""What an owner's own call can say as well."""


def judge(plan: Plan, target: Target, today: date) -> Judgement | None:
    """Return the status of a target on a day; None unless it is active or closed."""
    if target.state not in JUDGED:
        return None
    circumstances = circumstances_of(plan, target, today)
    return judge_readings(plan.policy, target, plan.readings_of(target.id, today), today, circumstances)


class _Judge:
    """Remembers what it found last, so that after a check-in only what it is on is judged again."""

    def __init__(self) -> None:
        self._last: tuple[Plan, date, Mapping[str, Judgement | None]] = (Plan(), date.min, {})

    def judge_all(self, plan: Plan, today: date) -> Mapping[str, Judgement | None]:
        before, day, known = self._last
        as_before = day == today and before.policy is plan.policy
        heard = plan.heard_since(before) if as_before else set[str]()
        found = {
            target.id: known[target.id]
            if as_before and target.id in known and target.id not in heard and _is_same(before, plan, target, today)
            else judge(plan, target, today)
            for target in plan.targets
        }
        self._last = (plan, today, found)
        return found


def _is_same(before: Plan, plan: Plan, target: Target, today: date) -> bool:
    """Return whether a target and its circumstances are as they were, the Policy and the day being the same."""
    if before.records is plan.records and target.curve is not Curve.history:
        return True
    return before.get(target.id) is target and circumstances_of(before, target, today) == circumstances_of(plan, target, today)


_judge = _Judge()


@lru_cache(maxsize=2)
def judge_all(plan: Plan, today: date) -> Mapping[str, Judgement]:
    """Return the status of every target that has one and is not retired, by its id."""
    judged = _judge.judge_all(plan, today)
    return MappingProxyType({target_id: judgement for target_id, judgement in judged.items() if judgement is not None})


def what_if(plan: Plan, target: Target, reading: Reading, today: date) -> Judgement | None:
    """Return the status that a target would have if this reading were saved too; None unless it is active or closed."""
    if target.state not in JUDGED:
        return None
    readings = as_if_saved(plan.readings_of(target.id, today), reading, today)
    return judge_readings(plan.policy, target, readings, today, circumstances_of(plan, target, today))


def as_if_saved(readings: Sequence[Reading], new: Reading, today: date) -> tuple[Reading, ...]:
    """Return the readings that would stand up to today with a new one: without what it corrects or stands before, by day."""
    standing = [r for r in readings if r.id != new.corrects]
    if new.withdrawn or new.on > today:
        return tuple(standing)
    return tuple(sorted((*(r for r in standing if r.on != new.on), new), key=lambda r: r.on))


def expected_value(target: Target, day: date, circumstances: Circumstances = ALONE) -> float | None:
    """Return where the target's curve from baseline to goal stands on a day of the span, in the target's unit.

    A keep target is expected at its goal. None without a goal, and for a level without a baseline.
    """
    if target.goal is None or target.kind is Kind.keep:
        return target.goal
    start = 0.0 if target.baseline is None and target.kind is not Kind.level else target.baseline
    if start is None:
        return None
    share = expected_share(target, target.start, start, day, circumstances.history)
    return start * (1 - share) + target.goal * share


class _News(NamedTuple):
    """When the next check-in is due, and how many days it is overdue."""

    due: date | None
    overdue: int


def judge_readings(
    policy: Policy, target: Target, readings: Sequence[Reading], today: date, circumstances: Circumstances = ALONE
) -> Judgement:
    """Return the status of an active or closed target from its readings: those that stand, by day, up to today.

    Progress and expected are those of the day of the last reading: a value is compared with where it should have been then.
    """
    due = next_check_in(target, readings, policy)
    news = _News(due, days_overdue(target.cadence, due, policy, today))
    counting = inside(target, readings)
    case = case_of(policy, target, counting, today, circumstances) if counting else None
    verdicts = _silent(target, today, news) if case is None else _heard(case, news)
    status = verdicts[0].status
    way = Outlook() if case is None else outlook(case)
    original = None if case is None else _against_original(case, readings)
    return Judgement(
        status=status,
        fired=tuple([Reason(v.rule, v.text) for v in verdicts]),
        stale=bool(news.overdue) and status in (Status.off_track, Status.at_risk),
        last=readings[-1] if readings else None,
        measure=None if case is None else case.measure,
        progress=None if case is None else case.progress,
        expected=None if case is None else case.expected,
        forecast=way.forecast,
        low=way.low,
        high=way.high,
        p_miss=way.p_miss,
        against_original=original,
        required_rate=way.required_rate,
        actual_rate=way.actual_rate,
        next_check_in=due,
        overdue_days=news.overdue,
        notes=_nothing if case is None else partial(_notes, target, case.holds, case.last.own_call),
    )


def _nothing(_: Judgement) -> tuple[Reason, ...]:
    return ()


def _silent(target: Target, today: date, news: _News) -> list[Verdict]:
    if today > target.due:
        return [Verdict(Status.no_news, "silent", f"there was no check-in up to {wording.day(target.due, today)}")]
    if news.overdue:
        return [Verdict(Status.no_news, "silent", f"the first check-in {_lateness(news, today)}")]
    if today < target.start:
        return [Verdict(Status.too_early, "too_early", f"it starts on {wording.day(target.start, today)}")]
    if news.due is None:
        return [Verdict(Status.no_news, "silent", "it was closed without a check-in")]
    return [Verdict(Status.too_early, "too_early", f"the first check-in is due on {wording.day(news.due, today)}")]


def _heard(case: Case, news: _News) -> list[Verdict]:
    """The verdicts on a target with readings, the one that decides first."""
    settled = _ended(case) or _reached(case) or _hardly_begun(case)
    if settled is not None:
        return [settled]
    found = [verdict for rule in PROGRESS_RULES if (verdict := rule(case)) is not None]
    verdicts = sorted(found, key=lambda verdict: verdict.status.rank) if len(found) > 1 else found
    if not news.overdue:
        return verdicts
    if verdicts[0].status is Status.on_track:  # silence is never green
        return [Verdict(Status.no_news, "silent", f"the check-in {_lateness(news, case.today)}"), *verdicts]
    return [*verdicts, Verdict(verdicts[0].status, "stale", f"the check-in {_lateness(news, case.today)}")]


def _ended(case: Case) -> Verdict | None:
    """After the due day there are three ways: nobody said how it ended, it is achieved, it is missed."""
    if case.today <= case.target.due:
        return None
    if after(case.target.cadence, case.last.on) <= case.target.due:
        last, due = (wording.day(on, case.today) for on in (case.last.on, case.target.due))
        return Verdict(Status.no_news, "silent", f"the last check-in is of {last}: too long before the end on {due}")
    status = Status.achieved if case.at_goal else Status.missed
    return Verdict(status, status.value, f"{measure_words(case, 'was')} in the end, the goal {goal_words(case.target)}")


def _reached(case: Case) -> Verdict | None:
    if case.target.kind is Kind.keep or is_limit(case) or not case.at_goal:
        return None
    return Verdict(Status.achieved, "achieved", f"{measure_words(case)}, the goal {goal_words(case.target)}")


def _hardly_begun(case: Case) -> Verdict | None:
    share = elapsed(case.target.start, case.target.due, case.today)
    if share >= case.policy.too_early_share:
        return None
    least = wording.percent(case.policy.too_early_share)
    return Verdict(Status.too_early, "too_early", f"{wording.percent(share)} of the span has gone by, judged from {least} on")


def _notes(target: Target, holds: bool, call: OwnCall | None, found: Judgement) -> tuple[Reason, ...]:  # noqa: FBT001 - bound by partial
    """What is worth knowing beside the rules, and changes no status."""
    rate = None if holds else _run_rate(target, found)
    notes = (rate, _ahead(target, found), _own_call(call, found.status), _goal_changed(target, found))
    return tuple(reason for reason in notes if reason is not None)


def _ahead(target: Target, found: Judgement) -> Reason | None:
    if found.forecast is None or found.low is None or found.high is None:
        return None
    end, low, high = (wording.figure(value, target.unit) for value in (found.forecast, found.low, found.high))
    text = f"as it goes so far it ends at {end}, four times in five between {low} and {high}"
    return Reason("forecast", f"{text}; of targets that stood like it {chance_words(found.p_miss)} are missed")


def _run_rate(target: Target, found: Judgement) -> Reason | None:
    if found.required_rate is None or found.actual_rate is None:
        return None
    required, actual = (wording.figure(rate, target.unit) for rate in (found.required_rate, found.actual_rate))
    return Reason("run_rate", f"needs {required} a week from here, so far it made {actual} a week")


def _own_call(call: OwnCall | None, status: Status) -> Reason | None:
    if call is None or status not in _RUNNING or call.value == status.value:
        return None
    said, found = wording.STATUS_WORDS[Status(call.value)], wording.STATUS_WORDS[status]
    return Reason("own_call_differs", f"the owner says {said}, the rules say {found}")


def _goal_changed(target: Target, found: Judgement) -> Reason | None:
    if found.against_original is None:
        return None
    shown, status = wording.figure(target.original_goal, target.unit), wording.STATUS_WORDS[found.against_original]
    return Reason("goal_changed", f"the goal was {shown} at first; against that it is {status}")


def _against_original(case: Case, readings: Sequence[Reading]) -> Status | None:
    """The status that it would have if its goal had never been changed; None where it never was."""
    first = case.target.original_goal
    if first is None or first == case.target.goal:
        return None
    original = case.target.model_copy(update={"goal": first, "original_goal": None})
    return judge_readings(case.policy, original, readings, case.today, case.circumstances).status


def _lateness(news: _News, today: date) -> str:
    days = f"{news.overdue} day{'s' if news.overdue > 1 else ''}"
    return f"was due on {wording.day(news.due, today)}, {days} ago"
