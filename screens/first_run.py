"""First run: where there is no plan yet, one is begun with five questions, a shared one is opened, or a sample is looked at."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kptui.changes import Change
from kptui.forms import Around
from kptui.forms.starting import Place
from kptui.models.record import Record
from kptui.plan import Plan
from kptui.settings import Settings
from kptui.wait import Wait
from screens.background import in_background
from screens.choose import Choose
from screens.drafts import Drafts
from screens.presentation.choices import FIRST_CHOICES, LOOK, OPEN, START
from screens.presentation.line import BLANK, Span, wrap
from screens.presentation.starting import no_plan, opening, starting
from screens.presentation.task import Task
from screens.record_form import RecordForm
from screens.surface import SurfaceApp
from screens.widgets.saving_form import FormTools
from screens.widgets.saving_screen import Saving


class Begun(NamedTuple):
    """How the first run ended: with the plan at a path, or with the wish to see the sample; with neither where it was left."""

    plan: Path | None = None
    wants_sample: bool = False


class Doors(NamedTuple):
    """How a plan is made and how one is opened; both raise KptuiError where that cannot be."""

    path: Path
    """Where a new plan will be."""
    create: Callable[[Sequence[Record]], None]
    """Makes the new plan of its first records."""
    adopt: Callable[[Path], None]
    """Makes sure that there is a plan, and has it opened from now on."""


def this_moment() -> datetime:
    """Return the moment it is."""
    return datetime.now(UTC)


def first_run(doors: Doors, *, user: str, settings: Settings, drafts: Path, restricted: bool = False) -> Begun:
    """Ask what to begin with until that is done, or until the person leaves; `restricted` screens lead to no other program.

    Raises BadSettings for a theme that there is not, and an error of the program once the screens are gone.
    """
    app = FirstRun(doors, user=user, settings=settings, drafts=drafts)
    app.restricted = restricted
    app.run()
    if app.mistake is not None:
        raise app.mistake
    return app.begun


class FirstRun(SurfaceApp):
    """Asks what to begin with, and ends as soon as there is a plan."""

    def __init__(
        self, doors: Doors, *, user: str, settings: Settings, drafts: Path, now: Callable[[], datetime] = this_moment
    ) -> None:
        super().__init__(settings)
        self._doors, self._user, self._now = doors, user, now
        self._drafts = Drafts(drafts)
        self.begun = Begun()

    def on_mount(self) -> None:
        """Ask."""
        self._ask()

    def _ask(self) -> None:
        about = [BLANK, *((Span(f" {row}", "muted"),) for row in wrap(no_plan(self._doors.path), self.size.width - 2))]
        self.open(Choose((Span(" Welcome to kptui", "strong"),), FIRST_CHOICES, about), self._begin)

    def _begin(self, answer: str | None) -> None:
        around = Around(Plan(), self._now().date(), self._user)
        if answer == START:
            self._open_form(starting(around, self._now()), self._create)
        elif answer == OPEN:
            self._open_form(opening(around), self._adopt)
        else:
            self.begun = Begun(wants_sample=answer == LOOK)
            self.exit()

    def _open_form(self, task: Task, save: Callable[[Change, Wait], Awaitable[None]]) -> None:
        tools = FormTools(self._drafts, Saving(save, lambda: None), self._now, self._user, self.restricted)
        self.open(RecordForm(task, tools), self._done)

    def _done(self, _: str | None) -> None:
        if self.begun.plan is None:
            self._ask()
        else:
            self.exit()

    async def _create(self, change: Change, _: Wait) -> None:
        records = change(Plan())
        await in_background(lambda: self._doors.create(records))
        self.begun = Begun(self._doors.path)

    async def _adopt(self, change: Change, _: Wait) -> None:
        path = Path(*(record.path for record in change(Plan()) if isinstance(record, Place)))
        await in_background(lambda: self._doors.adopt(path))
        self.begun = Begun(path)
