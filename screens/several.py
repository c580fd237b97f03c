"""Several: the part of the app that does one thing with many targets, in one Change."""

from kptui.changes import check_in_as_before
from kptui.models.target import Target
from screens.exporting import ExportingApp
from screens.messages import CheckInAsBefore, HandOverTargets, SaveChange


class SeveralApp(ExportingApp):
    """Answers what a screen asks for with all that is marked on it."""

    def _targets(self, target_ids: tuple[str, ...]) -> list[Target]:
        return [found for target_id in target_ids if isinstance(found := self.plan.get(target_id), Target)]

    def on_check_in_as_before(self, message: CheckInAsBefore) -> None:
        """Check in on all of them with what was last said."""
        codes = ", ".join(target.code for target in self._targets(message.target_ids))
        change = check_in_as_before(message.target_ids, self.today, self.now(), self.user)
        self.on_save_change(SaveChange(change, f"{codes}: as before", message.then))

    def on_hand_over_targets(self, message: HandOverTargets) -> None:
        """Ask who is to have them."""
        targets = self._targets(message.target_ids)
        if targets and self._may_change():
            from screens.presentation.errands import handing_over_targets

            self._open_task(handing_over_targets(targets, self.around))
