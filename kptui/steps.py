"""Steps: which of a target's steps are done by the weight that its last check-in says."""

from typing import NamedTuple

from kptui.models.target import Step, Target
from kptui.wording import whole

_TOLERANCE = 1e-9
MARKS = {True: "✓", False: "·"}
"""Before a step that is done, and before one that is not."""


class Standing(NamedTuple):
    """One step and how it stands; weights are in the target's unit."""

    step: Step
    done: float
    """How much of its weight is done."""
    ends_at: float
    """The value once it is done and all before it are."""

    @property
    def is_done(self) -> bool:
        """Whether all of it is done."""
        return self.done >= self.step.weight - _TOLERANCE

    @property
    def weight_text(self) -> str:
        """The weight, `3`; with how much of it is done where that is a part, `1 of 3`."""
        weight = whole(self.step.weight)
        return weight if self.is_done or not self.done else f"{whole(self.done)} of {weight}"


def standing_of_steps(target: Target, value: float | None) -> list[Standing]:
    """Return the steps, done in their order as far as `value` reaches: a check-in says the weight done and no more than that."""
    found: list[Standing] = []
    before = 0.0
    for step in target.steps:
        done = min(max((value or 0.0) - before, 0.0), step.weight)
        before += step.weight
        found.append(Standing(step, done, before))
    return found


def sum_text(target: Target, value: float | None) -> str:
    """Return how the value comes about, `8 = 2 + 3 + 3`; nothing while nothing is done, and beyond what all weigh."""
    parts = [standing.done for standing in standing_of_steps(target, value) if standing.done]
    return f"{whole(value)} = {' + '.join(map(whole, parts))}" if parts and (value or 0.0) <= sum(parts) + _TOLERANCE else ""


def next_step_text(target: Target, value: float | None) -> str:
    """Return how many steps are done and which value the next one makes; nothing for a target without steps."""
    found = standing_of_steps(target, value)
    done = [standing for standing in found if standing.is_done]
    if not found:
        return ""
    coming = next((s for s in found if not s.is_done), None)
    said = f"{len(done)} of {len(found)} done"
    return f"{said}; with “{coming.step.name}” it is {whole(coming.ends_at)}" if coming else said
