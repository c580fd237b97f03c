"""Hint line: the keys that can be pressed here, as many whole ones as there is room for, and help always among them."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.binding import ActiveBinding
from textual.strip import Strip

from screens.presentation.line import Line, Span
from screens.presentation.marks import key_name
from screens.widgets.toned import Toned

Hint = tuple[str, str]
"""A key as people write it, and what it does."""


class HintLine(Toned):
    """The last line of every screen."""

    def on_mount(self) -> None:
        """Draw anew whenever other keys can be pressed."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def render_line(self, y: int) -> Strip:
        """Draw the hints that fit."""
        del y
        return self.strip_of(hint_line(hints(self.screen.active_bindings.values()), self.size.width), self.size.width)


def hints(bindings: Iterable[ActiveBinding]) -> list[Hint]:
    """Return the bindings that want to be shown, the first key of each."""
    found: dict[str, Hint] = {}
    for active in bindings:
        if active.binding.show:
            found.setdefault(active.binding.action, (key_name(active.binding.key), active.binding.description.lower()))
    return list(found.values())


def hint_line(all_hints: list[Hint], width: int) -> Line:
    """Return the hints that fit `width` cells whole; the one on help is last and always there.

    Where they do not all fit, one that does several things in turn names the first.
    """
    if sum(map(_cells, all_hints)) > width:
        all_hints = [(key, what.partition("/")[0]) for key, what in all_hints]
    helps = [hint for hint in all_hints if hint[0] in ("?", "F1")][:1]
    room = width - sum(_cells(hint) for hint in helps)
    shown: list[Hint] = []
    for hint in all_hints:
        if hint not in helps and _cells(hint) <= room:
            shown.append(hint)
            room -= _cells(hint)
    return tuple(span for key, what in (*shown, *helps) for span in (Span(f" {key}", "accent"), Span(f" {what} ", "muted")))


def _cells(hint: Hint) -> int:
    return cell_len(f" {hint[0]} {hint[1]} ")
