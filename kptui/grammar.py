"""The one-line grammar: `14.5 c7 "vendor slipped" block:dependency @sam help:tool`, on the screens and in the shell alike."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kptui.errors import BadInput
from kptui.figures import TO_COME, WEEKDAYS, parse_day, shown
from kptui.models.obstacle import BlockerKind
from kptui.models.organisation import Person, Team
from kptui.plan import Plan

_VALUE = re.compile(r"\s*[-\N{MINUS SIGN}+=]*\s*[\d.,][\d.,' _\u00a0\u202f]*(?:(?:k|m|bn?)\b)?\s*%?(?=\s|$)|\s*=(?=\s|$)", re.I)
_WORD = re.compile(r'["“”„]([^"“”„]*)["“”„]?|(\S+)')
_CONFIDENCE = re.compile(r"c\d+(/10)?", re.IGNORECASE)
_MARK = re.compile(r"(block|help|on|by):(.*)|(@)(.+)", re.IGNORECASE)
_DAYS = ("today", "yesterday")
"""Days that need no mark on a check-in's line: nobody says of a hindrance that it is yesterday."""
_COMPLETED = ("block:", "help:", "on:", "by:")
_TWICE = {
    "confidence": "confidences",
    "text": "challenges",
    "block": "blockers",
    "help": "calls for help",
    "whom": "people",
    "on": "days",
    "by": "days to be done by",
}


class Words(NamedTuple):
    """What was typed, told apart but not yet understood; empty for what was not said."""

    value: str = ""
    confidence: str = ""
    text: str = ""
    """Of a check-in the challenge."""
    block: str = ""
    """The kind of a blocker."""
    help: str = ""
    """The kind of help that is asked for."""
    whom: str = ""
    """The person or team who is asked, promises or is thanked."""
    on: str = ""
    by: str = ""
    """The day by which it should be done."""


def check_in_line(line: str) -> Words:
    """Return what a line says of a check-in, its value first; a quotation that is not closed goes on to the end.

    Raises BadInput for what is said twice.
    """
    found = _VALUE.match(line)
    if found is None:
        return check_in_words(list(_split(line)))
    return _told_apart(found[0].strip(), _split(line[found.end() :]))


def check_in_words(words: Sequence[str]) -> Words:
    """Return what words say of a check-in, where a shell has taken the line apart. Raises BadInput for what is said twice."""
    return _told_apart(words[0] if words else "", words[1:])


def note_line(line: str) -> Words:
    """Return what a line says of a blocker, a promise or a thank-you: its marks, and the rest of it as the text.

    Raises BadInput for a mark that is said twice.
    """
    return note_words(list(_split(line)))


def note_words(words: Iterable[str]) -> Words:
    """Return the same of words that a shell has taken apart."""
    said: dict[str, str] = {}
    rest: list[str] = []
    for word in words:
        name, text = _marked(word)
        if name:
            _say(said, name, text)
        else:
            rest.append(word)
    return Words(**said, text=" ".join(rest).strip())


def _split(line: str) -> Iterator[str]:
    yield from (found[1] if found[2] is None else found[2] for found in _WORD.finditer(line))


def _told_apart(value: str, words: Iterable[str]) -> Words:
    said: dict[str, str] = {}
    for word in words:
        name, text = _of_check_in(word) or _marked(word)
        _say(said, name or "text", text)
    return Words(value, **said)


def _of_check_in(word: str) -> tuple[str, str] | None:
    """Return what a word says of a check-in without a mark; None for any other."""
    if _CONFIDENCE.fullmatch(word):
        return "confidence", word
    return ("on", word) if word.lower() in _DAYS else None


def _marked(word: str) -> tuple[str, str]:
    """Return the name of a mark and what follows it; no name where it is none."""
    found = _MARK.fullmatch(word)
    if found is None:
        return "", word
    name = "whom" if found[3] else found[1].lower()
    return name, found[4] if found[3] else found[2] or (BlockerKind.other.value if name in ("block", "help") else "")


