"""Upward: what a value that is not saved would change, from its target up to the organisation."""

from datetime import date
from typing import NamedTuple

from kptui.models.check_in import Reading
from kptui.models.objective import Objective
from kptui.models.organisation import Pillar, Team
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import held_back, judge_with_warnings, with_warnings
from kptui.rules.judgement import Judgement
from kptui.rules.progress import what_if
from kptui.rules.rollup import RolledUp, roll_up_judged


class Above(NamedTuple):
    """A record above a target, as it is and as it would be."""

    record: Objective | Pillar | Team
    before: RolledUp
    after: RolledUp

    @property
    def changes(self) -> bool:
        """Whether its status or its progress would be another."""
        return (self.before.status, self.before.progress) != (self.after.status, self.after.progress)


class Upward(NamedTuple):
    """What one reading would change."""

    before: Judgement
    after: Judgement
    above: tuple[Above, ...]
    """Its objectives from the nearest up, the pillar, the organisation."""


def upward(plan: Plan, target: Target, reading: Reading, today: date) -> Upward | None:
    """Return what would change if this reading were saved too; None for a target without a status. Nothing is saved."""
    before, own = judge_with_warnings(plan, target, today), what_if(plan, target, reading, today)
    if before is None or own is None:
        return None
    after, judged = held_back(plan, target, own, today), with_warnings(plan, today)
    now = roll_up_judged(plan, judged)
    then = roll_up_judged(plan, {**judged, target.id: after})
    line = [r for r in plan.line_of_sight(target)[1:] if isinstance(r, Objective | Pillar | Team)]
    return Upward(before, after, tuple(Above(r, now[r.id], then[r.id]) for r in line if r.id in now))
