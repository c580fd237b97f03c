"""The forms of a period, and of the Policy, whose fields come from the record with their meaning and their defaults."""

import re
from enum import StrEnum

from pydantic.fields import FieldInfo

from kptui.errors import BadInput
from kptui.forms.asked import Around, Asked, Form, Values
from kptui.forms.fields import choice, digits, figure, line, needed, note, one_of, whole_number
from kptui.forms.spans import PERIOD_END, PERIOD_START
from kptui.models.policy import Period, Policy, meanings
from kptui.models.record import Record

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LABELS = {
    "time_zone": "Time zone",
    "days_off": "Days off",
    "day_off_moves": "A day off",
    "overdue_after": "Grace",
    "too_early_share": "Too early",
    "at_risk_chance": "Risk chance",
    "off_track_chance": "Off chance",
    "at_risk_pace": "Risk pace",
    "off_track_pace": "Off pace",
    "off_track_share": "Not before",
    "low_confidence": "Low conf.",
    "confidence_fall": "Conf. fall",
    "stalled_steps": "Stalled",
    "slowing_steps": "Slowing",
    "slowing_chance": "Slow chance",
    "slow_start_days": "Slow start",
    "roll_up": "Roll-up",
    "early_warning_lift": "Warning",
    "owner_limit": "Owner limit",
    "neglected_after": "Neglected",
    "pillar_limit": "Pillars",
}


_UNITS = {
    "overdue_after": "of a cadence",
    "too_early_share": "of the span",
    "off_track_share": "of the span",
    "at_risk_pace": "of what is expected",
    "off_track_pace": "of what is expected",
    "at_risk_chance": "chance of a miss",
    "off_track_chance": "chance of a miss",
    "slowing_chance": "chance of a miss",
    "early_warning_lift": "more chance of a miss",
    "in_a_row": "check-ins",
    "stalled_steps": "check-ins without progress",
    "slowing_steps": "check-ins, each slower",
    "low_confidence": "of 10, or less",
    "confidence_fall": "of 10, or more",
    "slow_start_days": "days",
    "owner_limit": "open targets",
    "neglected_after": "cadences",
    "pillar_limit": "in all",
}
"""What each figure counts."""


def _read_days_off(text: str, _values: Values, _around: Around) -> tuple[int, ...]:
    if text.strip().lower() == "none":
        return ()
    named = [_WEEKDAYS.index(one_of("days_off", part, _WEEKDAYS)) for part in re.split("[,; ]+", text.strip()) if part]
    if len(set(named)) == len(_WEEKDAYS):
        raise BadInput("days_off", "At least one day must be left to work; leave one out.")
    return tuple(sorted(set(named)))


def _weekdays(days: object) -> str:
    return ", ".join(_WEEKDAYS[number].title() for number in days) or "none" if isinstance(days, tuple) else ""


_MEANINGS = meanings(Policy)


def _explained(name: str, info: FieldInfo) -> str:
    meaning = _MEANINGS[name].partition(" (")[0].rstrip(".")
    default = info.default
    shown = _weekdays(default) or digits(default) or str(default)
    return f"{meaning}. Usual: {shown}."


def _asked(name: str, info: FieldInfo) -> Asked:
    label, explains = _LABELS.get(name, name.replace("_", " ").capitalize()[:12]), _explained(name, info)
    kind = info.annotation
    if name == "days_off":
        explains = "Weekdays without work, with commas between them: Saturday, Sunday; or none."
        return Asked(name, label, explains, _read_days_off, lambda days, _: _weekdays(days))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return choice(name, label, explains, kind)
    if name not in _UNITS:
        return line(name, label, explains)
    field = whole_number if kind is int else figure
    return field(name, label, explains, says=lambda value, _values, _around: f"{digits(value)} {_UNITS[name]}")


POLICY_FORM = Form(
    "policy",
    "policy",
    Policy,
    tuple(_asked(name, info) for name, info in Policy.model_fields.items() if name not in Record.model_fields),
)
PERIOD_FORM = Form(
    "period",
    "period",
    Period,
    (
        line("name", "Period", "What it is called: Q2 2026.", empty=needed("name", "A period needs a name, such as Q2 2026.")),
        PERIOD_START,
        PERIOD_END,
        note("notes", "Notes", "What is special about it."),
    ),
)
