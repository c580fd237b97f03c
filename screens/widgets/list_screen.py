"""List screen: a list of records with a filter, beneath a title and above the keys."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from kptui.plan import Plan
from screens.widgets.field import FilterField
from screens.widgets.hint_line import HintLine
from screens.widgets.list_keys import ListKeys
from screens.widgets.record_list import RecordList
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall


class ListScreen(ListKeys):
    """A subclass says by `show` what is listed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "Open", id="open", tooltip="Open the target that this is about"),
        Binding("a", "add", "Add", id="add", tooltip="Add something here: a target, an objective, a person, …", show=False),
        Binding("slash", "search", "Filter", id="filter", tooltip="Filter as you type; ! inverts"),
        Binding("escape", "clear", "Back", id="clear", tooltip="Take the filter away, then go back", show=False),
        Binding("q", "back", "Back", id="back", tooltip="Go back to where you came from"),
    ]

    def __init__(self, plan: Plan, today: date, listing: type[RecordList] = RecordList) -> None:
        super().__init__(plan, today)
        self._listing = listing
        self.words = ""
        """What the list is filtered by."""

    def compose(self) -> ComposeResult:
        """Lay out the lines, the list and the field for the filter, which is out of sight until it is wanted."""
        yield TitleLine(id="head")
        yield TitleLine(id="columns")
        yield self._listing()
        yield FilterField(name="filter", placeholder="type to filter; ! inverts; Enter keeps, Esc clears")
        yield HintLine()
        yield TooSmall()

    def show(self) -> None:
        """Show how things stand."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show it for the first time."""
        self.show()

    def watch_plan(self) -> None:
        """Show what is new, and move nothing."""
        if self.is_mounted:
            self.show()

    watch_today = on_resize = watch_plan

    def action_search(self) -> None:
        """Begin to type a filter."""
        self.query_one(FilterField).open()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what has been typed so far."""
        self.words = event.value
        self.show()

    def action_clear(self) -> None:
        """Take away the filter, then the marks; where there is neither, go back."""
        field = self.query_one(FilterField)
        if self.words or field.display:
            field.value = ""
            field.close()
        elif self.listing.marked:
            self.listing.mark(())
        else:
            self.action_back()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss("")
