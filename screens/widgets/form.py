"""Form: labelled fields of one row each, with what was understood, or what is wrong, beside them."""

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from screens.presentation.entry import FIELDS, LABEL_WIDTH, Asked
from screens.presentation.line import Line, Span, in_lines, in_one_row, left, line
from screens.widgets.completion import Completion
from screens.widgets.field import Field
from screens.widgets.toned import Toned

SHORT = 24
"""Cells of a field for a figure or a day; what was understood is beside it."""


class Form(Toned):
    """The fields of a check-in. Labels and words are drawn by the form itself: eight widgets instead of twenty-four."""

    def __init__(self, hints: Mapping[str, str], typed: Mapping[str, str], complete: Callable[[str], str | None]) -> None:
        """Show `typed`, or `hints` where that is empty; `complete` returns a first line whose last word is written out."""
        super().__init__()
        self._hints, self._typed, self._complete = hints, typed, complete
        self._said: Mapping[str, str] = {}
        self._wrong: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the fields; a note takes the whole row."""
        for asked in FIELDS:
            field = Field(name=asked.name, placeholder=self._hints[asked.name], value=in_one_row(self._typed.get(asked.name, "")))
            field.set_class(not asked.is_note, "short")
            if asked is FIELDS[0]:
                field.suggester = Completion(self._complete)
            yield field

    @property
    def typed(self) -> dict[str, str]:
        """What is in the fields, as typed."""
        return {field.name or "": in_lines(field.value) for field in self.query(Field)}

    def answer(self, said: Mapping[str, str], wrong: Mapping[str, str]) -> None:
        """Show what was understood of each field, or what is wrong with it; draw only the rows that change."""
        before = [self._beside(asked) for asked in FIELDS]
        self._said, self._wrong = said, wrong
        for row, asked in enumerate(FIELDS):
            if self._beside(asked) != before[row]:
                self.refresh(Region(0, row, self.size.width, 1))

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        self.screen.set_focus(self.query_one(f"#{name}", Field))

    def begin(self) -> None:
        """Put the cursor into the first field; what came back there is selected, so that typing replaces it."""
        self.go_to(FIELDS[0].name)
        self.query_one(f"#{FIELDS[0].name}", Field).select_all()

    def offer(self, text: str) -> None:
        """Have another text in the first field, which nobody has typed; with the cursor there, typing still replaces it."""
        field = self.query_one(f"#{FIELDS[0].name}", Field)
        with field.prevent(Field.Changed):
            field.value = text
        if field.has_focus:
            field.select_all()

    def fill(self, typed: Mapping[str, str]) -> None:
        """Have these texts in the fields and no others, and begin at the first."""
        for field in self.query(Field):
            field.value = in_one_row(typed.get(field.name or "", ""))
        self.begin()

    def on_descendant_focus(self) -> None:
        """The label of the field with the cursor is the brighter one."""
        self.refresh()

    on_descendant_blur = on_descendant_focus

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
        words = Span(wrong, "bad") if wrong else Span(self._said.get(asked.name, ""), "accent")
        return line(label, " " * (SHORT + 2), words)
