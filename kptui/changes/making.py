"""Making records and changing them as forms say, each on the newest plan and only where it fits there."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from pydantic import ValidationError

from kptui.changes.editing import Change, edit_record, sentence_of
from kptui.changes.fitting import refuse_misfit
from kptui.differences import title_of
from kptui.errors import Refused
from kptui.models.organisation import Person, Team
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan


def make_record(kind: type[Record], record_id: str, fields: Mapping[str, object], at: datetime, by: str) -> Change:
    """Return the Change that makes a record of these fields under that id; a target gets its code on the newest plan.

    Made again under the same id, it is what was made before. Run on a plan where it does not fit, it raises BadInput with the
    field; for fields that do not hold together, Refused.
    """

    def change(plan: Plan) -> Sequence[Record]:
        if made := plan.get(record_id):
            return (made,)
        own = {"code": next_code(plan, fields.get("owner")), "made_on": made_on(plan, fields.get("start"), at)}
        try:
            record = kind.model_validate({**(own if kind is Target else {}), **fields, "id": record_id, "at": at, "by": by})
        except ValidationError as error:
            raise Refused(sentence_of(error)) from error
        refuse_misfit(plan, record)
        return (record,)

    return change


def change_record(read: Record, fields: Mapping[str, object], at: datetime, by: str) -> Change:
    """Return the Change that replaces fields of a record as it was read, and nothing where there are none.

    Run on a plan where someone else has changed it since, it raises EditConflict; where it does not fit, BadInput with the
    field; where it is retired or the fields do not hold together, Refused.
    """

    def change(plan: Plan) -> Sequence[Record]:
        [record] = edit_record(read, at, by, **fields)(plan)
        if record.retired:
            raise Refused(f"{title_of(record, plan.records)} is retired; bring it back before you edit it.")
        refuse_misfit(plan, record)
        return (record,)

    return change if fields else lambda _: ()


def made_on(plan: Plan, start: object, at: datetime) -> date | None:
    """Return the day on which a target is made, where it starts before that: what it did until then nobody reported."""
    today = plan.today(at)
    return today if isinstance(start, date) and start < today else None


def next_code(plan: Plan, owner_id: object, given: Collection[str] = ()) -> str:
    """Return a code for a target of an owner: its team's short code, and a number that none had with it, nor any `given`."""
    owner = plan.standing(owner_id if isinstance(owner_id, str) else None)
    team = plan.get(owner.team) if isinstance(owner, Person) else owner
    known = team if isinstance(team, Team) else plan.organisation
    short = known.short if known else "T"
    parts = [code.rpartition("-") for code in (*given, *(target.code for target in plan.every(Target)))]
    return f"{short}-{max((int(number) for team_code, _, number in parts if team_code == short), default=0) + 1}"
