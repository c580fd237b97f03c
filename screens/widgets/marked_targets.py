"""Marked targets: the keys that act on every target that is marked, or on the one that the cursor is on."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from kptui.models.target import State, Target
from screens.messages import CheckInAsBefore, HandOverTargets, StartCheckIn, WithTargets
from screens.widgets.target_keys import TargetKeys


class MarkedTargets(TargetKeys):
    """A subclass says which are marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "check_in", "Check in", id="check_in", tooltip="Check in on this target, or all marked"),
        Binding("equals_sign", "as_before", "Same", id="as_before", tooltip="Check in as last time, on all marked", show=False),
        Binding("t", "hand_over", "Hand over", id="hand_over", tooltip="Give this target, or all marked, to another", show=False),
    ]

    @property
    def marked(self) -> tuple[str, ...]:
        """The ids of the targets that are marked and in view."""
        raise NotImplementedError

    @property
    def listed(self) -> tuple[str, ...]:
        """The marked targets, or else all that are listed."""
        return self.marked or self.order

    def unmark(self) -> None:
        """Have nothing marked."""
        raise NotImplementedError

    def why_not(self, action: str) -> str:
        """Return what an action lacks; what is marked needs no cursor on a target."""
        return "" if action == "check_in" and self.marked else super().why_not(action)

    def action_check_in(self) -> None:
        """Ask for a check-in on the first marked that takes one, the others being next, or on what the cursor is on."""
        if marked := self.marked:
            first = next((t for t in marked if isinstance(f := self.plan.get(t), Target) and f.state is State.active), marked[0])
            self.keys_wait = True
            self.post_message(StartCheckIn(first, marked))
        else:
            super().action_check_in()

    def _ask_with(self, message: type[WithTargets]) -> None:
        chosen = self.marked or self.here
        if chosen:
            self.keys_wait = True
            self.post_message(message(chosen, self.unmark))
        else:
            self.notify("Move to a target first, or mark some with v.", markup=False)

    def action_as_before(self) -> None:
        """Ask for check-ins as last time."""
        self._ask_with(CheckInAsBefore)

    def action_hand_over(self) -> None:
        """Ask to give them to another owner."""
        self._ask_with(HandOverTargets)
