"""What is written to a terminal: nothing twice, in few bytes, and it shows what it would show otherwise."""

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screens.rows_written import RowsWritten, shorter

LOOKS = ["38;2;1;2;3;48;2;4;5;6", "38;2;9;2;3;48;2;4;5;6", "38;2;1;2;3;48;2;7;7;7", "1;38;2;1;2;3;48;2;4;5;6", "1;3;31;42"]
LOOKS += ["31;40", "97;40", "31;107", "39;49", "38;5;200;48;5;17", "7;39;49", "4", "1;39;49", "3;4;39;49", "2;39;49"]
PIECES = st.lists(st.tuples(st.sampled_from(["", *LOOKS]), st.sampled_from(["a", "bc", " ", "漢"])), min_size=1, max_size=8)
PLACES = st.tuples(st.integers(1, 3), st.integers(1, 5))
FRAMES = st.lists(st.lists(st.tuples(PLACES, PIECES), max_size=4), max_size=5)


def drawn(pieces: list[tuple[str, str]]) -> str:
    """What rich writes for pieces of text in looks."""
    return "".join(f"\x1b[{look}m{text}\x1b[0m" if look else text for look, text in pieces)


def frame_of(rows: list[tuple[tuple[int, int], list[tuple[str, str]]]]) -> str:
    return "".join(f"\x1b[{row};{column}H{drawn(pieces)}\n" for (row, column), pieces in rows)


def shown(*written: str) -> object:
    screen = pyte.Screen(20, 4)
    stream = pyte.Stream(screen)
    for text in written:
        stream.feed(text.replace("\n", ""))
    return [[screen.buffer[row][column] for column in range(20)] for row in range(4)]


@settings(max_examples=60, deadline=None)
@given(FRAMES)
def test_the_terminal_shows_what_it_would_show_if_everything_were_written(
    frames: list[list[tuple[tuple[int, int], list[tuple[str, str]]]]],
) -> None:
    rows = RowsWritten()
    written = [frame_of(frame) for frame in frames]
    assert shown(*map(rows.news_in, written)) == shown(*written)


def test_what_is_there_already_is_not_written_again() -> None:
    rows = RowsWritten()
    frame = "\x1b[1;1H\x1b[31;40mone\x1b[0m\n\x1b[2;1Htwo\x1b[1;1H"
    assert rows.news_in(frame) == frame.replace("\n", "")
    assert rows.news_in(frame) == ""
    assert rows.news_in("\x1b[2;1Hnew\x1b[1;1H") == "\x1b[2;1Hnew\x1b[1;1H"
    assert rows.news_in(frame) == "\x1b[2;1Htwo\x1b[1;1H"


@pytest.mark.parametrize("other", ["\x1b[?1049h", "\x1b[2J"])
def test_on_another_screen_everything_is_written_again(other: str) -> None:
    rows = RowsWritten()
    rows.news_in("\x1b[1;1Hone")
    assert rows.news_in(other) == other
    assert rows.news_in("\x1b[1;1Hone") == "\x1b[1;1Hone"
    rows.forget()
    assert rows.news_in("\x1b[1;1Hone") == "\x1b[1;1Hone"


def test_what_is_no_row_is_passed_on_as_it_is() -> None:
    assert RowsWritten().news_in("\x1b]52;c;aGk=\x07") == "\x1b]52;c;aGk=\x07"


def test_only_the_colour_that_changes_is_said() -> None:
    row = drawn([("38;2;1;2;3;48;2;4;5;6", "a"), ("38;2;9;2;3;48;2;4;5;6", "b"), ("38;2;9;2;3;48;2;4;5;6", "c")])
    assert shorter(row) == "\x1b[38;2;1;2;3;48;2;4;5;6ma\x1b[38;2;9;2;3mbc\x1b[0m"
