"""Adding records and editing them; and what a Change is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from kptui.changes.conflict import conflict
from kptui.errors import Refused
from kptui.misfits import misfits
from kptui.models.record import Record
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
            raise conflict(plan, newest.by, "changed it", newest.at, "look at that version, then edit again")
        return (edited(read, at, by, **fields),)

    return change


def edited(read: R, at: datetime, by: str, **fields: object) -> R:
    """Return the next version of a record. Raises Refused for fields that do not fit."""
    try:
        return read.edited(at, by, **fields)
    except ValidationError as error:
        raise Refused(sentence_of(error)) from error


def sentence_of(error: ValidationError) -> str:
    """Return the first thing wrong with a record as a sentence that names the field."""
    return misfits(error)[0].sentence
