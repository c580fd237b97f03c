"""Saving a form: the Change that it comes to, and what becomes of two people's edits of one record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kptui.changes.editing import Change
from kptui.changes.making import change_record, make_record
from kptui.errors import BadInput
from kptui.forms.asked import Around, Form
from kptui.forms.understanding import Understood, as_typed
from kptui.models.record import Record


def change_of(understood: Understood, around: Around, record_id: str, at: datetime, by: str) -> Change:
    """Return the Change that makes the record under that id, or that edits the version that was read.

    Raises BadInput for the first field that is wrong; the Change raises what `make_record` and `change_record` say.
    """
    for name, sentence in understood.wrong.items():
        raise BadInput(name, sentence)
    if around.record is None:
        return make_record(understood.form.makes, record_id, understood.changed, at, by)
    return change_record(around.record, understood.changed, at, by)


@dataclass(frozen=True)
class Clash:
    """A field that two people changed differently, as each would type it."""

    name: str
    label: str
    before: str
    mine: str
    theirs: str


def clashes(form: Form, around: Around, typed: Mapping[str, str], theirs: Record) -> tuple[Clash, ...]:
    """Return the fields that both changed, each to something else; `around` has the version that was read, `theirs` is newer."""
    before, saved = as_typed(form, around), _as_saved(form, around, theirs)
    return tuple(
        Clash(asked.name, asked.label, before[asked.name], typed.get(asked.name, "").strip(), saved[asked.name])
        for asked in form.asked
        if len({before[asked.name], typed.get(asked.name, "").strip(), saved[asked.name]}) == 3
    )


def merged(form: Form, around: Around, typed: Mapping[str, str], theirs: Record, mine: Collection[str]) -> dict[str, str]:
    """Return the texts of both together: what only one changed is as that one has it, what both changed is theirs or `mine`.

    They are to be understood around `theirs`.
    """
    before, saved = as_typed(form, around), _as_saved(form, around, theirs)
    changed = {name: typed.get(name, "") for name in before if typed.get(name, "").strip() != before[name]}
    return saved | {name: text for name, text in changed.items() if name in mine or saved[name] == before[name]}


def _as_saved(form: Form, around: Around, theirs: Record) -> dict[str, str]:
    return as_typed(form, replace(around, record=theirs))
