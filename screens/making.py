"""Making: the part of the app that opens what the plan is made with; each form is loaded when the first one opens."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kptui.models.organisation import Person
from kptui.models.record import Record
from kptui.models.target import Target
from screens.live import LiveApp
from screens.messages import AboutRecord, AddBeneath, EditRecord, HandOver, MergeDuplicate, RetireRecord, SettleClashes, StartNote
from screens.presentation.choices import CASCADE, NOTES
from screens.widgets.saving_form import THEN_NEXT, FormTools

if TYPE_CHECKING:
    from kptui.forms import Around
    from screens.presentation.task import Task


class MakingApp(LiveApp):
    """Answers what screens ask for when a plan is made."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "people", "People", id="people", tooltip="Teams, people and periods", show=False),
        Binding("comma", "policy", "Rules", id="policy", tooltip="Thresholds, days off, time zone", show=False),
    ]
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
        if kind == CASCADE and isinstance(above, Target):
            from screens.presentation.errands import sharing_out

            self._open_task(sharing_out(above, self.around))
        elif kind in NOTES and above is not None:
            self.post_message(StartNote(kind, above.id))
        elif kind is not None:
            from screens.presentation.task import adding

            self._open_task(adding(kind, self.around, above), again=lambda: self._add(kind, above))

    def _record_of(self, message: AboutRecord) -> Record | None:
        """Return the record that something is to be done with; where that cannot be, say why."""
        record = self.plan.get(message.record_id)
        if record is None:
            self.notify("Move to something with a name first.", markup=False)
            self.on_keys_may_go_on()
        return record if record is not None and self._may_change() else None

    def on_edit_record(self, message: EditRecord) -> None:
        """Open the form of a record."""
        record = self._record_of(message)
        if record is not None:
            from screens.presentation.task import editing

            self._open_task(editing(record, self.around))

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

    def on_retire_record(self, message: RetireRecord) -> None:
        """Ask whether to retire a record."""
        record = self._record_of(message)
        if record is not None:
            self._ask_to_retire(record)

    def _ask_to_retire(self, record: Record) -> None:
        from screens.retire import Retire

        question = Retire(self.plan, self.today, record, self.tools)
        self.open(question.data_bind(LiveApp.plan, LiveApp.today), lambda instead: self._instead_of_retiring(record, instead))

    def _instead_of_retiring(self, record: Record, instead: str | None) -> None:
        from screens.choose import Choose
        from screens.presentation.choices import choice_title
        from screens.presentation.retiring import link_choices
        from screens.retire import LINK, MERGE

        if instead == MERGE:
            self.on_merge_duplicate(MergeDuplicate(record.id))
        elif instead == LINK:
            title = choice_title("Which link do you want to retire?", record, self.plan)
            self.open(Choose(title, link_choices(self.plan, record)), self._retire_link)

    def _retire_link(self, link_id: str | None) -> None:
        link = self.plan.get(link_id)
        if link is not None:
            self._ask_to_retire(link)

    def on_hand_over(self, message: HandOver) -> None:
        """Open the form for what someone owns."""
        person = self._record_of(message)
        if isinstance(person, Person):
            from screens.presentation.errands import handing_over

            self._open_task(handing_over(person, self.around))

    def on_merge_duplicate(self, message: MergeDuplicate) -> None:
        """Open the form for a duplicate."""
        duplicate = self._record_of(message)
        if isinstance(duplicate, Person | Target):
            from screens.presentation.errands import merging

            self._open_task(merging(duplicate, self.around))

    def action_people(self) -> None:
        """Show teams, people and periods."""
        from screens.people import People

        if not isinstance(self.screen, People):
            self.open(People(self.plan, self.today, self.user).data_bind(LiveApp.plan, LiveApp.today), lambda _: None)

    def action_policy(self) -> None:
        """Open the form of the rules of the house."""
        if self._may_change():
            from screens.presentation.task import ruling

            self._open_task(ruling(self.around))

    def on_settle_clashes(self, message: SettleClashes) -> None:
        """Ask which of two edits is to stand."""
        from screens.merge import Merge

        self.open(Merge(message.clashes, message.by), message.settled)
