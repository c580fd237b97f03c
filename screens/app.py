"""The app: opens the screens that are asked for, and has the keys that work on all of them."""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.filter import LineFilter

from kptui.models.target import State, Target
from kptui.settings import Settings
from kptui.store import Store
from screens.check_in import THEN_NEXT, CheckInForm, Saving
from screens.drafts import Drafts
from screens.driver import Terminal
from screens.help import Entry, Help, entries
from screens.live import LiveApp
from screens.messages import ExplainStatus, OpenTarget, StartCheckIn
from screens.objective_tree import ObjectiveTree
from screens.presentation.filters import Quick
from screens.safe_output import AsciiSigns, PrintableOnly
from screens.target_detail import TargetDetail
from screens.themes import theme_named
from screens.why import Why
from screens.widgets.target_sheet import TargetSheet
from screens.widgets.toned import CLASS_OF, CURSOR_ROW

TWICE = 2.0
"""Seconds within which a second ctrl-c quits."""


def this_moment() -> datetime:
    """Return the moment it is."""
    return datetime.now(UTC)


def run(store: Store, *, user: str, settings: Settings, drafts: Path) -> int:
    """Show the screens until they are left, and return the exit code; an error of the program is raised once they are gone.

    Raises BadSettings for a theme that there is not.
    """
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)  # by its own rule it counts only when it is not empty; Textual counts it always
    app = KptuiApp(store, user=user, settings=settings, drafts=drafts)
    app.run()
    if app.mistake is not None:
        raise app.mistake
    return app.return_code or 0


class KptuiApp(LiveApp):
    """The screens stand on one another; the tree is at the bottom."""

    CSS_PATH = "app.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*CLASS_OF.values(), CURSOR_ROW}
    TITLE = "kptui"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012 - Textual says the same of its own
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as above
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "Help", id="help", tooltip="What can be pressed here"),
        Binding("r,f5,ctrl+l", "reload", "Reload", id="reload", tooltip="Read the plan again and draw anew", show=False),
        Binding("1", "tree('')", "Tree", id="tree", tooltip="The whole tree", show=False),
        Binding("2", "tree('mine')", "Mine", id="mine", tooltip="The tree of what is mine", show=False),
        Binding("ctrl+c", "ask_to_quit", "How to quit", id="how_to_quit", tooltip="Say how to quit; twice quits", show=False),
        Binding("ctrl+q", "quit", "Quit", id="quit", tooltip="Quit at once; drafts are kept", show=False, priority=True),
    ]

    def __init__(
        self,
        store: Store,
        *,
        user: str,
        settings: Settings,
        drafts: Path,
        now: Callable[[], datetime] = this_moment,
    ) -> None:
        super().__init__(store, user, now, Terminal)
        self._drafts = Drafts(drafts)
        self._gates = [PrintableOnly(), *([] if settings.unicode else [AsciiSigns()])]
        self._asked_to_quit = -TWICE
        theme = theme_named(settings.theme, self.console.color_system)
        self.register_theme(theme)
        self.theme = theme.name

    def on_load(self) -> None:
        """End as it should when told to from outside, or when the terminal has gone; drafts are kept as they are typed."""
        for number in (signal.SIGHUP, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    def get_default_screen(self) -> ObjectiveTree:
        """Return the screen at the bottom: the tree."""
        tree = ObjectiveTree(self.plan, self.today, user=self.user, read_only=self.read_only, judged=self.judged)
        app = KptuiApp
        return tree.data_bind(app.plan, app.today, app.fresh, app.read_only, app.trouble, app.judged)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line passes through on its way to the terminal, the last gate among them."""
        return (*super().get_line_filters(), *self._gates)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return what a theme of Textual's lacks: it is asked for before the right one is there."""
        return {"muted": "grey", "faint": "grey", "row-cursor": "grey", "row-cursor-style": "none"}

    def on_open_target(self, message: OpenTarget) -> None:
        """Open the page of a target."""
        self._turn_to(TargetDetail(self.plan, self.today, message.target_id, message.order, ask_history=self.history))

    def on_explain_status(self, message: ExplainStatus) -> None:
        """Open the explanation of a status."""
        self._turn_to(Why(self.plan, self.today, message.target_id, message.order))

    def _turn_to(self, page: TargetSheet) -> None:
        self.open(page.data_bind(KptuiApp.plan, KptuiApp.today), self._came_back_from)

    def _came_back_from(self, target_id: str | None) -> None:
        """Have the screen beneath show the target that was turned to."""
        if target_id and isinstance(self.screen, ObjectiveTree | TargetSheet):
            self.screen.go_to_record(target_id)

    def on_start_check_in(self, message: StartCheckIn) -> None:
        """Open the check-in, unless nothing could be saved."""
        target = self.plan.get(message.target_id)
        if isinstance(target, Target):
            refusal = self.store.read_only or _takes_none(target)
            if refusal:
                self.notify(refusal, title="No check-in", severity="warning", markup=False)
                self.on_keys_may_go_on()
            else:
                self._open_form(target, message)

    def _open_form(self, target: Target, asked: StartCheckIn) -> None:
        saving = Saving(self.save, self.store.waiting_for)
        form = CheckInForm(self.plan, self.today, target, drafts=self._drafts, saving=saving, now=self.now, user=self.user)
        self.open(form.data_bind(KptuiApp.plan, KptuiApp.today), lambda then: self._go_on_with(then, asked))

    def _go_on_with(self, then: str | None, done: StartCheckIn) -> None:
        """Check in on the next target that takes one, where that was asked for."""
        if then == THEN_NEXT:
            after = done.order[done.order.index(done.target_id) + 1 :]
            following = next((t for t in after if isinstance(found := self.plan.get(t), Target) and not _takes_none(found)), None)
            if following is None:
                self.notify("That was the last target in view.", markup=False)
            else:
                self._came_back_from(following)
                self.on_start_check_in(StartCheckIn(following, done.order))

    def action_help(self) -> None:
        """Say what can be pressed here, and do what is chosen there."""
        self.open(Help(entries(self.screen.active_bindings.values())), self._do)

    def _do(self, chosen: Entry | None) -> None:
        if chosen is not None:
            self.call_next(self.run_action, chosen.action, chosen.node)

    def action_tree(self, quick: str) -> None:
        """Go back to the tree, and show what is asked for."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if isinstance(self.screen, ObjectiveTree):
            self.screen.show_all_of(Quick(quick))

    def action_ask_to_quit(self) -> None:
        """Say how to quit; asked twice, quit."""
        if monotonic() - self._asked_to_quit < TWICE:
            self.exit()
        self._asked_to_quit = monotonic()
        self.notify("Press ^Q to quit, or ^C once more. What you typed is kept.", markup=False)


def _takes_none(target: Target) -> str:
    """Return why a target takes no check-in; nothing where it does."""
    return "" if target.state is State.active else f"{target.code} is {target.state.value}; only active targets take check-ins."
