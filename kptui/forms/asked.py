"""What a form is: the fields of one kind of record, how each is read and written, and what is around whoever fills it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kptui.models.record import Record
from kptui.plan import Plan

Values = Mapping[str, object]
"""The fields of a record as they are understood so far, by name."""


@dataclass(frozen=True)
class Around:
    """What a form is filled in on."""

    plan: Plan
    today: date
    user: str
    """The login of who fills it in."""
    record: Record | None = None
    """The version that is edited; None for a new record."""


def always(_: Values) -> bool:
    """Return True: most fields are asked for whatever the others say."""
    return True


def _nothing(_: object, _values: Values, _around: Around) -> str:
    return ""


@dataclass(frozen=True)
class Asked:
    """One field of a form."""

    name: str
    """The record's own name of the field."""
    label: str
    """At most twelve cells."""
    explains: str
    """One line: what it is, and an example."""
    read: Callable[[str, Values, Around], object]
    """Returns the value that a text means; raises BadInput. It may look at the values of the fields before it."""
    write: Callable[[object, Around], str]
    """Returns the text that one would type for a value."""
    is_note: bool = False
    """Whether it is text of several lines."""
    choices: Callable[[Around], Sequence[str]] | None = None
    """Returns what can be typed, where that can be listed."""
    asked_for: Callable[[Values], bool] = always
    """Returns whether it is asked for at all, going by the values of the fields before it."""
    says: Callable[[object, Values, Around], str] = _nothing
    """Returns what was understood, in words, where that is more than what was typed."""
    empty: Callable[[Values, Around], object] | None = None
    """Returns the value of an empty field, or raises BadInput; None for the record's own default."""


def _no_needs(_: Values) -> Mapping[str, str]:
    return {}


def _nothing_also(_: Values, _typed: Mapping[str, str], _around: Around) -> Values:
    return {}


@dataclass(frozen=True)
class Form:
    """The fields of one kind of record."""

    kind: str
    """What people type for it."""
    title: str
    makes: type[Record]
    asked: tuple[Asked, ...]
    fixed: Values = field(default_factory=dict)
    """Fields that every record of this kind has in common."""
    also: Callable[[Values, Mapping[str, str], Around], Values] = _nothing_also
    """Returns the fields that follow from what was typed and are not asked for themselves."""
    needs: Callable[[Values], Mapping[str, str]] = _no_needs
    """Returns what is missing before it can become active, a sentence for each field."""

    def default(self, name: str) -> object:
        """Return the value of a field that nobody fills in."""
        return self.makes.model_fields[name].get_default(call_default_factory=True)
