"""Tour: five short lessons above the keys, for whoever is here for the first time."""

from screens.presentation.line import Span, line
from screens.widgets.toned import TitleLine

LESSONS = (
    "j k move; h l fold and unfold",
    "c checks in on the target here",
    "w says why; Enter opens it all",
    "f shows trouble, mine, what is due",
    "? has every key, and does it",
)
TOURING = "-touring"
"""The class of a screen that has it."""


class TourLine(TitleLine):
    """One lesson at a time."""

    _at = 0

    def on_mount(self) -> None:
        """Begin with the first; notices keep off the line meanwhile."""
        self.screen.add_class(TOURING)
        self._show()

    def on_unmount(self) -> None:
        """Give its line back."""
        self.screen.remove_class(TOURING)

    def _show(self) -> None:
        lesson = line(Span(f" Tour {self._at + 1}/{len(LESSONS)} ", "heading"), Span(LESSONS[self._at]))
        self.say(lesson, line(Span(" Tab", "accent"), Span(" next ", "muted"), Span(" Esc", "accent"), Span(" ends ", "muted")))

    def turn(self) -> None:
        """Go on to the next; after the last one, go."""
        if self._at + 1 < len(LESSONS):
            self._at += 1
            self._show()
        else:
            self.remove()
