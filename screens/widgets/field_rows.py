"""Field rows: any number of fields of one row each, of which the one with the cursor is typed into; the others are drawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from screens.presentation.form_rows import LABEL_WIDTH, FormRow, field_line
from screens.presentation.line import in_lines, in_one_row
from screens.widgets.completion import one_of
from screens.widgets.field import CompletingField, Field
from screens.widgets.toned import Toned

NEXT = "Go to the next field, as Enter does; Enter on the last one saves"


class FieldRows(Toned):
    """One field to type in that moves from row to row: a form of thirty fields costs no more than one of three."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "move(1)", "Next field", id="next_field", tooltip=NEXT, show=False),
        Binding("down", "move(1)", "Field below", id="field_below", tooltip="Go to the field below", show=False),
        Binding("shift+tab,up", "move(-1)", "Field before", id="field_before", tooltip="Go one field back", show=False),
        Binding("pagedown", "cycle(1)", "Next choice", id="next_choice", tooltip="Take the next choice there is", show=False),
        Binding("pageup", "cycle(-1)", "Choice before", id="choice_before", tooltip="Take the choice before", show=False),
    ]

    class Moved(Message):
        """The person has gone to another field."""

    def __init__(
        self, typed: Mapping[str, str], rows_of: Callable[[], Sequence[FormRow]], choices_of: Callable[[str], Sequence[str]]
    ) -> None:
        super().__init__()
        self._texts = dict(typed)
        self._rows_of = rows_of
        self._choices_of = choices_of
        self._rows: list[FormRow] = []
        self._top = 0
        self.current = ""
        """The name of the field that is typed into."""

    def compose(self) -> ComposeResult:
        """Lay out the one field."""
        yield CompletingField(name="field")

    @property
    def _field(self) -> Field:
        return self.query_one(Field)

    @property
    def typed(self) -> dict[str, str]:
        """What is in the fields, as typed."""
        return {**self._texts, self.current: in_lines(self._field.value)} if self.current else dict(self._texts)

    @property
    def is_at_end(self) -> bool:
        """Whether the last field is the one that is typed into."""
        return bool(self._names) and self.current == self._names[-1]

    @property
    def below(self) -> int:
        """How many fields are out of sight below."""
        return sum(1 for row in self._rows[self._top + self.size.height :] if row.name)

    @property
    def _names(self) -> list[str]:
        return [row.name for row in self._rows if row.name]

    def show(self) -> None:
        """Show the rows as they are by now; the cursor stays in its field, or goes to the first."""
        self._rows = list(self._rows_of())
        if self.current not in self._names and self._names:
            self.go_to(self._names[0])
        self._place()
        self.refresh()

    def fill(self, typed: Mapping[str, str]) -> None:
        """Have these texts in the fields."""
        self._texts = dict(typed)
        with self.prevent(Input.Changed):
            self._field.value = in_one_row(self._texts.get(self.current, ""))

    def go_to(self, name: str) -> None:
        """Put the cursor into a field; one that is not asked for is none."""
        if name not in self._names or name == self.current:
            return
        self._texts = self.typed
        self.current = name
        choices = self._choices_of(name)
        field = self._field
        with self.prevent(Input.Changed):
            field.suggester = one_of(choices) if choices else None
            field.value = in_one_row(self._texts.get(name, ""))
        self._place()
        self.screen.set_focus(field)
        if field.has_class("short"):
            field.select_all()  # what is typed now replaces a figure or a choice; a long text is typed on
        else:
            field.action_end()

    def _place(self) -> None:
        """Scroll no more than needed, and put the field into its row."""
        at = next((i for i, row in enumerate(self._rows) if row.name == self.current), 0)
        height = max(self.size.height, 1)
        top = min(self._top, max(len(self._rows) - height, 0))
        self._top = at if at < top else max(top, at - height + 1)
        field, row = self._field, self._rows[at] if self._rows else FormRow()
        field.set_class(not row.is_wide, "short")
        place = Offset(LABEL_WIDTH, at - self._top)
        if (field.styles.offset.x.value, field.styles.offset.y.value) != place:
            field.styles.offset = place

    def on_resize(self) -> None:
        """Keep the field with the cursor in view."""
        self._place()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a row; what is typed into is drawn by the field above it."""
        index = y + self._top
        if index >= len(self._rows):
            return self.strip_of((), self.size.width)
        row = self._rows[index]
        return self.strip_of(field_line(row, self.size.width, here=bool(row.name) and row.name == self.current), self.size.width)

    def action_move(self, by: int) -> None:
        """Go some fields on; what is typed decides which there are, so none is passed over by fast hands."""
        self._rows = list(self._rows_of())
        names = self._names
        if self.current in names:
            self.go_to(names[min(max(names.index(self.current) + by, 0), len(names) - 1)])
            self.post_message(self.Moved())

    def action_complete_and_move(self) -> None:
        """Write out what is begun, where only one choice begins so, and go on."""
        text = self._field.value.strip().casefold()
        begun = [choice for choice in self._choices_of(self.current) if text and choice.casefold().startswith(text)]
        if len(begun) == 1:
            self._field.value = begun[0]
        self.action_move(1)

    def action_cycle(self, by: int) -> None:
        """Take the next of the choices, or the one before."""
        choices = list(self._choices_of(self.current))
        if choices:
            value = self._field.value
            at = choices.index(value) + by if value in choices else (0 if by > 0 else -1)
            self._field.value = choices[at % len(choices)]
            self._field.cursor_position = len(self._field.value)
