"""Every way the plan can change: each function here makes a Change, which runs on the newest Plan inside the lock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from kptui.errors import EditConflict, Refused
from kptui.misfits import misfits
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan

R = TypeVar("R", bound=Record)

Change = Callable[[Plan], Sequence[Record]]
"""Returns the records to save, or raises Refused or EditConflict; it is pure and may be run again."""


def add_records(*records: Record) -> Change:
    """Return the Change that adds new records."""
    return lambda _: records


def edit_record(read: Record, at: datetime, by: str, **fields: object) -> Change:
    """Return the Change that replaces `fields` of a record as it was read.

    Run on a plan where someone else has changed it since, it raises EditConflict; for fields that do not fit, Refused.
    """

    def change(plan: Plan) -> Sequence[Record]:
        newest = plan.get(read.id)
        if newest is not None and newest.version != read.version:
            raise EditConflict(
                f"{newest.by} changed it at {newest.at:%Y-%m-%d %H:%M} UTC; look at that version, then edit again."
            )
        return (_edited(read, at, by, **fields),)

    return change


def _edited(read: R, at: datetime, by: str, **fields: object) -> R:
    try:
        return read.edited(at, by, **fields)
    except ValidationError as error:
        raise Refused(sentence_of(error)) from error


def sentence_of(error: ValidationError) -> str:
    """Return the first thing wrong with a record as a sentence that names the field."""
    return misfits(error)[0].sentence


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


def _refuse_wrong_moment(target: Target, check_in: CheckIn) -> None:
    if target.retired or target.state is not State.active:
        state = "retired" if target.retired else target.state.value
        raise Refused(f"{target.code} is {state}; only active targets take check-ins.")
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
    return _edited(target, check_in.at, check_in.by, goal=goal, original_goal=original, direction=target.better)
