"""Why: one target's status explained on a page of its own, with what would flip it."""

from kptui.models.target import Target
from screens.presentation.line import Line
from screens.presentation.target_view import view_of
from screens.presentation.why import why_page
from screens.widgets.target_sheet import TargetSheet


class Why(TargetSheet):
    """The explanation; the key that opened it closes it."""

    def page(self, target: Target, width: int, height: int) -> list[Line]:
        """Return the figures and the rules behind a status."""
        del height
        return why_page(view_of(self.plan, target, self.today), width)

    def action_explain(self) -> None:
        """Close: it is explained already."""
        self.action_back()
