"""Target detail: everything about one target on a page that scrolls."""

from collections.abc import Awaitable, Callable
from datetime import date

from textual import work

from kptui.models.check_in import CheckIn
from kptui.models.target import Target
from kptui.plan import Plan
from screens.presentation.line import Line
from screens.presentation.target_page import target_page
from screens.presentation.target_view import view_of
from screens.widgets.target_sheet import TargetSheet

History = Callable[[str], Awaitable[tuple[CheckIn, ...]]]
"""Asks for all check-ins on a target."""


class TargetDetail(TargetSheet):
    """Figures, chart, reasons, history, influences and line of sight."""

    def __init__(self, plan: Plan, today: date, target_id: str, order: tuple[str, ...], *, ask_history: History) -> None:
        super().__init__(plan, today, target_id, order)
        self._ask_history = ask_history
        self._history: dict[str, tuple[CheckIn, ...]] = {}

    def page(self, target: Target, width: int, height: int) -> list[Line]:
        """Return everything about a target; its history as soon as it was read."""
        view = view_of(self.plan, target, self.today, self._history.get(target.id))
        return target_page(view, width, height)

    def show(self, *, top: bool = False) -> None:
        """Write the page, and read the history that goes with it."""
        super().show(top=top)
        self._read_history(self.target_id)

    @work(exclusive=True)
    async def _read_history(self, target_id: str) -> None:
        history = await self._ask_history(target_id)
        if self._history.get(target_id) != history:
            self._history[target_id] = history
            super().show()
