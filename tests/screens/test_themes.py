"""Every word can be read in every theme; where colours are few, the terminal's own are used."""

import pytest
from textual.color import Color

from screens.themes import LEGIBLE, contrast, grounds_of, theme_named, theme_names, words_of

XTERM = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
"""The sixteen colours of xterm as it comes."""
BLACK, WHITE = Color.parse("black"), Color.parse("white")


@pytest.mark.parametrize("name", [name for name in theme_names() if not name.startswith("ansi")])
def test_every_word_of_a_theme_can_be_read_on_every_ground(name: str) -> None:
    theme = theme_named(name, None)
    for word in words_of(theme):
        for ground in grounds_of(theme):
            assert contrast(word, ground) >= LEGIBLE, f"{word.hex} on {ground.hex}"


@pytest.mark.parametrize(("name", "text", "ground"), [("ansi-dark", WHITE, BLACK), ("ansi-light", BLACK, WHITE)])
def test_every_word_can_be_read_in_the_colours_of_a_terminal(name: str, text: Color, ground: Color) -> None:
    theme = theme_named(name, None)
    assert all(colour.ansi == -1 or colour.a == 0 for colour in grounds_of(theme))
    for word in words_of(theme):
        assert word.ansi is not None
        shown = text if word.ansi < 0 else Color.parse(XTERM[word.ansi])
        assert contrast(shown, ground) >= LEGIBLE, f"colour {word.ansi}"


def test_the_contrast_of_two_colours_is_that_of_the_guideline() -> None:
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), WHITE) == pytest.approx(4.54, abs=0.005)


def test_without_a_choice_the_colours_of_the_terminal_are_used_where_they_are_few() -> None:
    assert theme_named("", "truecolor").name == theme_named("", "256").name == theme_named("", None).name == "dark"
    assert theme_named("", "standard").name == "ansi-dark"
    assert theme_named("light", "standard").name == "light"
