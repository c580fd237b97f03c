"""Log lines: who did what to the plan and when, the newest first, as rows that can be filtered."""

from collections.abc import Iterable, Mapping
from datetime import date

from kptui.log import Deed, Entry, deed, details, kind, record_in, title
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.wording import day
from screens.presentation.line import Line, Span, fit, left, line, right

LOG_COLUMNS = ("when", "by", "what", "of", "details")
_WHEN, _BY, _WHAT, _OF = 13, 8, 19, 10
_WITH_WHAT, _WITH_BY = 70, 50
"""Cells of a row from which it has room for what was done, and by whom."""


def deeds(plan: Plan, entries: Iterable[Entry]) -> tuple[Deed, ...]:
    """Return what each entry did, without those that fit no record."""
    found = ((record_in(entry.document), record_in(entry.before)) for entry in entries)
    return tuple(deed(plan, record, before) for record, before in found if record is not None)


def log_line(plan: Plan, today: date, done: Deed, width: int) -> Line:
    """Return one of them in `width` cells; where there is little room its words say less of who and what."""
    at = done.record.at.astimezone(plan.policy.zone)
    when = f"{day(at.date(), today)} {at:%H:%M}"
    cells = [Span(right(when, _WHEN), "muted")]
    cells += [Span(left(done.record.by, _BY))] if width >= _WITH_BY else []
    cells += [Span(left(kind(done), _WHAT), "muted")] if width >= _WITH_WHAT else []
    cells.append(Span(left(title(plan, done.record), _OF), "accent"))
    pieces = [piece for cell in cells for piece in (cell, Span(" "))]
    return fit(line(*pieces, _said(plan, today, done, width)), width)


def _said(plan: Plan, today: date, done: Deed, width: int) -> str:
    said = details(plan, done, today)
    if width >= _WITH_WHAT or (said and done.does == "checked in"):
        return said
    return f"{done.does} {said}" if said else kind(done)


def log_headings(width: int) -> Line:
    """Return the line above them."""
    cells = [right("When", _WHEN)]
    cells += [left("By", _BY)] if width >= _WITH_BY else []
    cells += [left("What", _WHAT)] if width >= _WITH_WHAT else []
    return (Span(" ".join((*cells, left("Of", _OF), "Details")), "muted"),)


def log_cells(plan: Plan, today: date, done: Deed) -> Mapping[str, object]:
    """Return what it says, by the names of the columns; the moment is that of the plan's time zone."""
    when = f"{done.record.at.astimezone(plan.policy.zone):%Y-%m-%d %H:%M}"
    said = (when, done.record.by, kind(done), title(plan, done.record), details(plan, done, today))
    return dict(zip(LOG_COLUMNS, said, strict=True))


def target_of(plan: Plan, done: Deed) -> str:
    """Return the id of the target that it is about; nothing for none."""
    record = done.record
    about = record.id if isinstance(record, Target) else str(getattr(record, "target", ""))
    return about if isinstance(plan.get(about), Target) else ""
