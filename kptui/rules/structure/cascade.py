"""Cascade: a target with the parts that carry shares of its goal, and by how much these miss the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.structure.finding import parts_by_whole
from kptui.wording import percent

LEVELS = 8
"""How deep a cascade is followed; no organisation has more levels."""

_ROUNDED = 0.005
"""What shares may miss the whole by, so that three of 33.3 % do not."""


@dataclass(frozen=True)
class Cascade:
    """One target of a cascade and what is beneath it."""

    target: Target
    parts: tuple["Cascade", ...] = ()

    @property
    def missing(self) -> float | None:
        """What `missing_share` says of its parts."""
        return missing_share([part.target for part in self.parts])


def missing_share(parts: Sequence[Target]) -> float | None:
    """Return the share of a goal that no part carries, from 0 to 1; negative where more than all of it is given out.

    None without parts, and where none of them has a share.
    """
    shares = [part.share for part in parts if part.share is not None]
    return 1 - sum(shares) if shares else None


def missing_words(missing: float | None) -> str:
    """Return in words what `missing_share` found; nothing where the shares add up, to half a per cent."""
    if missing is None or abs(missing) < _ROUNDED:
        return ""
    return f"{percent(missing)} of the goal is nobody's" if missing > 0 else f"{percent(-missing)} of the goal is given out twice"


def cascade_of(plan: Plan, target: Target) -> Cascade:
    """Return a target with its parts, and theirs, by code and at most LEVELS deep; none is beneath itself."""
    return _cascade(target, parts_by_whole(plan), frozenset())


def _cascade(target: Target, parts_of: Mapping[str | None, Sequence[Target]], above: frozenset[str]) -> Cascade:
    seen = above | {target.id}
    parts = (part for part in parts_of.get(target.id, ()) if part.id not in seen and len(seen) < LEVELS)
    return Cascade(target, tuple(_cascade(part, parts_of, seen) for part in parts))
