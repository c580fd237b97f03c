"""Tests of what goes to stdout, and of what never does."""

import io
import sys
from collections.abc import Callable

import pytest

from kptui.commands.layout import Colour, Styled
from kptui.commands.printer import Printer, printer


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Printer]:
    """Return the printer of a process on a terminal of 72 columns."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "72")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def make(form: str = "", *, encoding: str = "utf-8", unicode: bool = True) -> Printer:
        monkeypatch.setattr(sys, "stdout", _Terminal(io.BytesIO(), encoding=encoding))
        return printer(form, unicode=unicode)

    return make


def test_a_terminal_gets_colour_and_its_width(at_terminal: Callable[..., Printer]) -> None:
    assert at_terminal() == Printer("", 72, colour=True, glyphs=True)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_is_left_out_where_it_is_not_wanted(
    at_terminal: Callable[..., Printer], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert not at_terminal().colour


def test_an_empty_no_color_says_nothing(at_terminal: Callable[..., Printer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    assert at_terminal().colour


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_an_encoding_without_the_glyphs_gets_ascii(at_terminal: Callable[..., Printer], encoding: str) -> None:
    assert not at_terminal(encoding=encoding).glyphs


def test_a_person_may_want_no_glyphs_and_plain_has_none(at_terminal: Callable[..., Printer]) -> None:
    assert not at_terminal(unicode=False).glyphs
    assert not at_terminal("plain").glyphs


def test_a_pipe_gets_no_colour_and_nothing_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    assert printer("", unicode=True) == Printer("", None, colour=False, glyphs=True)


def test_colour_is_only_around_what_has_one(capsys: pytest.CaptureFixture[str]) -> None:
    Printer(colour=True).lines([("a ", Styled("▲ at risk", Colour.yellow), Styled("", Colour.red))])
    Printer(colour=False, glyphs=False).lines([("a → ", Styled("≥ 5 …", Colour.yellow))])
    assert capsys.readouterr().out == "a \x1b[33m▲ at risk\x1b[0m\na -> >= 5 ...\n"


def test_what_a_terminal_would_obey_is_shown_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    Printer().lines(["\x1b]0;title\x07 \x9b2J\r\x7f\tend"])
    assert capsys.readouterr().out == "\ufffd]0;title\ufffd \ufffd2J \ufffd\tend\n"


def test_text_that_would_turn_the_line_around_is_shown_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    Printer().lines(["a\u202eb\u2066c\u200bd Größe 日本"])
    assert capsys.readouterr().out == "abcd Größe 日本\n"
