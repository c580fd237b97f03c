"""Log: who changed what and when, the newest first; read in the background, so that no key waits for it."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from textual import work

from kptui.log import Deed, Entry
from kptui.plan import Plan
from screens.presentation.line import Span, line
from screens.presentation.log_lines import deeds, log_headings, log_line, log_words, target_of
from screens.widgets.list_screen import ListScreen
from screens.widgets.record_list import Listed
from screens.widgets.toned import TitleLine

Recent = Callable[[], Awaitable[tuple[tuple[Entry, ...], int]]]
"""Asks for the newest entries, the newest first, and how many older ones there are."""


class Log(ListScreen):
    """The log of changes; `/` looks for a name, a code or a word in it."""

    def __init__(self, plan: Plan, today: date, recent: Recent) -> None:
        super().__init__(plan, today)
        self._recent = recent
        self._deeds: tuple[Deed, ...] | None = None
        self._rows: tuple[Listed, ...] = ()
        self._older = 0

    def on_mount(self) -> None:
        """Begin to read it."""
        super().on_mount()
        self._read()

    def watch_plan(self) -> None:
        """Read what is new."""
        if self.is_mounted:
            self._read()

    @work(exclusive=True)
    async def _read(self) -> None:
        entries, self._older = await self._recent()
        self._deeds = deeds(self.plan, entries)
        self._rows = tuple(self._row(done) for done in self._deeds)
        self.show()

    def _row(self, done: Deed) -> Listed:
        row = f"{done.record.id} {done.record.version}"
        draw = partial(log_line, self.plan, self.today, done)
        return Listed(row, draw, target_of(self.plan, done), log_words(self.plan, self.today, done))

    def show(self) -> None:
        """Show what was read."""
        self.listing.show(self._rows, self.words)
        self.listing.note = [line(Span(self._note(), "muted"))]
        title = line(Span(" Log of changes", "strong"))
        self.query_one("#head", TitleLine).say(title, line(Span(f"{len(self.listing.rows)} shown ", "muted")))
        narrowed = line(Span(f" /{self.words}", "accent"))
        columns = narrowed if self.words else line(" ", *log_headings(self.app.size.width - 1))
        self.query_one("#columns", TitleLine).say(columns)

    def _note(self) -> str:
        if self._deeds is None:
            return "Reading …"
        if not self.listing.rows:
            return "Nothing here has that in it. Press Esc to see all of it."
        return f"{self._older} older ones: kptui log --all" if self._older else ""
