"""Live: the half of the app that sees the Store; it keeps the plan as it stands, saves changes, and says what went wrong."""

from asyncio import Future
from collections.abc import Callable
from datetime import date, datetime
from time import monotonic

from textual import work
from textual.reactive import reactive

from kptui.changes import Change
from kptui.errors import KptuiError
from kptui.models.check_in import CheckIn
from kptui.plan import Plan
from kptui.rules.rollup import roll_up
from kptui.rules.structure import structure
from kptui.settings import Settings
from kptui.store import Store
from kptui.wait import Wait
from screens.background import begun, in_background
from screens.driver import Terminal
from screens.polling import Poll
from screens.presentation.fresh import Lately, changed_by_others
from screens.surface import SurfaceApp

POLL = 0.25
"""Seconds between two looks at whether the plan has changed."""
JUDGED_AT_ONCE = 200
"""Targets that are judged in less time than a person notices."""
ROWS_FIRST = 0.12
"""Seconds that the first rows and keys have for themselves before the targets of a large plan are judged."""
FRESH_FOR = 4.0
"""Seconds for which what others have changed is marked."""


class LiveApp(SurfaceApp):
    """The plan, the day, what has just changed, and whether it can be: this is what the screens show."""

    plan: reactive[Plan] = reactive(Plan, init=False, repaint=False)
    today: reactive[date] = reactive(date.min, init=False, repaint=False)
    fresh: reactive[frozenset[str]] = reactive(frozenset[str](), init=False, repaint=False)
    """The ids of what someone else has just changed."""
    read_only: reactive[bool] = reactive(default=False, init=False, repaint=False)
    """Whether nothing can be saved; the Store says why."""

    judged: reactive[bool] = reactive(default=False, init=False, repaint=False)
    """Whether the statuses are known: in a large plan they are found while the rows are there already."""
    trouble: reactive[str] = reactive("", init=False, repaint=False)
    """Why the plan cannot be read any more, so that what is shown is as it was before; nothing while it can."""

    def __init__(self, store: Store, user: str, now: Callable[[], datetime], settings: Settings) -> None:
        super().__init__(settings)
        self.store, self.user, self.now = store, user, now
        self.set_reactive(LiveApp.plan, store.read())
        self.set_reactive(LiveApp.today, self.plan.today(now()))
        self.set_reactive(LiveApp.read_only, store.read_only is not None)
        self.set_reactive(LiveApp.judged, len(self.plan.targets) <= JUDGED_AT_ONCE)
        self._poll = Poll(POLL, self._look, self._handle_exception)
        self._lately = Lately(FRESH_FOR)
        self._reading = False
        self._unread = False
        """Whether something was read that could not be shown, and is to be read again."""

    def on_mount(self) -> None:
        """Begin to look for what others change."""
        self._poll.start()
        if not self.judged:
            self.set_timer(ROWS_FIRST, self._judge)

    @work
    async def _judge(self) -> None:
        await in_background(lambda: self._judge_all(self.plan))
        self.judged = True

    def on_unmount(self) -> None:
        """Look no more."""
        self._poll.stop()

    @property
    def _as_it_is(self) -> tuple[bool, date, frozenset[str]]:
        """Whether nothing can be saved, the day, and what is fresh."""
        return self.store.read_only is not None, self.plan.today(self.now()), self._lately.at(monotonic())

    def _look(self) -> None:
        """Notice another plan, another day, a file that may be written no more, or again, and what is fresh no more.

        Nearly always all is as it was, and then nothing else wakes up.
        """
        if self._as_it_is != (self.read_only, self.today, self.fresh):
            self.read_only, self.today, self.fresh = self._as_it_is
        if self._reading:
            return
        if self._unread or self.store.changed():
            self._begin_to_read()
        elif self.trouble:
            self.trouble = ""

    def _begin_to_read(self) -> None:
        if not self._reading:
            self._reading = self._unread = True
            begun(self._read_and_judge).add_done_callback(self._was_read)

    def _was_read(self, plan: Future[Plan]) -> None:
        self._reading = False
        if not self.is_running:
            return
        try:
            self._take(plan.result())
            self.trouble, self._unread = "", False
        except KptuiError as error:
            self._report(error)
        except Exception as error:  # noqa: BLE001 - a bug is a bug of the program, and ends in the same place
            self._handle_exception(error)

    def _read_and_judge(self) -> Plan:
        plan = self.store.read()
        self._judge_all(plan)
        return plan

    def _judge_all(self, plan: Plan) -> None:
        """Ask the rules; they remember it, so that the screens need not wait for it."""
        roll_up(plan, self.today)
        structure(plan, self.today)

    def _take(self, plan: Plan) -> None:
        """Show a plan, unless a newer one was shown meanwhile."""
        other_problems = plan.revision == self.plan.revision and plan.problems != self.plan.problems
        if plan.revision > self.plan.revision or other_problems:
            same_file = plan.revision.epoch == self.plan.revision.epoch
            news = changed_by_others(self.plan, plan, self.user) if same_file else frozenset()
            self.plan = plan
            self._lately.note(news, monotonic())
            self.fresh = self._lately.at(monotonic())

    async def save(self, change: Change, wait: Wait) -> None:
        """Save a Change, in a thread that quitting does not wait for. Raises KptuiError when it was not saved."""
        try:
            self._take(await in_background(lambda: self.store.save(change, wait)))
        except KptuiError:
            self._begin_to_read()  # what was refused was refused on a plan that is perhaps newer than what is shown
            raise

    async def history(self, target_id: str) -> tuple[CheckIn, ...]:
        """Return all check-ins on a target; none where they cannot be read, which is said."""
        try:
            return await in_background(lambda: self.store.history(target_id))
        except KptuiError as error:
            self._report(error)
            return ()

    def _report(self, error: KptuiError) -> None:
        """Say what went wrong, once and not at every look."""
        if str(error) != self.trouble:
            self.trouble = str(error)
            self.notify(str(error), title=error.title, severity="error", markup=False)

    def action_reload(self) -> None:
        """Read the plan again, and draw everything anew; what is in the way is said again."""
        if isinstance(self._driver, Terminal):
            self._driver.forget_rows()
        self.refresh(layout=True)
        self.trouble = ""
        self._begin_to_read()
