"""Tests of the cleaning of text that people typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.text import LINE_LIMIT, NOTE_LIMIT, clean_line, clean_note, printable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b]52;c;ZXZpbA==\x07name", "\ufffd]52;c;ZXZpbA==\ufffdname"),
        ("a\u202eb\u2066c", "abc"),
        ("a\u200bb\u2060c\u180ed", "abcd"),
        ("so\u00adft", "soft"),
        ("\ufeffBOM", "BOM"),
        ("tag\U000e0041", "tag"),
        ("two\nlines\tand tabs", "two lines and tabs"),
        ("  blank  ", "blank"),
        ("e\u0301", "é"),
        ("\ud800", "\ufffd"),
        ("\x9b31m", "\ufffd31m"),
        ("日本語 🙂 [/bold]", "日本語 🙂 [/bold]"),
    ],
)
def test_a_line_keeps_what_people_write_and_nothing_that_a_terminal_obeys(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


def test_what_is_shown_keeps_its_blanks_and_its_length() -> None:
    assert printable(" e\u0301\tx\x1b[2J\u202e\udcff" + "x" * 1000) == " e\u0301\tx\ufffd[2J\ufffd" + "x" * 1000


def test_a_note_keeps_its_lines() -> None:
    assert clean_note(" one\r\ntwo\rthree\x1b[2J\n") == "one\ntwo\nthree\ufffd[2J"


def test_lines_and_notes_have_an_end() -> None:
    assert len(clean_line("x" * 1000)) == LINE_LIMIT
    assert len(clean_note("x" * 30_000)) == NOTE_LIMIT


@given(st.text())
def test_what_is_clean_stays_as_it_is(typed: str) -> None:
    line, note = clean_line(typed), clean_note(typed)
    assert clean_line(line) == line
    assert clean_note(note) == note
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in line + note.replace("\n", ""))
