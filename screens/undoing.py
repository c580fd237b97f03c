"""Undoing: the part of the app that takes back what its user did last, and does it again."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType

from kptui.changes import Change
from kptui.changes.last_change import Made, last_change
from kptui.changes.taking_back import take_back
from kptui.errors import KptuiError, Refused
from kptui.log import told
from kptui.models.record import Record
from kptui.wait import Wait
from screens.background import in_background
from screens.making import MakingApp

_Versions = frozenset[tuple[str, int]]
"""The ids and versions of the records of one change."""


class Ready(NamedTuple):
    """What is about to be taken back, and what that comes to."""

    change: Change
    versions: _Versions
    told: Sequence[str]


class UndoingApp(MakingApp):
    """Undo goes one change back, and redo takes the undo back; both are changes like any other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", id="undo", tooltip="Take back what you did last", show=False),
        Binding("U,ctrl+r", "redo", "Redo", id="redo", tooltip="Do again what you took back last", show=False),
    ]
    _undone: frozenset[_Versions] = frozenset()
    """What was taken back on these screens: undone once more, it would be done again."""
    _is_undoing = False

    def action_undo(self) -> None:
        """Take back what the user did last."""
        self._begin_to_take_back(self._refuse_to_undo, "Undone")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._begin_to_take_back(self._refuse_to_redo, "Done again")

    def _begin_to_take_back(self, refuse: Callable[[Sequence[Made]], None], did: str) -> None:
        if not self._is_undoing:
            self._is_undoing = True
            self._take_back(refuse, did)

    def _refuse_to_undo(self, made: Sequence[Made]) -> None:
        if _versions(each.record for each in made) in self._undone:
            raise Refused("What you did last is taken back already; U does it again. Older changes can be edited.")

    def _refuse_to_redo(self, made: Sequence[Made]) -> None:
        if _versions(each.record for each in made) not in self._undone:
            raise Refused("There is nothing to do again: what you did last was no undo.")

    @work
    async def _take_back(self, refuse: Callable[[Sequence[Made]], None], did: str) -> None:
        try:
            ready = await in_background(lambda: self._prepare(refuse))
            await self.save(ready.change, Wait())
        except KptuiError as error:
            self.notify(str(error), title=f"Not {did.lower()}", severity="warning", markup=False)
        else:
            if refuse == self._refuse_to_undo:
                self._undone |= {ready.versions}
            first, *more = ready.told
            self.notify(f"{first}{f', and {len(more)} more' if more else ''}", title=did, markup=False)
        finally:
            self._is_undoing = False

    def _prepare(self, refuse: Callable[[Sequence[Made]], None]) -> Ready:
        """Find what was done last. What one login saves within a second counts as one change, so this one is a second later."""
        made = last_change(self.store.documents(), self.user, self.store.history)
        refuse(made)
        at = max(self.now(), *(each.record.at + timedelta(seconds=1) for each in made))
        plan = self.store.read()
        change = take_back(made, at, self.user)
        records = change(plan)
        return Ready(change, _versions(records), told(plan, records, self.today))


def _versions(records: Iterable[Record]) -> _Versions:
    return frozenset((record.id, record.version) for record in records)
