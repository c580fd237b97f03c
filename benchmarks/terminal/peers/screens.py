"""A bare screen of six lines (s) and a bare form of five fields (m): what opening one costs at the least."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Input, Static

BACK: list[BindingType] = [("escape", "dismiss", "Back")]


class Page(Screen[None]):
    """Six lines and the keys."""

    BINDINGS: ClassVar[list[BindingType]] = BACK

    def compose(self) -> ComposeResult:
        """Lay them out."""
        for line in range(6):
            yield Static(f"Line {line}: a figure, a date and a word about it")
        yield Footer()


class Form(ModalScreen[None]):
    """Five fields over the screen."""

    CSS = "Form { align: center middle; background: $surface; } Form Vertical { width: 60; height: auto; }"
    BINDINGS: ClassVar[list[BindingType]] = BACK

    def compose(self) -> ComposeResult:
        """Lay them out."""
        with Vertical():
            for field in range(5):
                yield Input(placeholder=f"Field {field}", select_on_focus=False)


class BareScreens(App[None]):
    """One word, and a key for each of the two."""

    BINDINGS: ClassVar[list[BindingType]] = [("s", "page", "Page"), ("m", "form", "Form")]

    def compose(self) -> ComposeResult:
        """Lay out the word and the keys."""
        yield Static("Ready")
        yield Footer()

    def action_page(self) -> None:
        """Open the page."""
        self.push_screen(Page())

    def action_form(self) -> None:
        """Open the form."""
        self.push_screen(Form())


if __name__ == "__main__":
    BareScreens().run()
