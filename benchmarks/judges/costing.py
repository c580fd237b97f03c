"""What the progress judge costs, in processor time of this process: all of a plan, and one target after a check-in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import process_time

from kptui.models.check_in import Reading
from kptui.models.policy import Policy
from kptui.models.record import Record
from kptui.models.target import Kind, State, Target
from kptui.plan import Plan, Revision
from kptui.rules.flip import flip
from kptui.rules.progress import judge, judge_all

TARGETS, CHECK_INS = 2000, 13
ALL_MOST, ONE_MOST = 0.25, 0.002
"""Seconds."""
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_START, _TODAY = date(2026, 1, 1), date(2026, 4, 3)


def costs() -> int:
    """Print what is measured, the best of five each, beside its bar; return 1 when one is missed."""
    plan = a_plan()
    every = _best(lambda: [judge(plan, target, _TODAY) for target in plan.targets])
    target = plan.targets[0]
    changed = _with(plan, target, Reading("new", _TODAY, 50, 7, None, "ana", _NOW, None, False))
    judge_all(plan, _TODAY)
    one = _best(lambda: judge(changed, target, _TODAY))
    turn = _best(lambda: flip(changed, target, _TODAY))
    print(f"{TARGETS} targets of {CHECK_INS} check-ins judged   {every * 1000:8.1f} ms of at most {ALL_MOST * 1000:.0f}")
    print(f"one target judged after a check-in      {one * 1000:8.3f} ms of at most {ONE_MOST * 1000:.0f}")
    print(f"its flip                                {turn * 1000:8.3f} ms")
    return int(every > ALL_MOST or one > ONE_MOST)


def a_plan() -> Plan:
    """Return a plan of active targets of all kinds, halfway through."""
    said = {"at": _NOW, "by": "ana"}
    records: list[Record] = [Policy.model_validate(said)]
    readings: dict[str, tuple[Reading, ...]] = {}
    for n in range(TARGETS):
        fields = {"code": f"CS-{n + 1}", "name": "Sample", "kind": list(Kind)[n % 4], "baseline": 0, "goal": 100}
        span = {"start": _START, "due": _START + timedelta(days=182), "state": State.active}
        target = Target.model_validate({**said, **fields, **span})
        records.append(target)
        readings[target.id] = tuple(_reading(n, k) for k in range(1, CHECK_INS + 1))
    return Plan(Revision(1, len(records)), {r.id: r for r in records}, readings)


def _reading(target: int, k: int) -> Reading:
    on, value = _START + timedelta(days=7 * k), 3.5 * k + (target * 7 + k * 5) % 11
    return Reading(f"{target}-{k}", on, value, 7, None, "ana", _NOW, None, False)


def _with(plan: Plan, target: Target, reading: Reading) -> Plan:
    readings = {**plan.readings, target.id: (*plan.readings[target.id], reading)}
    return Plan(Revision(1, plan.revision.length + 1), plan.records, readings)


def _best(work: Callable[[], object]) -> float:
    found = []
    for _ in range(5):
        begun = process_time()
        work()
        found.append(process_time() - begun)
    return min(found)
