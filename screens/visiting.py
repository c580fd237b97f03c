"""Visiting: the part of the app that goes to a place in one step: search, settings, about."""

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from kptui import paths
from kptui.errors import BadSettings, KptuiError
from kptui.models.check_in import CheckIn
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.target import Target
from kptui.text import printable
from screens.background import in_background
from screens.live import LiveApp
from screens.messages import OpenTarget, SetPreference
from screens.several import SeveralApp

CHANGES = ("check_in", "add", "edit", "retire", "undo", "redo", "policy", "stand_up", "as_before", "hand_over", "settle", "merge")
"""Actions that end in something saved."""


class VisitingApp(SeveralApp):
    """Opens what is found or asked for, wherever one is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f,f3", "find('')", "Search", id="search", tooltip="Look for words in everything", show=False),
        Binding("f2", "preferences", "Settings", id="preferences", tooltip="Colours, signs, what to begin with", show=False),
        Binding("f12", "about", "About", id="about", tooltip="Versions, and where everything is", show=False),
    ]

    def action_find(self, words: str) -> None:
        """Look for words in everything."""
        from screens.search import Search

        if not isinstance(self.screen, Search):
            search = Search(self.plan, self.today, self.user, words, self.notes)
            self.open(search.data_bind(LiveApp.plan, LiveApp.today), self._go_there)

    find = action_find

    def why_not(self, action: str) -> str:
        """Return why an action can do nothing just now; where the plan takes no changes, that."""
        changes = self.read_only and action.partition("(")[0] in CHANGES
        return f"nothing can be saved: {self.store.read_only}".rstrip(".") if changes else super().why_not(action)

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

    def action_preferences(self) -> None:
        """Show what this person may choose."""
        from screens.preferences import Preferences

        if not isinstance(self.screen, Preferences):
            screen = Preferences(self.plan, self.today, self.settings, printable(str(paths.settings_paths()[-1])))
            self.open(screen, lambda _: None)

    def on_set_preference(self, message: SetPreference) -> None:
        """Apply a choice, and keep it."""
        from kptui.own_settings import write_setting
        from screens.preferences import Preferences

        self.use(replace(self.settings, **{message.key: message.value}))  # type: ignore[arg-type]
        trouble = ""
        try:
            write_setting(paths.settings_paths()[-1], message.key, message.value)
        except BadSettings as error:
            trouble = f"For now it is so, but not kept: {error}"
        if isinstance(self.screen, Preferences):
            self.screen.chosen(self.settings, trouble)
        self.on_keys_may_go_on()

    def action_about(self) -> None:
        """Show versions and places."""
        from screens.about import About
        from screens.facts import facts_of

        if not isinstance(self.screen, About):
            self.open(About(self.plan, self.today, facts_of(self.store, self.user, self)), lambda _: None)
