"""List keys: what the keys for a target are about on a screen with a list, and the key that settles what it lists."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from kptui.changes.meeting import settle
from kptui.models.obstacle import Blocker, SupportRequest
from kptui.models.stand_up import Action
from kptui.models.target import Target
from screens.messages import OpenTarget, SaveChange
from screens.widgets.record_list import RecordList, targets_of
from screens.widgets.target_keys import TargetKeys


class ListKeys(TargetKeys):
    """The keys are for the target that the row under the cursor is about."""

    @property
    def listing(self) -> RecordList:
        """The list."""
        return self.query_one(RecordList)

    @property
    def here(self) -> tuple[str, ...]:
        """The ids of the targets that the row is about."""
        row = self.listing.current
        return row.targets if row else ()

    @property
    def target(self) -> Target | None:
        """The first of them."""
        found = self.plan.get(self.here[0]) if self.here else None
        return found if isinstance(found, Target) else None

    @property
    def order(self) -> tuple[str, ...]:
        """The targets in the order of the list."""
        return targets_of(self.listing.rows)

    def go_to_record(self, record_id: str) -> None:
        """Move the cursor to a record that was looked at elsewhere."""
        self.listing.go_to_record(record_id)

    def action_open(self) -> None:
        """Open the target."""
        self.ask(OpenTarget)

    def on_rows_chosen(self) -> None:
        """Open what is clicked."""
        self.action_open()


class Who(NamedTuple):
    """Who looks, and what time it is for them."""

    user: str
    now: Callable[[], datetime]


class DutyKeys(ListKeys):
    """Settles what is open, under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "settle", "Done", id="settle", tooltip="Say that this blocker or promise is settled", show=False),
    ]
    who: Who

    def action_settle(self) -> None:
        """Say that what the cursor is on is settled."""
        row = self.listing.current
        record = self.plan.get(row.id) if row else None
        if isinstance(record, Blocker | SupportRequest | Action):
            code = self.target.code if self.target else ""
            self.keys_wait = True
            self.post_message(SaveChange(settle(record, self.today, self.who.now(), self.who.user), f"{code}: settled"))
        else:
            self.notify("Move to a blocker, a call for help or a promise first, with j.", markup=False)
