"""Field: one line to type in; it takes the whole of what is pasted and does not blink."""

from textual import events
from textual.widgets import Input


class Field(Input):
    """An input of one row."""

    def __init__(self, *, name: str, placeholder: str = "", value: str = "") -> None:
        super().__init__(value=value, placeholder=placeholder, name=name, id=name, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def on_paste(self, event: events.Paste) -> None:
        """Take every line that was pasted, as one; Input, which comes after, would keep the first and drop the rest."""
        event.text = " ".join(event.text.splitlines())


class FilterField(Field):
    """A field that is out of sight until it is wanted."""

    def open(self) -> None:
        """Come into sight, ready to type in."""
        self.display = True
        self.focus()

    async def action_submit(self) -> None:
        """Go out of sight; the rows have the keys again."""
        self.display = False
