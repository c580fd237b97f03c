"""Plan screen: what every screen has that shows targets, its share of the plan and the keys that act on one target."""

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from kptui.models.target import Target
from kptui.plan import Plan
from screens.messages import ExplainStatus, OpenTarget, StartCheckIn


class PlanScreen(Screen[str], inherit_bindings=False):
    """Shows the plan as it stands; a subclass says which target the keys are for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "check_in", "Check in", id="check_in", tooltip="Check in on this target"),
        Binding("w", "explain", "Why", id="why", tooltip="Say why it has its status, and what would change that"),
        Binding("y", "copy", "Copy", id="copy", tooltip="Copy code and title to the clipboard", show=False),
    ]

    plan: reactive[Plan] = reactive(Plan, init=False)
    today: reactive[date] = reactive(date.min, init=False)
    fresh: reactive[frozenset[str]] = reactive(frozenset[str](), init=False)
    """The ids of what someone else has just changed."""

    def __init__(self, plan: Plan, today: date, *, plain: bool) -> None:
        super().__init__()
        self.set_reactive(PlanScreen.plan, plan)
        self.set_reactive(PlanScreen.today, today)
        self.plain = plain

    @property
    def target(self) -> Target | None:
        """The target that the keys are for; None where the cursor is on something else."""
        raise NotImplementedError

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the targets before and after it."""
        raise NotImplementedError

    def _ask(self, message: type[OpenTarget]) -> None:
        if self.target is None:
            self.notify("Move to a target first: they are the rows with a code.", markup=False)
        else:
            self.post_message(message(self.target.id, self.order))

    def action_check_in(self) -> None:
        """Ask for a check-in."""
        self._ask(StartCheckIn)

    def action_explain(self) -> None:
        """Ask for the reasons of the status."""
        self._ask(ExplainStatus)

    def action_copy(self) -> None:
        """Copy code and title, and show what was copied."""
        if self.target is not None:
            text = f"{self.target.code} {self.target.name}"
            self.app.copy_to_clipboard(text)
            self.notify(text, title="Copied", markup=False)
