"""Watermelons: targets that their owner calls green and the rules call red, and the reverse."""

from collections.abc import Mapping
from typing import NamedTuple

from kptui.models.check_in import OwnCall
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.judgement import Judgement, Status

_BAD = {Status.off_track: 2, Status.at_risk: 1, Status.on_track: 0}
"""How bad a status of a target that runs is; what is over or silent has no owner's call to differ from."""


class Difference(NamedTuple):
    """A target whose owner sees it otherwise than the rules."""

    target: Target
    owner_says: Status
    rules_say: Status

    @property
    def steps(self) -> int:
        """By how many steps the owner sees it better (positive: a watermelon) or worse (negative)."""
        return _BAD[self.rules_say] - _BAD[self.owner_says]


def watermelons(plan: Plan, judged: Mapping[str, Judgement]) -> tuple[Difference, ...]:
    """Return the targets whose owner's last own call is not what the rules say, the greenest outside and reddest inside first.

    `judged` is what `with_warnings` says of a day.
    """
    found = [_difference(target, judged[target.id]) for target in plan.targets if target.id in judged]
    return tuple(sorted((d for d in found if d is not None), key=lambda difference: -difference.steps))


def _difference(target: Target, judgement: Judgement) -> Difference | None:
    call = None if judgement.last is None else judgement.last.own_call
    if call is None or judgement.status not in _BAD or call.value == judgement.status.value:
        return None
    return Difference(target, _STATUS_OF[call], judgement.status)


_STATUS_OF = {call: Status(call.value) for call in OwnCall}
