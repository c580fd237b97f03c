"""Schema: which generation of the format a plan is in, and the type of each record."""

from collections.abc import Iterable
from typing import Literal

from kptui.models.archive import Archive
from kptui.models.check_in import CheckIn
from kptui.models.objective import Objective
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record
from kptui.models.redaction import Redaction
from kptui.models.stand_up import Action, Recognition, StandUp
from kptui.models.target import Influence, Target

SCHEMA = 2
"""The newest generation that this program knows; a plan of a newer one is read-only. From 2 on a plan may name archives."""


class Schema(Record):
    """The plan's own generation; migrating adds a version of this record."""

    record: Literal["schema"] = "schema"
    number: int = SCHEMA


TYPES: dict[str, type[Record]] = {
    "schema": Schema,
    "policy": Policy,
    "period": Period,
    "team": Team,
    "person": Person,
    "pillar": Pillar,
    "objective": Objective,
    "target": Target,
    "influence": Influence,
    "check_in": CheckIn,
    "blocker": Blocker,
    "support_request": SupportRequest,
    "stand_up": StandUp,
    "action": Action,
    "recognition": Recognition,
    "archive": Archive,
    "redaction": Redaction,
}


def schema_of(records: Iterable[Record]) -> int:
    """Return the generation that a plan of these records is in; 1 where none says."""
    return max((record.number for record in records if isinstance(record, Schema)), default=1)


def too_new(path: object, number: object) -> str:
    """Return the sentence that says why a plan of a generation beyond SCHEMA can only be read."""
    return f"{path} was written by a newer kptui (schema {number}, this one knows {SCHEMA}); update kptui to change it."


def record_of(document: dict[str, object]) -> Record:
    """Return the record that a document is; one of an unknown type becomes a bare Record that keeps every field.

    Raises pydantic.ValidationError when a field does not fit.
    """
    return TYPES.get(str(document.get("record")), Record).model_validate(document)
