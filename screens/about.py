"""About: versions, places and figures of the program, the plan and the terminal, as `kptui info` says them."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.plan import Plan
from screens.presentation.line import BLANK, Line, Span, left, line, wrap
from screens.widgets.hint_line import HintLine
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.sheet import Sheet
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

NAME_WIDTH = 16


class About(PlanScreen):
    """A page of facts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f12", "close", "Back", id="close_about", tooltip="Go back to where you came from"),
    ]

    def __init__(self, plan: Plan, today: date, facts: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(plan, today)
        self._facts = facts

    def compose(self) -> ComposeResult:
        """Lay out title, page and keys."""
        yield TitleLine(id="head")
        yield Sheet()
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Say what this is."""
        self.query_one("#head", TitleLine).say(line(Span(" About kptui", "strong")))

    def on_sheet_resized(self) -> None:
        """Write the page."""
        sheet = self.query_one(Sheet)
        sheet.show([row for title, facts in self._facts.items() for row in _group(title, facts, sheet.width_for_text)])

    def action_close(self) -> None:
        """Go back."""
        self.dismiss("")


def _group(title: str, facts: Mapping[str, str], width: int) -> list[Line]:
    rows: list[Line] = [BLANK, line(Span(title, "heading"))]
    for name, text in facts.items():
        first, *rest = wrap(text, max(width - NAME_WIDTH - 1, 20))
        rows += [line(Span(f" {left(name, NAME_WIDTH)}", "muted"), first), *(line(" " * (NAME_WIDTH + 1), row) for row in rest)]
    return rows
