"""Undoing: the part of the app that takes back what its user did last, and does it again."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType

from kptui.changes import Change
from kptui.changes.last_change import Made
from kptui.changes.taking_back import take_back
from kptui.changes.undo_stack import UndoStack, undo_stack
from kptui.errors import KptuiError
from kptui.log import told
from kptui.wait import Wait
from screens.background import in_background
from screens.making import MakingApp

_Of = Callable[[UndoStack], Sequence[Made]]
"""Returns which change of the stack is meant, or raises Refused."""


class Ready(NamedTuple):
    """What is about to be taken back, and what that comes to."""

    change: Change
    told: Sequence[str]


class UndoingApp(MakingApp):
    """Undo goes back change by change, and redo forward again; both are changes like any other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "Undo", id="undo", tooltip="Take back what you did last", show=False),
        Binding("U,ctrl+r", "redo", "Redo", id="redo", tooltip="Do again what you took back last", show=False),
    ]
    _is_undoing = False

    def action_undo(self) -> None:
        """Take back what the user did last."""
        self._begin_to_take_back(UndoStack.to_undo, "Undone")

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._begin_to_take_back(UndoStack.to_redo, "Done again")

    def _begin_to_take_back(self, which: _Of, did: str) -> None:
        if not self._is_undoing:
            self._is_undoing = True
            self._take_back(which, did)

    @work
    async def _take_back(self, which: _Of, did: str) -> None:
        try:
            ready = await in_background(lambda: self._prepare(which))
            await self.save(ready.change, Wait())
        except KptuiError as error:
            self.notify(str(error), title=f"Not {did.lower()}", severity="warning", markup=False)
        else:
            first, *more = ready.told
            self.notify(f"{first}{f', and {len(more)} more' if more else ''}", title=did, markup=False)
        finally:
            self._is_undoing = False

    def _prepare(self, which: _Of) -> Ready:
        """Find what is meant. What one login saves within a second counts as one change, so this one is a second later."""
        stack = undo_stack(self.store.documents(), self.user, self.store.history)
        made, last_at = which(stack), stack.last_at
        at = self.now() if last_at is None else max(self.now(), last_at + timedelta(seconds=1))
        plan = self.store.read()
        change = take_back(made, at, self.user)
        return Ready(change, told(plan, change(plan), self.today))
