"""Figures and days as people type them: read with what was understood, or refused with both readings."""

import math
import re
from datetime import date, timedelta

from kptui.errors import BadInput

_SUFFIX = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9}
_NUMBER = re.compile(r"(?P<digits>\d[\d.,' _\u00a0\u202f]*|[.,]\d+)\s*(?P<suffix>k|m|bn?|)\s*%?", re.IGNORECASE | re.ASCII)
_GROUPS = re.compile(r"\d{1,3}(?:([.,' _\u00a0\u202f])\d{3})(?:\1\d{3})*", re.ASCII)
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


def parse_day(text: str, today: date) -> date:
    """Return the day that `text` means: 2026-03-31, 31.3.2026, today, yesterday, -3 (days ago) or the last monday.

    Raises BadInput for anything else.
    """
    typed = text.strip().lower()
    if typed in ("today", "yesterday"):
        return today - timedelta(days=typed == "yesterday")
    if re.fullmatch(r"-\d{1,3}", typed):
        return today + timedelta(days=int(typed))
    named = [i for i, name in enumerate(WEEKDAYS) if len(typed) >= 2 and name.startswith(typed)]
    if len(named) == 1:
        return today - timedelta(days=(today.weekday() - named[0]) % 7 or 7)
    try:
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", typed):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(typed)
    except ValueError as error:
        raise BadInput("on", f"{shown(text)} is no day; type one such as {today.isoformat()}, yesterday or monday.") from error


def shown(text: str) -> str:
    """Return what was typed as a sentence quotes it: at most some forty characters of it."""
    short = text.strip()
    return repr(short if len(short) <= 40 else short[:37] + "…")
