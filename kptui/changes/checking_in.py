"""Checking in: what the target must be like, and what becomes of its goal."""

from collections.abc import Sequence

from kptui.changes.editing import Change, edited
from kptui.errors import Refused
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan


def record_check_in(check_in: CheckIn) -> Change:
    """Return the Change that adds a check-in and, where it adjusts the goal, the target's next version with it.

    The first goal stays in `original_goal`, and which way is better stays as it was. Run on a plan where the target is not
    active or does not span the day, or where the check-in to correct is not there any more, it raises Refused.
    """

    def change(plan: Plan) -> Sequence[Record]:
        target = plan.get(check_in.target)
        if not isinstance(target, Target):
            raise Refused("That target is not in the plan any more.")
        _refuse_wrong_moment(target, check_in)
        if check_in.corrects and check_in.corrects not in {r.id for r in plan.readings_of(target.id)}:
            raise Refused(f"The check-in on {target.code} that this would correct was corrected or withdrawn meanwhile.")
        adjusted = _with_goal(target, check_in)
        return (check_in,) if adjusted is None else (check_in, adjusted)

    return change


def refuse_unless_active(target: Target) -> None:
    """Raise Refused for a target that takes no check-ins."""
    if target.retired or target.state is not State.active:
        state = "retired" if target.retired else target.state.value
        raise Refused(f"{target.code} is {state}; only active targets take check-ins.")


def _refuse_wrong_moment(target: Target, check_in: CheckIn) -> None:
    refuse_unless_active(target)
    if not target.start <= check_in.on <= target.due:
        span = f"from {target.start} to {target.due}"
        raise Refused(f"{target.code} runs {span}; name a day in it that the value is of, not {check_in.on}.")


def _with_goal(target: Target, check_in: CheckIn) -> Target | None:
    goal = check_in.adjustment.goal if check_in.adjustment else None
    if goal is None or goal == target.goal:
        return None
    if target.is_band:
        raise Refused(f"{target.code} is kept in a band and has no goal to change.")
    original = target.goal if target.original_goal is None else target.original_goal
    return edited(target, check_in.at, check_in.by, goal=goal, original_goal=original, relative_goal="", direction=target.better)
