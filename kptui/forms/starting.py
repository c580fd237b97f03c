"""The forms of the first run: five questions that a plan begins with, and where a plan is that others have begun."""

import re
from pathlib import Path
from typing import Any, Literal

from kptui.beginning import Beginning, Span
from kptui.errors import BadInput
from kptui.forms.asked import Around, Asked, Form, Values
from kptui.forms.fields import line, needed, say_day
from kptui.forms.spans import part_of_a_year
from kptui.forms.understanding import Understood
from kptui.models.record import Record
from kptui.text import clean_line


def _read_period(text: str, _values: Values, around: Around) -> Span:
    name = clean_line(text)
    found = part_of_a_year(name)
    if found is None:
        year = around.today.year
        raise BadInput("first_period", f"{name[:40]!r} is no part of a year; type one such as Q2 {year}, H1 {year} or {year}.")
    return Span(name.upper(), *found)


def _say_period(value: object, values: Values, around: Around) -> str:
    days = (getattr(value, name) for name in ("start", "end"))
    return " to ".join(say_day(on, values, around).partition(",")[0] for on in days)


def _read_pillars(text: str, _values: Values, _around: Around) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean_line, re.split("[,;]", text)))))


def _say_pillars(value: object, _values: Values, _around: Around) -> str:
    return f"{len(value)} pillars" if isinstance(value, tuple) and len(value) > 1 else ""


def _nothing(_values: Values, _around: Around) -> object:
    return ""


def _no_pillars(_values: Values, _around: Around) -> object:
    return ()


START_FORM = Form(
    "start",
    "plan",
    Record,
    (
        line(
            "organisation",
            "Organisation",
            "What it is called: Brightwater.",
            empty=needed("organisation", "An organisation needs a name; anything will do, it can be changed later."),
        ),
        Asked(
            "first_period",
            "Period",
            "When the first targets are to be reached: Q2 2026, H1 2026 or 2026.",
            _read_period,
            lambda value, _: value.name if isinstance(value, Span) else "",
            says=_say_period,
            empty=needed("first_period", "A plan needs a first period, such as Q2 2026."),
        ),
        Asked(
            "pillars",
            "Pillars",
            "The few things that matter most, with commas: Customers, Sound money.",
            _read_pillars,
            lambda value, _: ", ".join(value) if isinstance(value, tuple) else "",
            says=_say_pillars,
            empty=_no_pillars,
        ),
        line("first_team", "First team", "The team that you work in: Customer Service; may be empty.", empty=_nothing),
        line("person", "You", "What people call you.", empty=_nothing),
    ),
    fixed={"record": "start"},
)


def beginning_of(understood: Understood) -> Beginning:
    """Return what a plan begins with. Raises BadInput for the first of the five questions that is not answered well."""
    for name, sentence in understood.wrong.items():
        raise BadInput(name, sentence)
    fields: dict[str, Any] = {name.removeprefix("first_"): value for name, value in understood.values.items() if name != "record"}
    return Beginning(**fields)


class Place(Record):
    """Where a plan is that others have begun; never kept in one."""

    record: Literal["place"] = "place"
    path: str


def _read_path(text: str, _values: Values, _around: Around) -> str:
    path = Path(text.strip()).expanduser().absolute()
    if not path.is_file():
        raise BadInput("path", f"There is no file {clean_line(str(path))}; type the whole path of the plan.")
    return str(path)


OPEN_FORM = Form(
    "open",
    "plan",
    Place,
    (
        Asked(
            "path",
            "Path",
            "Where the plan is that others work on: /srv/plans/plan.json.",
            _read_path,
            lambda value, _: str(value or ""),
            empty=needed("path", "Type the path of the plan; whoever made it can say."),
        ),
    ),
)
