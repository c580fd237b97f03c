"""Returning: the part of the app that remembers which screen was left, so that one key goes to and fro."""

from collections.abc import Callable
from dataclasses import asdict
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from screens.commanding import CommandingApp
from screens.messages import ExplainStatus, OpenTarget
from screens.session import Place, Session
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.target_sheet import TargetSheet

T = TypeVar("T")


class ReturningApp(CommandingApp):
    """Opens the screen anew that was left last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("grave_accent", "before", "Screen before", id="before", tooltip="Go to the screen that you left", show=False),
    ]
    _reopen: Callable[[], object] | None = None
    """Opens what was left last, as long as nothing was opened since."""

    def open(self, screen: Screen[T], then: Callable[[T | None], None]) -> None:
        """Show a screen, and remember it once it is left; until then the one before it is the one beneath."""

        def closed(result: T | None) -> None:
            self.leave_for_now(screen)
            then(result)

        if self._way_to(screen) is not None:
            self._reopen = None
        super().open(screen, closed)

    def leave_for_now(self, screen: Screen[T]) -> None:
        """Have this be the screen before, if it is a place to come back to."""
        self._reopen = self._way_to(screen) or self._reopen

    def _way_to(self, screen: Screen[T]) -> Callable[[], object] | None:
        """Return what opens a screen anew as it was; None for one that is no place to come back to, such as a form."""
        if isinstance(screen, TargetSheet):
            ask = ExplainStatus if type(screen).__name__ == "Why" else OpenTarget
            return lambda: self.post_message(ask(screen.target_id, screen.order))
        place = screen.place if isinstance(screen, PlanScreen) else None
        return None if place is None else lambda: self.open_list(type(screen).__name__, place)

    def open_list(self, name: str, place: Place) -> None:
        """Open a list by its name, as it was left; nothing where there is no such list."""
        ways: dict[str, Callable[[], None]] = {
            "Mine": self.action_mine,
            "Log": self.action_log,
            "People": self.action_people,
            "Search": lambda: self.find(place.words),
        }
        here = self.screen
        if name in ways:
            ways[name]()
        if self.screen is not here and isinstance(self.screen, PlanScreen):
            self.screen.begin_at(place)

    def left(self) -> Session:
        """Return which list is open, how, and which page on top of it."""
        seen = [screen for screen in self.screen_stack if isinstance(screen, PlanScreen)]
        name, place, page = "", None, ""
        for screen in seen:
            if isinstance(screen, TargetSheet):
                page = screen.target_id
            elif screen.place is not None:
                name, place, page = type(screen).__name__, screen.place, ""
        return Session(target=page, screen=name, place=asdict(place) if place else {})

    def action_before(self) -> None:
        """Open the screen that was left last; where the one beneath was seen after it, leave this one for that."""
        is_place = len(self.screen_stack) == 1 or self._way_to(self.screen) is not None
        if is_place and self._reopen is not None:
            self._reopen()
        elif is_place and len(self.screen_stack) > 1:
            self.call_next(self.run_action, "back", self.screen)
        else:
            self.notify("There is no screen before this one yet.", markup=False)
