"""Returning: the part of the app that remembers which screen was left, so that one key goes to and fro."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from screens.commanding import CommandingApp
from screens.messages import ExplainStatus, OpenTarget
from screens.widgets.target_sheet import TargetSheet

T = TypeVar("T")


class ReturningApp(CommandingApp):
    """Opens the screen anew that was left last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("grave_accent", "before", "Screen before", id="before", tooltip="Go to the screen that you left", show=False),
    ]
    _reopen: Callable[[], object] | None = None
    """Opens what was left last; None where nothing was."""

    def open(self, screen: Screen[T], then: Callable[[T | None], None]) -> None:
        """Show a screen, and remember it once it is left."""

        def closed(result: T | None) -> None:
            self.remember(screen)
            then(result)

        super().open(screen, closed)

    def remember(self, screen: Screen[T]) -> None:
        """Have this be the screen before, if it is a place to come back to."""
        self._reopen = self._way_to(screen) or self._reopen

    def _way_to(self, screen: Screen[T]) -> Callable[[], object] | None:
        """Return what opens a screen anew; None for one that is no place to come back to, such as a form."""
        if isinstance(screen, TargetSheet):
            ask = ExplainStatus if type(screen).__name__ == "Why" else OpenTarget
            return lambda: self.post_message(ask(screen.target_id, screen.order))
        ways = {"Mine": self.action_mine, "Log": self.action_log, "People": self.action_people}
        return ways.get(type(screen).__name__)

    def action_before(self) -> None:
        """Leave this screen for the one beneath it; where there is none, open the one that was left."""
        if len(self.screen_stack) > 1 and self._way_to(self.screen) is not None:
            self.call_next(self.run_action, "back", self.screen)
        elif len(self.screen_stack) == 1 and self._reopen is not None:
            self._reopen()
        else:
            self.notify("There is no screen before this one yet.", markup=False)
