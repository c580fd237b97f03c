"""Messages: what screens ask of the app."""

from textual.message import Message


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