def _say(said: dict[str, str], name: str, text: str) -> None:
    if name in said:
        mend = "put a text in quotes" if name == "text" else "leave one out"
        raise BadInput(name, f"There are two {_TWICE[name]}: {shown(said[name])} and {shown(text)}; {mend}.")
    said[name] = text


def parse_kind(text: str) -> BlockerKind:
    """Return the kind of a blocker or of help from its name or the beginning of it. Raises BadInput for anything else."""
    found = [kind for kind in BlockerKind if kind.value.startswith(text.strip().lower())]
    if len(found) != 1:
        raise BadInput("block", f"{shown(text)} is no kind; type one of {', '.join(BlockerKind)}.")
    return found[0]


def parse_deadline(text: str, today: date) -> date:
    """Return the day by which something is due: tomorrow, +5 (days), the coming friday, 31 Mar, 2026-03-31 or 31.3.2026.

    Raises BadInput for anything else, and for a day that has passed.
    """
    day = parse_day(text, today, TO_COME)
    if day < today:
        raise BadInput("by", f"{day} has passed; name a day from {today} on.")
    return day


def person_or_team(plan: Plan, text: str) -> Person | Team:
    """Return who is meant by a login, a name, a first name or a team's short code, in any case, among those who are here.

    Raises BadInput for nobody, naming the nearest, and for several.
    """
    wanted = text.strip().removeprefix("@").casefold()
    here = [owner for owner in _here(plan) if wanted in _names(owner)]
    if len({owner.id for owner in here}) == 1:
        return here[0]
    if here:
        exact = [owner for owner in here if wanted == _names(owner)[0]]
        if len(exact) == 1:
            return exact[0]
        raise BadInput("whom", f"@{wanted} could be {' or '.join(o.name for o in here)}; type {_all_handles(here)}.")
    from difflib import get_close_matches

    known = [handle(owner) for owner in _here(plan)]
    near = get_close_matches(wanted, known, n=1, cutoff=0.4)
    hint = f"did you mean @{near[0]}?" if near else f"known: {', '.join(known)}." if known else "the plan has nobody yet."
    raise BadInput("whom", f"There is nobody called @{wanted or '(nobody)'}; {hint}")


def handle(owner: Person | Team) -> str:
    """Return how someone is named after an @: the login or short code, or the name without its blanks."""
    return (owner.login if isinstance(owner, Person) else owner.short) or "".join(owner.name.split())


def _here(plan: Plan) -> list[Person | Team]:
    return [*(p for p in plan.people if p.ended_on is None and p.merged_into is None), *plan.teams]


def _names(owner: Person | Team) -> tuple[str, ...]:
    name = owner.name.casefold()
    first = (name.split()[0],) if isinstance(owner, Person) else ()
    return (handle(owner).casefold(), name, "".join(name.split()), *first)


def _all_handles(owners: Iterable[Person | Team]) -> str:
    return " or ".join(f"@{handle(owner)}" for owner in owners)


def completed(plan: Plan, line: str) -> str | None:
    """Return a line with its last word completed, where that can go on in one best way; None where it cannot."""
    begun = re.search(r"\S+$", line)
    if begun is None or line.count('"') % 2:
        return None
    word = begun[0]
    full = next((whole for whole in _candidates(plan, word) if whole.casefold().startswith(word.casefold())), None)
    return None if full is None or len(full) == len(word) else line + full[len(word) :]


def _candidates(plan: Plan, word: str) -> Iterator[str]:
    mark, colon, begun = word.partition(":")
    if word.startswith("@"):
        yield from (f"@{handle(owner)}" for owner in _here(plan) if len(word) > 1)
    elif begun and mark.lower() in ("block", "help"):
        yield from (f"{mark}:{kind.value}" for kind in BlockerKind)
    elif begun and mark.lower() in ("on", "by"):
        yield from (f"{mark}:{day}" for day in ("yesterday", "today", "tomorrow", *WEEKDAYS))
    elif not colon and len(word) > 1:
        yield from _COMPLETED
