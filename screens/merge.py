"""Merge: two people's edits of one record side by side, of which one is chosen field by field."""

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from kptui.forms import Clash
from screens.presentation.form_rows import LABEL_WIDTH
from screens.presentation.line import BLANK, Line, Span, left, line, wrap
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.rows import Rows
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall


class ClashRows(Rows):
    """One row for each field: as it was, as one typed it, as the other saved it."""

    class Moved(Message):
        """The cursor is on another row."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__()
        self._clashes = clashes
        self.mine = {clash.name for clash in clashes}
        """The fields where one's own edit is to stand."""

    @property
    def row_count(self) -> int:
        """How many fields both have changed."""
        return len(self._clashes)

    @property
    def clash(self) -> Clash:
        """The field that the cursor is on."""
        return self._clashes[self.cursor]

    def go_to(self, index: int) -> None:
        """Move the cursor, and say so."""
        super().go_to(index)
        self.post_message(self.Moved())

    def choose(self, *, mine: bool) -> None:
        """Have one's own edit stand in the row, or the other one."""
        (self.mine.add if mine else self.mine.discard)(self.clash.name)
        self.refresh_line(self.cursor)

    def draw(self, index: int, width: int) -> Line:
        """Return a row with a mark at what is to stand."""
        clash = self._clashes[index]
        is_mine = clash.name in self.mine
        room = column_width(width)
        return line(
            Span(" " + left(clash.label, LABEL_WIDTH - 1)),
            Span(left(clash.before or "empty", room), "muted"),
            *_side(clash.mine, room, chosen=is_mine),
            *_side(clash.theirs, room, chosen=not is_mine),
        )


def _side(text: str, room: int, *, chosen: bool) -> Line:
    return line(
        Span(" ● " if chosen else "   ", "accent"), Span(left(text or "empty", room - 1), "strong" if chosen else "muted")
    )


def column_width(width: int) -> int:
    """Return the cells of each of the three texts."""
    return (width - LABEL_WIDTH - 6) // 3


class Merge(Screen[frozenset[str] | None], inherit_bindings=False):
    """The fields that both changed; it ends with those where one's own edit stands, or None to go back and think."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h,m", "choose(True)", "Yours", id="take_mine", tooltip="Have what you typed stand"),
        Binding("right,l,t", "choose(False)", "Theirs", id="take_theirs", tooltip="Have what the other saved stand"),
        Binding("enter,ctrl+s", "settle", "Save so", id="settle", tooltip="Save it with what is marked", priority=True),
        Binding("escape,q", "close", "Back", id="back_to_form", tooltip="Go back to the form; nothing is saved"),
    ]

    def __init__(self, clashes: Sequence[Clash], by: str) -> None:
        super().__init__()
        self._clashes, self._by = clashes, by

    def compose(self) -> ComposeResult:
        """Lay out title, columns, rows, and both texts in full."""
        yield TitleLine(id="head")
        yield TitleLine(id="columns")
        yield ClashRows(self._clashes)
        yield Lines(id="whole")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin with all of one's own marked."""
        self.query_one("#head", TitleLine).say((Span(f" {self._by} and you changed the same fields", "strong"),))
        self._show()

    def on_resize(self) -> None:
        """Fill the new size."""
        self._show()

    on_clash_rows_moved = on_resize

    def _show(self) -> None:
        width, rows = self.app.size.width, self.query_one(ClashRows)
        room = column_width(width)
        names = "   ".join((left("Before", room), left("Yours", room - 1), left(self._by, room - 1)))
        self.query_one("#columns", TitleLine).say((Span(" " * LABEL_WIDTH + names, "muted"),))
        clash = rows.clash
        texts = (("Before", clash.before), ("Yours", clash.mine), (self._by, clash.theirs))
        whole = [row for name, text in texts for row in _in_full(name, text, width)]
        self.query_one("#whole", Lines).say([BLANK, *whole])

    def action_choose(self, mine: bool) -> None:  # noqa: FBT001 - an action's argument has no name
        """Choose in the row that the cursor is on."""
        self.query_one(ClashRows).choose(mine=mine)

    def action_settle(self) -> None:
        """End with what is chosen."""
        self.dismiss(frozenset(self.query_one(ClashRows).mine))

    def action_close(self) -> None:
        """End without a choice."""
        self.dismiss(None)


def _in_full(name: str, text: str, width: int) -> Collection[Line]:
    rows = wrap(text or "empty", width - LABEL_WIDTH - 1)[:2]
    return [line(Span(" " + left(name if i == 0 else "", LABEL_WIDTH - 1), "muted"), row) for i, row in enumerate(rows)]
