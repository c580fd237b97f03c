"""Field: one line to type in; it takes the whole of what is pasted and does not blink."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input


class Field(Input, inherit_bindings=False):
    """An input of one row; with the keys of an input, and not those of the scroll view that it also is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Input.BINDINGS if not (isinstance(binding, Binding) and binding.action == "copy")
    ]
    """Copying is the app's: the key that copies quits when it is pressed twice."""

    def __init__(self, *, name: str, placeholder: str = "", value: str = "") -> None:
        super().__init__(value=value, placeholder=placeholder, name=name, id=name, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether a key is typed here; Textual takes the slash, which it has a name of its own for, for no character."""
        return super().check_consume_key(key, "/" if key == "slash" else character)

    def on_paste(self, event: events.Paste) -> None:
        """Take every line that was pasted, as one; Input, which comes after, would keep the first and drop the rest."""
        event.text = " ".join(event.text.splitlines())


COMPLETE = Binding("tab", "complete", "Complete", id="complete", tooltip="Write out what is begun, where it is shown")


class CompletingField(Field):
    """A field that shows how its text may go on, as its suggester says; Tab takes that, and so does the right arrow."""

    BINDINGS: ClassVar[list[BindingType]] = [COMPLETE]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether there is something to complete; where there is not, the key does what it does elsewhere."""
        return (action != "complete" or self._can_complete) and super().check_action(action, parameters)

    @property
    def _can_complete(self) -> bool:
        return self.cursor_at_end and self._suggestion not in ("", self.value)

    def watch__suggestion(self) -> None:
        """Have the key named while there is something to complete."""
        self.refresh_bindings()

    def action_complete(self) -> None:
        """Take what the text could go on with."""
        self.value = self._suggestion
        self.action_end()


class FilterField(Field):
    """A field that is out of sight until it is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Keep filter", id="keep_filter", tooltip="Keep the filter, and go back to the rows"),
        Binding("escape", "screen.clear", "Clear filter", id="drop_filter", tooltip="Show everything again"),
    ]

    def open(self) -> None:
        """Come into sight, ready to type in."""
        self.display = True
        self.screen.set_focus(self)

    def close(self) -> None:
        """Go out of sight; the rows have the keys again, at once and not when Textual next looks."""
        if self.has_focus:
            self.screen.focus_next()
        self.display = False

    async def action_submit(self) -> None:
        """Close."""
        self.close()
