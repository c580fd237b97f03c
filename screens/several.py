"""Several: the part of the app that does one thing with many targets, in one Change."""

from kptui.changes import check_in_as_before
from kptui.models.target import Target
from screens.exporting import ExportingApp
from screens.messages import CheckInAsBefore, HandOverTargets, SaveChange
from screens.presentation.marks import key_name
from screens.presentation.others import ALL, MINE, of_others, whether_as_before
from screens.widgets.marked_targets import MarkedTargets


class SeveralApp(ExportingApp):
    """Answers what a screen asks for with all that is marked on it."""

    def _targets(self, target_ids: tuple[str, ...]) -> list[Target]:
        return [found for target_id in target_ids if isinstance(found := self.plan.get(target_id), Target)]

    def on_check_in_as_before(self, message: CheckInAsBefore) -> None:
        """Check in on all of them with what was last said; outside a stand-up, ask first about those of others."""
        targets = self._targets(message.target_ids)
        others = of_others(self.plan, targets, self.user)
        if others and isinstance(self.screen, MarkedTargets) and self._may_change():
            self._ask_about_others(targets, others, message)
        else:
            self._check_in_as_before(targets, message)

    def _ask_about_others(self, targets: list[Target], others: list[Target], message: CheckInAsBefore) -> None:
        from screens.choose import Choose

        asked = whether_as_before(self.plan, others, len(targets))
        chosen = {ALL: targets, MINE: [target for target in targets if target not in others]}

        def answered(answer: str | None) -> None:
            if answer in chosen:
                self._check_in_as_before(chosen[answer], message)

        self.open(Choose(asked.title, asked.choices, asked.about), answered)

    def _check_in_as_before(self, targets: list[Target], message: CheckInAsBefore) -> None:
        codes = ", ".join(target.code for target in targets)
        undo = key_name(self._keymap.get("undo", "u").partition(",")[0])
        change = check_in_as_before([target.id for target in targets], self.today, self.now(), self.user)
        self.on_save_change(SaveChange(change, f"{codes}: as before; {undo} takes it back", message.then))

    def on_hand_over_targets(self, message: HandOverTargets) -> None:
        """Ask who is to have them."""
        targets = self._targets(message.target_ids)
        if targets and self._may_change():
            from screens.presentation.errands import handing_over_targets

            self._open_task(handing_over_targets(targets, self.around))
