"""Log: who changed what and when, the newest first; read in the background, so that no key waits for it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial

from textual import work

from kptui.log import Deed, Entry
from kptui.plan import Plan
from screens.background import in_background
from screens.presentation.line import Span, line
from screens.presentation.log_lines import deeds, log_headings, log_line, log_words, target_of
from screens.widgets.list_screen import ListScreen
from screens.widgets.record_list import Listed
from screens.widgets.toned import TitleLine

Recent = Callable[[], Awaitable[tuple[tuple[Entry, ...], int]]]
"""Asks for the newest entries, the newest first, and how many older ones there are."""


def _rows(plan: Plan, today: date, entries: Sequence[Entry]) -> tuple[Listed, ...]:
    return tuple(_row(plan, today, done) for done in deeds(plan, entries))


def _row(plan: Plan, today: date, done: Deed) -> Listed:
    row = f"{done.record.id} {done.record.version}"
    return Listed(row, partial(log_line, plan, today, done), target_of(plan, done), log_words(plan, today, done))


class Log(ListScreen):
    """The log of changes; `/` looks for a name, a code or a word in it."""

    def __init__(self, plan: Plan, today: date, recent: Recent) -> None:
        super().__init__(plan, today)
        self._recent = recent
        self._rows: tuple[Listed, ...] | None = None
        self._older = 0
        self._is_reading = self._is_stale = False

    def on_mount(self) -> None:
        """Begin to read it."""
        super().on_mount()
        self._read()

    def watch_plan(self) -> None:
        """Read what is new."""
        if self.is_mounted:
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
                self._rows = await in_background(partial(_rows, self.plan, self.today, entries))
                if self.is_attached:  # or it was left while the log was read
                    self.show()
        finally:
            self._is_reading = False

    def show(self) -> None:
        """Show what was read."""
        self.listing.show(self._rows or (), self.words)
        self.listing.note = [line(Span(self._note(), "muted"))]
        title = line(Span(" Log of changes", "strong"))
        self.query_one("#head", TitleLine).say(title, line(Span(f"{len(self.listing.rows)} shown ", "muted")))
        narrowed = line(Span(f" /{self.words}", "accent"))
        columns = narrowed if self.words else line(" ", *log_headings(self.app.size.width - 1))
        self.query_one("#columns", TitleLine).say(columns)

    def _note(self) -> str:
        if self._rows is None:
            return "Reading …"
        if not self.listing.rows:
            return "Nothing here has that in it. Press Esc to see all of it."
        return f"{self._older} older ones: kptui log --all" if self._older else ""
