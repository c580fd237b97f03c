"""Visiting: the part of the app that goes to a place in one step: search, settings, about, and the screen before."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from kptui.errors import KptuiError
from kptui.models.check_in import CheckIn
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.target import Target
from screens.background import in_background
from screens.commanding import CommandingApp
from screens.live import LiveApp
from screens.messages import OpenTarget


class VisitingApp(CommandingApp):
    """Opens what is found or asked for, wherever one is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f,f3", "find('')", "Search", id="search", tooltip="Look for words in everything", show=False),
    ]

    def action_find(self, words: str) -> None:
        """Look for words in everything."""
        from screens.search import Search

        if not isinstance(self.screen, Search):
            self.open(Search(self.plan, self.today, words, self.notes).data_bind(LiveApp.plan, LiveApp.today), self._go_there)

    find = action_find

    async def notes(self) -> tuple[CheckIn, ...]:
        """Return all check-ins that people wrote something with; none where they cannot be read, which is said."""

        def read() -> tuple[CheckIn, ...]:
            every = (check_in for target in self.plan.targets for check_in in self.store.history(target.id))
            return tuple(c for c in every if c.achievements or c.challenges or c.adjustment or c.corrects)

        try:
            return await in_background(read)
        except KptuiError as error:
            self._report(error)
            return ()

    def _go_there(self, record_id: str | None) -> None:
        """Go to the place of a record."""
        record = self.plan.get(record_id)
        if isinstance(record, Target):
            self.post_message(OpenTarget(record.id, (record.id,)))
        elif isinstance(record, Objective | Pillar) or record is self.plan.organisation:
            self.action_tree("")
            self.go_to_record(record.id if record else "")
        elif isinstance(record, Person | Team):
            self._go_to_people(record.id)

    def _go_to_people(self, record_id: str) -> None:
        from screens.people import People

        self.action_people()
        here: Screen[object] = self.screen
        if isinstance(here, People):
            here.call_later(here.go_to_record, record_id)

    def action_tree(self, quick: str) -> None:
        """Go back to the tree."""
        raise NotImplementedError
