"""Task: what a form is opened for, with what is in it at first, and what it comes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kptui.changes import Change
from kptui.differences import title_of
from kptui.forms import FORMS, Around, Form, Understood, as_typed, begin, change_of, form_of
from kptui.models.policy import Policy
from kptui.models.record import Record
from screens.presentation.line import Line, Span, line
from screens.presentation.smart import smart_advice

Advise = Callable[[Understood, Around, int], tuple[list[Line], str]]
"""Returns what to say of the whole, in at most three rows of so many cells, and the name of the field that it speaks of."""


@dataclass(frozen=True)
class Task:
    """What a form is for."""

    form: Form
    around: Around
    begun: Mapping[str, str]
    """What is in the fields before anything is typed."""
    heading: Line
    """What the first line of the screen says."""
    subject: str
    """What notices call it."""
    draft_of: str
    """Under which name what is typed is kept."""
    change: Callable[[Understood, Around, str, datetime, str], Change] = change_of
    """Makes the Change of what was understood, with the id for what is new, the moment and the login."""
    advise: Advise | None = None
    repeats: bool = False
    """Whether another one like it may follow."""


_ADVICE: Mapping[str, Advise] = {"target": smart_advice}


def adding(kind: str, around: Around, above: Record | None) -> Task:
    """Return the task of adding a record of a kind beneath, or beside, another one."""
    form = FORMS[kind]
    where = (Span(title_of(above, around.plan.records), "muted"),) if above else ()
    heading = line(Span(f" Add {_with_article(form.title)}  "), *where)
    draft_of = f"new {kind} {above.id if above else ''}"
    subject = f"the new {form.title}"
    return Task(form, around, begin(form, around, above), heading, subject, draft_of, advise=_ADVICE.get(kind), repeats=True)


def editing(record: Record, around: Around) -> Task:
    """Return the task of editing a record."""
    form = form_of(record) or FORMS[record.record]
    title, name = title_of(record, around.plan.records), str(getattr(record, "name", ""))
    heading = line(Span(" Edit  "), Span(f"{title}  ", "strong"), Span("" if name == title else name, "muted"))
    around = replace(around, record=record)
    return Task(form, around, as_typed(form, around), heading, title, f"edit {record.id}", advise=_ADVICE.get(form.kind))


def ruling(around: Around) -> Task:
    """Return the task of editing the Policy; where the plan has none, of making it with what holds now."""
    form, heading = FORMS["policy"], (Span(" Rules of the house", "strong"),)
    known = next(iter(around.plan.all_of(Policy)), None)
    around = replace(around, record=known)
    begun = as_typed(form, around) if known else begin(form, around, None)
    return Task(form, around, begun, heading, "the rules of the house", "edit policy")


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
