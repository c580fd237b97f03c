"""Target sheet: a page about one target, its name and status on top; the brackets turn to the one before and the next."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import judge_with_warnings
from screens.presentation.line import Line, Span
from screens.presentation.why import status_line
from screens.widgets.hint_line import HintLine
from screens.widgets.sheet import Sheet
from screens.widgets.target_keys import TargetKeys
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall


class TargetSheet(TargetKeys):
    """A page about one target; a subclass writes it. It ends with the id of the target that was shown last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "step(1)", "Next", id="next_target", tooltip="Turn to the next target"),
        Binding("left_square_bracket", "step(-1)", "Previous", id="previous_target", tooltip="Turn to the target before"),
        Binding("escape,q,h,left", "back", "Back", id="back", tooltip="Go back to where you came from"),
    ]

    def __init__(self, plan: Plan, today: date, target_id: str, order: tuple[str, ...]) -> None:
        super().__init__(plan, today)
        self.target_id = target_id
        self._order = order

    @property
    def target(self) -> Target | None:
        """The target shown; None when the file was replaced by one without it."""
        found = self.plan.get(self.target_id)
        return found if isinstance(found, Target) else None

    @property
    def order(self) -> tuple[str, ...]:
        """The targets before and after it."""
        return self._order

    @property
    def listed(self) -> tuple[str, ...]:
        """The target shown."""
        return (self.target_id,)

    def page(self, target: Target, width: int, height: int) -> list[Line]:
        """Return the lines about a target, for a page of this size."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out the line on top, the page and the keys."""
        yield TitleLine(id="head")
        yield Sheet()
        yield HintLine()
        yield TooSmall()

    def watch_plan(self) -> None:
        """Show what is new, scrolled to where it was."""
        if self.can_show:
            self.show()

    watch_today = on_sheet_resized = watch_plan

    def show(self, *, top: bool = False) -> None:
        """Write the page anew, for a sheet whose size is known."""
        sheet = self.query_one(Sheet)
        if self.target is None or not sheet.size.width:
            return
        sheet.show(self.page(self.target, sheet.width_for_text, sheet.size.height), top=top)
        title: Line = (Span(f" {self.target.code} ", "accent"), Span(self.target.name, "strong"))
        status = status_line(self.target, judge_with_warnings(self.plan, self.target, self.today))
        self.query_one("#head", TitleLine).say(title, (Span(" "), *status, Span(" ")))

    def go_to_record(self, record_id: str) -> None:
        """Turn to another target."""
        self.target_id = record_id
        self.show(top=True)

    def action_step(self, by: int) -> None:
        """Turn to the target that many places further, or say that there is none."""
        order = self._order if self.target_id in self._order else (self.target_id,)
        place = order.index(self.target_id) + by
        if 0 <= place < len(order):
            self.go_to_record(order[place])
        elif self.target is not None:
            which = "only" if len(order) == 1 else "last" if by > 0 else "first"
            self.notify(f"{self.target.code} is the {which} one in view.", markup=False)

    def action_back(self) -> None:
        """Go back, and say which target was shown last."""
        self.dismiss(self.target_id)
