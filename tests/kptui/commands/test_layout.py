"""Tests of columns and wrapped sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptui.commands.layout import Colour, Column, Line, Styled, shorten, table, text_of, width_of, wrap

COLUMNS = (Column("Code"), Column("Name", least=10), Column("Value", right=True, spare=1), Column("Note", least=4, spare=2))
ROWS: tuple[Line, ...] = (
    ("CS-1", "Answer customers faster", "14.5 h", "ill"),
    ("CS-10", Styled("Train", Colour.green), "7", ""),
)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(map(text_of, line)) for line in lines]


def test_columns_are_aligned_and_no_line_ends_in_blanks() -> None:
    assert texts(table(COLUMNS, ROWS, None)) == [
        "Code   Name                      Value  Note",
        "CS-1   Answer customers faster  14.5 h  ill",
        "CS-10  Train                         7",
    ]


def test_a_colour_stays_with_its_cell_and_titles_are_dim() -> None:
    title, _, row = table(COLUMNS, ROWS, None)
    assert Styled("Name", Colour.dim) in title
    assert Styled("Train", Colour.green) in row


@pytest.mark.parametrize(
    ("width", "first"),
    [
        (44, "CS-1   Answer customers faster  14.5 h  ill"),
        (43, "CS-1   Answer customers fast…  14.5 h  ill"),
        (37, "CS-1   Answer customer…  14.5 h  ill"),
        (30, "CS-1   Answer custome…  14.5 h"),
        (22, "CS-1   Answer custome…"),
        (17, "CS-1   Answer cu…"),
        (12, "CS-1   Answ…"),
        (8, "CS…  An…"),
        (4, "…  …"),
    ],
)
def test_a_table_fits_by_leaving_out_and_cutting(width: int, first: str) -> None:
    lines = texts(table(COLUMNS, ROWS, width))
    assert lines[1] == first
    assert all(width_of(line) <= width for line in lines)


def test_a_column_without_anything_in_it_takes_no_room() -> None:
    assert texts(table((Column("A"), Column(""), Column("B")), [("1", "", "2")], None)) == ["A  B", "1  2"]


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("日本", 4), ("e\u0301", 1), ("a\u200bb", 2), ("", 0)])
def test_a_width_is_what_a_terminal_takes(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 4, "日…"), ("日本語", 5, "日本…"), ("ab cd", 4, "ab…")],
)
def test_a_text_is_cut_by_its_width(text: str, width: int, short: str) -> None:
    assert shorten(text, width) == short


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_cut_text_never_takes_more(text: str, width: int) -> None:
    assert width_of(shorten(text, width)) <= width


def test_a_sentence_is_broken_between_words_and_keeps_its_own_lines() -> None:
    assert wrap("one two three\nfour", 8) == ["one two", "three", "four"]
    assert wrap("one two three\n\nfour", None) == ["one two three", "four"]
    assert wrap("unbreakable word", 5) == ["unbreakable", "word"]
    assert wrap("", 5) == []
