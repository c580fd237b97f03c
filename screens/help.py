"""Help: what can be pressed on the screen it was called from; type to search, Enter does it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from screens.presentation.key_groups import GROUPS, HERE, group_of, rank
from screens.presentation.line import Line, Span, fit, in_clauses, left, wrap
from screens.presentation.marks import key_name
from screens.widgets.field import Field
from screens.widgets.hint_line import HintLine
from screens.widgets.rows import Rows
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall

KEYS_WIDTH = 16


@dataclass(frozen=True)
class Entry:
    """One thing that can be done, and the keys for it."""

    keys: tuple[str, ...]
    name: str
    tip: str
    action: str
    node: DOMNode
    """Where the action is looked for."""
    id: str = ""
    why_not: str = ""
    """Why it can do nothing just now."""
    group: str = HERE


def entries(bindings: Iterable[ActiveBinding], why_not: Callable[[str], str] = lambda _: "") -> list[Entry]:
    """Return what can be done, by groups and in each the hinted things first; several keys for it make one entry.

    `why_not` says what an action lacks.

    The editing keys of a field, which everybody knows or nobody looks for, have no id and are left out.
    """
    grouped: dict[tuple[str, str], list[ActiveBinding]] = {}
    for active in bindings:
        if active.binding.id:
            grouped.setdefault((active.binding.id, active.binding.action), []).append(active)
    found = [
        Entry(
            tuple(key_name(active.binding.key) for active in group),
            group[0].binding.description,
            group[0].tooltip or group[0].binding.description,
            group[0].binding.action,
            group[0].node,
            group[0].binding.id or "",
            why_not(group[0].binding.action),
            group_of(group[0].binding.id or "", everywhere=isinstance(group[0].node, App)),
        )
        for group in sorted(grouped.values(), key=lambda group: not group[0].binding.show)
    ]
    return sorted(found, key=lambda entry: rank(entry.group, entry.id))


class Entries(Rows, can_focus=False):
    """The list, with a heading for each group; the keys stay with the field above it."""

    def __init__(self, found: list[Entry]) -> None:
        super().__init__()
        self._all = found
        self._found: list[Entry | str] = []
        """Things that can be done, and the headings above them, which the cursor passes over."""

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._found)

    @property
    def chosen(self) -> Entry | None:
        """What the cursor is on."""
        found = self._found[self.cursor] if self._found else None
        return found if isinstance(found, Entry) else None

    def go_to(self, index: int) -> None:
        """Move the cursor to a row, past the headings; the topmost one comes into view with what it is above."""
        index = min(max(index, 0), max(len(self._found) - 1, 0))
        if self._found and not isinstance(self._found[index], Entry):
            index += -1 if 0 < index < self.cursor else 1
        super().go_to(index)
        if index == 1:
            self.scroll_to(y=0, animate=False, force=True)

    def draw(self, index: int, width: int) -> Line:
        """Return the keys and what they do, or a heading; the last row in view says how many come below it."""
        is_last = index == self.scroll_offset.y + self.size.height - 1
        below = sum(isinstance(row, Entry) for row in self._found[index + 1 :]) if is_last else 0
        more = f" ↓ {below} more " if below else ""
        return (*fit(self._row(index, width - len(more)), width - len(more)), Span(more, "muted"))

    def _row(self, index: int, width: int) -> Line:
        entry = self._found[index]
        if not isinstance(entry, Entry):
            return (Span(f" {entry}", "heading"),)
        if entry.why_not:
            keys = Span(f" {left(' '.join(entry.keys), KEYS_WIDTH)} ", "muted")
            return (keys, Span(in_clauses(f"{entry.name}: {entry.why_not}", width - KEYS_WIDTH - 2), "muted"))
        return (
            Span(f" {left(' '.join(entry.keys), KEYS_WIDTH)} ", "accent"),
            Span(in_clauses(entry.tip, width - KEYS_WIDTH - 2)),
        )

    def search(self, words: str) -> None:
        """Show only what has these words in it."""
        wanted = words.casefold().split()
        texts = [(entry, f"{' '.join(entry.keys)} {entry.name} {entry.tip}".casefold()) for entry in self._all]
        found = [entry for entry, text in texts if all(word in text for word in wanted)]
        self._found = [*found] if wanted else [row for group in GROUPS for row in _under_heading(group, found)]
        nothing = f"Nothing here has {words} in it. Esc closes."
        self.note = [(Span(row, "muted"),) for row in wrap(nothing, 50)] if not self._found else []
        self.rows_changed(0 if wanted else 1, 0)


def _under_heading(group: str, found: list[Entry]) -> list[Entry | str]:
    entries_of_it = [entry for entry in found if entry.group == group]
    return [group, *entries_of_it] if entries_of_it else []


class Help(Screen[Entry | None], inherit_bindings=False):
    """A field to search in, above the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Do it", id="do", tooltip="Do what the cursor is on", priority=True),
        Binding("escape,f1", "close", "Close", id="close_help", tooltip="Close the help"),
        Binding("down", "move(1)", "Down", id="down", tooltip="Move to the next row", show=False),
        Binding("up", "move(-1)", "Up", id="up", tooltip="Move to the row before", show=False),
        Binding("pagedown", "page(1.0)", "Page down", id="page_down", tooltip="Move a page down", show=False),
        Binding("pageup", "page(-1.0)", "Page up", id="page_up", tooltip="Move a page up", show=False),
    ]

    def __init__(self, found: list[Entry]) -> None:
        super().__init__()
        self._entries = found

    def compose(self) -> ComposeResult:
        """Lay out title, field, list and keys."""
        yield TitleLine(id="head")
        yield Field(name="search", placeholder="type to search")
        yield Entries(self._entries)
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show them all."""
        self.query_one("#head", TitleLine).say((Span(" What can be pressed here", "strong"),))
        self.query_one(Entries).search("")

    def on_input_changed(self, event: Field.Changed) -> None:
        """Search for what has been typed so far."""
        self.query_one(Entries).search(event.value)

    def on_rows_chosen(self) -> None:
        """Close, and have it done on the screen beneath."""
        chosen = self.query_one(Entries).chosen
        if chosen is not None and chosen.why_not:
            self.notify(f"{chosen.name}: {chosen.why_not}.", markup=False)
        else:
            self.dismiss(chosen)

    def action_choose(self) -> None:
        """Do what the cursor is on."""
        self.on_rows_chosen()

    def action_close(self) -> None:
        """Close and do nothing."""
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        """Move the cursor in the list."""
        self.query_one(Entries).action_move(by)

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self.query_one(Entries).action_page(pages)
