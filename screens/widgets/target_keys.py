"""Target keys: the keys that act on one target, on every screen that shows some."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kptui.models.target import State, Target
from kptui.text import clean_line
from screens.messages import AboutRecord, AddBeneath, EditRecord, ExplainStatus, OpenTarget, RetireRecord, StartCheckIn
from screens.widgets.plan_screen import PlanScreen

if TYPE_CHECKING:
    from screens.presentation.listing import Table  # loaded when the first table is asked for

NEED_TARGET = ("check_in", "explain")
"""Actions that are about one target."""


class TargetKeys(PlanScreen):
    """Says which target the keys are for, and asks the app for what they mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "check_in", "Check in", id="check_in", tooltip="Check in on this target"),
        Binding("w", "explain", "Why", id="why", tooltip="Say why it has its status, and what would change that"),
        Binding("a", "add", "Add", id="add", tooltip="Add something here: a target, an objective, a person, …"),
        Binding("e", "edit", "Edit", id="edit", tooltip="Edit what the cursor is on", show=False),
        Binding("x", "retire", "Retire", id="retire", tooltip="Take it out of sight, after asking", show=False),
        Binding("y", "copy", "Copy", id="copy", tooltip="Copy code and title to the clipboard", show=False),
        Binding(
            "Y",
            "app.copy_listed",
            "Copy table",
            id="copy_listed",
            tooltip="Copy what is listed or marked as Markdown",
            show=False,
        ),
        Binding(
            "E",
            "app.ask_to_export",
            "Export",
            id="export_listed",
            tooltip="Write what is listed or marked: .csv, .md",
            show=False,
        ),
    ]

    NEEDS = "move to a target first, a row with a code"
    """What is to be done where the cursor is on no target."""
    SHOWS_ALL = False
    """Whether other records than targets have a place on it too."""

    @property
    def target(self) -> Target | None:
        """The target that the keys are for; None where the cursor is on something else."""
        raise NotImplementedError

    @property
    def here(self) -> tuple[str, ...]:
        """The ids of the targets that the cursor is on."""
        return (self.target.id,) if self.target else ()

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the targets before and after it."""
        raise NotImplementedError

    @property
    def to_copy(self) -> str:
        """Code and title of what the cursor is on; nothing where it has neither."""
        return f"{self.target.code} {self.target.name}" if self.target else ""

    @property
    def listed(self) -> tuple[str, ...]:
        """The targets that are taken out with all of this view: those that are marked, or else all that are listed."""
        return self.order

    @property
    def table(self) -> "Table":
        """What is listed, as it is taken out of the program."""
        from screens.presentation.listing import table_of_targets

        return table_of_targets(self.plan, self.today, self.listed)

    def go_to_record(self, record_id: str) -> None:
        """Show a target that was turned to elsewhere."""
        raise NotImplementedError

    @property
    def record_id(self) -> str | None:
        """The id of the record that the keys are for; the target's, where a screen has nothing else."""
        return self.target.id if self.target else None

    def why_not(self, action: str) -> str:
        """Return that an action needs a target, and one that takes it."""
        if action in NEED_TARGET and self.target is None:
            return self.NEEDS
        if action == "copy" and not self.to_copy:
            return "there is nothing to copy here"
        if action == "check_in" and self.target is not None and self.target.state is not State.active:
            return f"{self.target.code} is {self.target.state.value}; only active targets take check-ins"
        return super().why_not(action)

    def ask_about(self, message: type[AboutRecord]) -> None:
        """Ask something about the record, and keep the keys waiting until the app has taken it in."""
        self.keys_wait = True
        self.post_message(message(self.record_id))

    def action_add(self) -> None:
        """Ask to add something."""
        self.ask_about(AddBeneath)

    def action_edit(self) -> None:
        """Ask for the form of the record."""
        self.ask_about(EditRecord)

    def action_retire(self) -> None:
        """Ask to retire the record."""
        self.ask_about(RetireRecord)

    def ask(self, message: type[OpenTarget]) -> None:
        """Ask something about the target, and keep the keys waiting until the app has taken it in."""
        if self.target is None:
            self.notify(f"{self.NEEDS[0].upper()}{self.NEEDS[1:]}.", markup=False)
        else:
            self.keys_wait = True
            self.post_message(message(self.target.id, self.order))

    def action_check_in(self) -> None:
        """Ask for a check-in."""
        self.ask(StartCheckIn)

    def action_explain(self) -> None:
        """Ask for the reasons of the status."""
        self.ask(ExplainStatus)

    def action_copy(self) -> None:
        """Copy code and title, and show what was copied."""
        if text := clean_line(self.to_copy):
            self.app.copy_to_clipboard(text)
            self.notify(text, title="Copied", markup=False)
        else:
            self.notify("There is nothing to copy here; move to something with a name.", markup=False)
