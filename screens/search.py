"""Search: looks for words in everything, from names to what people wrote with their check-ins; Enter goes there."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.models.check_in import CheckIn
from kptui.plan import Plan
from screens.background import in_background
from screens.presentation.line import Line, Span, line, wrap
from screens.presentation.passages import MOST, Passage, found_in, passage_line, passages_in, passages_of
from screens.widgets.field import Field
from screens.widgets.hint_line import HintLine
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.rows import Rows
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

AskNotes = Callable[[], Awaitable[tuple[CheckIn, ...]]]
"""Asks for all check-ins that people wrote something with."""
EXPLAINS = "Looks in names, reasons, blockers, promises, thanks, people, teams, and in what was written with check-ins."


class Passages(Rows, can_focus=False):
    """What was found; the keys stay with the field above."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._found: list[Passage] = []
        self._words = ""

    @property
    def row_count(self) -> int:
        """How many passages were found."""
        return len(self._found)

    @property
    def chosen(self) -> Passage | None:
        """What the cursor is on."""
        return self._found[self.cursor] if self._found else None

    def show(self, found: list[Passage], words: str, note: list[Line]) -> None:
        """Show these; the cursor stays where it was among the same ones."""
        was = self.chosen
        self.note, self._words, self._found = note, words, found
        self.rows_changed(found.index(was) if was in found else 0, self.scroll_offset.y if was in found else 0)

    def draw(self, index: int, width: int) -> Line:
        """Return a row."""
        return passage_line(self._found[index], self._words, self._today, width)


class Search(PlanScreen):
    """A field above what is found; it ends with the id of the record to go to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Go there", id="go_there", tooltip="Go to what the cursor is on", priority=True),
        Binding("escape", "close", "Close", id="close_search", tooltip="Go back to where you came from"),
        Binding("down", "move(1)", "Down", id="down", tooltip="Move to the next row", show=False),
        Binding("up", "move(-1)", "Up", id="up", tooltip="Move to the row before", show=False),
        Binding("pagedown", "page(1.0)", "Page down", id="page_down", tooltip="Move a page down", show=False),
        Binding("pageup", "page(-1.0)", "Page up", id="page_up", tooltip="Move a page up", show=False),
    ]

    def __init__(self, plan: Plan, today: date, words: str, ask_notes: AskNotes) -> None:
        super().__init__(plan, today)
        self._begun, self._ask_notes = words, ask_notes
        self._records = passages_of(plan)
        self._notes: list[Passage] | None = None
        """What was written with check-ins; None until it is read."""

    def compose(self) -> ComposeResult:
        """Lay out title, field, rows and keys."""
        yield TitleLine(id="head")
        yield Field(name="search", placeholder="words in any order", value=self._begun)
        yield Passages(self.today)
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Look for what was asked for, and read the notes meanwhile."""
        self._show()
        self._read_notes()

    @work
    async def _read_notes(self) -> None:
        check_ins = await self._ask_notes()
        self._notes = await in_background(lambda: passages_in(self.plan, check_ins))
        self._show()

    def watch_plan(self) -> None:
        """Look in what is new."""
        if self.is_mounted:
            self._records = passages_of(self.plan)
            self._show()

    def _show(self) -> None:
        words = self.query_one(Field).value
        found = found_in((*self._records, *(self._notes or ())), words)
        self.query_one(Passages).show(found, words, self._note(words, found))
        count = f"{'more than ' if len(found) == MOST else ''}{len(found)} found " if words.strip() else ""
        reading = "reading the check-ins …  " if self._notes is None else ""
        self.query_one("#head", TitleLine).say(line(Span(" Search everywhere", "strong")), line(Span(reading + count, "muted")))

    def _note(self, words: str, found: list[Passage]) -> list[Line]:
        if found or (words.strip() and self._notes is None):
            return []
        said = "Nothing has all these words in it. Fewer of them find more." if words.strip() else EXPLAINS
        return [line(Span(row, "muted")) for row in wrap(said, max(self.app.size.width - 4, 20))]

    def on_input_changed(self) -> None:
        """Look for what is typed so far."""
        self._show()

    on_resize = watch_plan

    def on_rows_chosen(self) -> None:
        """Go there."""
        chosen = self.query_one(Passages).chosen
        if chosen is not None:
            self.dismiss(chosen.record_id)

    def action_choose(self) -> None:
        """Go to what the cursor is on."""
        self.on_rows_chosen()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss("")

    def action_move(self, by: int) -> None:
        """Move the cursor among the rows."""
        self.query_one(Passages).action_move(by)

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self.query_one(Passages).action_page(pages)
