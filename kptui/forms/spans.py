"""The first and the last day of a target and of a period, and what an empty one follows from."""

import re
from datetime import date, timedelta

from kptui.errors import BadInput
from kptui.forms.asked import Around, Values
from kptui.forms.fields import day, read_day
from kptui.models.policy import Period

_PART_OF_A_YEAR = re.compile(r"(?:(?P<sort>[QH])(?P<number>[1-4])\s+)?(?P<year>[12]\d{3})", re.IGNORECASE | re.ASCII)


def _of_period(values: Values, around: Around) -> Period | None:
    period = values.get("period")
    found = around.plan.get(period) if isinstance(period, str) else None
    return found if isinstance(found, Period) else None


def _period_start(values: Values, around: Around) -> date:
    period = _of_period(values, around)
    return period.start if period else around.today


def _period_end(values: Values, around: Around) -> date:
    period = _of_period(values, around)
    if period is None:
        raise BadInput("due", f"A last day is missing; type one such as {around.today + timedelta(days=90)}, or name a period.")
    return _not_before(values, "start", "due", period.end)


def _read_due(text: str, values: Values, around: Around) -> date:
    return _not_before(values, "start", "due", read_day("due", text, around.today))


def _read_end(text: str, values: Values, around: Around) -> date:
    return _not_before(values, "start", "end", read_day("end", text, around.today))


def _not_before(values: Values, first: str, last: str, found: date) -> date:
    start = values.get(first)
    if isinstance(start, date) and found < start:
        raise BadInput(last, f"{found} is before it starts on {start}; mend one of them.")
    return found


def part_of_a_year(name: str) -> tuple[date, date] | None:
    """Return the first and the last day of `Q2 2026`, `H1 2026` or `2026`, by the calendar; None for any other name."""
    found = _PART_OF_A_YEAR.fullmatch(name.strip())
    if found is None:
        return None
    months = {"Q": 3, "H": 6}.get((found["sort"] or "").upper(), 12)
    first = months * (int(found["number"] or 1) - 1) + 1
    if first > 12:
        return None
    year, next_first = int(found["year"]), first + months
    after = date(year + next_first // 13, next_first - 12 * (next_first // 13), 1)
    return date(year, first, 1), after - timedelta(days=1)


def _calendar_start(values: Values, around: Around) -> date:
    return _calendar(values, around, "start")[0]


def _calendar_end(values: Values, around: Around) -> date:
    return _not_before(values, "start", "end", _calendar(values, around, "end")[1])


def _calendar(values: Values, around: Around, name: str) -> tuple[date, date]:
    found = part_of_a_year(str(values.get("name") or ""))
    if found is None:
        raise BadInput(name, f"A day is missing; type one such as {around.today}.")
    return found


START = day("start", "From", "The first day: 2026-01-01; empty: the period's.", empty=_period_start)
DUE = day("due", "Due", "The last day, inside the span: 2026-03-31; empty: the period's.", empty=_period_end, read=_read_due)
PERIOD_START = day("start", "From", "The first day; empty: what a name such as Q2 2026 says.", empty=_calendar_start)
PERIOD_END = day("end", "To", "The last day, which counts as inside: 2026-06-30.", empty=_calendar_end, read=_read_end)
