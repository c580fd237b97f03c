"""Form: labelled fields of one row each, with what was understood, or what is wrong, beside them."""

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from screens.presentation.entry import FIELDS, LABEL_WIDTH, Asked
from screens.presentation.line import Line, Span, in_lines, in_one_row, in_short, left, line
from screens.widgets.completion import Completion
from screens.widgets.field import CompletingField, Field
from screens.widgets.toned import Toned

SHORT = 24
"""Cells of a field for a figure or a day; what was understood is beside it."""


class Form(Toned):
    """The fields of a check-in. Labels and words are drawn by the form itself: eight widgets instead of twenty-four."""

    def __init__(self, typed: Mapping[str, str], offered: Mapping[str, str], complete: Callable[[str], str | None]) -> None:
        """Show `typed`; `offered` is what nobody has typed; `complete` returns a first line with its last word written out."""
        super().__init__()
        self._typed, self._offered, self._complete = typed, offered, complete
        self._said: Mapping[str, str] = {}
        self._wrong: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the fields; a note takes the whole row."""
        for asked in FIELDS:
            sort = CompletingField if asked is FIELDS[0] else Field
            field = sort(name=asked.name, value=in_one_row(self._typed.get(asked.name, "")))
            field.set_class(not asked.is_note, "short")
            if asked is FIELDS[0]:
                field.suggester = Completion(self._complete)
            yield field

    @property
    def typed(self) -> dict[str, str]:
        """What is in the fields, as typed."""
        return {field.name or "": in_lines(field.value) for field in self.query(Field)}

    def answer(self, said: Mapping[str, str], wrong: Mapping[str, str], hints: Mapping[str, str]) -> None:
        """Show what was understood of each field, or what is wrong, and what an empty one says; draw the rows that change."""
        before = [self._beside(asked) for asked in FIELDS]
        self._said, self._wrong = said, wrong
        for row, asked in enumerate(FIELDS):
            self.query_one(f"#{asked.name}", Field).placeholder = hints.get(asked.name, "")
            if self._beside(asked) != before[row]:
                self.refresh(Region(0, row, self.size.width, 1))

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        self.screen.set_focus(self.query_one(f"#{name}", Field))

    def begin(self) -> None:
        """Put the cursor into the first field; what came back there is selected, so that typing replaces it."""
        self.go_to(FIELDS[0].name)
        self.query_one(f"#{FIELDS[0].name}", Field).select_all()

    def offer(self, offered: Mapping[str, str]) -> None:
        """Have other texts where nobody has typed any; with the cursor there, typing still replaces one."""
        before, self._offered = self._offered, offered
        for name, text in offered.items():
            field = self.query_one(f"#{name}", Field)
            if field.value == before[name] != text:
                with field.prevent(Field.Changed):
                    field.value = text
                self._select(field)

    def _select(self, field: Field) -> None:
        """Have typing replace what is offered."""
        if field.has_focus and field.value == self._offered.get(field.name or "", ""):
            field.select_all()

    def fill(self, typed: Mapping[str, str]) -> None:
        """Have these texts in the fields and no others, and begin at the first."""
        for field in self.query(Field):
            field.value = in_one_row(typed.get(field.name or "", ""))
        self.begin()

    def on_descendant_focus(self) -> None:
        """The label of the field with the cursor is the brighter one; typing replaces what is offered there."""
        self.refresh()
        if isinstance(self.screen.focused, Field):
            self._select(self.screen.focused)

    def on_descendant_blur(self) -> None:
        """The label is as bright as the others again."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw what is around a field."""
        return self.strip_of(self._beside(FIELDS[y]) if y < len(FIELDS) else (), self.size.width)

    def _beside(self, asked: Asked) -> Line:
        here = self.screen.focused is not None and self.screen.focused.name == asked.name
        tone = "bad" if asked.name in self._wrong else "strong" if here else "muted"
        label = Span(" " + left(asked.label, LABEL_WIDTH - 1), tone)
        if asked.is_note:
            return line(label)
        wrong = self._wrong.get(asked.name, "")
        told = Span(in_short(wrong, self.size.width - LABEL_WIDTH - SHORT - 2), "bad")
        words = told if wrong else Span(self._said.get(asked.name, ""), "accent")
        return line(label, " " * (SHORT + 2), words)
