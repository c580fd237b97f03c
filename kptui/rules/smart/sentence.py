"""What the sentence of a goal says: its verb, its figures, its times, each with the words that said it.

A goal is read once: cut into tokens, each with a letter for its class (words.py); what remains are short regular expressions over
the string of those letters, so that a grammar of a few lines knows every number, noun and verb of a class.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from kptui.rules.smart.words import CLASS_OF, LABELS

_AMOUNT = r"\d+(?:[.,'\u00a0\u202f]\d+)*"
_MONEY = r"[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|AUD|CAD)\b"
_TOKEN = re.compile(
    rf"""
    (?P<d>\d{{4}}-\d\d-\d\d|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{2,4}}|[xXyY]{{2,4}})\b)
    |(?P<Q>\b(?:[Qq][1-4]|[Hh][12]|[1-4][Qq]|[Ff][Yy]\s?'?\d{{2,4}}|[CcKk][Ww]\s?\d{{1,2}})
        (?:[\s/-]?(?:(?:[Ff][Yy])?'?\d\d|(?:19|20)(?:\d\d|[xXyY]{{2}})))?\b)
    |(?P<k>\d{{1,2}}:\d\d(?:\s?[ap]\.?m\b)?|\d{{1,2}}\s?(?:[ap]\.?m\b|o'clock)|24/7)
    |(?P<y>\b(?:19|20)(?:\d\d|[xXyY]{{2}})(?:[-/–](?:20)?\d\d)?(?![\w%]|[.,]\d)|\byyyy\b)
    |(?P<O>\d{{1,2}}(?:st|nd|rd|th)\b)
    |(?P<q>(?:{_MONEY})\s?-?{_AMOUNT}(?:\s?(?:[kKmM]|[bB]n?|million|thousand|billion)\b)?\+?
        |[+-]?{_AMOUNT}\s?(?:%|‰|[$€£¥₹])|[+-]?{_AMOUNT}(?:[A-Za-z]{{1,4}}\b))
    |(?P<n>(?<![\w])[+-]?{_AMOUNT}\+?|{_AMOUNT})
    |(?P<C>[^\W\d_]+\d[\w.]*)
    |(?P<percent>per[\s-]?cent(?:age)?(?:\s+points?)?\b|%)
    |(?P<W>[^\W\d_]+(?:['’-][^\W\d_]+)*)
    |(?P<comma>,)
    |(?P<mark>[^\s\w])
    """,
    re.VERBOSE,
)
_LETTER = {"percent": "%", "comma": ",", "mark": "."}

_P, _N = "[bp]", "[nNq1]"
_TIMES = (
    rf"(?:{_P}[ax]*)?(?:e[pta]*)?(?:[On]t?a?)?m[.]?(?:,?[nO](?!%))?[.,]?(?:[ta]*y)?",
    "d",
    rf"{_P}?[ax]*Q(?:[.,ta]*y)?",
    rf"(?:{_P}|x)[ax]*e?[ta]*y(?:o?u)?|e[pta]*y|^y",
    rf"{_P}?[ax]*w",
    rf"{_P}?a?x(?:{_N}|[Oot]){{0,4}}u",
    rf"{_P}[ax]*{_N}(?:[t&.]{_N})?o?u",
    rf"(?:{_P}[ax]*)?e[pta]*x?O?o{{0,2}}[uSs]",
    rf"{_P}[ax]*O?o{{0,2}}[us]",
    "xo?[sS]",
    "b[ax]*o{0,2}S",
    rf"U{_N}?o?[uwhs]",
    rf"(?:r|{_N}M?)[ar][uhw]",
)
_TIME = re.compile("|".join(f"(?:{t})" for t in _TIMES))
_EVENT = re.compile(
    r"\b(?:by the time|(?:up)?on (?:the )?(?:completion|completing|signing|approval) of|once \w+|as soon as (?!possible)\w+|"
    r"(?:before|when|after) (?:the |our |my |they |we |all |every )\w+)\b",
    re.IGNORECASE,
)
_VAGUE_TIME = re.compile(
    r"\b(?:soon(?:er or later)?|a\.?s\.?a\.?p|as soon as possible|eventually|on-?going|some ?day|one day|at some point|"
    r"in (?:the )?(?:near |foreseeable |not too distant |long )?(?:future|due course|time|long run)|over time|continuous(?:ly)?|"
    r"continual(?:ly)?|when(?:ever)? (?:possible|time allows|we can)|going forward|tbd|tbc|to be (?:decided|confirmed))\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[nq](?:\.[nq])?%?|N%?|1[%]|H|z")
_VERB = re.compile("[VDARKGLB]")
_HEAD = re.compile(r"(?:^t|i[itc]*)[.,a]*o?([VDARKGLBe])")


class Token(NamedTuple):
    """A word, figure or mark, its class, and where it begins."""

    text: str
    kind: str
    start: int


class Figure(NamedTuple):
    """A figure that counts something: neither a date nor a label."""

    text: str
    kind: str
    """n: a number, q: with its unit, N: a number word, H: halve or double, z: zero or none."""
    at: int
    """Which token it begins with."""

    @property
    def is_share(self) -> bool:
        """Whether it is in per cent."""
        return "%" in self.text or "cent" in self.text


@dataclass(frozen=True, eq=False)
class Sentence:
    """A goal's text and what it says."""

    text: str
    tokens: tuple[Token, ...]
    kinds: str
    """One letter a token."""

    @cached_property
    def _time_spans(self) -> tuple[tuple[int, int], ...]:
        return tuple(m.span() for m in _TIME.finditer(self.kinds))

    @cached_property
    def masked(self) -> str:
        """The letters, with a T for each token that tells a time."""
        kinds = self.kinds
        for start, end in self._time_spans:
            kinds = kinds[:start] + "T" * (end - start) + kinds[end:]
        return kinds

    @cached_property
    def time(self) -> str:
        """The first words that say when; nothing where none do."""
        if self._time_spans:
            return self.words(*self._time_spans[0])
        event = _EVENT.search(self.text)
        return event[0] if event else ""

    @cached_property
    def vague_time(self) -> str:
        """Words that only seem to say when: soon, ongoing."""
        found = _VAGUE_TIME.search(self.text)
        return found[0] if found else ""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that count something."""
        return tuple(self._figures())

    def _figures(self) -> Iterator[Figure]:
        for found in _FIGURE.finditer(self.masked):
            if not self._is_label(*found.span()):
                yield Figure(self.words(*found.span()), found[0][0], found.start())

    def _is_label(self, start: int, end: int) -> bool:
        """Whether a number only names something, as in `Level 2`."""
        if start == 0 or self.kinds[start] != "n" or self.kinds[end - 1] == "%":
            return False
        before = self.tokens[start - 1]
        if before.text.lower() in LABELS:
            return True
        return start > 1 and before.kind in "oC" and before.text[0].isupper()

    @cached_property
    def head(self) -> str:
        """The letter of the verb that the goal hangs on; nothing where there is none."""
        return self.masked[self.head_at] if self.head_at >= 0 else ""

    @cached_property
    def head_at(self) -> int:
        """Which token that verb is; -1 where there is none."""
        asked = _HEAD.search(self.masked)
        if asked:
            return asked.start(1)
        found = _VERB.search(self.masked)
        return found.start() if found else -1

    def has(self, kinds: str) -> bool:
        """Return whether any token outside the times is of one of these classes."""
        return any(kind in self.masked for kind in kinds)

    def first(self, kinds: str) -> str:
        """Return the first word of one of these classes outside the times; nothing where there is none."""
        return next((t.text for t, kind in zip(self.tokens, self.masked, strict=True) if kind in kinds), "")

    @cached_property
    def content(self) -> int:
        """How many words name something, outside the times and beside the verb it hangs on."""
        return sum(kind in "oMCVDARSsQ" for kind in self.masked) - (self.head != "")

    def words(self, start: int, end: int) -> str:
        """Return the text of the tokens from `start` up to `end`."""
        last = self.tokens[end - 1]
        return self.text[self.tokens[start].start : last.start + len(last.text)]


@lru_cache(maxsize=4096)
def read(text: str) -> Sentence:
    """Return what a text says."""
    tokens = tuple(_tokens(text))
    return Sentence(text, tokens, "".join(token.kind for token in tokens))


def _tokens(text: str) -> Iterator[Token]:
    before = ""
    for place, found in enumerate(_TOKEN.finditer(text)):
        group = found.lastgroup or ""
        if group == "W":
            before = _kind_of(found[0], place, before)
        elif group == "C":
            before = "d" if CLASS_OF.get(found[0].rstrip("0123456789sthndr").lower()) == "m" else "C"
        else:
            before = _LETTER.get(group, group)
        yield Token(found[0], before, found.start())


def _kind_of(word: str, place: int, before: str) -> str:
    lower = word.lower().replace("’", "'")
    kind = CLASS_OF.get(lower) or CLASS_OF.get(lower.removesuffix("'s").rstrip("'")) or _of_compound(lower)
    if kind == "m" and lower in ("may", "march", "mar"):
        is_month = before in ("b", "p", "x", "e", "n", "O") or (place > 0 and word[0].isupper() and before not in ("i", "c"))
        return "m" if is_month else ("i" if lower == "may" else "A")
    if kind == "e" and place == 0:
        return "A" if lower in ("start", "begin") else "R"
    return kind


def _of_compound(lower: str) -> str:
    head, hyphen, tail = lower.partition("-")
    if not hyphen:
        return "o"
    if head in ("mid", "end", "early", "late"):
        found = CLASS_OF.get(tail, "")
        return found if found in tuple("musS") else "o"
    return CLASS_OF.get(tail, "o") if head == "re" else "o"
