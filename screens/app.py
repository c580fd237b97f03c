"""The app: opens the screens that are asked for, and has the keys that work on all of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import ClassVar

from rich.console import RenderableType
from textual import work
from textual.binding import Binding, BindingType

from kptui.errors import BadSettings
from kptui.models.target import State, Target
from kptui.settings import Settings
from kptui.store import Store
from screens.background import in_background
from screens.drafts import Drafts
from screens.messages import ExplainStatus, OpenTarget, StartCheckIn
from screens.objective_tree import ObjectiveTree
from screens.presentation.filters import Quick
from screens.session import keep_session, place_of, session_of
from screens.visiting import VisitingApp
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.saving_form import THEN_NEXT, FormTools
from screens.widgets.saving_screen import Saving
from screens.widgets.target_keys import TargetKeys
from screens.widgets.target_sheet import TargetSheet

NO_KEYS: Mapping[str, tuple[str, ...]] = {}
LATER = ("screens.check_in", "screens.target_detail", "screens.why")
"""What the first screen does without: loaded when it is there, or when it is asked for before that."""
A_MOMENT = 0.3
"""Seconds after which they are loaded."""


def this_moment() -> datetime:
    """Return the moment it is."""
    return datetime.now(UTC)


def run(  # noqa: PLR0913 - what the screens are about, for whom, and what that person has of their own
    store: Store,
    *,
    user: str,
    settings: Settings,
    drafts: Path,
    keys: Mapping[str, tuple[str, ...]] = NO_KEYS,
    tour: Path | None = None,
    restricted: bool = False,
) -> int:
    """Show the screens until they are left, and return the exit code; an error of the program is raised once they are gone.

    The tour comes where the file that remembers it is named and not there. `restricted` screens lead to no other program.

    Raises BadSettings for a theme that there is not, and for keys that cannot be had.
    """
    if keys:
        from screens.keys import wrong_keys

        if wrong := wrong_keys(keys):
            raise BadSettings(f"keys.toml: {wrong[0]} `kptui config check` names everything that is wrong.")
    app = KptuiApp(store, user=user, settings=settings, drafts=drafts, restricted=restricted)
    app.tour = tour
    app.set_keymap({name: ",".join(wanted) for name, wanted in keys.items()})
    app.run()
    if app.mistake is not None:
        raise app.mistake
    return app.return_code or 0


class KptuiApp(VisitingApp):
    """The screens stand on one another; the tree is at the bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,f5,ctrl+l", "reload", "Reload", id="reload", tooltip="Read the plan again and draw anew", show=False),
        Binding("1", "tree('')", "Tree", id="tree", tooltip="The whole tree", show=False),
    ]

    tour: Path | None = None
    """The file that remembers that the tour was shown; None where none is to be."""

    def __init__(  # noqa: PLR0913 - what it shows, for whom, and what that person may do
        self,
        store: Store,
        *,
        user: str,
        settings: Settings,
        drafts: Path,
        now: Callable[[], datetime] = this_moment,
        restricted: bool = False,
    ) -> None:
        super().__init__(store, user, now, settings)
        self.restricted = restricted
        self.tools = FormTools(Drafts(drafts), Saving(self.save, self.store.waiting_for), now, user, restricted)
        self._own_folder, self._begin = drafts, session_of(drafts, self.today)

    def on_ready(self) -> None:
        """Open the page that was open when the person left, or the tour on the first day; then load what any key may ask for."""
        self.set_timer(A_MOMENT, self._load_the_rest)
        if isinstance(self.screen, ObjectiveTree) and self.tour is not None and _is_first(self.tour):
            self.screen.begin_tour()
        tree, begin = self.screen, self._begin
        page = begin.target if isinstance(tree, ObjectiveTree) and isinstance(self.plan.get(begin.target), Target) else ""
        if begin.screen:
            self.open_list(begin.screen, place_of(begin.place))
        if page and isinstance(tree, ObjectiveTree):
            here = self.screen if isinstance(self.screen, TargetKeys) else tree
            here.call_later(lambda: self.post_message(OpenTarget(page, here.order)))
        elif self.settings.start_screen == "mine" and not begin.screen:
            self.action_mine()

    @work
    async def _load_the_rest(self) -> None:
        await in_background(lambda: [import_module(name) for name in LATER])

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End, and remember where the person was."""
        for screen in self.screen_stack:
            if isinstance(screen, PlanScreen):
                screen.remember()
        tree = next((screen for screen in self.screen_stack[:1] if isinstance(screen, ObjectiveTree)), None)
        if tree is not None and tree.is_mounted:
            left = self.left()
            keep_session(self._own_folder, replace(tree.session, target=left.target, screen=left.screen, place=left.place))
        super().exit(result, return_code, message)

    def get_default_screen(self) -> ObjectiveTree:
        """Return the screen at the bottom: the tree."""
        now = {"read_only": self.read_only, "judged": self.judged}
        tree = ObjectiveTree(self.plan, self.today, user=self.user, begin=self._begin, **now)
        app = KptuiApp
        return tree.data_bind(app.plan, app.today, app.fresh, app.read_only, app.trouble, app.judged)

    def on_open_target(self, message: OpenTarget) -> None:
        """Open the page of a target."""
        from screens.target_detail import TargetDetail

        self._turn_to(TargetDetail(self.plan, self.today, message.target_id, message.order, ask_history=self.history))

    def on_explain_status(self, message: ExplainStatus) -> None:
        """Open the explanation of a status."""
        from screens.why import Why

        self._turn_to(Why(self.plan, self.today, message.target_id, message.order))

    def _turn_to(self, page: TargetSheet) -> None:
        self.open(page.data_bind(KptuiApp.plan, KptuiApp.today), self._came_back_from)

    def _came_back_from(self, target_id: str | None) -> None:
        """Have the screen beneath show the target that was turned to."""
        if target_id:
            self.go_to_record(target_id)

    def go_to_record(self, record_id: str) -> None:
        """Have the screen that is seen show a record, where it can."""
        here, record = self.screen, self.plan.get(record_id)
        if isinstance(here, TargetKeys) and (here.SHOWS_ALL or isinstance(record, Target)):
            here.go_to_record(record_id)

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
        from screens.check_in import CheckInForm

        form = CheckInForm(self.plan, self.today, target, self.tools)
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

    def action_tree(self, quick: str) -> None:
        """Go back to the tree, and show what is asked for."""
        self.leave_for_now(self.screen)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if isinstance(self.screen, ObjectiveTree):
            self.screen.show_all_of(Quick(quick))


def _is_first(mark: Path) -> bool:
    """Return whether a file was not there; it is now, or cannot be, and then a tour would come each time."""
    try:
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.touch(mode=0o600, exist_ok=False)
    except OSError:
        return False
    return True


def _takes_none(target: Target) -> str:
    """Return why a target takes no check-in; nothing where it does."""
    return "" if target.state is State.active else f"{target.code} is {target.state.value}; only active targets take check-ins."
