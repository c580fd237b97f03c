"""Ideas behind words, for the relevance rules: which words speak of the same thing, and which way a sentence wants it to go."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from kptui.rules.smart.words import word_set

_IDEAS = {
    # an idea: words that mean more of it, and words that mean less of it
    "income": ("income revenue turnover sales sold sell profit margin fee donation gift fundraising earning order", "loss"),
    "cost": (
        "cost spend spending wage bill overhead price rent budget expense expenditure dear salary payroll",
        "save saving cheap cheapest affordable",
    ),
    "staff": (
        "hire hired hiring recruit recruited headcount staff driver employee vacancy apprentice",
        "layoff redundancy",
    ),
    "leaving": ("attrition leaver resignation quit", "stay staying"),
    "debt": ("debt owe owed borrow borrowing overdraft arrears", "repay repayment"),
    "delay": (
        """wait waiting queue line delay late lateness backlog pending outstanding investigation overdue slow unresolved length
        duration""",
        "shorten fast faster quick quicker speed prompt punctual punctuality ready early sooner swift",
    ),
    "paper": ("paper brochure print printed printing printout leaflet flyer postage", "paperless digital"),
    "accident": (
        "accident injury incident miss fall hazard sick sickness absence illness harm hurt injured killed death drown",
        "safe safety safely firstaid health healthy wellbeing",
    ),
    "custom": (
        "customer client user member subscriber patron passenger guest visitor retention loyalty repeat",
        "churn cancellation cancel cancelled lost",
    ),
    "error": (
        "error mistake defect complaint rework scrap waste fault failure bug spoilage",
        "quality accuracy accurate flawless",
    ),
    "energy": ("energy fuel electricity gas emission carbon co2 kwh diesel heating", "netzero renewable"),
    "food": ("food meal plate kitchen canteen lunch cover menu dish", "hunger"),
    "learning": ("training trained course skill lesson learner pupil student school education licence certificate", ""),
    "satisfaction": ("satisfaction nps csat happy happier star rating review", "dissatisfaction complaint unhappy"),
}
_TOPICS = {
    "people": """staff employee hire vacancy applicant turnover training apprentice leadership manager team morale sick absence
        overtime wage crew shift nurse driver volunteer breakfast talent career candidate""",
    "health": """patient clinic hospital ward nurse doctor surgery operation care therapy vaccination sick pain triage pharmacy
        medicine donor blood wellbeing fitness smoking first-aid aid sterile instrument""",
    "safety": "safety safe accident injury incident hazard fire emergency rescue aid scaffold miss helmet alarm toolbox",
    "money": """income revenue sales profit margin cost spend budget cash debt invoice price fee fund turnover saving tax audit
        account royalty rent bill loan wage money donation basket tender contract order licence stock""",
    "customers": """customer client user member subscriber guest visitor passenger patron shopper buyer resident citizen
        satisfaction complaint churn service review call ticket retention loyalty counter queue""",
    "digital": """app website online software server mail mailbox data system digital login page click download bug release code
        database network cloud follower scan timetable""",
    "transport": """bus train route driver delivery van kilometre km detour vehicle fleet parcel ride passenger bike lorry
        port
        container ship truck depot rail airport flight timetable""",
    "making": """machine line scrap output defect assembly factory plant furnace press tool batch yield downtime maintenance glass
        product production quality part picking packing warehouse stock shelf""",
    "learning": """school pupil student lesson teacher exam course class apprentice learn book library read university study
        leadership training skill coach child""",
    "environment": """emission carbon energy waste recycling paper tree water climate green electricity fuel brochure print
        plastic garden river air plate""",
    "housing": "tenant housing flat shelter homeless rent landlord repair heating bed neighbourhood stay night",
    "culture": "museum theatre concert choir audience season exhibition festival art music zoo aviary visitor film",
    "law": "contract clause lawyer legal court claim compliance permit law audit policy regulation licence litigation",
    "sport": "coach match cup club tournament training league run race swim player",
}
"""Fields of work, by words that are theirs."""
_BAD = frozenset(("cost", "delay", "accident", "error", "energy", "leaving", "debt"))
"""What nobody wants more of: named without a direction, it is to become less."""
_PEOPLE = frozenset(("custom", "staff"))
_DEALT_WITH = word_set(
    """answered audits audited avoided cleared closed detected fixed found handled investigated logged mended prevented recorded
    recycled recycling removed repaired reported resolved saved settled solved"""
)
"""After something bad: more of that is better."""
_IMPLIED = {"staff": "cost"}
"""More of the one costs more of the other, unless someone says why not."""
_UP = word_set("""grow increase raise lift more bigger higher win expand boost double up gain build larger wider improve""")
_DOWN = word_set(
    """cut reduce lower decrease fewer less down halve shrink shorten shorter smaller trim without no zero end stop
    avoid prevent eliminate save drop slash half leave free"""
)
_STOP = word_set(
    """a an the and or of to for in on at by from with per our my your their its his her we i is are be been as that
    this these those than into out over under after before within until all every each any some not so it they who
    which when will can must should would have has had was were do does up down more less most least one two three
    first new good best better great company organisation organization business year years month months week weeks
    day days hour hours minute minutes quarter time times number numbers average mean total rate share level"""
)
_TURNS = frozenset(["per", "of", "for", "in", "on", "at", "to", "by", "from", "with", "so", "and", "but"])
_MORE = {"more": 1, "less": -1, "fewer": -1}
_STAFF_TURNOVER = re.compile(r"\b(?:staff|employee|labou?r) turnover\b|\bturnover of (?:staff|employees)\b")
_OPEN_WORK = re.compile(r"\bopen (?=(?:tickets?|cases?|claims?|issues?|findings?|bugs?|requests?|complaints?)\b)")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ors", "or", "es", "ed", "s")
_WORD = re.compile(r"[^\W\d_]+")


class Clash(NamedTuple):
    """Two wishes that go opposite ways."""

    words: str
    indirect: bool
    """Whether it only follows, as a wage follows a hire."""


def _words(text: str) -> list[str]:
    plain = _STAFF_TURNOVER.sub("attrition", _OPEN_WORK.sub("backlog ", text.lower()))
    return _WORD.findall(plain.replace("on time", "punctual"))


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    is_short_plural = len(word) == 4 and word[3] == "s" and word[2] not in "siu"
    return word[:-1] if is_short_plural or (word.endswith(("e", "y")) and len(word) > 4) else word


_SIGNS = {
    _stem(word): (idea, sign)
    for idea, sides in _IDEAS.items()
    for sign, side in ((1, sides[0]), (-1, sides[1]))
    for word in side.split()
}


_TOPICS_OF: dict[str, set[str]] = defaultdict(set)
for _topic, _block in _TOPICS.items():
    for _word in _block.split():
        _TOPICS_OF[_stem(_word)].add(_topic)


@lru_cache(maxsize=4096)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words that name something."""
    return frozenset(_stem(word) for word in _words(text) if word not in _STOP and len(word) > 2)


