"""Exporting: the part of the app that takes what is listed out of the program: to a file, to the clipboard."""

import os
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from kptui.text import printable
from screens.returning import ReturningApp
from screens.widgets.target_keys import TargetKeys


class ExportingApp(ReturningApp):
    """Writes the targets that are listed, or those of them that are marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("E", "ask_to_export", "Export", id="export", tooltip="Write what is listed to a .csv or .md file", show=False),
        Binding("Y", "copy_listed", "Copy table", id="copy_listed", tooltip="Copy what is listed as Markdown", show=False),
    ]

    @property
    def _listed(self) -> tuple[str, ...]:
        """The targets that are listed; where there are none, that is said."""
        listed = self.screen.listed if isinstance(self.screen, TargetKeys) else ()
        if not listed:
            self.notify("No target is listed here; the tree, 1, lists them all.", markup=False)
        return listed

    def action_ask_to_export(self) -> None:
        """Ask for the name of the file."""
        if self._listed:
            self.action_command(f"export ~/kptui-{self.today}.csv")

    def export(self, name: str) -> None:
        """Write what is listed to a new file."""
        from screens.presentation.listing import as_csv, as_markdown, rows_of

        path, listed = Path(os.path.expanduser(name)).absolute(), self._listed  # noqa: PTH111 - a home that is not there stays
        write = {".csv": as_csv, ".md": as_markdown}.get(path.suffix.lower())
        if write is None:
            self._refuse_export("The name has to end in .csv or in .md.")
        elif listed:
            rows = rows_of(self.plan, self.today, listed)
            try:
                with path.open("x", encoding="utf-8", newline="") as file:
                    file.write(write(rows))
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or "that is no path"
                self._refuse_export(f"{printable(str(path))}: {reason}. Nothing was written; : and Up bring the line back.")
            else:
                counted = f"{len(rows)} target{'' if len(rows) == 1 else 's'}"
                self.notify(f"{counted}: {printable(str(path))}", title="Written", markup=False)

    def _refuse_export(self, sentence: str) -> None:
        self.notify(sentence, title="Not exported", severity="warning", markup=False)

    def action_copy_listed(self) -> None:
        """Copy what is listed; not every terminal takes that, so the way to a file is said."""
        from screens.presentation.listing import as_markdown, rows_of

        if listed := self._listed:
            self.copy_to_clipboard(as_markdown(rows_of(self.plan, self.today, listed)))
            said = f"{len(listed)} row{'' if len(listed) == 1 else 's'} of Markdown. If they do not arrive, E writes a .md file."
            self.notify(said, title="Copied", markup=False)
