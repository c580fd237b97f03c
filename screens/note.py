"""Note: one line for a blocker, a promise or a thank-you; what was understood is shown, and it closes once the file is safe."""

from datetime import date, datetime

from textual.app import ComposeResult

from kptui.changes import Change, add_records
from kptui.changes.meeting import Noted
from kptui.errors import BadInput
from kptui.grammar import completed, note_line
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from screens.presentation.entry import NO_ID
from screens.presentation.line import BLANK, Span, line, wrap_line
from screens.presentation.note_lines import KINDS, note_lines
from screens.widgets.completion import Completion
from screens.widgets.field import CompletingField, Field
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.saving_form import FormTools, SavingForm
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

TEXT = "note"
"""The name of the field."""


class Note(SavingForm):
    """The form of one line."""

    def __init__(self, plan: Plan, today: date, kind: str, target: Target, tools: FormTools) -> None:
        self._kind, self._target = KINDS[kind], target
        super().__init__(plan, today, f"{kind} {target.id}", tools)

    def compose(self) -> ComposeResult:
        """Lay out what it is about, the line, what it would save, and the keys."""
        yield TitleLine(id="head")
        yield Lines(id="stand")
        yield CompletingField(name=TEXT, value=self.draft.get(TEXT, ""))
        yield Lines(id="answer")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin to type."""
        self._field.suggester = Completion(lambda text: completed(self.plan, text))
        self.show()
        self.go_to(TEXT)

    @property
    def _field(self) -> Field:
        return self.query_one(Field)

    @property
    def typed(self) -> dict[str, str]:
        """The line as typed."""
        return {TEXT: self._field.value}

    @property
    def subject(self) -> str:
        """The code of the target."""
        return self._target.code

    def is_there(self, record_id: str) -> bool:
        """Return whether the note is in the plan."""
        return self.plan.get(record_id) is not None

    def _made(self, record_id: str, at: datetime) -> tuple[Record, ...]:
        return self._kind.make(self.plan, note_line(self._field.value), self._target, Noted(record_id, self.today, at, self.user))

    def change(self, record_id: str, at: datetime) -> Change:
        """Return the Change that adds what is noted. Raises BadInput for what cannot be understood."""
        return add_records(*self._made(record_id, at))

    def what_was_saved(self) -> str:
        """Return what it is, and on what."""
        return f"{self._kind.title} on {self._target.code}"

    def go_to(self, field: str) -> None:
        """Put the cursor into the line, which is the only field there is."""
        del field
        self.set_focus(self._field)

    def clear(self) -> None:
        """Empty the line."""
        self._field.value = ""

    def watch_plan(self) -> None:
        """Show what others have changed; what is typed stays."""
        if self.can_show:
            self.show()

    watch_today = on_resize = watch_plan

    def show(self) -> None:
        """Show what was understood."""
        width = self.app.size.width - 2
        about = (Span(f"{self._target.code} ", "accent"), Span(self._target.name, "strong"))
        self.query_one("#head", TitleLine).say(line(f" {self._kind.title}  ", *about))
        self.query_one("#stand", Lines).say([line(" ", *row) for row in wrap_line((Span(self._kind.explains, "muted"),), width)])
        try:
            understood = note_lines(self.plan, self.today, self._made(NO_ID, self._now()), width)
        except BadInput as error:
            understood = wrap_line((Span(str(error), "bad"),), width) if self._field.value.strip() else []
        rows = [*(understood or [BLANK]), BLANK, *wrap_line(self.said, width)]
        self.query_one("#answer", Lines).say([line(" ", *row) for row in rows])

    def on_input_submitted(self) -> None:
        """Save."""
        self.action_save()
