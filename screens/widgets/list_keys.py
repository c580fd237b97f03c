"""List keys: what the keys for a target are about on a screen with a list, and the keys that settle and repeat what it lists."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from kptui.changes import check_in_as_before
from kptui.changes.meeting import settle
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.stand_up import Action
from kptui.models.target import Target
from screens.messages import OpenTarget, SaveChange
from screens.widgets.record_list import RecordList
from screens.widgets.target_keys import TargetKeys


class ListKeys(TargetKeys):
    """The keys are for the target that the row under the cursor is about."""

    @property
    def listing(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    @property
    def target(self) -> Target | None:
        """The target that the row is about."""
        row = self.listing.current
        found = self.plan.get(row.target) if row else None
        return found if isinstance(found, Target) else None

    @property
    def order(self) -> tuple[str, ...]:
        """The targets in the order of the list."""
        return tuple(dict.fromkeys(row.target for row in self.listing.rows if row.target))

    @property
    def listed(self) -> tuple[str, ...]:
        """The targets of the marked rows, or else of all."""
        return tuple(dict.fromkeys(row.target for row in self.listing.marked if row.target)) or self.order

    def go_to_record(self, record_id: str) -> None:
        """Move the cursor to a target that was looked at elsewhere."""
        self.listing.go_to_target(record_id)

    def action_open(self) -> None:
        """Open the target."""
        self.ask(OpenTarget)

    on_rows_chosen = action_open


class Who(NamedTuple):
    """Who looks, and what time it is for them."""

    user: str
    now: Callable[[], datetime]


class DutyKeys(ListKeys):
    """Checks in as last time, and settles what is open, on the list or under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "settle", "Done", id="settle", tooltip="Say that this blocker or promise is settled", show=False),
    ]
    who: Who

    def done_as_before(self, target_ids: tuple[str, ...]) -> None:
        """Go on, once these were checked in on as last time."""
        raise NotImplementedError

    def ask_to_save(self, message: SaveChange) -> None:
        """Ask the app to save something, and keep the keys waiting until it is safe."""
        self.keys_wait = True
        self.post_message(message)

    def action_as_before(self) -> None:
        """Check in as last time on all that are marked, or else on the target that the cursor is on."""
        rows = self.listing.marked or tuple(row for row in (self.listing.current,) if row)
        ids = tuple(dict.fromkeys(row.target for row in rows if row.target))
        if ids:
            change = check_in_as_before(ids, self.today, self.who.now(), self.who.user)
            codes = ", ".join(t.code for i in ids if isinstance(t := self.plan.get(i), Target))
            self.ask_to_save(SaveChange(change, f"{codes}: as before", lambda: self._done(ids)))

    def _done(self, target_ids: tuple[str, ...]) -> None:
        if self.is_attached:  # it may have been left while the file was waited for
            self.done_as_before(target_ids)

    def action_settle(self) -> None:
        """Say that what the cursor is on is settled."""
        row = self.listing.current
        record = self.plan.get(row.id) if row else None
        if isinstance(record, Blocker | SupportRequest | Action):
            code = self.target.code if self.target else ""
            self.ask_to_save(SaveChange(settle(record, self.today, self.who.now(), self.who.user), f"{code}: settled"))
        else:
            self.notify("Move to a blocker, a call for help or a promise first, with j.", markup=False)
