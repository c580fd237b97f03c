"""Keyboard: what the bytes from a terminal mean: keys, clicks and pastes."""

from codecs import getincrementaldecoder
from collections.abc import Generator, Iterable, Iterator

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

from kptui.text import NOTE_LIMIT, printable

ESCAPE = "\x1b"


class _Parser(XTermParser):
    """Textual takes Escape and a key soon after it for Alt and that key, which nothing here is bound to: Escape would be lost."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:  # noqa: FBT001, FBT002 - Textual's
        escaped = len(sequence) == len("\x1bx") and sequence[0] == ESCAPE and sequence[1] not in "[O"
        if alt or escaped:
            yield events.Key("escape", ESCAPE)
        yield from super()._sequence_to_key_events(sequence[1:] if escaped else sequence)


class Keyboard:
    """Takes bytes as they come. What is no UTF-8 is replaced; what is pasted is one piece of text, and no key."""

    def __init__(self, *, debug: bool = False) -> None:
        self._parser = _Parser(debug)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._tail = ""
        """The end of what was typed: a mark may come in two halves."""
        self._pasted: str | None = None
        """What is pasted so far; None while nothing is."""

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield what has happened. Bytes that are half a letter wait for the other half."""
        text = self._decode(data)
        while text:
            text = yield from (self._typed(text) if self._pasted is None else self._paste(text))

    def tick(self) -> Iterator[Message]:
        """Yield the keys of a sequence that did not go on in time: a lone Escape is a key then."""
        for event in self._parser.tick():
            self._tail = ""
            yield event

    def _typed(self, text: str) -> Generator[Message, None, str]:
        """Yield keys up to where a paste begins, and return what follows there."""
        end = (self._tail + text).find(BRACKETED_PASTE_START)
        if end < 0:
            self._tail = (self._tail + text)[1 - len(BRACKETED_PASTE_START) :]
            yield from self._parser.feed(text)
            return ""
        end += len(BRACKETED_PASTE_START) - len(self._tail)
        self._tail, self._pasted = "", ""
        yield from self._parser.feed(text[:end])
        return text[end:]

    def _paste(self, text: str) -> Generator[Message, None, str]:
        """Gather what is pasted up to where it ends, clean it, and return what follows there."""
        pasted, ended, rest = ((self._pasted or "") + text).partition(BRACKETED_PASTE_END)
        self._pasted = None if ended else pasted
        if ended:
            clean = printable(" ".join(pasted.splitlines()).expandtabs(1))[:NOTE_LIMIT]
            yield from self._parser.feed(clean + ended)
        return rest
