"""Goals in a text: which lines of a list or of Markdown are goals, and where on them they stand."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kptui.rules.smart.sentence import read

_MARK = re.compile(r"\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_NO_GOAL = re.compile(r"\s*(?:\||>|<|!?\[[^\]]*\][(:]|[-*_=]{3,}\s*$|%%|$)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_LABEL = re.compile(
    r"(?:\*\*|__)?(?P<kr>KR|Key [Rr]esult)\s?\d*[.\d]*\s*(?::|-|–|\))\s*(?:\*\*|__)?\s*|(?:Goal|Target|SMART goal)\s?\d*\s*:\s*"
)
_OBJECTIVE = re.compile(r"(?:\*\*|__)?(?:O\d*|Objective\s?\d*)\s*(?::|-|–|\))")
_KEY_RESULTS = re.compile(r"\bkey results?\b|\bKRs?\b", re.IGNORECASE)
_EMPHASIS = re.compile(r"[*_`]+")
_LONGEST = 60
"""Words; a longer line is prose."""


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

    Code, tables, quotations, links, and objectives that are named so are none. What is labelled KR, or stands beneath a heading
    that says key results, is a key result.
    """
    in_code = beneath_key_results = False
    for number, line in enumerate(lines, 1):
        line = line.rstrip()
        if markdown and _FENCE.match(line):
            in_code = not in_code
        elif not in_code and not (markdown and _NO_GOAL.match(line)):
            if markdown and _HEADING.match(line):
                beneath_key_results = _KEY_RESULTS.search(line) is not None
            found = _goal_on(number, line, markdown=markdown, is_key_result=beneath_key_results)
            if found is not None:
                yield found


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
    text = _EMPHASIS.sub("", line[at:]) if markdown else line[at:]
    if not text.strip() or text.endswith(":") or len(text.split()) > _LONGEST:
        return None
    if markdown and not item and not label and not _reads_like_one(text):
        return None
    return GoalLine(number, at + 1, text.strip(), is_key_result)


def _reads_like_one(text: str) -> bool:
    """Whether someone says what shall be: a verb first, or `we will` before it, or a figure that goes somewhere."""
    sentence = read(text)
    if sentence.head_at < 0 or len(sentence.tokens) < 3:
        return False
    is_asked = sentence.head_at == 0 or set(sentence.kinds[: sentence.head_at]) <= set("iat.T,")
    return is_asked or (bool(sentence.figures) and sentence.has("VRH"))
