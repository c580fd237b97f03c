"""Mine and due: what one person owes, what waits for them and what they promised; several check-ins at once, as before."""

from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from kptui.mine import Duty, Sort, mine
from kptui.plan import Plan
from screens.presentation.duties import duties_head, duty_headings, duty_line, duty_words, how_sure, nothing_mine
from screens.presentation.line import Line, Span, line
from screens.widgets.list_keys import DutyKeys, Who
from screens.widgets.list_screen import ListScreen
from screens.widgets.record_list import Listed, RecordList
from screens.widgets.toned import TitleLine


class Duties(RecordList):
    """The rows; its keys are the first that are hinted at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "screen.as_before", "Same", id="as_before", tooltip="Check in as last time, on all marked"),
        Binding("space,v", "screen.mark", "Mark", id="mark", tooltip="Mark this row, or unmark it"),
    ]


class Mine(DutyKeys, ListScreen):
    """The list of the one who looks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "narrow", "Due/all", id="quick_filter", tooltip="What is due alone, or all that is mine", show=False),
        Binding("S", "sort", "Sort", id="sort", tooltip="By what it is, or by the day it is due", show=False),
    ]

    def __init__(self, plan: Plan, today: date, who: Who) -> None:
        super().__init__(plan, today, Duties)
        self.who = who
        self._only_due = self._by_day = False

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What is on the list, in its order."""
        person = self.plan.person_of(self.who.user)
        found = () if person is None else mine(self.plan, self.today, person)
        if self._only_due:
            found = tuple(d for d in found if d.sort is not Sort.target)
        return tuple(sorted(found, key=lambda d: d.due or date.max)) if self._by_day else found

    def show(self) -> None:
        """Show the list."""
        duties, width = self.duties, self.app.size.width
        self.listing.show([self._row(duty) for duty in duties], self.words)
        user = self.who.user
        nothing = nothing_mine(self.plan, user, self.words, width, only_due=self._only_due)
        person = self.plan.person_of(user)
        sure = how_sure(self.plan, self.today, person, width) if person else []
        self.listing.note = sure if self.listing.rows else nothing
        self.query_one("#head", TitleLine).say(*duties_head(duties, width))
        self.query_one("#columns", TitleLine).say(self._columns(width))

    def _row(self, duty: Duty) -> Listed:
        draw = partial(duty_line, self.plan, self.today, duty)
        return Listed(duty.record.id, draw, duty.target.id, duty_words(self.plan, duty))

    def _columns(self, width: int) -> Line:
        said = [f"/{self.words}"] if self.words else []
        said += ["due"] if self._only_due else []
        said += ["by day"] if self._by_day else []
        return line(Span(f" {', '.join(said)}", "accent")) if said else line(" ", *duty_headings(width - 1))

    def done_as_before(self, target_ids: tuple[str, ...]) -> None:
        """Take the marks away."""
        del target_ids
        self.listing.mark(())

    def action_mark(self) -> None:
        """Mark the row, or unmark it."""
        self.listing.turn_mark()

    def action_narrow(self) -> None:
        """Show what is due alone, or all of it."""
        self._only_due = not self._only_due
        self.show()

    def action_sort(self) -> None:
        """Turn between the order of what things are and that of days."""
        self._by_day = not self._by_day
        self.show()
