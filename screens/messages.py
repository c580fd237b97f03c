"""Messages: what screens ask of the app."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from kptui.changes import Change
    from kptui.forms import Clash  # what forms need is loaded when the first one opens


class OpenTarget(Message):
    """Show everything about a target; `order` are the targets that come before and after it."""

    def __init__(self, target_id: str, order: tuple[str, ...]) -> None:
        super().__init__()
        self.target_id = target_id
        self.order = order


class StartCheckIn(OpenTarget):
    """Check in on a target."""


class KeysMayGoOn(Message):
    """What the keys waited for is over, and the screen is the same."""


class ExplainStatus(OpenTarget):
    """Say why a target has its status."""


class AboutRecord(Message):
    """Something is to be done with a record, or beneath it; None where the cursor is on none."""

    def __init__(self, record_id: str | None = None) -> None:
        super().__init__()
        self.record_id = record_id


class AddBeneath(AboutRecord):
    """Add something, beneath a record where that fits."""


class EditRecord(AboutRecord):
    """Edit a record."""


class RetireRecord(AboutRecord):
    """Retire a record, and ask first."""


class HandOver(AboutRecord):
    """Hand over what someone owns."""


class MergeDuplicate(AboutRecord):
    """Have another record stand for this duplicate."""


class SettleClashes(Message):
    """Ask which of two people's edits is to stand, field by field; `settled` gets the fields where one's own does, or None."""

    def __init__(self, clashes: Sequence[Clash], by: str, settled: Callable[[Collection[str] | None], None]) -> None:
        super().__init__()
        self.clashes = clashes
        self.by = by
        self.settled = settled


class SaveChange(Message):
    """Save a Change; `saved` is said then, and `then` is done."""

    def __init__(self, change: Change, saved: str, then: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.change = change
        self.saved = saved
        self.then = then


class StartNote(Message):
    """Note a blocker, a promise or thanks on a target."""

    def __init__(self, kind: str, target_id: str) -> None:
        super().__init__()
        self.kind = kind
        self.target_id = target_id


class StartStandUp(Message):
    """Hold a stand-up on these targets."""

    def __init__(self, target_ids: tuple[str, ...]) -> None:
        super().__init__()
        self.target_ids = target_ids


class WithTargets(Message):
    """Something is to be done with several targets at once; `then` is called when it is."""

    def __init__(self, target_ids: tuple[str, ...], then: Callable[[], None]) -> None:
        super().__init__()
        self.target_ids = target_ids
        self.then = then


class CheckInAsBefore(WithTargets):
    """Check in on all of them as last time."""


class HandOverTargets(WithTargets):
    """Give all of them to another owner."""


class SetPreference(Message):
    """Have another setting of this person's, at once and from now on."""

    def __init__(self, key: str, value: str | bool) -> None:  # noqa: FBT001 - what is chosen
        super().__init__()
        self.key = key
        self.value = value
