"""The structure judge: what is missing in the plan around each record; it never says how anything goes.

A rule looks at a Frame and goes through what it found. To add one, write the function and list it in STRUCTURE_RULES.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain, zip_longest
from types import MappingProxyType

from kptui.models.objective import Objective
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.structure.balance import all_lagging, all_leading, shares, silo, too_many
from kptui.rules.structure.belonging import blind, level_skipped, orphan, ownerless
from kptui.rules.structure.cascade import Cascade, cascade_of, missing_words
from kptui.rules.structure.finding import Found, Frame, Missing, Rule, StructureFinding
from kptui.rules.structure.timing import neglected, outside

__all__ = [
    "STRUCTURE_RULES",
    "Cascade",
    "Missing",
    "StructureFinding",
    "all_that_is_missing",
    "cascade_of",
    "missing_words",
    "structure",
    "what_is_missing",
]

_ON_RECORDS: tuple[Rule, ...] = (
    ownerless,
    orphan,
    blind,
    level_skipped,
    outside,
    all_lagging,
    all_leading,
    too_many,
    shares,
    silo,
)
_ON_READINGS: tuple[Rule, ...] = (neglected,)
STRUCTURE_RULES = (*_ON_RECORDS, *_ON_READINGS)


class _Judge:
    """Remembers what it found last: a check-in changes no record, so that after one only readings are looked at again."""

    def __init__(self) -> None:
        self._last: tuple[Plan, date, list[Found]] = (Plan(), date.min, [])

    def judge(self, frame: Frame) -> list[Found]:
        before, day, known = self._last
        as_before = day == frame.today and _has_same_records(before, frame.plan)
        found = known if as_before else _found(frame, _ON_RECORDS)
        self._last = (frame.plan, frame.today, found)
        return [*found, *_found(frame, _ON_READINGS)]


def _has_same_records(before: Plan, plan: Plan) -> bool:
    return before.records is plan.records or all(one is other for one, other in zip_longest(_records(before), _records(plan)))


def _records(plan: Plan) -> Iterator[object]:
    """Whatever the rules on records look at."""
    return chain(
        plan.targets, plan.objectives, plan.people, plan.teams, plan.pillars, plan.periods, plan.influences, (plan.policy,)
    )


def _found(frame: Frame, rules: Iterable[Rule]) -> list[Found]:
    return [found for rule in rules for found in rule(frame)]


_judge = _Judge()


@lru_cache(maxsize=2)
def structure(plan: Plan, today: date) -> Mapping[str, tuple[StructureFinding, ...]]:
    """Return what was found on each record that anything was found on, by its id: targets, objectives, people.

    The findings of one record are in the order of STRUCTURE_RULES.
    """
    found: dict[str, list[StructureFinding]] = defaultdict(list)
    for record_id, finding in _judge.judge(Frame(plan, today)):
        found[record_id].append(finding)
    return MappingProxyType({record_id: tuple(findings) for record_id, findings in found.items()})


def all_that_is_missing(plan: Plan, today: date) -> tuple[Missing, ...]:
    """Return everything that was found: on objectives in their order, on targets by code, on people."""
    found = structure(plan, today)
    records: tuple[Record, ...] = (*plan.objectives, *plan.targets, *plan.people)
    return tuple(Missing(record, finding) for record in records for finding in found.get(record.id, ()))


def what_is_missing(plan: Plan, target: Target, today: date) -> tuple[Missing, ...]:
    """Return what was found on a target, on whoever owns it, and on the objectives in its line of sight."""
    found = structure(plan, today)
    above = [record for record in plan.line_of_sight(target) if isinstance(record, Objective)]
    owner = plan.get(target.owner)
    records = [target, *([owner] if owner else []), *above]
    return tuple(Missing(record, finding) for record in records for finding in found.get(record.id, ()))
