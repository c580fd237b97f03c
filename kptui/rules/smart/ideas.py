"""Ideas behind words, for the relevance rules: which words speak of the same thing, and which way a sentence wants it to go."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

_IDEAS = {
    # an idea: words that mean more of it, and words that mean less of it
    "income": ("income revenue turnover sales sold sell profit margin fee donation gift fundraising earning order", "loss"),
    "cost": (
        "cost spend spending wage bill overhead price budget expense expenditure dear salary payroll",
        "save saving cheap cheapest",
    ),
    "staff": (
        "hire hired hiring recruit recruited headcount staff driver employee vacancy apprentice",
        "layoff redundancy leaver resignation",
    ),
    "delay": (
        "wait waiting queue line delay late lateness backlog pending outstanding investigation overdue turnaround slow slower open unresolved",
        "fast faster quick quicker speed prompt punctual punctuality ready early sooner swift",
    ),
    "paper": ("paper brochure print printed printing printout leaflet flyer postage", "paperless digital"),
    "accident": (
        "accident injury incident miss fall hazard sick sickness absence illness harm",
        "safe safety safely firstaid health healthy wellbeing",
    ),
    "custom": (
        "customer client user member subscriber patron passenger guest visitor retention loyalty repeat",
        "churn cancellation",
    ),
    "error": (
        "error mistake defect complaint rework scrap waste fault failure bug spoilage",
        "quality accuracy accurate flawless",
    ),
    "energy": ("energy fuel electricity gas emission carbon co2 kwh diesel heating", "netzero renewable"),
    "food": ("food meal plate kitchen canteen lunch cover menu dish", "hunger"),
    "learning": ("training trained course skill lesson learner pupil student school education licence certificate", ""),
    "satisfaction": ("satisfaction nps csat happy happier star rating review", "dissatisfaction complaint"),
}
_IMPLIED = {"staff": "cost"}
"""More of the one costs more of the other, unless someone says why not."""
_UP = frozenset(
    [
        "grow",
        "increase",
        "raise",
        "lift",
        "more",
        "bigger",
        "higher",
        "win",
        "expand",
        "boost",
        "double",
        "up",
        "gain",
        "build",
        "larger",
        "wider",
        "improve",
    ]
)
_DOWN = frozenset(
    [
        "cut",
        "reduce",
        "lower",
        "decrease",
        "fewer",
        "less",
        "down",
        "halve",
        "shrink",
        "shorten",
        "shorter",
        "smaller",
        "trim",
        "without",
        "no",
        "zero",
        "end",
        "stop",
        "avoid",
        "prevent",
        "eliminate",
        "save",
        "drop",
        "slash",
        "half",
        "leave",
        "free",
    ]
)
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "for",
        "in",
        "on",
        "at",
        "by",
        "from",
        "with",
        "per",
        "our",
        "my",
        "your",
        "their",
        "its",
        "his",
        "her",
        "we",
        "i",
        "is",
        "are",
        "be",
        "been",
        "as",
        "that",
        "this",
        "these",
        "those",
        "than",
        "into",
        "out",
        "over",
        "under",
        "after",
        "before",
        "within",
        "until",
        "all",
        "every",
        "each",
        "any",
        "some",
        "not",
        "so",
        "it",
        "they",
        "who",
        "which",
        "when",
        "will",
        "can",
        "must",
        "should",
        "would",
        "have",
        "has",
        "had",
        "was",
        "were",
        "do",
        "does",
        "up",
        "down",
        "more",
        "less",
        "most",
        "least",
        "one",
        "two",
        "three",
        "first",
        "new",
        "good",
        "best",
        "better",
        "great",
        "company",
        "organisation",
        "organization",
        "business",
        "year",
        "years",
        "month",
        "months",
        "week",
        "weeks",
        "day",
        "days",
        "quarter",
        "time",
        "times",
        "number",
        "average",
        "mean",
        "total",
        "rate",
        "share",
    ]
)
_TURNS = frozenset(["per", "of", "for", "in", "on", "at", "to", "by", "from", "with", "so", "and", "but"])
_WORD = re.compile(r"[^\W\d_]+")


class Clash(NamedTuple):
    """Two wishes that go opposite ways."""

    words: str
    indirect: bool
    """Whether it only follows, as a wage follows a hire."""


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ers", "er", "ors", "or", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if word.endswith(("e", "y")) and len(word) > 4 else word


_SIGNS = {
    _stem(word): (idea, sign)
    for idea, sides in _IDEAS.items()
    for sign, side in ((1, sides[0]), (-1, sides[1]))
    for word in side.split()
}


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words that name something."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP and len(word) > 2)


@lru_cache(maxsize=4096)
def ideas_of(text: str) -> Mapping[str, int]:
    """Return the ideas that a text speaks of; 1 for more of it, -1 for less."""
    return dict(_SIGNS[stem] for word in _WORD.findall(text.lower()) if (stem := _stem(word)) in _SIGNS)


@lru_cache(maxsize=4096)
def wanted(text: str) -> Mapping[str, int]:
    """Return which way a text wants ideas and stems to go: 1 up, -1 down; a direction holds up to the next preposition."""
    found: dict[str, int] = {}
    way = 0
    for word in _WORD.findall(text.lower()):
        way = 1 if word in _UP else -1 if word in _DOWN else 0 if word in _TURNS else way
        stem = _stem(word)
        idea, sign = _SIGNS.get(stem, ("", 1))
        if idea:
            found[idea] = (way or 1) * sign
        elif way and word not in _STOP and word not in _UP and word not in _DOWN:
            found[stem] = way
    return found


def opposed(above: Mapping[str, int], own: Mapping[str, int]) -> Clash | None:
    """Return where two wishes go opposite ways, None where they do not meet or agree."""
    for idea, way in own.items():
        if way * above.get(idea, 0) < 0:
            return Clash(f"it wants {'more' if way > 0 else 'less'} “{idea}”", indirect=False)
    for idea, implied in _IMPLIED.items():
        if own.get(idea, 0) * above.get(implied, 0) < 0:
            return Clash(f"it wants more “{idea}”, which means more “{implied}”", indirect=True)
    return None
