"""Making: the part of the app that opens what the plan is made with; each form is loaded when the first one opens."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kptui.models.record import Record
from screens.live import LiveApp
from screens.messages import AddBeneath, EditRecord, SettleClashes
from screens.widgets.saving_form import THEN_NEXT, FormTools

if TYPE_CHECKING:
    from kptui.forms import Around
    from screens.presentation.task import Task


class MakingApp(LiveApp, inherit_bindings=False):
    """Answers what screens ask for when a plan is made."""

    tools: FormTools

    def go_to_record(self, record_id: str) -> None:
        """Have the screen that is seen show a record."""
        raise NotImplementedError

    def _may_change(self) -> bool:
        """Return whether anything can be saved; where not, say why."""
        if self.store.read_only:
            self.notify(self.store.read_only, title="Nothing can be changed", severity="warning", markup=False)
            self.on_keys_may_go_on()
        return not self.store.read_only

    @property
    def around(self) -> "Around":
        """What a form is filled in on."""
        from kptui.forms import Around

        return Around(self.plan, self.today, self.user)

    def on_add_beneath(self, message: AddBeneath) -> None:
        """Ask what is to be added, and open the form for it."""
        if self._may_change():
            from screens.choose import Choose
            from screens.presentation.choices import choice_title, things_to_add

            above = self.plan.get(message.record_id)
            title = choice_title("What do you want to add?", above, self.plan)
            self.open(Choose(title, things_to_add(self.plan, above)), lambda kind: self._add(kind, above))

    def _add(self, kind: str | None, above: Record | None) -> None:
        if kind is not None:
            from screens.presentation.task import adding

            self._open_task(adding(kind, self.around, above), again=lambda: self._add(kind, above))

    def on_edit_record(self, message: EditRecord) -> None:
        """Open the form of a record."""
        from screens.presentation.task import editing

        record = self.plan.get(message.record_id)
        task = editing(record, self.around) if record else None
        if task is None:
            self.notify("Move to something with a name first: that can be edited.", markup=False)
            self.on_keys_may_go_on()
        elif self._may_change():
            self._open_task(task)

    def _open_task(self, task: "Task", again: Callable[[], None] | None = None) -> None:
        """Open the form for a task; what was made is shown afterwards, and `again` opens the next one."""
        from screens.record_form import RecordForm

        form = RecordForm(task, self.tools)

        def closed(then: str | None) -> None:
            if form.saved_id:
                self.go_to_record(form.saved_id)
            if then == THEN_NEXT and again is not None:
                again()

        self.open(form.data_bind(LiveApp.plan, LiveApp.today), closed)

    def on_settle_clashes(self, message: SettleClashes) -> None:
        """Ask which of two edits is to stand."""
        from screens.merge import Merge

        self.open(Merge(message.clashes, message.by), message.settled)
