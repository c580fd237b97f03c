"""List screen: rows that can be filtered, sorted, marked and taken out, beneath a title and above the keys."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.plan import Plan
from screens.presentation.head import over, what_narrows
from screens.presentation.line import Line, Span, wrap
from screens.session import Place
from screens.widgets.field import FilterField
from screens.widgets.hint_line import HintLine
from screens.widgets.list_keys import ListKeys
from screens.widgets.marked_targets import MarkedTargets
from screens.widgets.narrowing import Narrowing
from screens.widgets.record_list import Listed, MarkedRows, RecordList, targets_of
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from screens.presentation.listing import Table  # loaded when the first table is asked for


class ListScreen(Narrowing, MarkedTargets, ListKeys):
    """A subclass says what the rows are; filters, sorting, marks, copies and exports follow from them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "Open", id="open", tooltip="Open the target that this is about"),
        Binding("a", "add", "Add", id="add", tooltip="Add something here: a target, an objective, a person, …", show=False),
        Binding("slash", "search", "Filter", id="filter", tooltip="Filter as you type; ! inverts"),
        Binding("escape", "clear", "Back", id="clear", tooltip="Take filters away, then marks, then go back", show=False),
        Binding("q", "back", "Back", id="back", tooltip="Go back to where you came from"),
    ]
    NAME = ""
    """What an export of it is called after."""
    COLUMNS: ClassVar[tuple[str, ...]] = ()
    """The names of what each row says."""

    def __init__(self, plan: Plan, today: date, user: str) -> None:
        super().__init__(plan, today)
        self.user = user
        self._row_left = ""
        """The id of the row to begin on; nothing for the first."""
        self._shown: RecordList | None = None
        """The list, also once the screen is left."""

    @property
    def entries(self) -> Sequence[Listed]:
        """All rows that there are, in the order that the list has by itself."""
        raise NotImplementedError

    @property
    def heading(self) -> tuple[Line, Line]:
        """What the line on top says at the left and at the right."""
        raise NotImplementedError

    def headings(self, width: int) -> Line:
        """Return the names of the columns above rows of so many cells."""
        raise NotImplementedError

    @property
    def nothing(self) -> str:
        """Why there is no row at all, and the key that helps."""
        raise NotImplementedError

    def below(self, width: int) -> Sequence[Line]:
        """Return what is said below the last row, in so many cells."""
        del width
        return ()

    @property
    def place(self) -> Place:
        """What narrows it, and where the cursor is."""
        row = self._shown.current if self._shown else None
        return Place(self.words, self.quick, self.order_name, row.id if row else "")

    def begin_at(self, place: Place) -> None:
        """Open as it was left; the cursor comes to its row once that is there."""
        self.words = place.words
        self.quick = place.quick if place.quick in self.quick_filters else ""
        self.order_name = place.order if place.order in self.orders else ""
        self._row_left = place.cursor

    def compose(self) -> ComposeResult:
        """Lay out the lines, the list and the field for the filter, which is out of sight until it is wanted."""
        yield TitleLine(id="head")
        yield TitleLine(id="columns")
        yield MarkedRows()
        yield FilterField(name="filter", placeholder="type to filter; ! inverts; Enter keeps, Esc clears", value=self.words)
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show it for the first time."""
        self._shown = self.listing
        self._shown.await_row(self._row_left)
        self.show()

    def watch_plan(self) -> None:
        """Show what is new, and move nothing."""
        if self.can_show:
            self.show()

    watch_today = on_resize = watch_plan

    def show(self) -> None:
        """Show the rows that are wanted, or why there is none."""
        listing, room, every = self.listing, max(self.app.size.width - 4, 20), self.entries
        listing.show(self.wanted(every), self.words_to_filter)
        why_empty = self.why_empty if every else self.nothing
        listing.note = self.below(room) if listing.rows else sentence(why_empty, room)
        self.query_one("#head", TitleLine).say(*self.heading)
        self._say_what_narrows()

    def _say_what_narrows(self) -> None:
        listing, words = self.listing, self.words_to_filter
        said = what_narrows(len(listing.marked), (self.quick, f"/{words}" if words else ""), len(listing.rows), self.order_name)
        headings = (Span(" "), *self.headings(self.app.size.width - 1))
        self.query_one("#columns", TitleLine).say(over(said, headings))

    @property
    def marked(self) -> tuple[str, ...]:
        """The targets that the marked rows are about."""
        return targets_of(self.listing.marked)

    def unmark(self) -> None:
        """Have nothing marked."""
        if self.can_show:  # it may have been left while the file was waited for
            self.listing.mark(())
            self._say_what_narrows()

    @property
    def table(self) -> "Table":
        """The marked rows, or else all that are listed, as they are listed."""
        from screens.presentation.listing import Table

        rows = self.listing.marked or self.listing.rows
        return Table(self.COLUMNS, [row.cells for row in rows if row.id], self.NAME)

    @property
    def to_copy(self) -> str:
        """What the row under the cursor is called."""
        row = self.listing.current
        return row.title if row else ""

    def action_mark(self) -> None:
        """Mark the row, or unmark it."""
        self.listing.turn_mark()
        self._say_what_narrows()

    def action_clear(self) -> None:
        """Take away the filters, then the marks; where there is neither, go back."""
        if self.is_narrowed:
            self.show_all()
        elif self.listing.marked:
            self.unmark()
        else:
            self.action_back()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss("")


def sentence(text: str, width: int) -> list[Line]:
    """Return a sentence as rows of so many cells."""
    return [(Span(row, "muted"),) for row in wrap(text, width)]
