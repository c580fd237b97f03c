"""Retiring: what hangs beneath a record, and what becomes of it."""

from kptui.changes.retiring import Beneath, beneath
from kptui.differences import title_of
from kptui.models.record import Record
from kptui.models.target import Influence
from kptui.plan import Plan
from screens.presentation.choices import LETTERS, Choice
from screens.presentation.line import Line, Span, cut, left, line, wrap


def question(plan: Plan, record: Record) -> Line:
    """Return what is asked."""
    return line(Span(" Retire  "), Span(_called(plan, record), "strong"))


def _called(plan: Plan, record: Record) -> str:
    title, name = title_of(record, plan.records), str(getattr(record, "name", ""))
    return title if name in ("", title) else f"{title} {name}"


def links_of(plan: Plan, record: Record) -> tuple[Influence, ...]:
    """Return the influences that go with a target: those that act on it, and those by which it acts."""
    return tuple(i for i in plan.influences if record.id in (i.leading, i.lagging))


def link_choices(plan: Plan, record: Record) -> list[Choice]:
    """Return the influences of a target, to choose one."""
    links = links_of(plan, record)[: len(LETTERS)]
    return [Choice(letter, title_of(i, plan.records), i.rationale, i.id) for letter, i in zip(LETTERS, links, strict=False)]


def beneath_lines(plan: Plan, record: Record, below: Beneath, width: int, rows: int) -> list[Line]:
    """Return what hangs beneath, in at most `rows` rows, and what becomes of it."""
    links = links_of(plan, record)
    found = beneath(plan, record)
    lines = [line(Span(f" {row}", "muted")) for row in wrap(_sentence(len(found), below), width - 2)]
    if found:
        lines.append(())
        room = max(rows - len(lines) - 1, 1)
        lines += [_row(plan, one, below, width) for one in found[:room]]
        if len(found) > room:
            lines.append(line(Span(f"     and {len(found) - room} more", "muted")))
    if links:
        lines += [(), line(Span(f" Its links to other targets ({len(links)}) go with it.", "muted"))]
    return lines


def _sentence(count: int, below: Beneath) -> str:
    out = "It goes out of sight and is kept: nothing is ever deleted, and undo brings it back."
    if not count:
        return f"{out} Nothing hangs beneath it."
    things = "What hangs beneath it" if count == 1 else f"The {count} that hang beneath it"
    becomes = "to what is above" if below is Beneath.up else "out of sight too, with all beneath"
    return f"{out} {things} {'goes' if count == 1 else 'go'} {becomes}."


def _row(plan: Plan, record: Record, below: Beneath, width: int) -> Line:
    mark = Span("   ↑ ", "accent") if below is Beneath.up else Span("   × ", "bad")
    kind = getattr(record, "level", record.record)
    return line(mark, Span(left(str(kind), 13), "muted"), Span(cut(_called(plan, record), width - 20)))
