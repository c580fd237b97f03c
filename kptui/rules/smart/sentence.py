"""What the sentence of a goal says: its verb, its figures, its times, each with the words that said it.

A goal is read once: cut into tokens, each with a letter for its class (tokens.py, words.py); what remains are short regular
expressions over the string of those letters, so that a grammar of a few lines knows every number, noun and verb of a class.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kptui.rules.smart.phrases import EVENT, HEDGE, PURPOSE, REWARD, VAGUE_TIME
from kptui.rules.smart.tokens import Token, tokens_of
from kptui.rules.smart.words import LABELS, RANKS

_P, _N, _W = "[YbpP]", "[nNq1]", "[oADGMf]"
_OFTEN = "(?:(?:r|[nN][*])[ar][uhw]|[nN]u[ar]u)"
_TIMES = (
    rf"(?:{_P}[ax]*)?(?:e[pta]*)?(?:[On]t?a?)?m[.]?(?:,?[nO](?!%))?[.,]?(?:[ta]*y)?",
    "d",
    rf"{_P}?[ax]*Q(?:[.,ta]*y)?",
    rf"(?:{_P}|x)[ax]*e?[ta.]*y(?:o?u)?|e[pta]*y|^y|ty(?![to])",
    rf"{_P}?[ax]*w",
    rf"{_P}?a?x(?:{_N}|[Oot]){{0,4}}u",
    rf"(?:[bp][ax]*(?:Po)?|Y[ax]+)(?:Ha|O?{_N}(?:[t&.]{_N})?)o?u",
    rf"(?:{_P}[ax]*)?e[pta]*x?O?{_W}{{0,2}}[uSs]",
    rf"{_P}[ax]*ue",
    rf"{_P}[ax]*O?{_W}{{0,2}}[us]",
    rf"{_P}ae(?:t[ax]*{_W}{{1,2}})?",
    rf"{_P}[ax]*(?:F|n[.]u){_W}?",
    rf"{_P}[ax]*(?:O?H|[oADG])t[ax1N]*{_W}{{0,2}}[us]",
    "xo?[sS]",
    rf"[Yb][ax]*O?{_W}{{0,2}}S",
    rf"U{_N}?o?[uwhs]",
    _OFTEN,
    "[YbP]n[.][ny]",
    "[YbP]aOtau",
    rf"[Yb][ax]*{_W}e(?![a-zA-Z])",
)
_TIME = re.compile(f"(?=[YbpPeamtxOndQywUrN])(?:{'|'.join(_TIMES)})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURE = re.compile(
    r"[nq](?:\.[nq])?r?%?|Nr?%?|1(?=r?%|a?[hu])r?%?|(?<=lt)1|H|z|[1N]O(?![umo])|aO(?=[.,tYbpT]|$)|(?<=t)jtj|(?<=Mt)j|(?<=Mt)k|r-"
)
_FREQUENCY = re.compile(_OFTEN)
_VERB = re.compile("(?<![ag])[VDARKGLBH]")
_HEAD = re.compile(r"(?:^t|i[itc]*+)[.,a]*+o?([VDARKGLBe])")
_CURRENCIES = frozenset("$€£¥₹")
_CONTENT = frozenset("oMCVDARGLSsQ")


class Figure(NamedTuple):
    """A figure that counts something: neither a date nor a label."""

    text: str
    kind: str
    """n: a number, q: with its unit, N or 1: in words, H: halve or double, z: zero, j: from grade to grade, r: so often."""

    @property
    def is_share(self) -> bool:
        """Whether it is in per cent."""
        return "%" in self.text or "cent" in self.text

    @property
    def is_money(self) -> bool:
        """Whether it has the sign of a currency."""
        return not _CURRENCIES.isdisjoint(self.text)


@dataclass(frozen=True, eq=False, slots=True)
class Sentence:
    """A goal's text and what it says."""

    text: str
    tokens: tuple[Token, ...]
    kinds: str
    """One letter a token, T for each that tells a time."""
    figures: tuple[Figure, ...]
    """The figures that count something."""
    time: str
    """The first words that say when; nothing where none do."""
    vague_time: str
    """Words that only seem to say when: soon, ongoing."""
    hedge: str
    """Words that leave open what belongs to it: etc, as appropriate."""
    reward: str
    """Words that say what someone gets for it."""
    purpose: str
    """Words that say what it is done for: so that, in order to."""
    head_at: int
    """Which token the verb is that the goal hangs on; -1 where there is none."""
    content: int
    """How many words name something, outside the times and beside that verb."""

    @property
    def head(self) -> str:
        """The letter of the verb that the goal hangs on; nothing where there is none."""
        return self.kinds[self.head_at] if self.head_at >= 0 else ""

    @property
    def head_word(self) -> str:
        """That verb; nothing where there is none."""
        return self.tokens[self.head_at].text if self.head_at >= 0 else ""

    @property
    def last_year(self) -> int | None:
        """The latest year that it names in four digits; None where it names none."""
        years = [int(year) for token in self.tokens if token.kind in "ydQ" for year in _YEAR.findall(token.text)]
        return max(years, default=None)

    def has(self, kinds: str) -> bool:
        """Return whether any token outside the times is of one of these classes."""
        return any(kind in self.kinds for kind in kinds)

    def first(self, kinds: str) -> str:
        """Return the first word of one of these classes outside the times; nothing where there is none."""
        return next((t.text for t, kind in zip(self.tokens, self.kinds, strict=True) if kind in kinds), "")

    def words(self, start: int, end: int) -> str:
        """Return the text of the tokens from `start` up to `end`."""
        return _words(self.text, self.tokens, start, end)


