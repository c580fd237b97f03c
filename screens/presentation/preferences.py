"""Preferences: what one person may choose to see, with what each is for and the choices there are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from kptui.settings import START_SCREENS, THEMES, Settings
from screens.presentation.line import Line, Span, cut, left, line

NAME_WIDTH, VALUE_WIDTH = 11, 24


class Preference(NamedTuple):
    """One thing to choose, by its key in the settings; `choices` are the values, each with its words."""

    key: str
    name: str
    explains: str
    choices: Mapping[str | bool, str]

    def value_in(self, settings: Settings) -> str | bool:
        """Return what is chosen."""
        value: str | bool = getattr(settings, self.key)
        return value if value in self.choices else next(iter(self.choices))

    def step(self, settings: Settings, by: int) -> Settings:
        """Return the settings with the next of the choices, or the one before."""
        known = list(self.choices)
        return replace(settings, **{self.key: known[(known.index(self.value_in(settings)) + by) % len(known)]})  # type: ignore[arg-type]


BEGIN_WITH = {"tree": "the tree", "mine": "mine and due"}
PREFERENCES = (
    Preference("theme", "Theme", "colours of the screens", {name: name for name in THEMES}),
    Preference("unicode", "Signs", "ASCII if boxes appear", {True: "all", False: "ASCII alone"}),
    Preference("start_screen", "Begin with", "what opens first", {name: BEGIN_WITH[name] for name in START_SCREENS}),
)


def preference_line(preference: Preference, settings: Settings, environ: Mapping[str, str], width: int) -> Line:
    """Return a row in `width` cells: the name, what is chosen, and what it is for, or what wins over it."""
    chosen = preference.choices[preference.value_in(settings)]
    name = f"KPTUI_{preference.key.upper()}"
    wins = f"{name} wins" if environ.get(name) else ""
    said = Span(cut(wins or preference.explains, max(width - NAME_WIDTH - VALUE_WIDTH - 2, 0)), "at_risk" if wins else "muted")
    return line(f" {left(preference.name, NAME_WIDTH)}", Span(left(f"< {chosen} >", VALUE_WIDTH), "accent"), " ", said)
