"""Themes: the program's own colours, few and calm, and those of Textual, each made so that every word of it can be read."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from kptui.errors import BadSettings

WITHOUT_COLOURS = "ansi-dark"
"""The theme whose grounds are all the terminal's own, and whose cursor is reversed, so that it needs no colour."""
LEGIBLE = 4.5
"""The least contrast of text with what is behind it (WCAG 2.2, success criterion 1.4.3)."""
_FEW = "standard"
"""What rich calls a terminal of sixteen colours."""
_STEP, _ROUNDING = 0.08, 0.05
_WORDS = ("primary", "secondary", "warning", "error", "success", "foreground")
"""The colours of a theme that text is written in, "muted" besides; "faint" is for lines and what is left of a bar."""

_OWN = (
    Theme(
        name="dark",
        primary="#7fb4ca",
        secondary="#a096c7",
        warning="#e0af68",
        error="#e88085",
        success="#93b56d",
        foreground="#d3d6dc",
        background="#15181e",
        surface="#1c2027",
        panel="#262b34",
        variables={"muted": "#969ea9", "faint": "#4b5362", "row-cursor": "#2b3340"},
    ),
    Theme(
        name="light",
        primary="#1d6a86",
        secondary="#67549b",
        warning="#8a5900",
        error="#b3303a",
        success="#436f21",
        foreground="#23272e",
        background="#fbfbf9",
        surface="#f0f1ee",
        panel="#e6e8e4",
        dark=False,
        variables={"muted": "#5b626d", "faint": "#a9afb9", "row-cursor": "#dde4ea"},
    ),
    # The colours of Okabe and Ito (Color Universal Design, 2008), which people with any kind of colour vision tell apart.
    Theme(
        name="colour-blind",
        primary="#9ad0f0",
        secondary="#cf88af",
        warning="#f0e442",
        error="#e68639",
        success="#56b4e9",
        foreground="#dcdee2",
        background="#15181e",
        surface="#1c2027",
        panel="#262b34",
        variables={"muted": "#979fac", "faint": "#4b5362", "row-cursor": "#2b3340"},
    ),
    Theme(
        name="colour-blind-light",
        primary="#00547f",
        secondary="#8f3f6c",
        warning="#766000",
        error="#a54500",
        success="#0067a3",
        foreground="#23272e",
        background="#fbfbf9",
        surface="#f0f1ee",
        panel="#e6e8e4",
        dark=False,
        variables={"muted": "#5b626d", "faint": "#a9afb9", "row-cursor": "#dde4ea"},
    ),
)


def _ansi(name: str, *, dark: bool, **colours: str) -> Theme:
    """Return a theme in the terminal's own sixteen colours; the cursor's row is reversed, so that its contrast is the same."""
    plain = dict.fromkeys(("foreground", "background", "surface", "panel", "boost"), "ansi_default")
    lines = {"muted": colours.pop("muted"), "faint": colours.pop("faint"), "row-cursor": "ansi_default"}
    variables = {**BUILTIN_THEMES[name].variables, **lines, "row-cursor-style": "reverse"}
    theme = Theme(name=name, primary=colours["primary"], dark=dark, ansi=True, variables=variables)
    return replace(theme, accent=theme.primary, **plain, **colours)  # type: ignore[arg-type] # they are all texts


_ANSI = (
    _ansi(
        "ansi-dark",
        dark=True,
        primary="ansi_bright_cyan",
        secondary="ansi_bright_magenta",
        warning="ansi_bright_yellow",
        error="ansi_bright_red",
        success="ansi_bright_green",
        muted="ansi_white",
        faint="ansi_bright_black",
    ),
    # Of the sixteen only red, blue and black can be read on white.
    _ansi(
        "ansi-light",
        dark=False,
        primary="ansi_blue",
        secondary="ansi_blue",
        warning="ansi_blue",
        error="ansi_red",
        success="ansi_default",
        muted="ansi_default",
        faint="ansi_bright_black",
    ),
)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def theme_named(name: str, colours: str | None) -> Theme:
    """Return a theme that there is; for an empty name the program's own, in the terminal's colours where `colours` are few.

    `colours` is the colour system as rich names it. Raises BadSettings naming the nearest.
    """
    if not name:
        return _ANSI[0] if colours == _FEW else _OWN[0]
    own = {theme.name: theme for theme in (*_OWN, *_ANSI)}
    known = {**BUILTIN_THEMES, **own}
    if name not in known:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join([*own, *(n for n in known if n not in own)])}."
        raise BadSettings(f"There is no theme {name!r}; {hint}")
    return own[name] if name in own else _made_legible(known[name])


def theme_names() -> list[str]:
    """Return the names that there are, the program's own first."""
    return list(dict.fromkeys([*(theme.name for theme in (*_OWN, *_ANSI)), *BUILTIN_THEMES]))


def grounds_of(theme: Theme) -> tuple[Color, ...]:
    """Return what a theme has behind its text."""
    return tuple(_colours_of(theme)[name] for name in ("background", "surface", "panel", "row-cursor"))


def words_of(theme: Theme) -> tuple[Color, ...]:
    """Return the colours that a theme writes in."""
    return tuple(_colours_of(theme)[name] for name in (*_WORDS, "muted"))


def _colours_of(theme: Theme) -> dict[str, Color]:
    names = ("background", "surface", "panel", "row-cursor", "muted", *_WORDS)
    found = {**theme.to_color_system().generate(), **theme.variables}
    return {name: Color.parse(found[name]) for name in names if name in found}


def _made_legible(theme: Theme) -> Theme:
    """Return one of Textual's themes with what app.tcss uses besides, and with its colours moved until they can be read."""
    colours = _colours_of(theme)
    background, foreground = colours["background"], colours["foreground"]
    cursor, faint = background.blend(foreground, 0.15), background.blend(foreground, 0.3)
    grounds = (background, colours["surface"], colours["panel"], cursor)
    words = {name: _legible(colours[name], grounds, dark=theme.dark).hex for name in _WORDS}
    muted = _legible(background.blend(foreground, 0.6), grounds, dark=theme.dark)
    lines = {"muted": muted.hex, "faint": faint.hex, "row-cursor": cursor.hex}
    plain = {name: colours[name].hex for name in ("background", "surface", "panel")}  # or others would follow from other words
    return replace(theme, variables={**theme.variables, **lines}, **plain, **words)  # type: ignore[arg-type]


def _legible(colour: Color, grounds: Iterable[Color], *, dark: bool) -> Color:
    end = Color.parse("white" if dark else "black")
    while min(contrast(colour, ground) for ground in grounds) < LEGIBLE + _ROUNDING and colour != end:
        colour = colour.blend(end, _STEP)
    return colour
