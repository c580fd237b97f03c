"""What is in the way of a target, and who was asked for help with it."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from kptui.models.record import Note, Record


class BlockerKind(StrEnum):
    """What sort of thing is in the way."""

    dependency = "dependency"
    people = "people"
    money = "money"
    tool = "tool"
    decision = "decision"
    other = "other"


class Blocker(Record):
    """Something that is in the way of a target until it is resolved."""

    record: Literal["blocker"] = "blocker"
    target: str
    """The target's id."""
    kind: BlockerKind = BlockerKind.other
    text: Note = Field(min_length=1)
    on: date
    """The day it was named."""
    due: date | None = None
    """The day by which it should be out of the way."""
    resolved_on: date | None = None
    """The day it was out of the way; none while it is open."""


class SupportRequest(Record):
    """A request to one person or team for help with a target."""

    record: Literal["support_request"] = "support_request"
    target: str
    """The target's id."""
    blocker: str | None = None
    """The id of the blocker that it is about."""
    of: str
    """The id of the person or team that is asked."""
    kind: BlockerKind = BlockerKind.other
    text: Note = ""
    on: date
    """The day it was asked."""
    due: date | None = None
    """The day by which an answer is wanted."""
    answered_on: date | None = None
    """The day it was answered; none while it waits."""
    answer: Note = ""
