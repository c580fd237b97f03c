"""Themes: the program's own colours, few and calm, and what other themes lack for it."""

from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES, Theme

from kptui.errors import BadSettings

DARK = Theme(
    name="kptui",
    primary="#7fb4ca",
    secondary="#9d91c4",
    accent="#7fb4ca",
    warning="#e0af68",
    error="#e8787c",
    success="#93b56d",
    foreground="#d3d6dc",
    background="#15181e",
    surface="#1c2027",
    panel="#262b34",
    dark=True,
    variables={"muted": "#8d95a3", "faint": "#4b5362", "row-cursor": "#2b3340"},
)


def theme_named(name: str) -> str:
    """Return the name of a theme that there is; for an empty one the program's own. Raises BadSettings naming the nearest."""
    if not name:
        return DARK.name
    known = (DARK.name, *BUILTIN_THEMES)
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
        raise BadSettings(f"There is no theme {name!r}; {hint}")
    return name


def missing_colours(theme: Theme) -> dict[str, str]:
    """Return the colours that app.tcss uses and a theme may not have."""
    if theme.ansi:
        return {"muted": "ansi_bright_black", "faint": "ansi_bright_black", "row-cursor": "ansi_bright_black"}
    return (
        {"muted": "#9aa0aa", "faint": "#5b616c", "row-cursor": "#3a414d"}
        if theme.dark
        else {"muted": "#5f6672", "faint": "#a9afb9", "row-cursor": "#d5dae2"}
    )
