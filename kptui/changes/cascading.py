"""Cascading: a target's goal is shared out among teams, each with a target of its own that carries a share."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from kptui.changes.editing import Change
from kptui.changes.making import made_on, next_code
from kptui.errors import BadInput, Refused
from kptui.models.record import Record
from kptui.models.target import Kind, State, Target
from kptui.plan import Plan
from kptui.wording import goal_text, percent, whole

_CLOSE_ENOUGH = 1e-6
_ITS_OWN = {"version", "reference", "original_goal", "contributors", "state_reason"}
"""What a part does not take over from the target above."""
_RATE = re.compile(
    r"%|\b(?:average|mean|median|share|rate|ratio|per|percentage|percentile|score|index|age)\b"
    r"|\b(?:lead|cycle|response|waiting|handling|processing|turnaround|delivery) times?\b|\btime (?:to|from|until|between)\b",
    re.IGNORECASE,
)
"""How people name what does not add up: the average age of two halves is not twice either's."""


class Part(NamedTuple):
    """What one owner is to carry."""

    owner: str
    """The id of a team or person."""
    share: float
    """Of the goal above, more than 0 and at most 1."""
    id: str
    """The id of the target that is made."""


def parts_of(plan: Plan, target_id: str) -> tuple[Target, ...]:
    """Return the targets that carry a share of another's goal."""
    return tuple(t for t in plan.targets if t.part_of == target_id and t.share is not None)


def left_to_give(plan: Plan, target_id: str, shares: Sequence[float]) -> float:
    """Return the share of a target's goal that nobody carries once these are given out; negative where it is too much."""
    given = sum((*(part.share or 0.0 for part in parts_of(plan, target_id)), *shares))
    return 0.0 if abs(1 - given) < _CLOSE_ENOUGH else 1 - given


def sum_sentence(left: float) -> str:
    """Return what is wrong with shares of which so much is left; nothing where they add up."""
    if not left:
        return ""
    over = f"{percent(-left)} too much" if left < 0 else f"{percent(left)} is left"
    return f"The shares add up to {percent(1 - left)}, {over}; make them 100 %."


def cascade(target: Target, parts: Sequence[Part], at: datetime, by: str) -> Change:
    """Return the Change that makes a target for each part, with its share of the goal; all of them or none.

    What is counted is shared out; a standard, an average or a rate is the same for all, and the share its weight. Run on a plan
    where the shares, with those that were given out before, do not add up to 1, it raises BadInput; where the target cannot be
    shared out, Refused.
    """

    def change(plan: Plan) -> Sequence[Record]:
        above = plan.get(target.id)
        if not isinstance(above, Target) or above.retired:
            raise Refused(f"{target.code} is not in the plan any more.")
        if made := tuple(known for part in parts if (known := plan.get(part.id))):
            return made
        _refuse_uncountable(above)
        if sentence := sum_sentence(left_to_give(plan, above.id, [part.share for part in parts])):
            raise BadInput("share", sentence)
        codes: list[str] = []
        for part in parts:
            _refuse_wrong_part(plan, above, part)
            codes.append(next_code(plan, part.owner, codes))
        new: dict[str, object] = {"made_on": made_on(plan, above.start, at), "at": at, "by": by}
        return tuple(_child(above, part, {"code": code, **new}) for part, code in zip(parts, codes, strict=True))

    return change


def _refuse_uncountable(above: Target) -> None:
    if above.kind is Kind.steps:
        raise Refused(f"{above.code} is made of steps, which cannot be shared out; give each step a target of its own.")
    if above.goal is None and not above.is_band:
        raise Refused(f"{above.code} has no goal yet; give it one first.")


def _refuse_wrong_part(plan: Plan, above: Target, part: Part) -> None:
    if part.share <= 0:
        raise BadInput("share", f"A share of nothing is no part; leave {plan.owner_name(part.owner) or 'it'} out.")
    owner = plan.get(part.owner)
    if owner is None or owner.retired:
        raise BadInput("owner", "A team that was named is not there any more; choose another.")
    if any(known.owner == part.owner for known in parts_of(plan, above.id)):
        raise BadInput("owner", f"{plan.owner_name(part.owner)} carries a part of {above.code} already; edit that one.")


def is_shared_out(target: Target) -> bool:
    """Return whether parts add up to the whole: of a running total they do; of a standard, an average or a rate they do not."""
    if target.kind is not Kind.level:
        return target.kind is Kind.cumulative
    return not _RATE.search(f"{target.metric or target.name} {target.unit}")


def _child(above: Target, part: Part, made: dict[str, object]) -> Target:
    shared_out = is_shared_out(above)
    factor = part.share if shared_out else 1.0
    stays_relative = not shared_out or "%" in above.relative_goal
    return Target.model_validate(
        {
            **above.model_dump(include=set(Target.model_fields) - _ITS_OWN),
            **{name: _scaled(getattr(above, name), factor) for name in ("baseline", "goal")},
            "points": tuple(point.model_copy(update={"value": point.value * factor}) for point in above.points),
            "relative_goal": above.relative_goal if stays_relative else "",
            "weight": 1.0 if shared_out else part.share,
            "state": State.active if above.state is State.active else State.draft,
            "part_of": above.id,
            "share": part.share,
            "owner": part.owner,
            "id": part.id,
            **made,
        }
    )


def _scaled(value: float | None, factor: float) -> float | None:
    return None if value is None else float(f"{value * factor:.12g}")


def share_words(target: Target, share: float) -> str:
    """Return what a share of a target's goal comes to, `40 %: 48 000 EUR`."""
    goal = _scaled(target.goal, share if is_shared_out(target) else 1.0)
    return f"{percent(share)}: {goal_text(target.model_copy(update={'goal': goal}), whole)}"
