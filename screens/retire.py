"""Retire: what hangs beneath a record, what becomes of it, and one question; nothing is deleted."""

from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.changes import Change
from kptui.changes.retiring import Beneath, beneath, retire
from kptui.differences import title_of
from kptui.models.organisation import Person
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from screens.presentation.line import BLANK, Span
from screens.presentation.retiring import beneath_lines, links_of, question
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.saving_form import FormTools
from screens.widgets.saving_screen import SavingScreen
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

LINK, MERGE = "link", "merge"


class Retire(SavingScreen):
    """The question; it ends with LINK or MERGE where that is wanted instead, else with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "confirm", "Retire it", id="confirm", tooltip="Take it out of sight"),
        Binding("space,t", "turn", "Up/too", id="turn_beneath", tooltip="Have what hangs beneath go up, or go too"),
        Binding("l", "instead('link')", "Only a link", id="retire_link", tooltip="Retire one of its links, and not itself"),
        Binding("m", "instead('merge')", "Merge", id="merge_instead", tooltip="Have another one stand for this duplicate"),
        Binding("escape,n,q", "leave", "Leave it", id="leave_it", tooltip="Go back; nothing is changed"),
    ]

    def __init__(self, plan: Plan, today: date, record: Record, tools: FormTools) -> None:
        super().__init__(plan, today, tools.saving)
        self._record, self._now, self._user = record, tools.now, tools.user
        self._below = Beneath.up

    def compose(self) -> ComposeResult:
        """Lay out the question, what hangs beneath, and the keys."""
        yield TitleLine(id="head")
        yield Lines(id="beneath")
        yield Lines(id="about")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Ask."""
        self.show()

    def watch_plan(self) -> None:
        """Show what others have changed beneath it."""
        if self.can_show:
            self.show()

    on_resize = watch_plan

    def show(self) -> None:
        """Show what would become of what."""
        width, height = self.app.size
        self.query_one("#head", TitleLine).say(question(self.plan, self._record))
        rows = beneath_lines(self.plan, self._record, self._below, width, max(height - 8, 1))
        self.query_one("#beneath", Lines).say([BLANK, *rows])
        self.query_one("#about", Lines).say([(Span(" "), *self.said)])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether there is anything to turn, any link, and anything that could be a duplicate."""
        if action == "turn":
            return bool(beneath(self.plan, self._record))
        if action == "instead":
            return bool(links_of(self.plan, self._record)) if parameters == (LINK,) else isinstance(self._record, Person | Target)
        return True

    def action_instead(self, what: str) -> None:
        """End with what is wanted instead."""
        if not self.is_saving:
            self.dismiss(what)

    def action_turn(self) -> None:
        """Have what hangs beneath go the other way."""
        self._below = Beneath.too if self._below is Beneath.up else Beneath.up
        self.show()

    def action_confirm(self) -> None:
        """Retire it, unless that is under way."""
        if not self.is_saving:
            self.put_away(self._change(self._now()), self._gone)

    def _change(self, at: datetime) -> Change:
        return retire(self._record, at, self._user, self._below)

    def _gone(self) -> None:
        name = title_of(self._record, self.plan.records)
        self.notify(f"{name} is retired. It is kept, out of sight.", title="Saved", markup=False)
        self.dismiss("")

    def action_leave(self) -> None:
        """Give up the wait, or go back."""
        if self.is_saving:
            self.give_up()
        else:
            self.dismiss("")
