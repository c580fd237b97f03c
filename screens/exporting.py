"""Exporting: the part of the app that takes what is listed out of the program: to a file, to the clipboard."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kptui.text import printable
from screens.returning import ReturningApp
from screens.widgets.target_keys import TargetKeys

if TYPE_CHECKING:
    from screens.presentation.listing import Table  # loaded when the first table is asked for


class ExportingApp(ReturningApp):
    """Writes the rows that are listed, or those of them that are marked."""

    @property
    def _table(self) -> "Table | None":
        """What is listed; where there is nothing, that is said."""
        table = self.screen.table if isinstance(self.screen, TargetKeys) else None
        if table is None or not table.rows:
            self.notify("Nothing is listed here that could be taken out.", markup=False)
            return None
        return table

    def action_ask_to_export(self) -> None:
        """Ask for the name of the file."""
        if table := self._table:
            self.action_command(f"export ~/kptui-{f'{table.name}-' if table.name else ''}{self.today}.csv")

    def export(self, name: str) -> None:
        """Write what is listed to a new file."""
        from screens.presentation.listing import as_csv, as_markdown

        path, table = Path(os.path.expanduser(name)).absolute(), self._table  # noqa: PTH111 - a home that is not there stays
        write = {".csv": as_csv, ".md": as_markdown}.get(path.suffix.lower())
        if write is None:
            self._refuse_export("The name has to end in .csv or in .md.")
        elif table:
            try:
                with path.open("x", encoding="utf-8", newline="") as file:
                    file.write(write(table))
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or "that is no path"
                self._refuse_export(f"{printable(str(path))}: {reason}. Nothing was written; : and Up bring the line back.")
            else:
                self.notify(f"{_counted(table)}: {printable(str(path))}", title="Written", markup=False)

    def _refuse_export(self, sentence: str) -> None:
        self.notify(sentence, title="Not exported", severity="warning", markup=False)

    def action_copy_listed(self) -> None:
        """Copy what is listed; not every terminal takes that, so the way to a file is said."""
        from screens.presentation.listing import as_markdown

        if table := self._table:
            self.copy_to_clipboard(as_markdown(table))
            said = f"{_counted(table)} of Markdown. If they do not arrive, E writes a .md file."
            self.notify(said, title="Copied", markup=False)


def _counted(table: "Table") -> str:
    return f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
