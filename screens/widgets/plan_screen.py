"""Plan screen: what every screen on the plan has, its share of it and a say in when the next key may come."""

from datetime import date

from textual.reactive import reactive
from textual.screen import Screen

from kptui.plan import Plan
from screens.session import Place


class PlanScreen(Screen[str], inherit_bindings=False):
    """Shows the plan as it stands."""

    plan: reactive[Plan] = reactive(Plan, init=False, repaint=False)
    today: reactive[date] = reactive(date.min, init=False, repaint=False)
    keys_wait = False
    """Whether something was begun that changes what the next key means; the app keeps the keys back until it is done."""

    def __init__(self, plan: Plan, today: date) -> None:
        super().__init__()
        self.set_reactive(PlanScreen.plan, plan)
        self.set_reactive(PlanScreen.today, today)

    @property
    def can_show(self) -> bool:
        """Whether there is anything to show it on: not before it is opened, nor once it is left, whatever was waited for."""
        return self.is_mounted and self.is_attached and self.display

    def why_not(self, action: str) -> str:
        """Return why an action can do nothing just now, in a few words; nothing where it can."""
        del action
        return ""

    @property
    def place(self) -> Place | None:
        """How it is being left, for a screen that opens again in the same way; None for any other."""
        return None

    def begin_at(self, place: Place) -> None:
        """Open as it was left."""
        del place

    def remember(self) -> None:
        """Keep what whoever comes back is to find as it was; the app asks for it when the program ends."""
