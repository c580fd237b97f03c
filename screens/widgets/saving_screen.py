"""Saving screen: saves a Change, says who keeps it waiting, lets that be given up, and goes on once the file is safe."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import NamedTuple

from textual import work
from textual.worker import Worker

from kptui.changes import Change
from kptui.errors import KptuiError
from kptui.plan import Plan
from kptui.wait import Wait
from screens.messages import KeysMayGoOn
from screens.presentation.line import BLANK, Line, Span
from screens.widgets.plan_screen import PlanScreen

TICK, PATIENCE = 0.25, 0.5
"""Seconds between two looks at who keeps a save waiting, and after which that is said."""


class Saving(NamedTuple):
    """How a screen saves."""

    save: Callable[[Change, Wait], Awaitable[None]]
    """Saves a Change; returns once it is safe, or raises KptuiError."""
    waiting_for: Callable[[], str | None]
    """Returns the login of who is saving just now."""


class SavingScreen(PlanScreen):
    """A subclass shows what is said, and says what is to be saved."""

    def __init__(self, plan: Plan, today: date, saving: Saving) -> None:
        super().__init__(plan, today)
        self._saving = saving
        self.said: Line = BLANK
        """What there is to say of the saving."""
        self._under_way: tuple[Wait, Worker[None]] | None = None
        """The wait of what is being saved just now, and who sees to it."""

    def show(self) -> None:
        """Show how things stand, and what is said."""
        raise NotImplementedError

    def say(self, sentence: str, tone: str) -> None:
        """Say something, in place of what was said before."""
        self.said = (Span(sentence, tone),) if sentence else BLANK
        self.show()

    @property
    def is_saving(self) -> bool:
        """Whether something is being saved just now."""
        return self._under_way is not None

    def put_away(self, change: Change, saved: Callable[[], None], *, saying: str = "Saving …") -> None:
        """Save a Change, and call `saved` once it is safe; keys wait, as they may be meant for what comes then."""
        self.keys_wait = True
        self.say(saying, "muted")
        wait = Wait()
        self._under_way = wait, self._put_away(change, wait, saved)

    @work
    async def _put_away(self, change: Change, wait: Wait, saved: Callable[[], None]) -> None:
        clock = self.set_interval(TICK, lambda: self._say_for_whom(wait))
        try:
            await self._saving.save(change, wait)
        except KptuiError as error:
            self.refused(error)
            self.post_message(KeysMayGoOn())
        else:
            saved()
        finally:
            clock.stop()
            self._under_way = None

    def refused(self, error: KptuiError) -> None:
        """Say why nothing was saved."""
        self.say(f"{error.title}: {error}", "bad")

    def _say_for_whom(self, wait: Wait) -> None:
        """Say who is at the file; from now on keys do what they do, as it may take a while."""
        login = self._saving.waiting_for()
        if login and wait.seconds >= PATIENCE:
            self.say(
                f"Waiting for {self.plan.name_of(login)}, {wait.seconds:.0f} s. Esc gives up; ^Q quits and keeps the draft.",
                "accent",
            )
            self.post_message(KeysMayGoOn())

    def give_up(self) -> bool:
        """Wait no longer for the file; return False where nothing waits, or where it is being written already."""
        if self._under_way is None or not self._under_way[0].give_up():
            return False
        self._under_way[1].cancel()
        self.say("Given up: nothing was saved. ^S saves what is here.", "accent")
        return True
