"""Stand-up: one owner at a time, the worst off first, only what changed since the last one; all that comes up in a key."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.plan import Plan
from kptui.stand_up import Turn
from screens.messages import CheckInAsBefore, StartNote
from screens.presentation.agenda_lines import Room, since_line, stand_up_head, turn_rows
from screens.presentation.meeting import Clock, Meeting, key_of, next_item
from screens.widgets.hint_line import HintLine
from screens.widgets.list_keys import DutyKeys, Who
from screens.widgets.record_list import Listed, RecordList
from screens.widgets.saving_form import FormTools
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

OVER = "over"
"""What it ends with after the last turn."""
THROWN_AWAY = "thrown away"
DRAFT = "stand-up"
"""Under which name it is kept while it is held."""
SECOND = 1.0


class Agenda(RecordList):
    """The rows of a turn; its keys are the first that are hinted at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,l,right", "screen.step(1)", "Next", id="next_item", tooltip="Go on to the next target, or owner"),
        Binding("equals_sign", "screen.as_before", "Same", id="as_before", tooltip="Check in as last time, and go on"),
    ]


class StandUpScreen(DutyKeys):
    """The turns; `meeting` is how far it has come."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "explain", "Why", id="why", tooltip="Say why it has its status, and what would change that", show=False),
        Binding("b", "note('blocker')", "Blocker", id="note_blocker", tooltip="Note what is in the way"),
        Binding("a", "note('promise in turn')", "Promise", id="note_promise", tooltip="Note what somebody promises to do"),
        Binding("d", "discuss", "After", id="discuss", tooltip="Discuss this one after the stand-up, or not"),
        Binding("t", "note('thanks')", "Thanks", id="note_thanks", tooltip="Thank somebody"),
        Binding("f", "narrow", "All", id="quick_filter", tooltip="What changed or is due, all", show=False),
        Binding("h,left", "step(-1)", "Previous", id="previous_item", tooltip="Go back to the target before", show=False),
        Binding("p", "pause", "Pause", id="pause", tooltip="Stop the clock, or let it go on", show=False),
        Binding("enter,o", "open", "Open", id="open", tooltip="Open the target", show=False),
        Binding("M", "leave('over')", "Minutes", id="minutes", tooltip="Go to the minutes at once", show=False),
        Binding(
            "ctrl+t",
            "leave('thrown away')",
            "Throw away",
            id="discard",
            tooltip="End it; what was saved stays",
            show=False,
        ),
        Binding("escape,q", "leave('')", "Leave", id="back", tooltip="Leave; s goes on where you left", show=False),
    ]

    def __init__(self, plan: Plan, today: date, meeting: Meeting, tools: FormTools) -> None:
        super().__init__(plan, today)
        self.meeting = meeting
        self._tools, self.who = tools, Who(tools.user, tools.now)
        self._clock = Clock(tools.now(), meeting.spent)
        self._turns: tuple[Turn, ...] = ()
        self._whole = False

    def compose(self) -> ComposeResult:
        """Lay out whose turn it is, the rows and the keys."""
        yield TitleLine(id="head")
        yield TitleLine(id="columns")
        yield Agenda()
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin, and let the clock run."""
        self._show()
        self.go_to_record(self.meeting.target)
        self.remember()
        self.set_interval(SECOND, self._show_head)

    def watch_plan(self) -> None:
        """Show what is new, and move nobody."""
        if self.can_show:
            self._show()

    watch_today = on_resize = watch_plan

    def _show(self) -> None:
        self._turns, width = self.meeting.turns(self.plan, self._tools.now()), self.app.size.width
        turn = self._turn
        room = Room(self.plan, self.today, self.meeting.began_at, self.meeting.discuss, self._whole)
        self.listing.show(
            [Listed(row.id, row.draw, (row.target,) if row.target else ()) for row in turn_rows(turn, room, width - 2)]
        )
        self.query_one("#columns", TitleLine).say(since_line(turn, self.today, self.plan.today))
        self._show_head()

    @property
    def _place(self) -> int:
        return self.meeting.place(self._turns)

    @property
    def _turn(self) -> Turn:
        return self._turns[self._place]

    def _show_head(self) -> None:
        owner = key_of(self._turn)
        self._clock.count(owner, self._tools.now())
        head = stand_up_head(self._turn, self._place, len(self._turns), self._clock.words(owner))
        self.query_one("#head", TitleLine).say(*head)

    def remember(self) -> None:
        """Keep the meeting as it stands, with the time spent, for whoever goes on with it."""
        if not self._turns:
            return
        self._clock.count(key_of(self._turn), self._tools.now())
        target = self.target.id if self.target else ""
        self.meeting = replace(self.meeting, target=target, spent=dict(self._clock.spent))
        self._tools.drafts.keep(DRAFT, self.meeting.as_draft())

    def _go(self, place: int) -> None:
        """Be at another turn."""
        self._clock.count(key_of(self._turn), self._tools.now())
        self.meeting = replace(self.meeting, owner=key_of(self._turns[place]))
        self._show()

    def action_step(self, step: int) -> None:
        """Go on to the next target, then to the next turn; after the last, end."""
        current = self.target.id if self.target else ""
        following = next_item(self.order, current, step) if current else None
        if following is not None:
            self.go_to_record(following)
            self.remember()
        elif self._place + step == len(self._turns):
            self.action_leave(OVER)
        elif self._place + step >= 0:
            self._go(self._place + step)
            self.listing.action_jump(0 if step > 0 else -1)
            self.remember()

    def action_as_before(self) -> None:
        """Check in as last time on the target that the cursor is on, and go on."""
        if here := self.here:
            self.keys_wait = True
            self.post_message(CheckInAsBefore(here, lambda: self._go_on_from(here)))

    def _go_on_from(self, target_ids: tuple[str, ...]) -> None:
        """Go on, unless one has gone on already, or has left while the file was waited for."""
        if self.can_show and self.here == target_ids:
            self.action_step(1)

    def action_narrow(self) -> None:
        """Show what is as before too, or what changed or is due alone."""
        self._whole = not self._whole
        self._show()

    def action_note(self, kind: str) -> None:
        """Note something on the target."""
        if self.target is None:
            self.notify("There is no target to note it on in this turn; Space goes on.", markup=False)
        else:
            self.keys_wait = True
            self.post_message(StartNote(kind, self.target.id))

    def action_discuss(self) -> None:
        """Put the target off until after, or no longer so."""
        if self.target is not None:
            self.meeting = self.meeting.turned_off(self.target.id)
            self.remember()
            self._show()

    def action_pause(self) -> None:
        """Stop the clock, or let it go on."""
        self._clock.pause(key_of(self._turn), self._tools.now())
        self._show_head()

    def action_leave(self, then: str) -> None:
        """Go to the minutes, or leave, so that it can be gone on with, or end it as if it had not been held."""
        self.remember()
        if then == THROWN_AWAY:
            self._tools.drafts.forget(DRAFT, self.meeting.as_draft())
            self.notify("The stand-up is thrown away; what was saved in it stays.", markup=False)
        self.dismiss(then)
