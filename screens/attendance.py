"""Attendance: who is here for a stand-up; whoever was there the last time is marked already."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.models.organisation import Person, Team
from kptui.plan import Plan
from screens.presentation.line import Line, Span, left, line, wrap
from screens.widgets.hint_line import HintLine
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.record_list import Listed, RecordList
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

BEGIN = "begin"
"""What it ends with where the stand-up is to begin."""
_NAME_WIDTH = 28


class Attendance(PlanScreen):
    """The people who have part in the targets."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "Begin", id="begin", tooltip="Begin with those who are marked"),
        Binding("space,v", "mark", "Here/not here", id="mark", tooltip="Mark who is here, or take the mark away"),
        Binding("escape,q", "back", "Leave", id="back", tooltip="Leave, and hold no stand-up"),
    ]

    def __init__(self, plan: Plan, today: date, people: Sequence[Person], present: Sequence[str]) -> None:
        super().__init__(plan, today)
        self._people, self._present = people, present

    def compose(self) -> ComposeResult:
        """Lay out the line on top, the people and the keys."""
        yield TitleLine(id="head")
        yield RecordList()
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show them, those marked who were there the last time."""
        listing = self.query_one(RecordList)
        listing.mark(self._present)
        listing.show([self._row(person) for person in self._people])
        self._show()

    def _row(self, person: Person) -> Listed:
        team = self.plan.get(person.team)
        name = team.name if isinstance(team, Team) else ""
        return Listed(person.id, lambda width: _person_line(person.name, name, width))

    def on_resize(self) -> None:
        """Say it in as many rows as it needs."""
        self._show()

    def _show(self) -> None:
        listing, width = self.query_one(RecordList), self.app.size.width
        here = len(listing.marked)
        self.query_one("#head", TitleLine).say(line(Span(" Who is here?", "strong")), line(Span(f"{here} here ", "muted")))
        nobody = "Nobody has part in these targets. Press Enter to begin anyway; p in the tree shows the people."
        listing.note = [] if self._people else [(Span(row, "muted"),) for row in wrap(nobody, max(width - 4, 20))]

    @property
    def present(self) -> tuple[str, ...]:
        """The ids of those who are here."""
        return tuple(row.id for row in self.query_one(RecordList).marked)

    def action_mark(self) -> None:
        """Mark the person, or take the mark away."""
        self.query_one(RecordList).turn_mark()
        self._show()

    on_rows_chosen = action_mark

    def action_begin(self) -> None:
        """Begin with those who are marked."""
        self.dismiss(BEGIN)

    def action_back(self) -> None:
        """Leave."""
        self.dismiss("")


def _person_line(name: str, team: str, width: int) -> Line:
    return line(" ", Span(left(name, min(_NAME_WIDTH, width - 2))), Span(f" {team}", "muted"))
