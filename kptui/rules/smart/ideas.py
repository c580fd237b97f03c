"""Ideas behind words, for the relevance rules: which words speak of the same thing, and which way a sentence wants it to go."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from kptui.rules.smart.words import word_set

_IDEAS = {
    # an idea: words that mean more of it, and words that mean less of it
    "income": ("income revenue turnover sales sold sell profit margin fee donation gift fundraising earning order", "loss"),
    "cost": (
        "cost spend spending wage bill overhead price rent budget expense expenditure dear salary payroll",
        "save saving cheap cheapest",
    ),
    "staff": (
        "hire hired hiring recruit recruited headcount staff driver employee vacancy apprentice",
        "layoff redundancy leaver resignation",
    ),
    "delay": (
        "wait waiting queue line delay late lateness backlog pending outstanding investigation overdue slow unresolved",
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
_BAD = frozenset(("cost", "delay", "accident", "error", "energy"))
"""What nobody wants more of: named without a direction, it is to become less."""
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
    day days quarter time times number average mean total rate share"""
)
_TURNS = frozenset(["per", "of", "for", "in", "on", "at", "to", "by", "from", "with", "so", "and", "but"])
_OPEN_WORK = re.compile(r"\bopen (?=(?:tickets?|cases?|claims?|issues?|findings?|bugs?|requests?|complaints?)\b)")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "er", "ors", "or", "es", "ed", "s")
_WORD = re.compile(r"[^\W\d_]+")


class Clash(NamedTuple):
    """Two wishes that go opposite ways."""

    words: str
    indirect: bool
    """Whether it only follows, as a wage follows a hire."""


def _words(text: str) -> list[str]:
    return _WORD.findall(_OPEN_WORK.sub("backlog ", text.lower()).replace("on time", "punctual"))


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if word.endswith(("e", "y")) and len(word) > 4 else word


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
    """Return which way a text wants ideas and stems to go: 1 up, -1 down; a direction holds up to the next preposition."""
    found: dict[str, int] = {}
    way = 0
    for word in _words(text):
        says_way = word in _UP or word in _DOWN
        way = 1 if word in _UP else -1 if word in _DOWN else 0 if word in _TURNS else way
        stem = _stem(word)
        if stem in _SIGNS:
            idea, sign = _SIGNS[stem]
            found[idea] = sign if says_way else way * sign or (-1 if sign < 0 or idea in _BAD else 1)
        elif way and word not in _STOP and not says_way:
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
