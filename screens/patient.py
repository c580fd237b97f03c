"""Patient: keys are taken one after the other, each by the screen that the one before it led to.

Stock Textual hands every key on at once: over a slow line, or from fast fingers, what follows the key that opens a form
is taken by the screen beneath, where it means something else.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from textual import events, work
from textual.app import App
from textual.driver import Driver
from textual.notifications import Notify
from textual.screen import Screen
from textual.widget import AwaitMount, Widget

from screens.widgets.plan_screen import PlanScreen
from screens.widgets.too_small import fits

T = TypeVar("T")
AT_ONCE = ("ctrl+q", "ctrl+c")
"""Keys that wait for nothing."""


class PatientApp(App[None], inherit_bindings=False):
    """Keeps keys back until a screen is there, and while one says by `keys_wait` that it is about to change."""

    def __init__(self, driver: type[Driver]) -> None:
        super().__init__(driver_class=driver)
        self._typed: deque[events.Key | events.Paste] = deque()
        """What has not found its screen yet."""
        self._opening = 1
        """How many screens and widgets are on their way; the first screen from the beginning."""

        self._told_at = 0.0
        """When the notice came that is seen, by the clock that keys go by."""

    def on_notify(self, event: Notify) -> None:
        """Have what is said replace what was said before: a second notice on top of the first would hide the plan."""
        self.clear_notifications()
        self._told_at = event.time

    def _clear_what_was_seen(self, event: events.Event) -> None:
        """Take a notice away, which would hide what comes now.

        One that came after the key was pressed is news, and stays; so does an error: what is shown may be old.
        """
        is_grave = any(notice.severity == "error" for notice in self._notifications)
        if self._notifications and event.time > self._told_at and not is_grave:
            self.clear_notifications()

    def on_ready(self) -> None:
        """Hand out what was typed while the program started: the first screen is there."""
        self._opened(self.screen)

    @property
    def _must_wait(self) -> bool:
        return self._opening > 0 or (isinstance(self.screen, PlanScreen) and self.screen.keys_wait)

    async def on_event(self, event: events.Event) -> None:
        """Take keys in their order, and everything else at once; none that would act on what nobody can see."""
        if isinstance(event, events.MouseDown):
            self._clear_what_was_seen(event)
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif isinstance(event, events.Key) and event.key in AT_ONCE:
            await self._press(event)
        elif fits(self.size):
            self._typed.append(event)
            await self._catch_up()

    async def _catch_up(self) -> None:
        while self._typed and not self._must_wait:
            here, event = self.screen, self._typed.popleft()
            await (self._press(event) if isinstance(event, events.Key) else super().on_event(event))
            if self.screen is not here:
                self.call_later(self._catch_up)  # what a screen ended with comes before the keys that follow
                return

    async def _press(self, event: events.Key) -> None:
        """Type into the focused field, or else do what the key is bound to, once the field has all that came before."""
        field = self.focused
        is_typed = field is not None and field.check_consume_key(event.key, event.character)
        if is_typed or event.key in self.screen.active_bindings:
            self._clear_what_was_seen(event)
        if is_typed:
            await super().on_event(event)
            return
        if field is not None:
            await _idle(field)
        if not await self._check_bindings(event.key, priority=True):
            await self._check_bindings(event.key)

    def open(self, screen: Screen[T], then: Callable[[T | None], None]) -> None:
        """Show a screen, which gets the keys from now on; `then` has what it ends with."""

        def closed(result: T | None) -> None:
            then(result)
            self.call_later(self._catch_up)

        self._opening += 1
        self.on_keys_may_go_on()
        self._opened(screen, self.push_screen(screen, closed))

    def open_over(self, widget: Widget) -> None:
        """Lay a widget over the screen that is seen, unless that is only just coming or going; it gets the keys from now on."""
        if self.screen.is_mounted:
            self._opening += 1
            self._opened(widget, self.screen.mount(widget))

    @work
    async def _opened(self, shown: Widget, mounted: AwaitMount | None = None) -> None:
        if mounted is not None:
            await mounted
        await _idle(shown)
        self._opening -= 1
        self.call_later(self._catch_up)

    def on_keys_may_go_on(self) -> None:
        """Hand out what was typed while the screen kept the keys waiting."""
        if not self.screen_stack:
            return  # what was being saved has ended after the program has
        if isinstance(self.screen, PlanScreen):
            self.screen.keys_wait = False
        self.call_later(self._catch_up)


async def _idle(widget: Widget) -> None:
    """Wait until a widget has done all that it was told so far."""
    done = asyncio.Event()
    if widget.is_running and widget.call_later(done.set):
        await done.wait()
