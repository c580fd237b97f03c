"""Goals in a text: which lines of a list or of Markdown are goals, and where on them they stand."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kptui.rules.smart.sentence import read

_MARK = re.compile(r"\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_NO_GOAL = re.compile(r"\s*(?:\||>|<|!?\[[^\]]*\][(:]|[-*_=]{3,}\s*$|%%|$)")
_CODE = re.compile(r"\t| {4}")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")
_FIELD = re.compile(
    r"(?:(?:owner|due|status|team|lead|deadline|start|end|date|notes?|links?|contact|by|who|source|updated|author)\s?:|see\s)",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BARE = re.compile(r"<?\w+://\S+>?")
_LABEL = re.compile(
    r"(?:\*\*|__)?(?P<kr>KR|Key [Rr]esult)\s?\d*[.\d]*\s*(?::|-|–|\))\s*(?:\*\*|__)?\s*|(?:Goal|Target|SMART goal)\s?\d*\s*:\s*"
)
_OBJECTIVE = re.compile(r"(?:\*\*|__)?(?:O\d*|Objective\s?\d*)\s*(?::|-|–|\))")
_KEY_RESULTS = re.compile(r"\bkey results?\b|\bKRs?\b", re.IGNORECASE)
_EMPHASIS = re.compile(r"[*_`]+")
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 60
"""Words; a longer line is prose."""
_END = (0, "")
"""An empty line, which ends the last item."""
_FEWEST = 2
"""Words; a shorter item of Markdown is a name, a day or an empty box."""


class GoalLine(NamedTuple):
    """A goal in a text."""

    line: int
    """From 1."""
    column: int
    """Of its first character, from 1."""
    text: str
    is_key_result: bool


def goal_lines(lines: Iterable[str], *, markdown: bool) -> Iterator[GoalLine]:
    """Return the goals among lines: in plain text all; in Markdown list items, and headings and lines that read like goals.

    Front matter, code, comments, tables, quotations, links, what is struck out, fields such as `Owner: Ana`, and objectives that
    are named so are none. An item goes on in the lines that are indented beneath it. What is labelled KR, or stands beneath a
    heading that says key results, is a key result.
    """
    beneath_key_results = False
    for number, line in _written(lines) if markdown else enumerate(lines, 1):
        if markdown and _HEADING.match(line):
            beneath_key_results = _KEY_RESULTS.search(line) is not None
        found = _goal_on(number, line.rstrip(), markdown=markdown, is_key_result=beneath_key_results)
        if found is not None:
            yield found


def _written(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The numbered lines of Markdown that may hold a goal, each item with the lines that go on with it."""
    item: tuple[int, str] | None = None
    for number, line in (*_without_asides(lines), _END):
        if item and line[:1].isspace() and not _MARK.match(line) and not _NO_GOAL.match(line):
            item = (item[0], f"{item[1]} {line.strip()}")
            continue
        if item:
            yield item
        item = (number, line) if _MARK.match(line) else None
        if not item and not _NO_GOAL.match(line) and not _CODE.match(line):
            yield number, line


def _without_asides(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The numbered lines outside front matter, code and comments; of these an empty line stays."""
    ends = ""
    for number, line in enumerate(lines, 1):
        text, fence = line.strip(), _FENCE.match(line)
        if ends:
            is_end = ends in text if ends == "-->" else text.startswith(ends) and not text.strip(ends[0])
            ends = "" if is_end else ends
            yield number, ""
        elif fence and "`" not in fence[2]:
            ends = fence[1]
            yield number, ""
        elif number == 1 and text == "---":
            ends = text
        elif text.startswith("<!--"):
            ends = "" if "-->" in text else "-->"
        else:
            yield number, line.rstrip()


def _goal_on(number: int, line: str, *, markdown: bool, is_key_result: bool) -> GoalLine | None:
    item = _MARK.match(line)
    start = item or (_HEADING.match(line) if markdown else None)
    at = start.end() if start else len(line) - len(line.lstrip())
    if _OBJECTIVE.match(line, at):
        return None
    label = _LABEL.match(line, at)
    if label:
        at = label.end()
        is_key_result = is_key_result or label["kr"] is not None
    text = _plain(line[at:]) if markdown else line[at:]
    if not text.strip() or text.endswith(":") or len(text.split()) > _LONGEST:
        return None
    if markdown and (_is_no_wish(text) or not (item or label or _reads_like_one(text))):
        return None
    return GoalLine(number, at + 1, text.strip(), is_key_result)


def _plain(text: str) -> str:
    """The text without marks of emphasis and where links lead; nothing where it is struck out."""
    if text.startswith("~~") and text.endswith("~~"):
        return ""
    return _EMPHASIS.sub("", _BARE.sub("", _LINK.sub(r"\1", text)))


def _is_no_wish(text: str) -> bool:
    return len(_WORD.findall(text)) < _FEWEST or _FIELD.match(text) is not None


def _reads_like_one(text: str) -> bool:
    """Whether someone says what shall be: a verb first, or `we will` before it, or a figure that goes somewhere."""
    sentence = read(text)
    if sentence.head_at < 0 or len(sentence.tokens) < 3 or text[:1].islower():
        return False  # in small letters a sentence only goes on
    before = set(sentence.kinds[: sentence.head_at])
    if sentence.head == "B" and "i" not in before:
        return False  # `a target is` tells what is
    told = "ed" if "i" in before else "ing"
    if sentence.head_word.endswith(told):
        return False  # `we increased` tells what was, and `Making a plan` is a title
    is_told = _SENTENCE_END.search(text) is not None or not sentence.figures
    return before <= set("iat.T,") or (not is_told and sentence.has("VRH"))
