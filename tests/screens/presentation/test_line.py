"""Lines are measured in cells, cut with an ellipsis, and wrapped at blanks."""

import pytest
from rich.cells import cell_len

from screens.presentation.line import Span, cut, fit, in_clauses, in_short, left, length, line, right, text_of, wrap, wrap_line


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("short", 5, "short"), ("shorter", 5, "shor…"), ("ends in blank", 8, "ends in…"), ("漢字漢字", 5, "漢字…"), ("any", 0, "")],
)
def test_what_is_too_long_is_cut_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown
    assert cell_len(cut(text, width)) <= width


def test_a_sentence_that_does_not_fit_loses_its_second_half() -> None:
    assert [in_short("no day; type one", width) for width in (16, 15)] == ["no day; type one", "no day"]


@pytest.mark.parametrize(
    ("width", "shown"),
    [(40, "Leave; what is typed stays, and is kept"), (30, "Leave; what is typed stays"), (20, "Leave"), (4, "Lea…")],
)
def test_a_sentence_that_does_not_fit_ends_at_a_mark(width: int, shown: str) -> None:
    assert in_clauses("Leave; what is typed stays, and is kept", width) == shown


def test_left_and_right_fill_with_blanks() -> None:
    assert (left("ab", 4), right("ab", 4), right("abcde", 4)) == ("ab  ", "  ab", "abc…")


def test_a_line_fits_exactly_and_its_pieces_keep_their_tones() -> None:
    pieces = line("one ", Span("two", "strong"), " three")
    assert fit(pieces, 20)[:2] == (Span("one "), Span("two", "strong"))
    for width in range(20):
        assert length(fit(pieces, width)) == width
    assert text_of(fit(pieces, 6)) == "one t…"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("a\n\nb", ["a", "", "b"]),
        ("12345678901234567890", ["123456789", "012345678", "90"]),
        ("a 12345678901", ["a", "123456789", "01"]),
    ],
)
def test_text_is_wrapped_at_blanks_where_it_can_be(text: str, rows: list[str]) -> None:
    assert wrap(text, 9) == rows


def test_a_word_of_ten_thousand_letters_is_wrapped_at_once() -> None:
    assert len(wrap("x" * 10_000, 10)) == 1000


def test_a_line_of_one_tone_is_wrapped_in_that_tone() -> None:
    assert wrap_line((Span("one two", "bad"),), 4) == [(Span("one", "bad"),), (Span("two", "bad"),)]
    assert wrap_line((), 4) == []


def test_a_line_of_several_tones_keeps_them_where_it_is_wrapped() -> None:
    pieces = line(Span("one two", "bad"), Span(": "), Span("three", "accent"))
    assert wrap_line(pieces, 8) == [(Span("one two", "bad"), Span(":")), (Span("three", "accent"),)]
