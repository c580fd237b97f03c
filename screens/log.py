"""Log: who changed what and when, the newest first; read in the background, so that no key waits for it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from kptui.log import Deed, Entry
from kptui.models.target import Target
from kptui.plan import Plan, is_theirs
from screens.background import in_background
from screens.presentation.line import Line, Span, line
from screens.presentation.log_lines import LOG_COLUMNS, deeds, log_cells, log_headings, log_line, target_of
from screens.widgets.list_screen import ListScreen
from screens.widgets.narrowing import Arranges, Keeps, turns
from screens.widgets.record_list import Listed

Recent = Callable[[], Awaitable[tuple[tuple[Entry, ...], int]]]
"""Asks for the newest entries, the newest first, and how many older ones there are."""


def _rows(plan: Plan, today: date, entries: Sequence[Entry]) -> tuple[Listed, ...]:
    return tuple(_row(plan, today, done) for done in deeds(plan, entries))


def _row(plan: Plan, today: date, done: Deed) -> Listed:
    target, cells = plan.get(target_of(plan, done)), log_cells(plan, today, done)
    draw = partial(log_line, plan, today, done)
    row = Listed(f"{done.record.id} {done.record.version}", draw, cells=cells, title=str(cells["of"]))
    return row._replace(targets=(target.id,), title=f"{target.code} {target.name}") if isinstance(target, Target) else row


class Log(ListScreen):
    """The log of changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *turns("By me/on mine/this week", "Newest first/oldest first/by target"),
    ]
    NAME = "log"
    COLUMNS = LOG_COLUMNS

    def __init__(self, plan: Plan, today: date, user: str, recent: Recent) -> None:
        super().__init__(plan, today, user)
        self._recent = recent
        self._read_rows: tuple[Listed, ...] | None = None
        self._older = 0
        self._is_reading = self._is_stale = False

    def on_mount(self) -> None:
        """Begin to read it."""
        super().on_mount()
        self._read()

    def watch_plan(self) -> None:
        """Read what is new."""
        if self.can_show:
            self._read()

    def _read(self) -> None:
        """Read it, once at a time: what is saved meanwhile is read afterwards."""
        self._is_stale = True
        if not self._is_reading:
            self._is_reading = True
            self._read_all()

    @work
    async def _read_all(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                entries, self._older = await self._recent()
                self._read_rows = await in_background(partial(_rows, self.plan, self.today, entries))
                if self.can_show:  # or it was left while the log was read
                    self.show()
        finally:
            self._is_reading = False

    @property
    def entries(self) -> Sequence[Listed]:
        """A row for each version of each record."""
        return self._read_rows or ()

    @property
    def quick_filters(self) -> Mapping[str, Keeps]:
        """What this person did, what was done to their targets, and what is of this week."""
        monday = str(self.today - timedelta(days=self.today.weekday()))
        person = self.plan.person_of(self.user)
        theirs = {target.id for target in self.plan.targets if person and is_theirs(target, person)}
        return {
            "by me": lambda row: row.cells["by"] == self.user,
            "on mine": lambda row: not theirs.isdisjoint(row.targets),
            "this week": lambda row: str(row.cells["when"]) >= monday,
        }

    @property
    def orders(self) -> Mapping[str, Arranges]:
        """The other way round, and by what it was done to."""
        return {
            "oldest first": lambda rows: rows[::-1],
            "by target": lambda rows: sorted(rows, key=lambda row: (not row.targets, row.cells["of"])),
        }

    @property
    def heading(self) -> tuple[Line, Line]:
        """How many entries are shown."""
        return line(Span(" Log of changes", "strong")), line(Span(f"{len(self.listing.rows)} shown ", "muted"))

    def headings(self, width: int) -> Line:
        """Return the names of the columns."""
        return log_headings(width)

    @property
    def nothing(self) -> str:
        """That it is being read, or that nothing came of it."""
        return "Reading …" if self._read_rows is None else "There is nothing in it. Press r to read it again."

    def below(self, width: int) -> Sequence[Line]:
        """Return how many entries are left out."""
        del width
        return [line(Span(f"{self._older} older ones: kptui log --all", "muted"))] if self._older else ()
