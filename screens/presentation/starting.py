"""Starting: the two forms of the first run, and what is said above the choice between them."""

from datetime import datetime
from pathlib import Path

from kptui.beginning import first_records, full_name, this_quarter
from kptui.changes import Change
from kptui.forms import Around, Understood
from kptui.forms.starting import OPEN_FORM, START_FORM, beginning_of
from screens.presentation.line import Span
from screens.presentation.task import Task


def no_plan(path: Path) -> str:
    """Return what there is to know before the choice."""
    return (
        "kptui keeps the targets of an organisation in one file: what is wanted, how anyone will know, and how it goes. "
        f"There is none at {path} yet. How do you want to begin?"
    )


def starting(around: Around, now: datetime) -> Task:
    """Return the task of beginning a plan with five questions."""
    begun = {asked.name: "" for asked in START_FORM.asked}
    begun |= {"first_period": this_quarter(now).name, "person": full_name(around.user)}
    heading = (Span(" Start a plan", "strong"), Span("  five questions; all can be changed later", "muted"))
    return Task(START_FORM, around, begun, heading, "the new plan", "start", change=_begin)


def _begin(understood: Understood, _around: Around, _: str, at: datetime, by: str) -> Change:
    records = first_records(beginning_of(understood), at, by)
    return lambda _: records


def opening(around: Around) -> Task:
    """Return the task of opening a plan that others have begun."""
    heading = (Span(" Open a shared plan", "strong"),)
    return Task(OPEN_FORM, around, {"path": ""}, heading, "the shared plan", "open")
