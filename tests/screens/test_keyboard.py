"""The keyboard: bytes as a terminal sends them, in pieces of any size, and what they come to."""

from collections.abc import Iterable

import pytest
from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START

from screens.keyboard import Keyboard

PASTE, END = BRACKETED_PASTE_START.encode(), BRACKETED_PASTE_END.encode()


def understood(*pieces: bytes) -> list[str]:
    """What was pressed, by name; and what was pasted, in quotes."""
    keyboard = Keyboard()
    return [told(event) for piece in pieces for event in keyboard.feed(piece)]


def told(event: object) -> str:
    if isinstance(event, events.Paste):
        return repr(event.text)
    return event.key if isinstance(event, events.Key) else type(event).__name__


def one_by_one(data: bytes) -> Iterable[bytes]:
    return (data[i : i + 1] for i in range(len(data)))


def test_letters_that_come_byte_by_byte_are_letters() -> None:
    assert understood(*one_by_one("aé漢😀b".encode())) == ["a", "é", "漢", "grinning_face", "b"]


def test_half_a_letter_is_replaced_when_another_key_follows_and_loses_none() -> None:
    assert understood(b"\xe9") == []
    assert understood(b"\xe9", b"j") == ["replacement_character", "j"]
    assert understood(b"\xc3", b"a", b"b") == ["replacement_character", "a", "b"]


@pytest.mark.parametrize("key", ["f", "b", "1", "J", "slash", "enter", "tab", "backspace"])
def test_escape_and_a_key_right_after_it_are_two_keys(key: str) -> None:
    data = b"\x1b" + {"slash": b"/", "enter": b"\r", "tab": b"\t", "backspace": b"\x7f"}.get(key, key.encode())
    assert understood(data) == understood(*one_by_one(data)) == ["escape", key]


def test_a_sequence_is_one_key_in_pieces_too() -> None:
    assert understood(*one_by_one(b"\x1b[A\x1bOB\x1b\x1b[C")) == ["up", "down", "escape", "right"]


def test_escape_and_a_bracket_are_two_keys_once_nothing_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Keyboard()
    moment = 10.0
    monkeypatch.setattr("textual._parser.get_time", lambda: moment)
    assert list(keyboard.feed(b"\x1b[")) == []
    assert list(keyboard.tick()) == []
    moment = 20.0
    assert [told(event) for event in keyboard.tick()] == ["escape", "left_square_bracket"]
    assert [told(event) for event in keyboard.feed(b"200~")] == ["2", "0", "0", "tilde"]


@pytest.mark.parametrize("pieces", [lambda data: [data], one_by_one], ids=["at once", "byte by byte"])
def test_a_paste_is_one_clean_text_and_nothing_in_it_is_a_key(pieces: object) -> None:
    hostile = "é\tb\x1b[A\x1bq\x11\x03\r\nsecond \x1b]52;c;aGk=\x07\u202eend\n".encode()
    data = b"x" + PASTE + hostile + END + b"y\x1b[A" + PASTE + b" z " + END
    assert callable(pieces)
    hole = "\N{REPLACEMENT CHARACTER}"
    text = f"é b{hole}[A{hole}q{hole}{hole} second {hole}]52;c;aGk={hole}end"
    assert understood(*pieces(data)) == ["x", repr(text), "y", "up", "' z '"]


def test_what_comes_before_the_end_of_a_paste_waits_for_it() -> None:
    assert understood(PASTE + b"one ", b"two") == []
    assert understood(PASTE + b"one ", b"two" + END) == ["'one two'"]
