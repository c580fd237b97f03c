"""Comparison: what became of a plan from one day to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kptui.log import Deed, deed
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Judgement


class Day(NamedTuple):
    """A plan as it stood on a day."""

    plan: Plan
    day: date


class Course(NamedTuple):
    """How one target went: its check-ins meanwhile, and how it stood then and now; None where it was not judged."""

    target: Target
    check_ins: int
    then: Judgement | None
    now: Judgement | None


@dataclass(frozen=True)
class Comparison:
    """What is different."""

    deeds: tuple[Deed, ...]
    """The records that were added, changed, retired or brought back, as they are now."""
    courses: tuple[Course, ...]
    """The targets that anybody checked in on, or that stand otherwise than they did."""


def compare(then: Day, now: Day) -> Comparison:
    """Return what became of the plan; each target is judged as on either day."""
    return Comparison(tuple(_deeds(then.plan, now.plan)), tuple(filter(_is_news, _courses(then, now))))


def _deeds(then: Plan, now: Plan) -> Iterator[Deed]:
    for record in now.records.values():
        before = then.get(record.id)
        if before is None and record.retired:
            continue
        done = deed(now, record, before)
        if before is None or done.differences:
            yield done


def _courses(then: Day, now: Day) -> Iterator[Course]:
    for target in now.plan.targets:
        yield Course(
            target,
            len(now.plan.readings.get(target.id, ())) - len(then.plan.readings.get(target.id, ())),
            with_warnings(then.plan, then.day).get(target.id),
            with_warnings(now.plan, now.day).get(target.id),
        )


def _is_news(course: Course) -> bool:
    return bool(course.check_ins) or _standing(course.then) != _standing(course.now)


def _standing(judgement: Judgement | None) -> tuple[object, ...]:
    """Return what is compared of a judgement: status, staleness and value."""
    return () if judgement is None else (judgement.status, judgement.stale, judgement.last and judgement.last.value)