@lru_cache(maxsize=4096)
def topics_of(text: str) -> frozenset[str]:
    """Return the fields of work that a text speaks of; nothing where it names none that is known."""
    return frozenset(topic for word in _words(text) for topic in _TOPICS_OF.get(_stem(word), ()))


@lru_cache(maxsize=4096)
def ideas_of(text: str) -> Mapping[str, int]:
    """Return the ideas that a text speaks of; 1 for more of it, -1 for less."""
    return dict(_SIGNS[stem] for word in _words(text) if (stem := _stem(word)) in _SIGNS)


@lru_cache(maxsize=4096)
def wanted(text: str) -> Mapping[str, int]:
    """Return which way a text wants ideas and stems to go: 1 up, -1 down; a direction holds up to the next preposition.

    `spend more` goes the way of what follows; in `fewer customer complaints` the first noun only says whose they are.
    """
    found: dict[str, int] = {}
    way = 0
    words = _words(text)
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        says_way = word in _UP or word in _DOWN
        way = 1 if word in _UP else -1 if word in _DOWN else 0 if word in _TURNS else way
        stem = _stem(word)
        if stem in _SIGNS:
            idea, sign = _SIGNS[stem]
            if following in _MORE:
                found[idea] = _MORE[following] * sign
            elif not way or says_way or _stem(following) not in _SIGNS:
                found[idea] = sign if says_way else way * sign or (-1 if sign < 0 or idea in _BAD else 1)
        elif way and word not in _STOP and not says_way:
            found[stem] = way
    return found


@lru_cache(maxsize=4096)
def moving(metric: str) -> Mapping[str, int]:
    """Return which way ideas and stems go when a metric grows: those of what it counts, not of what it is counted for.

    What is bad says it alone, as in `complaints per customer` or `late trains`, and nothing where it is dealt with (`complaints
    answered`). Else it is what stands before the first preposition; people count there only as the last word: `customer visits`
    are visits.
    """
    phrases = _phrases(metric)
    bad = [_SIGNS[stem] for phrase in phrases for stem in phrase[::-1] if stem in _SIGNS and _is_bad(*_SIGNS[stem])]
    if bad:
        return dict(bad[:1]) if _DEALT_WITH.isdisjoint(_words(metric)) else {}
    named = phrases[0] if phrases else []
    ideas = [_SIGNS[stem] for stem in named if stem in _SIGNS and (stem == named[-1] or _SIGNS[stem][0] not in _PEOPLE)]
    return {stem: 1 for stem in named if stem not in _SIGNS} | dict(ideas[-1:])


def _phrases(text: str) -> list[list[str]]:
    """The stems of what names something, cut at the prepositions."""
    phrases: list[list[str]] = [[]]
    for word in _words(text):
        if word in _TURNS:
            phrases.append([])
        elif word not in _STOP and len(word) > 2:
            phrases[-1].append(_stem(word))
    return [phrase for phrase in phrases if phrase]


def _is_bad(idea: str, sign: int) -> bool:
    return (idea in _BAD) is (sign > 0)


def opposed(above: Mapping[str, int], own: Mapping[str, int], said: str) -> Clash | None:
    """Return where two wishes go opposite ways, None where they do not meet or agree; `said` is the text of one's own."""
    for idea, way in own.items():
        if way * above.get(idea, 0) < 0:
            name = next((word for word in _words(said) if _stem(word) == idea), idea)
            return Clash(f"it wants {'more' if way > 0 else 'less'} “{name}”", indirect=False)
    for idea, implied in _IMPLIED.items():
        if own.get(idea, 0) * above.get(implied, 0) < 0:
            return Clash(f"it wants more “{idea}”, which means more “{implied}”", indirect=True)
    return None
