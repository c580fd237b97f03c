"""A goal as a document that people keep elsewhere, and an assessment as one for them: the lines of `kptui assess smart`."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date

from kptui.errors import BadInput
from kptui.rules.smart.goal import CRITERIA, Above, Assessment, Goal, PastValue
from kptui.rules.smart.measurable import values_of
from kptui.rules.smart.tokens import tokens_of

_DIRECTIONS = ("increase", "decrease", "keep")
_KINDS = {"goal": False, "kr": True}
_NUMBER = re.compile(r"\s*[$€£¥]?\s*(-?)\s*[$€£¥]?\s*[0-9]")
_MOST_DIGITS = 15


def goal_from(document: object) -> Goal:
    """Return the goal that a document describes; unknown keys are ignored, null is as good as missing.

    Raises BadInput, with the key, for what cannot be understood.
    """
    whole = _object(document, "the line")
    fields = _object(whole.get("fields") or {}, "fields")
    said = whole.get("kind") or "goal"
    kind = str(said).strip().lower()
    if kind not in _KINDS:
        raise BadInput("kind", f"kind is {_shown(said)}; give goal or kr.")
    direction = _text(fields, "direction").strip().lower()
    if direction and direction not in _DIRECTIONS:
        raise BadInput("direction", f"direction is {_shown(direction)}; give increase, decrease or keep.")
    due, due_text = _due(fields.get("due"))
    return Goal(
        text=_required(whole),
        is_key_result=_KINDS[kind],
        metric=_text(fields, "metric"),
        unit=_text(fields, "unit"),
        baseline=_figure(fields, "baseline"),
        goal=_figure(fields, "target"),
        direction=direction,
        start=_due(fields.get("start"))[0],
        due=due,
        due_text=due_text,
        owner=_text(fields, "owner"),
        owner_open_targets=_whole(fields, "owner_open_targets"),
        owner_confidence=_figure(fields, "owner_confidence"),
        parent=_text(fields, "parent"),
        pillar=_text(fields, "pillar"),
        rationale=_text(fields, "rationale"),
        past_values=tuple(_past(fields)),
        influences=tuple(_influences(fields)),
        as_of=_due(whole.get("as_of"))[0],
    )


def assessment_document(assessment: Assessment) -> dict[str, object]:
    """Return an assessment for programs, under stable keys."""
    verdicts = {name: getattr(assessment, name).value for name in CRITERIA}
    return {"smart": assessment.is_smart, **verdicts, "findings": [finding.document() for finding in assessment.findings]}


def _required(whole: Mapping[str, object]) -> str:
    if "text" not in whole:
        raise BadInput("text", "There is no text; give the goal's sentence under that key.")
    return _text(whole, "text")


def _object(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadInput(name, f"{name[0].upper()}{name[1:]} is {_shown(value)}; give an object of keys and values.")
    return value


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadInput(name, f"{name} is {_shown(value)}; give a text.")
    return str(value)


def _figure(fields: Mapping[str, object], name: str) -> float | None:
    """A figure, a number or as people typed it; text without one is none, nor is a day."""
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return _typed(value or "")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput(name, f"{name} is {_shown(value)}; give a number.")
    return float(value)


def _typed(text: str) -> float | None:
    found = _NUMBER.match(text)
    if not found or len(text) > 2 * _MOST_DIGITS or tokens_of(text)[0].kind == "d":
        return None
    values = values_of(text)
    return (-1 if found[1] else 1) * values[-1]


def _whole(fields: Mapping[str, object], name: str) -> int | None:
    value = _figure(fields, name)
    return None if value is None else int(value)


def _due(value: object) -> tuple[date | None, str]:
    """A day, or what was typed where that is none."""
    if value is None:
        return None, ""
    if not isinstance(value, str | int | float):
        raise BadInput("due", f"{_shown(value)} is no day; give one such as 2026-03-31.")
    try:
        return date.fromisoformat(str(value)[:10]), ""
    except ValueError:
        return None, str(value).strip()


def _past(fields: Mapping[str, object]) -> Iterator[PastValue]:
    for found in _list(fields, "past_values"):
        pair = _object(found, "past_values")
        value = _figure(pair, "value")
        if value is not None:
            yield PastValue(_text(pair, "period"), value)


def _influences(fields: Mapping[str, object]) -> Iterator[Above]:
    for found in _list(fields, "influences"):
        if isinstance(found, str):
            yield Above(found)
            continue
        one = _object(found, "influences")
        sign = -1 if _text(one, "sign").strip() in ("-", "-1", "−", "-1.0") else 1
        yield Above(_text(one, "on"), sign, _figure(one, "lag_weeks") or 0.0)


def _list(fields: Mapping[str, object], name: str) -> list[object]:
    value = fields.get(name) or []
    if not isinstance(value, list):
        raise BadInput(name, f"{name} is {_shown(value)}; give a list.")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
