"""`kptui assess progress`: the progress judge on targets that are kept elsewhere."""

import math
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, NamedTuple

import click
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kptui.commands.assess import answer_lines, jsonl_option
from kptui.commands.showing import flip_document
from kptui.errors import BadInput
from kptui.misfits import misfits
from kptui.models.check_in import Reading
from kptui.models.policy import Policy
from kptui.models.record import Figure
from kptui.models.target import Cadence, Direction, KeepBy, Kind, State, Target
from kptui.rules.flip import flip_readings
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import judge_readings

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
ASSESSED_BY = Policy(at=_NEVER, by="kptui")
"""The policy's defaults: what is kept elsewhere has no house of its own."""
_SURE = {Status.achieved: 0.0, Status.missed: 1.0}
_NOTHING_KNOWN = 0.5
"""The chance of a miss of what nobody has ever said anything about."""


def _as_written(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


_InAnyCase = BeforeValidator(_as_written)


class Asked(BaseModel):
    """One line: a target and its check-ins; what else is in it is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Annotated[Kind, _InAnyCase]
    direction: Annotated[Direction | None, _InAnyCase] = None
    baseline: Figure | None = None
    target: Figure | None = None
    """The goal."""
    start: date
    due: date
    as_of: date
    check_ins: tuple[tuple[date, Figure], ...] | None = None
    keep_by: Annotated[KeepBy | None, _InAnyCase] = None
    low: Figure | None = None
    high: Figure | None = None
    cadence_days: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None


@click.command
@jsonl_option
def progress(source: Path) -> int:
    """Judge check-ins: how does each target stand, and where is it heading?

    A line in is {"id", "kind": "cumulative", "level", "keep" or "steps", "direction": "increase" or "decrease", "baseline",
    "target" (the goal), "start", "due", "as_of", "check_ins": [["2026-01-31", 20], ...], "keep_by": "average", "latest" or
    "worst", "low", "high", "cadence_days"}. What follows check_ins may be missing; the cadence is then read from the spacing.
    Check-ins after as_of are not seen, of several on one day the last counts, and so does no baseline that is past the goal.

    A line out is {"id", "status", "p_miss", "forecast", "low", "high", "reasons": [...], "flip"}. p_miss is the probability that
    it is missed, 0.5 where there is no check-in; low and high are where it ends four times in five, flip has status, by, value
    and text. All but status, p_miss and reasons are null where nothing can be said.
    """
    return answer_lines(source, answer)


class Question(NamedTuple):
    """A line as the judge takes it."""

    target: Target
    readings: tuple[Reading, ...]
    """By day, up to `today`."""
    today: date


def question(line: object) -> Question:
    """Return what a line asks. Raises BadInput for a line that is no target."""
    try:
        asked = Asked.model_validate(line)
        return Question(_target(asked), _readings(asked), asked.as_of)
    except ValidationError as error:
        raise BadInput("line", misfits(error)[0].sentence) from error


def answer(line: object) -> dict[str, object]:
    """Return what is found of one line. Raises BadInput for a line that is no target."""
    asked = question(line)
    target, readings, today = asked
    judgement = judge_readings(ASSESSED_BY, target, readings, today)
    found = flip_readings(ASSESSED_BY, target, readings, today)
    return _document(judgement, _chance(judgement, asked)) | {"flip": flip_document(found)}


def _chance(judgement: Judgement, asked: Question) -> float:
    """The chance of a miss; after a silent end that of the due day, when the last check-in is all that is known."""
    target, readings, today = asked
    if judgement.status in _SURE:
        return _SURE[judgement.status]
    known = judgement if today <= target.due else judge_readings(ASSESSED_BY, target, readings, target.due)
    return _NOTHING_KNOWN if known.p_miss is None else known.p_miss


def _document(judgement: Judgement, p_miss: float) -> dict[str, object]:
    return {
        "status": judgement.status.value,
        "p_miss": p_miss,
        "forecast": judgement.forecast,
        "low": judgement.low,
        "high": judgement.high,
        "reasons": [reason.text for reason in judgement.reasons],
    }


def _target(asked: Asked) -> Target:
    return Target(
        at=_NEVER,
        by="kptui",
        code="A-1",
        name="assessed",
        kind=asked.kind,
        keep_by=asked.keep_by or KeepBy.average,
        direction=asked.direction,
        baseline=None if _is_past_its_goal(asked) else asked.baseline,
        goal=asked.target,
        low=asked.low,
        high=asked.high,
        start=asked.start,
        due=asked.due,
        cadence=_cadence(asked),
        state=State.active,
    )


def _is_past_its_goal(asked: Asked) -> bool:
    """Whether the baseline is beyond the goal on the good side, where there is no way to go."""
    if asked.baseline is None or asked.target is None or asked.direction is None:
        return False
    return (asked.baseline > asked.target) is (asked.direction is Direction.increase) and asked.baseline != asked.target


def _readings(asked: Asked) -> tuple[Reading, ...]:
    """Those up to the day, by day; of several on one day the last."""
    values = dict(_seen(asked))
    return tuple(Reading("", on, values[on], None, None, "", _NEVER, None, False) for on in sorted(values))


def _seen(asked: Asked) -> list[tuple[date, float]]:
    return [(on, value) for on, value in asked.check_ins or () if on <= asked.as_of]


def _cadence(asked: Asked) -> Cadence:
    """The cadence that is nearest, by how many times one is the other, to what is said or to the usual spacing."""
    days = sorted({asked.start, *(on for on, _ in _seen(asked) if on > asked.start)})
    gaps = sorted((later - earlier).days for earlier, later in pairwise(days))
    usual = asked.cadence_days or (gaps[len(gaps) // 2] if gaps else Cadence.weekly.days)
    return min(Cadence, key=lambda cadence: abs(math.log(cadence.days / usual)))
