"""Choose: a few things to choose from, each with a letter of its own and one line that says what it is."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from screens.presentation.choices import LETTERS, Choice
from screens.presentation.line import Line, Span, in_clauses, left, line
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.rows import Rows
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall


class ChoiceRows(Rows):
    """The list; a letter chooses at once."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(letter, f"pick('{letter}')", show=False) for letter in LETTERS]

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._choices = choices
        self._longest = max((cell_len(choice.name) for choice in choices), default=0)

    @property
    def row_count(self) -> int:
        """How many there are."""
        return len(self._choices)

    @property
    def chosen(self) -> Choice:
        """What the cursor is on."""
        return self._choices[self.cursor]

    def draw(self, index: int, width: int) -> Line:
        """Return letter, name and what it is."""
        choice = self._choices[index]
        room = min(self._longest, max(width // 3, 12))
        explains = in_clauses(choice.explains, width - room - 7)
        return line(Span(f"  {choice.letter}  ", "accent"), Span(left(choice.name, room) + "  "), Span(explains, "muted"))

    async def action_pick(self, letter: str) -> None:
        """Choose what has this letter, before the next key is looked at."""
        at = next((i for i, choice in enumerate(self._choices) if choice.letter == letter), None)
        if at is not None:
            self.go_to(at)
            await self.run_action("screen.take")


class Choose(Screen[str | None], inherit_bindings=False):
    """A title, what there is to know, and the list; it ends with an answer, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Choose", id="take", tooltip="Choose what the cursor is on"),
        Binding("escape,q", "close", "Back", id="close_choice", tooltip="Go back, and choose nothing"),
    ]

    def __init__(self, title: Line, choices: Sequence[Choice], about: Sequence[Line] = ()) -> None:
        super().__init__()
        self._heading, self._choices, self._about = title, choices, list(about)

    def compose(self) -> ComposeResult:
        """Lay out title, what there is to know, list and keys."""
        yield TitleLine(id="head")
        about = Lines(id="about_choice")
        about.styles.height = len(self._about) + 1
        yield about
        yield ChoiceRows(self._choices)
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show what there is to know."""
        self.query_one("#head", TitleLine).say(self._heading)
        self.query_one("#about_choice", Lines).say(self._about)

    def on_rows_chosen(self) -> None:
        """End with what the cursor is on."""
        choice = self.query_one(ChoiceRows).chosen
        self.dismiss(choice.answer or choice.name)

    action_take = on_rows_chosen

    def action_close(self) -> None:
        """End with nothing."""
        self.dismiss(None)
