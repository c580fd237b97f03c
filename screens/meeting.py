"""Meeting: the part of the app that opens what people meet over: stand-up, one's own list, notes, the log; and saves for them."""

from collections import deque
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kptui.errors import KptuiError
from kptui.log import Entry, entries
from kptui.models.target import State, Target
from kptui.wait import Wait
from screens.background import in_background
from screens.live import LiveApp
from screens.messages import SaveChange, StartNote, StartStandUp
from screens.presentation.meeting import Meeting
from screens.undoing import UndoingApp
from screens.widgets.saving_form import THEN_NEXT
from screens.widgets.saving_screen import PATIENCE, TICK

MOST_ENTRIES = 2000
"""How many entries of the log are kept at hand; `kptui log --all` has the rest."""


class MeetingApp(UndoingApp):
    """Answers what screens ask for when people meet; each screen is loaded when it first opens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("2", "mine", "Mine and due", id="mine", tooltip="What you owe, and what waits for you", show=False),
        Binding("3", "stand_up", "Stand-up", id="stand_up", tooltip="Hold a stand-up on all targets", show=False),
        Binding("L", "log", "Log", id="log", tooltip="Who changed what, and when", show=False),
    ]

    def action_mine(self) -> None:
        """Show what is the user's."""
        from screens.mine import Mine
        from screens.widgets.list_keys import Who

        if not isinstance(self.screen, Mine):
            who = Who(self.user, self.now)
            self.open(Mine(self.plan, self.today, who).data_bind(LiveApp.plan, LiveApp.today), lambda _: None)

    def action_log(self) -> None:
        """Show who changed what."""
        from screens.log import Log

        if not isinstance(self.screen, Log):
            self.open(Log(self.plan, self.today, self.user, self.recent).data_bind(LiveApp.plan, LiveApp.today), lambda _: None)

    async def recent(self) -> tuple[tuple[Entry, ...], int]:
        """Return the newest entries of the log, the newest first, and how many older ones there are; none where that fails."""

        def read() -> tuple[tuple[Entry, ...], int]:
            newest: deque[Entry] = deque(maxlen=MOST_ENTRIES)
            every = 0
            for every, entry in enumerate(entries(self.store.documents()), 1):  # noqa: B007 - it counts them
                newest.append(entry)
            return tuple(reversed(newest)), every - len(newest)

        try:
            return await in_background(read)
        except KptuiError as error:
            self._report(error)
            return (), 0

    def on_save_change(self, message: SaveChange) -> None:
        """Save something for a screen that goes on."""
        if self._may_change():
            self._save_for(message)

    @work
    async def _save_for(self, message: SaveChange) -> None:
        wait = Wait()
        clock = self.set_interval(TICK, lambda: self._say_for_whom(wait))
        try:
            await self.save(message.change, wait)
        except KptuiError as error:
            self.notify(str(error), title=error.title, severity="warning", markup=False)
        else:
            self.notify(message.saved, title="Saved", markup=False)
            if message.then is not None:
                message.then()
        finally:
            clock.stop()
            self.on_keys_may_go_on()

    def _say_for_whom(self, wait: Wait) -> None:
        """Say who is at the file; from now on keys do what they do, as it may take a while."""
        login = self.store.waiting_for()
        if login and wait.seconds >= PATIENCE:
            self.notify(f"Waiting for {login}, {wait.seconds:.0f} s.", title="Not saved yet", markup=False)
            self.on_keys_may_go_on()

    def on_start_note(self, message: StartNote) -> None:
        """Open the line for a note."""
        target = self.plan.get(message.target_id)
        if isinstance(target, Target) and self._may_change():
            from screens.note import Note

            note = Note(self.plan, self.today, message.kind, target, self.tools)

            def closed(then: str | None) -> None:
                if then == THEN_NEXT:
                    self.on_start_note(message)

            self.open(note.data_bind(LiveApp.plan, LiveApp.today), closed)

    def action_stand_up(self) -> None:
        """Hold a stand-up on all targets, or go on with the one that was left."""
        from screens.stand_up import StandUpScreen

        if not any(isinstance(screen, StandUpScreen) for screen in self.screen_stack):
            self.on_start_stand_up(StartStandUp(tuple(target.id for target in self.plan.targets)))

    def on_start_stand_up(self, message: StartStandUp) -> None:
        """Ask who is here, and begin; one that was left today goes on."""
        from screens.stand_up import DRAFT

        left = Meeting.from_draft(self.tools.drafts.find(DRAFT))
        if not self._may_change():
            return
        if left is not None and self.plan.today(left.began_at) == self.today and self.plan.get(left.id) is None:
            self.notify("The stand-up goes on where you left it.", markup=False)
            self._hold(left)
        else:
            active = [i for i in message.target_ids if isinstance(t := self.plan.get(i), Target) and _is_gone_through(t)]
            self._ask_who_is_here(tuple(active))

    def _ask_who_is_here(self, target_ids: tuple[str, ...]) -> None:
        from kptui.stand_up import last_stand_up, who_may_be_there
        from screens.attendance import BEGIN, Attendance

        if not target_ids:
            self.notify(
                "There is nothing to go through: no target in view is active. Press 1 to see all, a to add one.", markup=False
            )
            self.on_keys_may_go_on()
            return
        people, last = who_may_be_there(self.plan, target_ids), last_stand_up(self.plan, target_ids)
        screen = Attendance(self.plan, self.today, people, last.present if last else [person.id for person in people])

        def begin(then: str | None) -> None:
            if then == BEGIN:
                self._hold(Meeting.begin(self.plan, target_ids, screen.present, self.now()))

        self.open(screen.data_bind(LiveApp.plan, LiveApp.today), begin)

    def _hold(self, meeting: Meeting) -> None:
        from screens.stand_up import OVER, THROWN_AWAY, StandUpScreen

        screen = StandUpScreen(self.plan, self.today, meeting, self.tools)

        def closed(then: str | None) -> None:
            if then == OVER:
                self._end(screen.meeting)
            elif then != THROWN_AWAY:
                self.notify("The stand-up is kept; s goes on with it.", markup=False)

        self.open(screen.data_bind(LiveApp.plan, LiveApp.today), closed)

    def _end(self, meeting: Meeting) -> None:
        """Show the minutes; once they are saved, nothing is left to go on with."""
        from screens.minutes import BACK, Minutes
        from screens.stand_up import DRAFT

        screen = Minutes(self.plan, self.today, meeting, self.tools)

        def closed(then: str | None) -> None:
            if then == BACK:
                self._hold(meeting)
            elif screen.is_saved:
                self.tools.drafts.forget(DRAFT, meeting.as_draft())

        self.open(screen.data_bind(LiveApp.plan, LiveApp.today), closed)


def _is_gone_through(target: Target) -> bool:
    return target.state is State.active and not target.retired
