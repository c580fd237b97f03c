"""Target view: one target on one day with all that its pages are made of."""

from dataclasses import dataclass
from datetime import date

from kptui.models.check_in import CheckIn
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import flip_with_warnings, judge_with_warnings
from kptui.rules.judgement import Flip, Judgement


@dataclass(frozen=True)
class TargetView:
    """A target, how it is judged, and what would flip that."""

    plan: Plan
    target: Target
    today: date
    judgement: Judgement | None
    """None for a target without a status."""
    flip: Flip | None
    history: tuple[CheckIn, ...] | None = None
    """All its check-ins in the order of saving; None until they were read."""


def view_of(plan: Plan, target: Target, today: date, history: tuple[CheckIn, ...] | None = None) -> TargetView:
    """Return the view of a target."""
    judgement, turn = judge_with_warnings(plan, target, today), flip_with_warnings(plan, target, today)
    return TargetView(plan, target, today, judgement, turn, history)
