"""Check-in: a form that shows what it understood and what it would do to the status, and closes once the file is safe."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import ClassVar, NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.worker import Worker

from kptui.changes import Change, record_check_in
from kptui.errors import BadInput, KptuiError
from kptui.models.check_in import CheckIn
from kptui.models.record import new_id
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.influence import judge_with_warnings
from kptui.wait import Wait
from kptui.wording import whole
from screens.drafts import Drafts
from screens.messages import KeysMayGoOn
from screens.presentation.entry import FIELDS, Entry, hint_of, preview, understand, where_it_stands
from screens.presentation.line import BLANK, Line, Span, wrap_line
from screens.presentation.why import status_line
from screens.widgets.form import Form
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall


class Saving(NamedTuple):
    """How a form saves."""

    save: Callable[[Change, Wait], Awaitable[None]]
    """Saves a Change; returns once it is safe, or raises KptuiError."""
    waiting_for: Callable[[], str | None]
    """Returns the login of who is saving just now."""


TICK, PATIENCE = 0.25, 0.5
"""Seconds between two looks at who keeps a save waiting, and after which that is said."""
THEN_NEXT = "next"
NEXT_FIELD = "Go to the next field, as Enter does; Enter on the last one saves"
ID = "id"
"""Where a draft remembers under which id it was last given to the store."""


class CheckInForm(PlanScreen):
    """The form; it ends with THEN_NEXT where the person wants to go on to the next target."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", id="save", tooltip="Save the check-in"),
        Binding("escape", "leave", "Leave", id="leave", tooltip="Leave; what you typed is kept as a draft"),
        Binding("ctrl+n", "save(True)", "Save, next", id="save_next", tooltip="Save, then check in on the next target"),
        Binding("tab,down", "app.focus_next", "Next field", id="next_field", tooltip=NEXT_FIELD, show=False),
        Binding("shift+tab,up", "app.focus_previous", "Field before", id="field_before", tooltip="Go one back", show=False),
        Binding("ctrl+t", "discard", "Throw away", id="discard", tooltip="Throw away what is typed", show=False),
    ]

    def __init__(  # noqa: PLR0913 - what it shows, for whom, and where what is typed goes
        self,
        plan: Plan,
        today: date,
        target: Target,
        *,
        drafts: Drafts,
        saving: Saving,
        now: Callable[[], datetime],
        user: str,
    ) -> None:
        super().__init__(plan, today)
        self._opened_on = target
        self._drafts, self._saving, self._now = drafts, saving, now
        self._user = user
        self._draft = self._find_draft()
        self._said: Line = (Span("Your draft is back; ^T throws it away.", "accent"),) if self._draft else BLANK
        self._check_in_id = ""
        """The id of the check-in that is being saved: saving the same one again after a doubt is harmless."""
        self._under_way: tuple[Wait, Worker[None]] | None = None
        """The wait of what is being saved just now, and who sees to it."""

    def _find_draft(self) -> dict[str, str]:
        draft = self._drafts.find(self._opened_on.id)
        if draft.get(ID) in {r.id for r in self.plan.readings.get(self._opened_on.id, ())}:
            self._drafts.forget(self._opened_on.id, draft)
            return {}
        return draft

    @property
    def target(self) -> Target:
        """The target as it stands now."""
        found = self.plan.get(self._opened_on.id)
        return found if isinstance(found, Target) else self._opened_on

    @property
    def entry(self) -> Entry:
        """What was understood of what is typed."""
        return understand(self.plan, self.target, self.today, self.query_one(Form).typed)

    def compose(self) -> ComposeResult:
        """Lay out the target, the fields, what they would do, and the keys."""
        yield TitleLine(id="head")
        yield Lines(id="stand")
        hints = {asked.name: hint_of(self.plan, self.target, self.today, asked) for asked in FIELDS}
        yield Form(hints, self._draft)
        yield Lines(id="answer")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin at the value; one that came back is replaced by what is typed."""
        self._show()
        self.query_one(Form).begin()

    def watch_plan(self) -> None:
        """Show what others have changed; what is typed stays."""
        if self.is_mounted:
            self._show()

    watch_today = on_resize = on_descendant_focus = watch_plan

    def _show(self) -> None:
        entry, width = self.entry, self.app.size.width
        title: Line = (Span(" Check in  "), Span(f"{self.target.code} ", "accent"), Span(self.target.name, "strong"))
        status = status_line(self.target, judge_with_warnings(self.plan, self.target, self.today))
        self.query_one("#head", TitleLine).say(title, (Span(" "), *status, Span(" ")))
        self.query_one("#stand", Lines).say([where_it_stands(self.plan, self.target, self.today)])
        self.query_one(Form).answer(entry.said, entry.wrong)
        sentence = entry.wrong.get(self.focused.name or "") if self.focused else None
        said: Line = (Span(sentence, "bad"),) if sentence else self._said
        answer = [*preview(entry, width - 2), BLANK, *wrap_line(said, width - 2)]
        self.query_one("#answer", Lines).say([(Span(" "), *row) for row in answer])

    def on_input_changed(self) -> None:
        """Keep what is typed, and say what it means."""
        typed = self._typed()
        if typed is not self._draft:
            given_up = self._give_up()
            trouble = self._keep(typed)
            self._check_in_id = ""
            if trouble or not given_up:
                self._said = (Span(trouble, "bad"),) if trouble else BLANK
        self._show()

    def _typed(self) -> dict[str, str]:
        """What is in the fields; while that is what the draft has, the draft itself."""
        typed = self.query_one(Form).typed
        return self._draft if typed == {name: self._draft.get(name, "") for name in typed} else typed

    def _keep(self, draft: dict[str, str]) -> str | None:
        """Have this as the draft; return what to say when it cannot be kept."""
        before, self._draft = self._draft, draft
        if any(draft.values()):
            return self._drafts.keep(self._opened_on.id, draft)
        self._drafts.forget(self._opened_on.id, before)
        return None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next field; from the last one, save."""
        if event.input.name == FIELDS[-1].name:
            self.action_save()
        else:
            self.app.action_focus_next()

    def action_save(self, then_next: bool = False) -> None:  # noqa: FBT001, FBT002 - an action's argument has no name
        """Save, unless something cannot be understood, or is being saved already."""
        if self._under_way:
            return
        try:
            self._check_in_id = self._check_in_id or new_id()
            check_in = self.entry.check_in(self._check_in_id, self._now(), self._user)
        except BadInput as error:
            self.query_one(Form).go_to(error.field)
            self._say(str(error), "bad")
        else:
            self._keep({**self.query_one(Form).typed, ID: self._check_in_id})
            self.keys_wait = True
            self._say("Saving … ^Q quits at once and keeps the draft.", "muted")
            wait = Wait()
            self._under_way = wait, self._put_away(check_in, wait, then_next=then_next)

    @work
    async def _put_away(self, check_in: CheckIn, wait: Wait, *, then_next: bool) -> None:
        draft, clock = self._draft, self.set_interval(TICK, lambda: self._say_for_whom(wait))
        try:
            await self._saving.save(record_check_in(check_in), wait)
        except KptuiError as error:
            self._say(f"{error.title}: {error}", "bad")
            self.post_message(KeysMayGoOn())
        else:
            self._drafts.forget(self._opened_on.id, draft)
            self.notify(f"{self.target.code}: {whole(check_in.value, self.target.unit)}", title="Saved", markup=False)
            self.dismiss(THEN_NEXT if then_next else "")
        finally:
            clock.stop()
            self._under_way = None

    def _say_for_whom(self, wait: Wait) -> None:
        """Say who is at the file; from now on keys do what they do, as it may take a while."""
        login = self._saving.waiting_for()
        if login and wait.seconds >= PATIENCE:
            self._say(f"Waiting for {login}, {wait.seconds:.0f} s. Esc gives up; ^Q quits and keeps the draft.", "accent")
            self.post_message(KeysMayGoOn())

    def _give_up(self) -> bool:
        """Wait no longer for the file; return False where nothing waits, or where it is being written already."""
        if self._under_way is None or not self._under_way[0].give_up():
            return False
        self._under_way[1].cancel()
        self._say("Given up: nothing was saved. ^S saves what is here.", "accent")
        return True

    def _say(self, sentence: str, tone: str) -> None:
        self._said = (Span(sentence, tone),)
        self._show()

    def action_leave(self) -> None:
        """Leave, once what is typed is kept as a draft: another session may have taken it away meanwhile.

        While it waits to be saved, give up the wait, and stay.
        """
        if self._under_way:
            self._give_up()
            return
        if trouble := self._keep(self._typed()):
            self._say(trouble, "bad")
            return
        if any(self._draft.values()):
            self.notify(f"What you typed on {self.target.code} is kept as a draft.", markup=False)
        self.dismiss("")

    def action_discard(self) -> None:
        """Empty the fields; the draft goes with them."""
        self.query_one(Form).clear()
