"""Mine and due: what one person owes, what waits for them, what they promised, and their other targets."""

from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from kptui.changes.meeting import Open, is_about, settled_on
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.organisation import Person
from kptui.models.stand_up import Action
from kptui.models.target import State, Target
from kptui.plan import Plan, is_theirs
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Status


class Sort(IntEnum):
    """What a duty is, in the order in which they are listed."""

    owed = 0
    """A check-in that is due."""
    asked = 1
    """A call for help that waits for an answer."""
    blocked = 2
    """A blocker of a target of theirs."""
    promised = 3
    target = 4
    """A target of theirs for which no check-in is due."""


_SORTS = {"support_request": Sort.asked, "blocker": Sort.blocked, "action": Sort.promised}


class Duty(NamedTuple):
    """One thing on a person's list."""

    sort: Sort
    target: Target
    record: Target | Open
    due: date | None
    status: Status | None

    @property
    def place(self) -> tuple[int, int, date, str]:
        """Where it stands in the list: check-ins and targets by status, the rest by the day it is due."""
        by_status = isinstance(self.record, Target) and self.status is not None
        rank = self.status.rank if by_status and self.status else len(Status)
        return self.sort, rank, self.due or date.max, self.target.code


def mine(plan: Plan, today: date, person: Person) -> tuple[Duty, ...]:
    """Return a person's list on a day, in its order; only of active targets, and only what is not settled yet."""
    return tuple(sorted((*_targets(plan, today, person), *_open(plan, today, person)), key=lambda duty: duty.place))


def _targets(plan: Plan, today: date, person: Person) -> Iterator[Duty]:
    judged = with_warnings(plan, today)
    for target in plan.targets:
        if target.state is State.active and is_theirs(target, person):
            judgement = judged[target.id]
            due = judgement.next_check_in
            sort = Sort.owed if due is not None and due <= today else Sort.target
            yield Duty(sort, target, target, due, judgement.status)


def _open(plan: Plan, today: date, person: Person) -> Iterator[Duty]:
    judged = with_warnings(plan, today)
    every: tuple[Open, ...] = (*plan.all_of(SupportRequest), *plan.all_of(Blocker), *plan.all_of(Action))
    for record in every:
        target = plan.get(record.target)
        if not isinstance(target, Target) or target.retired or settled_on(record) is not None:
            continue
        if is_about(record, person) or (isinstance(record, Blocker) and is_theirs(target, person)):
            judgement = judged.get(target.id)
            yield Duty(_SORTS[record.record], target, record, record.due, judgement.status if judgement else None)
