"""Search: looks for words in everything, from names to what people wrote with their check-ins; Enter goes there."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.models.check_in import CheckIn
from kptui.models.target import Target
from kptui.plan import Plan
from screens.background import in_background
from screens.presentation.line import Line, Span, line
from screens.presentation.passages import (
    MOST,
    PASSAGE_COLUMNS,
    QUICK_SORTS,
    Passage,
    found_in,
    passage_cells,
    passage_headings,
    passage_line,
    passages_in,
    passages_of,
)
from screens.widgets.field import FilterField
from screens.widgets.hint_line import HintLine
from screens.widgets.list_screen import ListScreen
from screens.widgets.narrowing import Arranges, Keeps, turns
from screens.widgets.record_list import Listed, MarkedRows
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

AskNotes = Callable[[], Awaitable[tuple[CheckIn, ...]]]
"""Asks for all check-ins that people wrote something with."""
EXPLAINS = (
    "Looks in names, reasons, blockers, promises, thanks, people, teams, and in what was written with check-ins. "
    "Type some words; Enter goes to what the cursor is on, Tab to the rows and their keys, Esc back."
)


class SearchField(FilterField):
    """The words; always in sight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.open", "Go there", id="go_there", tooltip="Go to what the cursor is on"),
        Binding("tab", "close", "To the rows", id="to_rows", tooltip="Go to the rows, where letters are keys; / comes back"),
        Binding("escape", "screen.back", "Back", id="close_search", tooltip="Go back to where you came from"),
        Binding("down", "screen.move(1)", "Down", id="down", tooltip="Move to the next row", show=False),
        Binding("up", "screen.move(-1)", "Up", id="up", tooltip="Move to the row before", show=False),
        Binding("pagedown", "screen.page(1.0)", "Page down", id="page_down", tooltip="Move a page down", show=False),
        Binding("pageup", "screen.page(-1.0)", "Page up", id="page_up", tooltip="Move a page up", show=False),
    ]

    def close(self) -> None:
        """Hand the keys to the rows."""
        self.screen.set_focus(self.screen.query_one(MarkedRows))

    action_close = close


class Search(ListScreen):
    """A field above what is found; it ends with the id of the record to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "Go there", id="open", tooltip="Go to what the cursor is on"),
        Binding("slash,tab", "search", "Words", id="filter", tooltip="Look for other words"),
        *turns("Plan/check-ins/notes/people", "Names first/newest first/by target"),
    ]
    NAME = "found"
    COLUMNS = PASSAGE_COLUMNS

    def __init__(self, plan: Plan, today: date, user: str, words: str, ask_notes: AskNotes) -> None:
        super().__init__(plan, today, user)
        self.words, self._ask_notes = words, ask_notes
        self._records = passages_of(plan)
        self._notes: list[Passage] | None = None
        """What was written with check-ins; None until it is read."""

    def compose(self) -> ComposeResult:
        """Lay out title, field, rows and keys."""
        yield TitleLine(id="head")
        yield SearchField(name="search", placeholder="words in any order", value=self.words)
        yield TitleLine(id="columns")
        yield MarkedRows()
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Look for what was asked for, and read the notes meanwhile."""
        super().on_mount()
        self._read_notes()

    @work
    async def _read_notes(self) -> None:
        check_ins = await self._ask_notes()
        self._notes = await in_background(lambda: passages_in(self.plan, check_ins))
        if self.can_show:  # or it was left while they were read
            self.show()

    def watch_plan(self) -> None:
        """Look in what is new."""
        if self.can_show:
            self._records = passages_of(self.plan)
            self.show()

    @property
    def entries(self) -> Sequence[Listed]:
        """A row for each text that has the words."""
        every = (*self._records, *(self._notes or ()))
        wanted = (p for p in every if p.sort in QUICK_SORTS[self.quick]) if self.quick else every
        arrange = self.orders.get(self.order_name)
        rows = [self._row(passage) for passage in found_in(wanted, self.words, None if arrange else MOST)]
        return arrange(rows)[:MOST] if arrange else rows

    def _row(self, passage: Passage) -> Listed:
        record = self.plan.get(passage.record_id)
        targets = (record.id,) if isinstance(record, Target) else ()
        title = f"{record.code} {record.name}" if isinstance(record, Target) else str(getattr(record, "name", ""))
        draw = partial(passage_line, passage, self.words, self.today)
        row_id = f"{passage.record_id} {passage.sort} {passage.on} {passage.text}"
        return Listed(row_id, draw, targets, passage_cells(passage), passage.record_id, title)

    @property
    def words_to_filter(self) -> str:
        """Nothing more than was looked for."""
        return ""

    @property
    def quick_filters(self) -> Mapping[str, Keeps]:
        """What was found by what it is."""

        def one_of(sorts: Sequence[str]) -> Keeps:
            return lambda row: row.cells["what"] in sorts

        return {name: one_of(sorts) for name, sorts in QUICK_SORTS.items()}

    @property
    def orders(self) -> Mapping[str, Arranges]:
        """By day, and by target."""
        return {
            "newest first": lambda rows: sorted(rows, key=lambda row: str(row.cells["on"] or ""), reverse=True),
            "by target": lambda rows: sorted(rows, key=lambda row: (not row.targets, row.cells["code"])),
        }

    @property
    def heading(self) -> tuple[Line, Line]:
        """How much is found."""
        found = len(self.listing.rows)
        count = f"{'more than ' if found == MOST else ''}{found} found " if self.words.strip() else ""
        reading = "reading the check-ins …  " if self._notes is None else ""
        return line(Span(" Search everywhere", "strong")), line(Span(reading + count, "muted"))

    def headings(self, width: int) -> Line:
        """Return the names of the columns."""
        return passage_headings(width)

    @property
    def nothing(self) -> str:
        """What it looks in, or that nothing has the words."""
        if not self.words.strip():
            return EXPLAINS
        if self._notes is None:
            return ""
        return self.why_empty if self.quick else "Nothing has all these words in it. Fewer of them find more; Esc goes back."

    @property
    def record_id(self) -> str | None:
        """The record that the row is about."""
        row = self.listing.current
        return row.record if row else None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words leaves rows out."""
        return bool(self.quick)

    def show_all(self) -> None:
        """Leave no row out; the words are what is looked for, and stay."""
        self.quick = ""
        self.show()

    def action_open(self) -> None:
        """Go to what the cursor is on."""
        if self.record_id is not None:
            self.dismiss(self.record_id)

    def action_move(self, by: int) -> None:
        """Move the cursor among the rows."""
        self.listing.action_move(by)

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self.listing.action_page(pages)
