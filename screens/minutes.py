"""Minutes: what came up in the stand-up, to be saved as its record, copied, or written to a file."""

from datetime import date
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kptui.changes import add_records
from kptui.errors import Refused
from kptui.minutes import minutes, write_minutes
from kptui.plan import Plan
from screens.messages import KeysMayGoOn
from screens.presentation.line import Line, Span, line, wrap, wrap_line
from screens.presentation.meeting import Meeting
from screens.widgets.hint_line import HintLine
from screens.widgets.lines import Lines
from screens.widgets.saving_form import FormTools
from screens.widgets.saving_screen import SavingScreen
from screens.widgets.sheet import Sheet
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

BACK = "back"
"""What it ends with where the stand-up goes on."""


class Minutes(SavingScreen):
    """The page; once it is saved it stays, so that it can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "save", "Save", id="save", tooltip="Save the stand-up"),
        Binding("y", "copy", "Copy", id="copy", tooltip="Copy the minutes as Markdown"),
        Binding("E", "export", "Write file", id="export", tooltip="Write the minutes to a file, in the folder of the shell"),
        Binding("h,left", "go_on", "Go on", id="go_on", tooltip="Go back to the stand-up; nothing is saved yet", show=False),
        Binding("escape,q", "back", "Leave", id="back", tooltip="Leave; a stand-up that is not saved can be gone on with"),
    ]

    def __init__(self, plan: Plan, today: date, meeting: Meeting, tools: FormTools) -> None:
        super().__init__(plan, today, tools.saving)
        self._meeting, self._tools = meeting, tools
        self._record = meeting.record(plan, tools.now(), tools.user)
        self.is_saved = False

    def compose(self) -> ComposeResult:
        """Lay out the line on top, the page, what is said and the keys."""
        yield TitleLine(id="head")
        yield Sheet()
        yield Lines(id="stand")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show them; a notice from before would hide what is said below them."""
        self.app.clear_notifications()
        self.say("Enter saves the stand-up; h goes back to it.", "muted")

    def watch_plan(self) -> None:
        """Show what is new, for as long as it is not saved."""
        if self.can_show:
            self.show()

    watch_today = on_sheet_resized = watch_plan

    @property
    def text(self) -> str:
        """The minutes as Markdown."""
        return minutes(self.plan, self._record)

    def show(self) -> None:
        """Show the minutes, and what is said."""
        sheet = self.query_one(Sheet)
        sheet.show([part for row in self.text.splitlines() for part in _wrapped(row, sheet.width_for_text)])
        saved = line(Span("saved ", "on_track")) if self.is_saved else line(Span("not saved yet ", "muted"))
        self.query_one("#head", TitleLine).say(line(Span(" Minutes", "strong")), saved)
        self.query_one("#stand", Lines).say([line(" ", *row) for row in wrap_line(self.said, self.app.size.width - 2)])

    def action_save(self) -> None:
        """Save the record of the stand-up, unless that is done or under way."""
        if not self.is_saving and not self.is_saved:
            self.put_away(add_records(self._record), self._saved)

    def _saved(self) -> None:
        self.is_saved = True
        self.say("Saved. y copies the minutes, E writes them to a file, q leaves.", "on_track")
        self.post_message(KeysMayGoOn())

    def action_copy(self) -> None:
        """Copy the minutes."""
        self.app.clear_notifications()
        self.app.copy_to_clipboard(self.text)
        self.say("The minutes were given to the clipboard; where the terminal takes none, E writes a file.", "accent")

    def action_export(self) -> None:
        """Write the minutes to a new file, and say where it is."""
        self.app.clear_notifications()
        try:
            path = write_minutes(Path.cwd(), self._record.on, self.text)
        except Refused as error:
            self.say(f"{error.title}: {error}", "bad")
        else:
            self.say(f"Written to {path}", "accent")

    def action_go_on(self) -> None:
        """Go back to the stand-up."""
        if not self.is_saved and not self.is_saving:
            self.dismiss(BACK)

    def action_back(self) -> None:
        """Leave; while it waits to be saved, give up the wait."""
        if self.is_saving:
            self.give_up()
        else:
            self.dismiss("")


def _wrapped(row: str, width: int) -> list[Line]:
    """Return a row of the minutes as it is read: without the signs of Markdown that only programs need, points hanging."""
    text = row.replace("**", "").replace("\\", "")
    if text.startswith("#"):
        return [line(Span(text.lstrip("# "), "heading"))]
    point, mark, rest = text.partition("- ")
    indent = len(point) + len(mark) if mark and not point.strip() else 0
    rows = wrap(rest if indent else text, max(width - indent, 10))
    return [line(Span(text[:indent] if not i else " " * indent, "muted"), part) for i, part in enumerate(rows)]
