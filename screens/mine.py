"""Mine and due: what one person owes, what waits for them and what they promised; several check-ins at once, as before."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from kptui.mine import Duty, mine
from kptui.plan import Plan
from screens.presentation.duties import (
    DUTY_COLUMNS,
    IN_TROUBLE_WORDS,
    WORST_FIRST_WORDS,
    duties_head,
    duty_cells,
    duty_headings,
    duty_line,
    how_sure,
)
from screens.presentation.line import Line, cut
from screens.widgets.list_keys import DutyKeys, Who
from screens.widgets.list_screen import ListScreen
from screens.widgets.narrowing import Arranges, Keeps, turns
from screens.widgets.record_list import Listed


class Mine(DutyKeys, ListScreen):
    """The list of the one who looks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("equals_sign", "as_before", "Same", id="as_before", tooltip="Check in as last time, on all marked"),
        *turns("Due/in trouble", "By what it is/by day/worst first", hinted=False),
    ]
    NAME = "mine"
    COLUMNS = DUTY_COLUMNS

    def __init__(self, plan: Plan, today: date, who: Who) -> None:
        super().__init__(plan, today, who.user)
        self.who = who

    @property
    def duties(self) -> tuple[Duty, ...]:
        """What is on the list, in its order."""
        person = self.plan.person_of(self.user)
        return () if person is None else mine(self.plan, self.today, person)

    @property
    def entries(self) -> Sequence[Listed]:
        """A row for each duty."""
        return [self._row(duty) for duty in self.duties]

    def _row(self, duty: Duty) -> Listed:
        draw = partial(duty_line, self.plan, self.today, duty)
        title = f"{duty.target.code} {duty.target.name}"
        return Listed(duty.record.id, draw, (duty.target.id,), duty_cells(self.plan, self.today, duty), title=title)

    @property
    def quick_filters(self) -> Mapping[str, Keeps]:
        """What is due, and what is in trouble."""
        return {
            "due": lambda row: bool(row.cells["what"]),
            "in trouble": lambda row: row.cells["status"] in IN_TROUBLE_WORDS,
        }

    @property
    def orders(self) -> Mapping[str, Arranges]:
        """By day, and by status."""
        return {
            "by day": lambda rows: sorted(rows, key=lambda row: str(row.cells["by"] or date.max)),
            "worst first": lambda rows: sorted(rows, key=lambda row: WORST_FIRST_WORDS.index(str(row.cells["status"]))),
        }

    @property
    def heading(self) -> tuple[Line, Line]:
        """How much of each there is."""
        return duties_head(self.duties, self.app.size.width)

    def headings(self, width: int) -> Line:
        """Return the names of the columns."""
        return duty_headings(width)

    @property
    def nothing(self) -> str:
        """Why nothing is theirs."""
        if self.plan.person_of(self.user) is None:
            who = cut(self.user, 30)
            return f"Nobody in this plan has the login {who}, so nothing is yours. Press 1 for the tree, p for the people."
        return "Nothing here is yours. Press 1 for the tree, where a adds a target."

    def below(self, width: int) -> Sequence[Line]:
        """Return how often what they were sure of came true."""
        person = self.plan.person_of(self.user)
        return how_sure(self.plan, self.today, person, width) if person else ()
