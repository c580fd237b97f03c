"""The structure judge: what is missing in the plan around each record; it never says how anything goes.

A rule looks at a Frame and goes through what it found. To add one, write the function and list it in STRUCTURE_RULES.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from kptui.models.target import Target
from kptui.plan import Plan
from kptui.rules.structure.balance import all_lagging, all_leading, shares, silo, too_many
from kptui.rules.structure.belonging import blind, level_skipped, orphan, ownerless
from kptui.rules.structure.cascade import Cascade, cascade_of
from kptui.rules.structure.finding import Frame, Rule, StructureFinding
from kptui.rules.structure.timing import neglected, outside

__all__ = ["STRUCTURE_RULES", "Cascade", "StructureFinding", "cascade_of", "structure", "what_is_missing"]

STRUCTURE_RULES: tuple[Rule, ...] = (
    ownerless,
    orphan,
    blind,
    level_skipped,
    outside,
    all_lagging,
    all_leading,
    too_many,
    shares,
    silo,
    neglected,
)


@lru_cache(maxsize=2)
def structure(plan: Plan, today: date) -> Mapping[str, tuple[StructureFinding, ...]]:
    """Return what was found on each record that anything was found on, by its id: targets, objectives, people.

    The findings of one record are in the order of STRUCTURE_RULES.
    """
    frame = Frame(plan, today)
    found: dict[str, list[StructureFinding]] = defaultdict(list)
    for rule in STRUCTURE_RULES:
        for record_id, finding in rule(frame):
            found[record_id].append(finding)
    return MappingProxyType({record_id: tuple(findings) for record_id, findings in found.items()})


def what_is_missing(plan: Plan, target: Target, today: date) -> tuple[StructureFinding, ...]:
    """Return what was found on a target, and on whoever owns it."""
    found = structure(plan, today)
    return (*found.get(target.id, ()), *found.get(target.owner or "", ()))
