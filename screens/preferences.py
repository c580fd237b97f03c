"""Preferences: what one person chose to see; a choice is applied at once, and kept in their settings file."""

import os
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.plan import Plan
from kptui.settings import Settings
from screens.messages import SetPreference
from screens.presentation.line import Line, Span, line, wrap
from screens.presentation.preferences import PREFERENCES, preference_line
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.rows import Rows
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall


class PreferenceRows(Rows):
    """One row for each thing to choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right,space,enter", "screen.turn(1)", "Next choice", id="next_value", tooltip="Take the next choice"),
        Binding("h,left", "screen.turn(-1)", "Choice before", id="value_before", tooltip="Take the choice before"),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(PREFERENCES)

    def draw(self, index: int, width: int) -> Line:
        """Return a row."""
        return preference_line(PREFERENCES[index], self.settings, os.environ, width)


class Preferences(PlanScreen):
    """The choices; below them where they are kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f2", "close", "Back", id="close_preferences", tooltip="Go back to where you came from"),
    ]

    def __init__(self, plan: Plan, today: date, settings: Settings, file: str) -> None:
        super().__init__(plan, today)
        self._settings, self._file = settings, file

    def compose(self) -> ComposeResult:
        """Lay out title, choices, what there is to say, and the keys."""
        yield TitleLine(id="head")
        yield PreferenceRows(self._settings)
        yield Lines(id="about")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show what is chosen."""
        self.query_one("#head", TitleLine).say(line(Span(" Settings", "strong"), Span("  what you alone see", "muted")))
        rows = self.query_one(PreferenceRows)
        rows.rows_changed(0, 0)
        self.say(f"Kept in {self._file}; keys are in keys.toml beside it. What judges is in the rules (,).", "muted")

    def say(self, sentence: str, tone: str) -> None:
        """Say something below the choices."""
        rows = wrap(sentence, max(self.app.size.width - 2, 20))
        self.query_one("#about", Lines).say([line(Span(f" {row}", tone)) for row in rows])

    def chosen(self, settings: Settings, trouble: str) -> None:
        """Show what is chosen now, and whether it is kept."""
        rows = self.query_one(PreferenceRows)
        rows.settings = settings
        rows.refresh()
        self.say(trouble or f"Saved in {self._file}.", "bad" if trouble else "accent")

    def action_turn(self, by: int) -> None:
        """Take another choice."""
        rows = self.query_one(PreferenceRows)
        preference = PREFERENCES[rows.cursor]
        self.keys_wait = True
        self.post_message(SetPreference(preference.key, preference.value_in(preference.step(rows.settings, by))))

    def on_rows_chosen(self) -> None:
        """Take the next choice."""
        self.action_turn(1)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss("")
