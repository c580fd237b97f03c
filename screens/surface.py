"""Surface: what every app of this program has: colours, the last gates before the terminal, help, and ways to end."""

import asyncio
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.filter import LineFilter, Monochrome, NoColor
from textual.worker import WorkerFailed

from kptui.settings import Settings
from screens.driver import Terminal
from screens.help import Entry, Help, entries
from screens.patient import PatientApp
from screens.presentation.line import cut
from screens.safe_output import AsciiSigns, NoColours, PrintableOnly
from screens.themes import WITHOUT_COLOURS, theme_named
from screens.widgets.field import Field
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.toned import CLASS_OF, CURSOR_ROW

TWICE = 2.0
"""Seconds within which a second ctrl-c quits."""


class SurfaceApp(PatientApp, inherit_bindings=False):
    """Looks and ends as people chose."""

    CSS_PATH = "app.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*CLASS_OF.values(), CURSOR_ROW}
    TITLE = "kptui"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012 - Textual says the same of its own
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", id="help", tooltip="What can be pressed here"),
        Binding("ctrl+z", "to_shell", "To the shell", id="to_shell", tooltip="To the shell; fg comes back", show=False),
        Binding(
            "ctrl+c",
            "ask_to_quit",
            "How to quit",
            id="how_to_quit",
            tooltip="Copy what is selected, or say how to quit; twice quits",
            show=False,
        ),
        Binding("ctrl+q", "quit", "Quit", id="quit", tooltip="Quit at once; drafts are kept", show=False, priority=True),
    ]

    restricted = False
    """Whether no other program can be reached from here."""

    def __init__(self, settings: Settings) -> None:
        self._has_colours = not os.environ.get("NO_COLOR")  # by its own rule it counts only when it is not empty
        super().__init__(Terminal)
        self.mistake: BaseException | None = None
        """The error that ended the program; None when it ended as it should."""
        self._asked_to_quit = -TWICE
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Look as these settings say. Raises BadSettings for a theme that there is not."""
        chosen = theme_named(settings.theme, self.console.color_system if self._has_colours else None)
        theme = chosen if self._has_colours else theme_named(WITHOUT_COLOURS, None)
        self.settings = replace(settings, theme=chosen.name)
        signs, colours = [] if settings.unicode else [AsciiSigns()], [] if self._has_colours else [NoColours()]
        self._gates = [PrintableOnly(), *signs, *colours]
        self.register_theme(theme)
        self.theme = theme.name
        if self.is_running:
            self.refresh(layout=True)

    def on_load(self) -> None:
        """End as it should when told to from outside, or when the terminal has gone; drafts are kept as they are typed."""
        for number in (signal.SIGHUP, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line passes through on its way to the terminal, the last gate among them."""
        theirs = (gate for gate in super().get_line_filters() if not isinstance(gate, Monochrome | NoColor))
        return (*theirs, *self._gates)

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the pointer of the mouse as it is: here it only clicks."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return what a theme of Textual's lacks: it is asked for before the right one is there."""
        return {"muted": "grey", "faint": "grey", "row-cursor": "grey", "row-cursor-style": "none"}

    def action_help(self) -> None:
        """Say what can be pressed here, and do what is chosen there."""
        self.open(Help(self.what_can_be_done()), self._do)

    def what_can_be_done(self) -> list[Entry]:
        """Return what can be pressed on the screen that is seen, and why some of it can do nothing just now."""
        return entries(self.screen.active_bindings.values(), self.why_not)

    def why_not(self, action: str) -> str:
        """Return why an action can do nothing just now; nothing where it can."""
        return self.screen.why_not(action) if isinstance(self.screen, PlanScreen) else ""

    def _do(self, chosen: Entry | None) -> None:
        if chosen is not None:
            self.call_next(self.run_action, chosen.action, chosen.node)

    def action_to_shell(self) -> None:
        """Stop and hand the terminal to the shell, unless there is none that could go on with this."""
        if self.restricted:
            self.notify("It was started so that it leads to no other program.", title="No shell", markup=False)
        elif self._driver is not None and self._driver.can_suspend and os.getsid(0) != os.getpid():
            self.action_suspend_process()
        else:
            self.notify("kptui was not started from a shell that could come back to it.", title="No shell", markup=False)

    def action_ask_to_quit(self) -> None:
        """Say how to quit, or copy what is selected and say that; asked twice, quit."""
        if monotonic() - self._asked_to_quit < TWICE:
            self.exit()
            return
        self._asked_to_quit = monotonic()
        selected = self.focused.selected_text if isinstance(self.focused, Field) else ""
        if selected:
            self.copy_to_clipboard(selected)
            self.notify(f"Copied {cut(selected, 30)}. ^C once more quits; what you typed is kept.", markup=False)
        else:
            self.notify("Press ^Q to quit, or ^C once more. What you typed is kept.", markup=False)

    def _handle_exception(self, error: Exception) -> None:
        """End the program and keep the error for the caller; Textual would print it with everybody's figures in it.

        A screen that was about to open when the program was told to end never gets its widgets, and that is no mistake.
        """
        if self._exit and isinstance(error, NoMatches):
            return
        self.mistake = self.mistake or (error.error if isinstance(error, WorkerFailed) else error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
