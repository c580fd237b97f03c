"""Prompt: one line to type a command in, over the keys at the bottom, with what Enter would do above it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from screens.presentation.line import Line, Span, line, wrap_line
from screens.widgets.completion import Completion
from screens.widgets.field import COMPLETE, CompletingField
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.toned import Toned


class PromptField(CompletingField):
    """The line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Do it", id="do_command", tooltip="Do what the line says"),
        COMPLETE,
        Binding("up", "recall", "Last line", id="recall", tooltip="Have the line before there again"),
        Binding("escape", "leave", "Close", id="close_prompt", tooltip="Close the line; Up brings it back"),
        Binding("tab,down,shift+tab,ctrl+p", "stay", "Stay", show=False),
    ]

    async def action_submit(self) -> None:
        """Hand the line on."""
        self._ask(Prompt.Given)

    def action_recall(self) -> None:
        """Have the last line there again."""
        self._ask(Prompt.Recall)

    def action_leave(self) -> None:
        """Close."""
        self._ask(Prompt.Left)

    def _ask(self, message: "type[Prompt.About]") -> None:
        """Ask the app, and keep the keys waiting until it has taken that in."""
        prompt, screen = self.parent, self.screen
        if isinstance(prompt, Prompt) and isinstance(screen, PlanScreen):
            screen.keys_wait = True
            prompt.post_message(message(prompt))

    def action_stay(self) -> None:
        """Keep keys that mean something beneath from getting there."""


class Prompt(Toned):
    """Lies over the last rows, so that nothing beneath moves: as many as what is said needs, and one to type in."""

    class About(Message):
        """Something is to be done with the line."""

        def __init__(self, prompt: "Prompt") -> None:
            super().__init__()
            self.prompt = prompt

    class Given(About):
        """It is to be done."""

    class Recall(About):
        """The last line is wanted again."""

    class Left(About):
        """Nothing is to be done."""

    def __init__(self, answer: Callable[[str], Line], complete: Callable[[str], str | None], begun: str) -> None:
        super().__init__()
        self._answer, self._complete, self._begun = answer, complete, begun
        self._said: Line = answer(begun)
        self._before: Widget | None = None

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        field = PromptField(name="command", value=self._begun)
        field.suggester = Completion(self._complete)
        yield field

    def on_mount(self) -> None:
        """Take the keys."""
        self._make_room()
        self._before = self.screen.focused
        self.screen.set_focus(self.query_one(PromptField))

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(PromptField).value

    def have(self, text: str) -> None:
        """Have another text in the line."""
        field = self.query_one(PromptField)
        field.value = text
        field.action_end()

    def say(self, said: Line) -> None:
        """Say something above the line."""
        if said != self._said:
            self._said = said
            self._make_room()
            self.refresh()

    @property
    def _rows(self) -> list[Line]:
        return wrap_line(self._said, self.app.size.width - 2)

    def _make_room(self) -> None:
        self.styles.height = len(self._rows) + 1

    on_resize = _make_room

    def close(self) -> None:
        """Go; what had the keys before has them again."""
        self.screen.set_focus(self._before)
        self.remove()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what Enter would do; the screen beneath has no part in it."""
        event.stop()
        self.say(self._answer(event.value))

    def render_line(self, y: int) -> Strip:
        """Draw what is said, and the colon before the field."""
        rows = self._rows
        return self.strip_of((Span(" "), *rows[y]) if y < len(rows) else line(Span(" :", "accent")), self.size.width)
