"""Merging: of two records for one thing one stands for both from then on; the other stays as it was, out of sight."""

from collections.abc import Sequence
from datetime import datetime

from kptui.changes.editing import Change, edit_record
from kptui.changes.fitting import refuse_misfit
from kptui.differences import title_of
from kptui.errors import Refused
from kptui.models.organisation import Person
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import loop_of


def merge(duplicate: Person | Target, into: Person | Target, at: datetime, by: str) -> Change:
    """Return the Change that merges a duplicate person or target into another; what names the duplicate is read so.

    A target's check-ins stay with the duplicate, where they can be read. Run on a plan where one of them is merged or retired
    already, where the two count in different units, or where they would act on themselves, it raises Refused; BadInput where one
    is a part of the other, EditConflict where the duplicate was changed since.
    """

    def change(plan: Plan) -> Sequence[Record]:
        _refuse_unlike(plan, duplicate, into)
        [merged] = edit_record(duplicate, at, by, merged_into=into.id, retired=True)(plan)
        after = Plan(plan.revision, {**plan.records, merged.id: merged})
        refuse_misfit(after, after.get(into.id) or into)
        _refuse_circle(after, into)
        return (merged,)

    return change


def _refuse_unlike(plan: Plan, duplicate: Person | Target, into: Person | Target) -> None:
    names = title_of(duplicate, plan.records), title_of(into, plan.records)
    if duplicate.id == into.id:
        raise Refused(f"{names[0]} is one already; name two.")
    if duplicate.record != into.record:
        raise Refused(f"{names[0]} is a {duplicate.record} and {names[1]} a {into.record}; only two of a kind can be one.")
    for record, name in zip((duplicate, into), names, strict=True):
        newest = plan.get(record.id)
        if newest is None or newest.retired:
            raise Refused(f"{name} is retired; bring it back first, or name another.")
    if isinstance(duplicate, Target) and isinstance(into, Target) and duplicate.unit != into.unit:
        units = f"{duplicate.unit or 'nothing'} and {into.unit or 'nothing'}"
        raise Refused(f"{names[0]} and {names[1]} are counted in {units}; they cannot be one.")


def _refuse_circle(after: Plan, into: Person | Target) -> None:
    """Refuse where influences of both, taken together, come back to where they began."""
    for link in after.lagging_of(into.id):
        if loop := loop_of(after, link.leading, link.lagging, instead_of=link.id):
            shown = " → ".join(title_of(after.records[one], after.records) for one in (*loop, loop[0]))
            raise Refused(f"As one they would act on themselves: {shown}; retire one of these links first.")
