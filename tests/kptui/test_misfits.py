"""Tests of what is said of records that do not fit."""

from typing import Any

import pytest
from pydantic import ValidationError

from kptui.misfits import misfits
from kptui.models.schema import TYPES
from tests.builders import NOW

PLAIN: dict[str, dict[str, Any]] = {
    "target": {"code": "CS-1", "name": "a", "start": "2026-01-01", "due": "2026-03-31"},
    "check_in": {"target": "t", "on": "2026-01-01", "value": 5},
    "team": {"name": "a", "short": "CS"},
    "influence": {"leading": "a", "lagging": "b"},
}


def said(record: str, **fields: object) -> list[str]:
    with pytest.raises(ValidationError) as error:
        TYPES[record].model_validate({"at": NOW, "by": "maria"} | PLAIN[record] | fields)
    return [misfit.sentence for misfit in misfits(error.value)]


@pytest.mark.parametrize(
    ("record", "field", "value", "sentence"),
    [
        ("target", "code", "cs1", "code: must be a team's short code and a number, such as CS-3."),
        ("team", "short", "cs", "short: must be one to six capitals and digits, such as CS."),
        ("target", "name", "", "name: is empty; fill it in."),
        ("target", "name", 5, "name: must be text."),
        ("target", "retired", "maybe", "retired: must be true or false."),
        ("target", "goal", "many", "goal: must be a number."),
        ("target", "goal", float("inf"), "goal: must be a finite number."),
        ("target", "weight", -1, "weight: must be at least 0."),
        ("influence", "strength", 2, "strength: must be at most 1."),
        ("target", "kind", "sum", "kind: must be 'cumulative', 'level', 'keep' or 'steps'."),
        ("influence", "sign", 3, "sign: must be 1 or -1."),
        ("target", "start", "soon", "start: must be a day, such as 2026-03-31."),
        ("target", "at", "soon", "at: must be a moment, such as 2026-03-31T09:00:00Z."),
        ("target", "at", "2026-03-31T09:00:00", "at: must be a moment with its time zone, such as 2026-03-31T09:00:00Z."),
        ("check_in", "confidence", "seven", "confidence: must be a whole number."),
        ("target", "steps", [{"name": "x", "weight": 0}], "steps.0.weight: must be more than 0."),
        ("target", "due", "2025-12-31", "It is due on 2025-12-31, before it starts on 2026-01-01."),
        ("target", "steps", 5, "steps: must be a list."),
        ("target", "steps", [5], "steps.0: must be an object."),
        ("target", "name", b"\xff", "name: Input should be a valid string, unable to parse raw data as a unicode string."),
    ],
)
def test_what_does_not_fit_is_said_with_what_to_do(record: str, field: str, value: object, sentence: str) -> None:
    assert said(record, **{field: value}) == [sentence]


def test_everything_that_does_not_fit_is_said() -> None:
    with pytest.raises(ValidationError) as error:
        TYPES["team"].model_validate({"short": "cs", "name": "a", "by": "maria"})
    assert [misfit.sentence for misfit in misfits(error.value)] == [
        "at: is missing; fill it in.",
        "short: must be one to six capitals and digits, such as CS.",
    ]