@lru_cache(maxsize=8192)
def read(text: str) -> Sentence:
    """Return what a text says."""
    tokens = tokens_of(text)
    kinds = "".join([token.kind for token in tokens])
    vague = VAGUE_TIME.search(text)
    times = [m.span() for m in _TIME.finditer(kinds) if vague is None or not _is_inside(tokens[m.end() - 1], vague)]
    masked = kinds
    for start, end in times:
        masked = masked[:start] + "T" * (end - start) + masked[end:]
    head_at = _head_at(masked)
    return Sentence(
        text=text,
        tokens=tokens,
        kinds=masked,
        figures=tuple(_figures(text, tokens, kinds, masked)),
        time=_words(text, tokens, *times[0]) if times else _found(EVENT.search(text)),
        vague_time=_found(vague),
        hedge=_found(HEDGE.search(text)),
        reward=_found(REWARD.search(text)),
        purpose=_found(PURPOSE.search(text)),
        head_at=head_at,
        content=sum([kind in _CONTENT for kind in masked]) - (head_at >= 0 and masked[head_at] in _CONTENT),
    )


def _is_inside(token: Token, found: re.Match[str]) -> bool:
    return found.start() <= token.start < found.end()


def _found(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


def _head_at(kinds: str) -> int:
    asked = _HEAD.search(kinds)
    if asked:
        return asked.start(1)
    found = _VERB.search(kinds)
    return found.start() if found else -1


def _figures(text: str, tokens: Sequence[Token], kinds: str, masked: str) -> Iterator[Figure]:
    for found in _FIGURE.finditer(masked):
        start, end = found.span()
        if not (masked[start] == "n" and masked[end - 1] != "%" and _is_label(tokens, start)):
            yield Figure(_words(text, tokens, start, end), masked[start])
    for found in _FREQUENCY.finditer(kinds):
        yield Figure(_words(text, tokens, *found.span()), "r")


def _is_label(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number only names something, as in `Level 2`."""
    if at < 2:  # a goal may begin with `Plant 40 trees`
        return False
    before = tokens[at - 1]
    if before.text.lower() in RANKS and any(token.kind == "R" for token in tokens[:at]):
        return False
    return before.text.lower() in LABELS or (before.kind in "oC" and before.text[0].isupper())


def _words(text: str, tokens: Sequence[Token], start: int, end: int) -> str:
    last = tokens[end - 1]
    return text[tokens[start].start : last.start + len(last.text)]
