"""Figures and days as people type them: read with what was understood, or refused with both readings."""

import math
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta

from kptui.errors import BadInput

_SUFFIX = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9}
_NUMBER = re.compile(r"(?P<digits>\d[\d.,' _\u00a0\u202f]*|[.,]\d+)\s*(?P<suffix>k|m|bn?|)\s*%?", re.IGNORECASE | re.ASCII)
_GROUPS = re.compile(r"\d{1,3}(?:([.,' _\u00a0\u202f])\d{3})(?:\1\d{3})*", re.ASCII)
PAST, EITHER, TO_COME = -1, 0, 1
"""Which way a day is looked for whose year or week is not said."""
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
_AWAY = r"(?P<ahead>in )?(?P<count>\d{1,3}) ?(?P<unit>d|days?|w|weeks?)(?P<ago> ago)?"
_DAY_MONTH = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?[ -]?(?P<month>[a-z]{3,9})\.?(?:[ .-]*(?P<year>\d{4}))?"
_MONTH_DAY = r"(?P<month>[a-z]{3,9})\.?[ -]?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:[ -]+(?P<year>\d{4}))?"
_DOTTED = r"(\d{1,2})\. ?(\d{1,2})(?:\.(?: ?(\d{4})|(\d{2}))?)?"
_SLASHED = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?"
"""How days are written; compiled when the first one is typed, since most check-ins name none."""
_YEARS = 8
"""Years from one 29 February to the next at most."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse_value(text: str, last: float | None = None, unit: str = "%") -> float:
    """Return the value that `text` means: `118000`, `118k`, `3.5`, `3,5`, `+2` and `-2` from `last`, `=-2`, `=` as before.

    Raises BadInput for anything else, for a step from nowhere, for a per cent sign where the unit has none, and, with both
    readings, for `1,500`. `unit` is what the value is counted in.
    """
    if "%" in text and unit and "%" not in unit:
        raise BadInput("value", f"{shown(text)} has a per cent sign, but it is counted in {unit}; type the number alone.")
    typed = text.strip().replace("\N{MINUS SIGN}", "-")
    if typed == "=":
        return _from(last, typed)
    if typed.startswith("="):
        rest = typed[1:].strip()
        return -_plain(rest[1:], text) if rest.startswith("-") else _plain(rest.removeprefix("+"), text)
    if typed[:1] in ("+", "-"):
        step = _plain(typed[1:], text)
        return _from(last, typed) + (step if typed[0] == "+" else -step)
    return _plain(typed, text)


def parse_figure(text: str, unit: str = "%") -> float:
    """Return the number that `text` means, whose sign is its own: `-2` is minus two, not a step.

    Raises BadInput for anything else, as parse_value does.
    """
    typed = text.strip().replace("\N{MINUS SIGN}", "-").removeprefix("=").strip()
    value = parse_value(typed.removeprefix("-").removeprefix("+"), None, unit)
    return -value if typed.startswith("-") else value


def _from(last: float | None, typed: str) -> float:
    if last is None:
        raise BadInput("value", f"{typed} counts from the last value, and there is none yet; type the value itself.")
    return last


def _plain(typed: str, whole: str) -> float:
    found = _NUMBER.fullmatch(typed.strip())
    if not found:
        raise BadInput("value", f"{shown(whole)} is no number; type one such as 14.5, 118k, +2 or = for as before.")
    value = _digits(found["digits"].strip(), whole) * _SUFFIX[found["suffix"].lower()]
    if not math.isfinite(value):
        raise BadInput("value", f"{shown(whole)} is too large; type it with k, m or bn.")
    return value


def _digits(digits: str, whole: str) -> float:
    marks = [c for c in digits if not c.isdigit()]
    if not marks:
        return float(digits)
    last = marks[-1]
    head, _, tail = digits.rpartition(last)
    if len(marks) == 1 and last in ".," and not (len(tail) == 3 and 1 <= len(head) <= 3 and head != "0"):
        return float(f"{head or 0}.{tail or 0}")
    grouped = _GROUPS.fullmatch(digits)
    if grouped and (len(marks) > 1 or last not in ".,"):
        return float(re.sub(r"\D", "", digits))
    if grouped:
        both = f"{head}{tail} or {head}.{tail}"
        raise BadInput("value", f"{shown(whole)} could mean {both}; type it without the separator, or with one more digit.")
    if last in ".," and last not in head and _GROUPS.fullmatch(head):
        return float(f"{re.sub(r'[^0-9]', '', head)}.{tail or 0}")
    raise BadInput("value", f"{shown(whole)} has separators that do not fit together; type it without them.")


def parse_confidence(text: str) -> int | None:
    """Return a confidence from 0 to 10, None for an empty text. Raises BadInput for anything else."""
    typed = text.strip().lower().removeprefix("c").removesuffix("/10").strip()
    if not typed:
        return None
    if typed.isascii() and typed.isdigit() and int(typed) <= 10:
        return int(typed)
    raise BadInput("confidence", f"{shown(text)} is no confidence; type a whole number from 0 (no hope) to 10 (certain).")


def parse_day(text: str, today: date, towards: int = PAST) -> date:
    """Return the day that `text` means: 2026-03-31, 31 Mar, Mar 31, 31.3., yesterday, -3, 3 days ago or monday.

    `towards` says which one is meant where the year or the week is left out: the last that was, the next that comes, or, for
    EITHER, the nearer one; a weekday alone is refused then. Raises BadInput for anything else, and for what could mean two days
    with both of them.
    """
    typed = " ".join(text.lower().replace(",", " ").replace("\N{MINUS SIGN}", "-").split())
    found = _relative(typed, today) or _weekday(typed, today, towards) or _dated(typed, today, towards)
    if not found:
        near = "yesterday, monday" if towards == PAST else "tomorrow"
        example = f"{today.day} {_month_name(today)}, {near} or {today.isoformat()}"
        raise BadInput("on", f"{shown(text)} is no day; type one such as {example}.")
    if len(found) > 1:
        both = " or ".join(f"{day.day} {_month_name(day)} {day.year}" for day in found)
        raise BadInput("on", f"{shown(text)} could mean {both}; type the one you mean.")
    return found[0]


def _month_name(day: date) -> str:
    return MONTHS[day.month - 1][:3].title()


def _relative(typed: str, today: date) -> list[date]:
    """The day that is so far from today."""
    if typed in _NEAR:
        return [today + timedelta(days=_NEAR[typed])]
    if re.fullmatch(r"[-+]\d{1,3}", typed, re.ASCII):
        return [today + timedelta(days=int(typed))]
    found = re.fullmatch(_AWAY, typed, re.ASCII)
    if found is None or (found["ahead"] is None) is (found["ago"] is None):
        return []
    days = int(found["count"]) * (7 if found["unit"].startswith("w") else 1)
    return [today + timedelta(days=days if found["ahead"] else -days)]


def _weekday(typed: str, today: date, towards: int) -> list[date]:
    """The last or the next weekday of a name, which may be begun; both where it could be either."""
    which, _, word = typed.rpartition(" ")
    named = [i for i, name in enumerate(WEEKDAYS) if len(word) >= 2 and name.startswith(word)]
    if len(named) != 1 or which not in ("", "last", "next"):
        return []
    before = today - timedelta(days=(today.weekday() - named[0]) % 7 or 7)
    after = today + timedelta(days=(named[0] - today.weekday()) % 7 or 7)
    way = {"last": PAST, "next": TO_COME}.get(which, towards)
    return [before] if way == PAST else [after] if way == TO_COME else [before, after]


def _dated(typed: str, today: date, towards: int) -> list[date]:
    """The day of a date; two where the month could be either number."""
    if found := re.fullmatch(_DAY_MONTH, typed, re.ASCII) or re.fullmatch(_MONTH_DAY, typed, re.ASCII):
        month = [i for i, name in enumerate(MONTHS, 1) if name.startswith(found["month"])]
        return _of_year(found["year"], month[0], int(found["day"]), today, towards) if month else []
    if found := re.fullmatch(_DOTTED, typed, re.ASCII):
        return _of_year(found[3] or found[4], int(found[2]), int(found[1]), today, towards)
    if found := re.fullmatch(_SLASHED, typed, re.ASCII):
        one, other = int(found[1]), int(found[2])
        days = [_of_year(found[3], m, d, today, towards) for m, d in ((other, one), (one, other))]
        return sorted({day for each in days for day in each})
    with suppress(ValueError):
        return [date.fromisoformat(typed)]
    return []


def _of_year(year: str | None, month: int, day: int, today: date, towards: int) -> list[date]:
    """The day of a year, or of the year that is meant where none is said; none where there is no such day."""
    if year:
        return _days_in([int(year) if len(year) == 4 else 2000 + int(year)], month, day)
    near = _days_in(range(max(today.year - _YEARS, 1), today.year + _YEARS + 1), month, day)
    if towards != EITHER:
        near = [found for found in near if (found - today).days * towards >= 0]
    return [min(near, key=lambda found: abs(found - today))] if near else []


def _days_in(years: Iterable[int], month: int, day: int) -> list[date]:
    found: list[date] = []
    for year in years:
        with suppress(ValueError):
            found.append(date(year, month, day))
    return found


def shown(text: str) -> str:
    """Return what was typed as a sentence quotes it: at most some forty characters of it."""
    short = text.strip()
    return repr(short if len(short) <= 40 else short[:37] + "…")
