"""Handing over: all that one person owns goes to another person or team, in one Change."""

from collections.abc import Sequence
from datetime import date, datetime

from kptui.changes.editing import Change, edit_record, edited
from kptui.errors import Refused
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Team
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan

_OVER = (State.closed, State.dropped)


def owned_by(plan: Plan, owner_id: str) -> tuple[Objective | Target, ...]:
    """Return the objectives of an owner, and the targets that are not over."""
    objectives = (o for o in plan.objectives if o.owner == owner_id)
    return (*objectives, *(t for t in plan.targets if t.owner == owner_id and t.state not in _OVER))


def hand_over(read: Person, to: Person | Team, at: datetime, by: str, last_day: date | None = None) -> Change:
    """Return the Change that gives a person's objectives and open targets to another, and notes the last day of one who leaves.

    What is over stays with whose it was. Run on a plan where the other is not there any more, or where there is nothing to
    give, it raises Refused; EditConflict where someone else has changed the person since.
    """

    def change(plan: Plan) -> Sequence[Record]:
        _refuse_wrong_heir(plan, read, to)
        given = [edited(plan.records[r.id], at, by, owner=to.id) for r in owned_by(plan, read.id)]
        left = edit_record(read, at, by, ended_on=last_day)(plan) if last_day else ()
        if not given and not left:
            raise Refused(f"{read.name} owns nothing that could be handed over.")
        return (*left, *given)

    return change


def hand_over_targets(read: Sequence[Target], to: Person | Team, at: datetime, by: str) -> Change:
    """Return the Change that gives these targets, as they were read, to another owner.

    Run on a plan where someone else has changed one of them since, it raises EditConflict and gives none; Refused where the
    other is not there any more, or has them all already.
    """

    def change(plan: Plan) -> Sequence[Record]:
        _refuse_one_who_left(plan, to)
        given = [record for t in read if t.owner != to.id for record in edit_record(t, at, by, owner=to.id)(plan)]
        if not given:
            raise Refused(f"{to.name} has them all already; name somebody else.")
        return given

    return change


def _refuse_wrong_heir(plan: Plan, read: Person, to: Person | Team) -> None:
    if to.id == read.id:
        raise Refused(f"{read.name} has it already; name somebody else.")
    _refuse_one_who_left(plan, to)


def _refuse_one_who_left(plan: Plan, to: Person | Team) -> None:
    heir = plan.get(to.id)
    if heir is None or heir.retired or getattr(heir, "ended_on", None):
        raise Refused(f"{to.name} is not there any more; name somebody else.")
