"""The tokens of a goal: words, figures, dates and marks, each with a letter for its class."""

import re
from typing import NamedTuple

from kptui.rules.smart.words import CLASS_OF, FIRST_VERBS

LONGEST = 2_000
"""Characters of a text that are read; what stands behind them is no goal any more."""

_AMOUNT = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})++(?!\d)|\d++(?:[.,']\d++)*+)"
_SIGN = r"(?:(?<!\w)[+-])?"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*(?=\d)"
_YEAR = r"(?:19|20)(?:\d\d|xx|yy)"
_TOKEN = re.compile(
    rf"""
    (?P<W>(?!(?:fy|[ck]w)\s?'?\d)[^\W\d_]++(?:['’-][^\W\d_]++)*+(?!\d))
    |(?=[\d+-])(?:
        (?P<d>\d{{4}}-\d\d-\d\d|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{2,4}}|(?:\d\d)?[xy]{{2,4}})\b)
        |(?P<q2>(?:[1-4]q|[12]h)(?:[\s/-]?(?:fy)?'?(?:{_YEAR}|\d\d))?\b)
        |(?P<k>\d{{1,2}}:\d\d(?:\s?[ap]\.?m\b)?|\d{{1,2}}\s?(?:[ap]\.?m\b|o'clock)|24/7)
        |(?P<y>{_YEAR}(?:[-/–](?:20)?\d\d)?(?![\w%]|[.,]\d))
        |(?P<O>\d{{1,2}}(?:st|nd|rd|th)\b)
        |(?P<q>{_SIGN}{_AMOUNT}(?:\s?[%‰$€£¥₹]|[a-z]{{1,4}}\b))
        |(?P<n>{_SIGN}{_AMOUNT}\+?)
    )
    |(?P<money>[$€£¥₹]\s?-?{_AMOUNT}(?:\s?(?:[km]|bn?|million|thousand|billion)\b)?\+?)
    |(?P<Q>(?:q[1-4]|h[12]|fy\s?'?\d{{2,4}}(?:[/-]\d\d)?|[ck]w\s?\d{{1,2}})(?:[\s/-]?(?:(?:fy)?'?\d\d|{_YEAR}))?\b)
    |(?P<month>{_MONTH})
    |(?P<C>[^\W\d_]++\d[\w.]*+)
    |(?P<comma>,)
    |(?P<mark>[^\s\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LETTERS = {"comma": ",", "mark": ".", "month": "m", "money": "q", "q2": "Q"}
_GRADE = re.compile(r"[A-F]{1,3}[+-]?")
_WILL = frozenset(["will", "shall", "should", "must", "i'll", "we'll", "they'll"])
_AMBIGUOUS = frozenset(["may", "march", "mar"])
_MARKS = {"%": "%", "&": "&"}


class Token(NamedTuple):
    """A word, figure or mark, its class, and where it begins."""

    text: str
    kind: str
    start: int


_NOTHING = Token("", "", 0)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of the first LONGEST characters; what is no word, figure or mark is passed over."""
    found: list[Token] = []
    before = _NOTHING
    for match in _TOKEN.finditer(text[:LONGEST]):
        word, group = match[0], match.lastgroup or ""
        if word == "quarter" and [token.text for token in found[-2:]] == ["by", "a"]:
            group = "O"  # no time, but a share: by a quarter
        kind = _kind_of(word, before) if group == "W" else _MARKS.get(word) or _LETTERS.get(group, group)
        before = Token(word, kind, match.start())
        found.append(before)
    if len(found) > 1:
        found[0] = _first(found[0], found[1])
    return tuple(found)


def _first(token: Token, following: Token) -> Token:
    """The first token: a verb where an object follows (`Plant 40`, `Score at least`), a noun in the plural (`Repairs`)."""
    lower = token.text.lower()
    if lower.endswith("s") and token.kind in tuple("VDARG") and CLASS_OF.get(lower[:-1]) == token.kind:
        return token._replace(kind="o")
    if token.kind == "e" or (token.kind in tuple("oMS") and following.kind in tuple("anN1UqP")):
        return token._replace(kind=FIRST_VERBS.get(lower, "A"))
    return token


def _kind_of(word: str, before: Token) -> str:
    """The class of a word; some need the token before them, which has no text at the beginning."""
    lower = word.lower()
    if before.kind == "t" and _GRADE.fullmatch(word):
        return "j"
    kind = CLASS_OF.get(lower) or _unlisted(lower.replace("’", "'"))
    if lower in _AMBIGUOUS:
        return _month_or_verb(word, before)
    if kind == "g" and before.text == "or":
        return "-"
    return "A" if kind == "o" and before.text.lower() in _WILL else kind


def _month_or_verb(word: str, before: Token) -> str:
    is_month = before.kind in tuple("YbpxenO") or (before is not _NOTHING and word[0].isupper() and before.kind not in "ic")
    return "m" if is_month else "i" if word.lower() == "may" else "A"


def _unlisted(lower: str) -> str:
    """The class of a word that stands in no list: that of its stem, where it has one that does."""
    known = CLASS_OF.get(lower) or CLASS_OF.get(lower.removesuffix("'s").rstrip("'"))
    head, hyphen, tail = lower.partition("-")
    if known or not hyphen:
        return known or "o"
    of_tail = CLASS_OF.get(tail, "o")
    if head in ("mid", "end", "early", "late"):
        return of_tail if of_tail in "musS" else "o"
    if CLASS_OF.get(head) in ("N", "1"):  # a six-week course, a five-song record
        return "F" if of_tail in "uh" else "N"
    return of_tail if head == "re" else "o"
