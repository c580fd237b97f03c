"""People: teams, people and periods with what each owns, and the keys to add, edit, hand over, merge and retire."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from kptui.models.organisation import Person
from kptui.models.record import Record
from screens.messages import AboutRecord, HandOver, MergeDuplicate
from screens.presentation.filters import is_within
from screens.presentation.line import Line
from screens.presentation.people import PEOPLE_COLUMNS, Entry, entries, entry_cells, entry_line, people_head, people_headings
from screens.widgets.list_screen import ListScreen, sentence
from screens.widgets.narrowing import Arranges, Keeps, turns
from screens.widgets.record_list import Listed


class People(ListScreen):
    """The list; a person or a team stands for the targets that are theirs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "check_in", "Check in", id="check_in", tooltip="Check in on what they own, or all marked"),
        Binding("w", "explain", "Why", id="why", tooltip="Say why what they own stands as it does", show=False),
        Binding("a", "add", "Add", id="add", tooltip="Add a person, a team, a department or a period"),
        Binding("e,enter,o", "edit", "Edit", id="edit", tooltip="Edit what the cursor is on"),
        Binding("t", "hand_over", "Hand over", id="hand_over", tooltip="Give all that this person owns to another"),
        Binding("m", "merge", "Merge", id="merge", tooltip="Have another stand for this duplicate", show=False),
        Binding("x", "retire", "Retire", id="retire", tooltip="Take it out of sight, after asking", show=False),
        *turns("My team/people/without targets", "The tree of teams/by name/most targets first"),
    ]
    NAME = "people"
    COLUMNS = PEOPLE_COLUMNS
    NEEDS = "move to somebody who owns a target first"
    SHOWS_ALL = True

    @property
    def entries(self) -> Sequence[Listed]:
        """A row for each team, person and period, and for each heading."""
        return [_row(entry) for entry in entries(self.plan, self.today, flat=bool(self.order_name))]

    @property
    def quick_filters(self) -> Mapping[str, Keeps]:
        """The team of the one who looks and those beneath it with their people, people alone, and people who own no target."""
        person = self.plan.person_of(self.user)
        team = person.team if person else None
        return {
            "my team": lambda row: team is not None and is_within(self.plan, self._team_of(row), team),
            "people": lambda row: row.cells.get("what") == "person",
            "without targets": lambda row: row.cells.get("what") == "person" and not row.targets,
        }

    def _team_of(self, row: Listed) -> str | None:
        record = self.plan.get(row.record)
        return record.team if isinstance(record, Person) else row.record

    @property
    def orders(self) -> Mapping[str, Arranges]:
        """By name, and by how many targets they own."""
        return {
            "by name": lambda rows: sorted(rows, key=lambda row: str(row.cells["name"]).casefold()),
            "most targets": lambda rows: sorted(rows, key=lambda row: -len(row.targets)),
        }

    @property
    def heading(self) -> tuple[Line, Line]:
        """How many there are."""
        return people_head(self.plan)

    def headings(self, width: int) -> Line:
        """Return the names of the columns."""
        return people_headings(width)

    @property
    def nothing(self) -> str:
        """That there is nobody."""
        return "There is nobody here yet. Press a to add a person, a team or a period."

    def below(self, width: int) -> Sequence[Line]:
        """Return that there are teams and nobody in them."""
        return [] if self.plan.people else sentence(self.nothing, width)

    @property
    def record(self) -> Record | None:
        """What the cursor is on."""
        row = self.listing.current
        return self.plan.get(row.record) if row else None

    @property
    def record_id(self) -> str | None:
        """The id of what the cursor is on."""
        return self.record.id if self.record else None

    def why_not(self, action: str) -> str:
        """Return that an action needs a person, or marks."""
        if action in ("hand_over", "merge") and not isinstance(self.record, Person):
            return "move to a person first"
        if action == "as_before" and not self.marked:
            return "mark whose targets it is for first, with v"
        return super().why_not(action)

    def ask_of_person(self, message: type[AboutRecord]) -> None:
        """Ask something about the person."""
        if isinstance(self.record, Person):
            self.ask_about(message)
        else:
            self.notify("Move to a person first: only people hand over and are merged.", markup=False)

    def action_as_before(self) -> None:
        """Check in as last time on all that is owned by those who are marked; a key alone is too little for so many."""
        if self.marked:
            super().action_as_before()
        else:
            self.notify("Mark whose targets it is for first, with v.", markup=False)

    def action_hand_over(self) -> None:
        """Ask who is to have all that the person owns."""
        self.ask_of_person(HandOver)

    def action_merge(self) -> None:
        """Ask who is to stand for the person."""
        self.ask_of_person(MergeDuplicate)

    def action_open(self) -> None:
        """Edit what is clicked."""
        self.action_edit()


def _row(entry: Entry) -> Listed:
    record = entry.record
    if record is None:
        return Listed("", partial(entry_line, entry))
    return Listed(record.id, partial(entry_line, entry), entry.targets, entry_cells(entry), record.id, entry.name)
