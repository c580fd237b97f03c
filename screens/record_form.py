"""Record form: makes or edits a record, says as one types what was understood, and brings two people's edits together."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.changes import Change
from kptui.differences import title_of
from kptui.errors import BadInput, KptuiError
from kptui.forms import Around, Asked, Understood, as_typed, clashes, merged, understand
from kptui.models.record import Record
from screens.messages import SettleClashes
from screens.presentation.form_rows import explained, form_rows, how_many_more
from screens.presentation.line import BLANK, Line, Span
from screens.presentation.task import Task
from screens.widgets.field_rows import FieldRows
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.saving_form import FormTools, SavingForm
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

ON = "version"
"""Where the draft of an edit remembers which version it was begun on, as the record's JSON."""


class RecordForm(SavingForm):
    """The fields, below them what there is to say of the one that is typed into, and of the whole."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "heed", "Mend", id="heed", tooltip="Go to the field that the advice is about", show=False),
    ]

    def __init__(self, task: Task, tools: FormTools) -> None:
        self.purpose = task
        self._read = task.around.record
        self._begun = dict(task.begun)
        self._answer: tuple[object, Understood] | None = None
        self._advised = ""
        """The field that the advice is about."""
        super().__init__(task.around.plan, task.around.today, task.draft_of, tools)
        self._saving_id = self.saved_id = ""
        """The id of what is being saved, and of what is safe."""

    def _find_draft(self) -> dict[str, str]:
        """Return the draft, and go on from the version that it was begun on; one that says what the plan says is none."""
        draft = super()._find_draft()
        with suppress(KeyError, ValidationError):  # a draft of a new record has none, and a file may hold anything
            self._read = self.purpose.form.makes.model_validate_json(draft[ON])
        if draft and not self.is_worth_keeping(draft):
            self._drafts.forget(self._draft_of, draft)
            self._read = self.purpose.around.record
            return {}
        return draft

    def is_there(self, record_id: str) -> bool:
        """Return whether a new record is in the plan."""
        return self._read is None and self.plan.get(record_id) is not None

    def is_worth_keeping(self, draft: Mapping[str, str]) -> bool:
        """Return whether something is typed that was not there at first."""
        return any(draft.get(name, text) != text for name, text in self._begun.items())

    @property
    def around(self) -> Around:
        """What it is filled in on: the newest plan, and the version that was read."""
        return replace(self.purpose.around, plan=self.plan, today=self.today, record=self._read)

    @property
    def understood(self) -> Understood:
        """What is typed, understood; once for all that ask."""
        asked = (self.query_one(FieldRows).typed, self.plan, self.today, self._read)
        if self._answer is None or asked != self._answer[0]:
            self._answer = asked, understand(self.purpose.form, self.around, asked[0])
        return self._answer[1]

    @property
    def typed(self) -> dict[str, str]:
        """What is in the fields, and which version that is about."""
        on = {} if self._read is None else {ON: self._read.as_json().decode()}
        return self.query_one(FieldRows).typed | on

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.purpose.subject

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether there is a next one to go on with."""
        return self.purpose.repeats or (action, parameters) != ("save", (True,))

    def compose(self) -> ComposeResult:
        """Lay out the fields, what there is to say, and the keys."""
        yield TitleLine(id="head")
        typed = {name: self.draft.get(name, text) for name, text in self._begun.items()}
        yield FieldRows(typed, lambda: form_rows(self.understood), self._choices)
        yield Lines(id="about")
        yield Lines(id="advice", classes="" if self.purpose.advise else "none")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.show()
        self._say_what_moved()

    def watch_plan(self) -> None:
        """Show what others have changed; what is typed stays."""
        if self.can_show:
            self.show()
            if not self.is_saving:
                self._say_what_moved()

    def on_field_rows_moved(self) -> None:
        """Say what there is to say of the field; what was said of the saving is read by now."""
        if not self.is_saving:
            self.said = BLANK
        self.show()

    def on_resize(self) -> None:
        """Fill the new size."""
        if self.can_show:
            self.show()

    def show(self) -> None:
        """Show the fields, what was understood, and what there is to say."""
        understood, fields, width = self.understood, self.query_one(FieldRows), self.app.size.width
        self.query_one("#head", TitleLine).say(self.purpose.heading, self._standing(understood))
        fields.show()
        asked = self._asked(fields.current)
        if asked is not None:
            rows = explained(asked, understood, self._choices(asked.name), self.said, width - 2)
            self.query_one("#about", Lines).say([how_many_more(fields.below, width - 1), *((Span(" "), *row) for row in rows)])
        if self.purpose.advise:
            lines, self._advised = self.purpose.advise(understood, self.around, width - 2)
            self.query_one("#advice", Lines).say([(Span(" "), *row) for row in lines])

    def _standing(self, understood: Understood) -> Line:
        """Say how much is wrong, needed or missing, or that there is something to save."""
        wrong = [bool(understood.typed.get(name, "").strip()) for name in understood.wrong]
        if any(wrong):
            return (Span(f" {wrong.count(True)} to mend ", "bad"),)
        if wrong:
            return (Span(f" {len(wrong)} needed ", "at_risk"),)
        if understood.missing:
            state = "draft: " if understood.values.get("state") == "draft" else ""
            return (Span(f" {state}{len(understood.missing)} missing ", "at_risk"),)
        return (Span(" not saved yet " if self.is_worth_keeping(understood.typed) else "", "muted"),)

    def _asked(self, name: str) -> Asked | None:
        return next((asked for asked in self.purpose.form.asked if asked.name == name), None)

    @property
    def field_name(self) -> str:
        """The name of the field that is typed into."""
        return self.query_one(FieldRows).current

    def is_text(self, field: str) -> bool:
        """Return whether a field takes a text of several lines."""
        asked = self._asked(field)
        return asked is not None and asked.is_note

    def _choices(self, name: str) -> Sequence[str]:
        asked = self._asked(name)
        return asked.choices(self.around) if asked and asked.choices else ()

    def change(self, record_id: str, at: datetime) -> Change:
        """Return the Change to save. Raises BadInput for the first field that is wrong."""
        self._saving_id = record_id if self._read is None else self._read.id
        if self.is_there(record_id):
            return lambda plan: (plan.records[record_id],)  # after a doubt: to save it again makes sure of it
        return self.purpose.change(self.understood, self.around, record_id, at, self.user)

    def what_was_saved(self) -> str:
        """Return what it is called by now."""
        self.saved_id = self._saving_id
        made = self.plan.get(self.saved_id)
        return title_of(made, self.plan.records) if made else self.purpose.subject

    def go_to(self, field: str) -> None:
        """Put the cursor into a field."""
        self.query_one(FieldRows).go_to(field)

    def clear(self) -> None:
        """Have the fields as they were at first."""
        self.query_one(FieldRows).fill(self._begun)
        self.on_input_changed()

    def on_input_submitted(self) -> None:
        """Go to the next field; from the last one, save."""
        fields = self.query_one(FieldRows)
        if fields.is_at_end:
            self.action_save()
        else:
            fields.action_complete_and_move()

    def refused(self, error: KptuiError) -> None:
        """Say why nothing was saved, at the field where that can be mended."""
        if isinstance(error, BadInput):
            self.go_to(error.field)
        super().refused(error)
        self._say_what_moved()

    def action_heed(self) -> None:
        """Go to the field that the advice is about."""
        self.go_to(self._advised)
        self.show()

    @property
    def _theirs(self) -> Record | None:
        """The version that someone else made since; None where nobody did."""
        newest = self.plan.get(self._read.id) if self._read else None
        return newest if newest and self._read and newest.version != self._read.version else None

    def _say_what_moved(self) -> None:
        theirs = self._theirs
        if theirs is not None:
            before, now = (as_typed(self.purpose.form, replace(self.around, record=r)) for r in (self._read, theirs))
            moved = ", ".join(asked.label for asked in self.purpose.form.asked if before[asked.name] != now[asked.name])
            who, moved = self.plan.name_of(theirs.by), moved or "nothing of this"
            self.say(f"{who} has changed it meanwhile: {moved}. ^S brings both together.", "accent")

    def action_save(self, then_next: bool = False) -> None:  # noqa: FBT001, FBT002 - an action's argument has no name
        """Save; where someone else made another version, bring both together first."""
        theirs = self._theirs
        if theirs is None or self.is_saving:
            super().action_save(then_next)
            return
        found = clashes(self.purpose.form, self.around, self.query_one(FieldRows).typed, theirs)
        if not found:
            self._take_over(theirs, ())
            super().action_save(then_next)
        else:
            self.keys_wait = True
            self.post_message(
                SettleClashes(found, self.plan.name_of(theirs.by), lambda mine: self._settled(theirs, mine, then_next=then_next))
            )

    def _settled(self, theirs: Record, mine: Collection[str] | None, *, then_next: bool) -> None:
        if mine is not None:
            self._take_over(theirs, mine)
            self.action_save(then_next)

    def _take_over(self, theirs: Record, mine: Collection[str]) -> None:
        """Go on from their version, with what both changed as it was settled."""
        fields = self.query_one(FieldRows)
        texts = merged(self.purpose.form, self.around, fields.typed, theirs, mine)
        self._read = theirs
        self._begun = as_typed(self.purpose.form, self.around)
        fields.fill(texts)
