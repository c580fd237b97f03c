"""Checking in: what the target must be like, and what becomes of its goal."""

from collections.abc import Sequence
from datetime import date, datetime

from kptui.changes.editing import Change, edited
from kptui.errors import Refused
from kptui.models.check_in import CheckIn
from kptui.models.record import Record, new_id
from kptui.models.target import State, Target
from kptui.plan import Plan


def record_check_in(check_in: CheckIn, *raised: Record) -> Change:
    """Return the Change that adds a check-in with what it `raised`: a blocker, a call for help.

    Where it adjusts the goal, the target's next version is saved with it.

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
        new = (record for record in raised if plan.get(record.id) is None)  # after a doubt they may be there already
        return (check_in, *new) if adjusted is None else (check_in, *new, adjusted)

    return change


def check_in_as_before(target_ids: Sequence[str], on: date, at: datetime, by: str) -> Change:
    """Return the Change that checks in on all these with what the last check-in on each says, and no notes.

    A target that has ended is checked in on for its last day. Run on a plan where one of them takes no check-in, or has none
    that it could be as before, it raises Refused, and none is saved.
    """
    said: list[dict[str, object]] = [{"id": new_id(), "target": target_id, "at": at, "by": by} for target_id in target_ids]

    def change(plan: Plan) -> Sequence[Record]:
        made = [_as_before(plan, target_id, on, said[i]) for i, target_id in enumerate(target_ids)]
        return [record for check_in in made for record in record_check_in(check_in)(plan)]

    return change


def _as_before(plan: Plan, target_id: str, on: date, said: dict[str, object]) -> CheckIn:
    target, last = plan.get(target_id), plan.latest(target_id)
    if not isinstance(target, Target):
        raise Refused("That target is not in the plan any more.")
    if last is None:
        raise Refused(f"{target.code} has no check-in yet that this one could be as; press c, and type its value.")
    as_last = {"value": last.value, "confidence": last.confidence, "own_call": last.own_call}
    return CheckIn.model_validate({**said, **as_last, "on": min(on, target.due)})


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
