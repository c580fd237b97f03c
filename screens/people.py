"""People: teams, people and periods with what each owns, and the keys to add, edit, hand over, merge and retire."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.models.organisation import Person
from screens.messages import AboutRecord, AddBeneath, EditRecord, HandOver, MergeDuplicate, RetireRecord
from screens.presentation.line import Line, Span
from screens.presentation.people import Entry, entries, entry_line, people_head
from screens.widgets.hint_line import HintLine
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.rows import Rows
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall


class PeopleRows(Rows):
    """The teams, people and periods; the cursor stays on its record."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._entries)

    @property
    def entry(self) -> Entry | None:
        """What the cursor is on."""
        return self._entries[self.cursor] if self._entries else None

    def show(self, found: list[Entry]) -> None:
        """Show these, with the cursor on the record where it was."""
        was = self.entry.id if self.entry else None
        self._entries = found
        self.rows_changed(self._place_of(was, self.cursor), self.scroll_offset.y)

    def _place_of(self, record_id: str | None, otherwise: int) -> int:
        return next((i for i, entry in enumerate(self._entries) if entry.id == record_id), otherwise)

    def go_to_record(self, record_id: str) -> None:
        """Move the cursor to a record."""
        self.go_to(self._place_of(record_id, self.cursor))

    def draw(self, index: int, width: int) -> Line:
        """Return a row."""
        return entry_line(self._entries[index], width)


class People(PlanScreen):
    """The list, a line above it and the keys below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "ask('add')", "Add", id="add", tooltip="Add a person, a team, a department or a period"),
        Binding("e,enter,o", "ask('edit')", "Edit", id="edit", tooltip="Edit what the cursor is on"),
        Binding("t", "ask('hand_over')", "Hand over", id="hand_over", tooltip="Give all that this person owns to another"),
        Binding("m", "ask('merge')", "Merge", id="merge", tooltip="Have another stand for this duplicate"),
        Binding("x", "ask('retire')", "Retire", id="retire", tooltip="Take it out of sight, after asking"),
        Binding("escape,q", "back", "Back", id="back", tooltip="Go back to where you came from"),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the line on top, the list and the keys."""
        yield TitleLine(id="head")
        yield PeopleRows()
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show them."""
        self._show()

    def watch_plan(self) -> None:
        """Show what is new, and move nothing."""
        if self.is_mounted:
            self._show()

    watch_today = on_resize = watch_plan

    def _show(self) -> None:
        rows = self.query_one(PeopleRows)
        rows.show(entries(self.plan, self.today))
        nobody = "There is nobody here yet. Press a to add a person, a team or a period."
        rows.note = [] if self.plan.people else [(Span(nobody, "muted"),)]
        self.query_one("#head", TitleLine).say(*people_head(self.plan))

    def go_to_record(self, record_id: str) -> None:
        """Move the cursor to a record."""
        self.query_one(PeopleRows).go_to_record(record_id)

    def why_not(self, action: str) -> str:
        """Return that an action needs a person."""
        entry = self.query_one(PeopleRows).entry
        is_person = entry is not None and isinstance(entry.record, Person)
        needs_person = any(action == f"ask('{what}')" for what in _OF_PERSONS)
        return "move to a person first" if needs_person and not is_person else ""

    def action_ask(self, what: str) -> None:
        """Ask the app for something with what the cursor is on."""
        entry = self.query_one(PeopleRows).entry
        record = entry.record if entry else None
        if what in _OF_PERSONS and not isinstance(record, Person):
            self.notify("Move to a person first: only people hand over and are merged.", markup=False)
        else:
            self.keys_wait = True
            self.post_message(_ASKS[what](record.id if record else None))

    def on_rows_chosen(self) -> None:
        """Edit what is clicked."""
        self.action_ask("edit")

    def action_back(self) -> None:
        """Go back."""
        self.dismiss("")


_OF_PERSONS = ("hand_over", "merge")
_ASKS: dict[str, type[AboutRecord]] = {
    "add": AddBeneath,
    "edit": EditRecord,
    "retire": RetireRecord,
    "hand_over": HandOver,
    "merge": MergeDuplicate,
}
