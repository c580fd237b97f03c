"""Choosing targets as people name them: by team, owner, pillar, period, by being mine, by being due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kptui.errors import BadInput
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.target import Target
from kptui.plan import Plan, is_theirs
from kptui.rules.schedule import is_due

_N = TypeVar("_N", Team, Person, Pillar, Period)
_T = TypeVar("_T")
Choice = Callable[[Target], bool]


@dataclass(frozen=True)
class Wanted:
    """Which targets are asked for, as it was typed; nothing typed asks for all."""

    team: str | None = None
    owner: str | None = None
    pillar: str | None = None
    period: str | None = None
    mine: bool = False
    due: bool = False

    def of(self, plan: Plan, person: Person | None, today: date) -> tuple[Target, ...]:
        """Return the targets that every wish fits. Raises BadInput for a name that the plan does not know."""
        named = ((of_team, self.team), (of_owner, self.owner), (of_pillar, self.pillar), (of_period, self.period))
        choices = [choice(plan, name) for choice, name in named if name is not None]
        if self.mine:
            choices.append(is_mine(known_person(person)))
        if self.due:
            choices.append(is_owed(plan, today))
        return tuple(t for t in plan.targets if all(choice(t) for choice in choices))


def known_person(person: Person | None) -> Person:
    """Return who is asking. Raises BadInput for someone whom the plan does not know: nothing can be theirs."""
    if person is None:
        raise BadInput("mine", "The plan knows nobody with your login, so nothing in it is yours; ask by --owner instead.")
    return person


def is_mine(person: Person) -> Choice:
    """Return whether a target is a person's: they own it, help with it, or their own team owns it."""
    return lambda target: is_theirs(target, person)


def is_owed(plan: Plan, today: date) -> Choice:
    """Return whether a check-in of a target is due today or was before."""
    return lambda target: is_due(target, plan.readings_of(target.id, today), plan.policy, today)


def of_team(plan: Plan, name: str) -> Choice:
    """Return whether a team, or one beneath it, or someone in these, owns a target. Raises BadInput for an unknown team."""
    team = _named("team", plan.teams, name, lambda t: (t.name, t.short))
    return lambda target: team.id in plan.teams_of(target.owner)


def of_owner(plan: Plan, name: str) -> Choice:
    """Return whether a person, by name or login, or a team owns a target itself. Raises BadInput for an unknown one."""
    owners: list[Person | Team] = [*plan.people, *plan.teams]
    found = _matching(owners, name, lambda o: (o.name, (o.login or "") if isinstance(o, Person) else o.short))
    if not found:
        raise _unknown("owner", name, [o.name for o in owners])
    ids = {owner.id for owner in found}
    return lambda target: target.owner in ids


def of_pillar(plan: Plan, name: str) -> Choice:
    """Return whether a target's line of sight passes a pillar. Raises BadInput for an unknown one."""
    pillar = _named("pillar", plan.pillars, name, lambda p: (p.name,))
    return lambda target: pillar in plan.line_of_sight(target)


def of_period(plan: Plan, name: str) -> Choice:
    """Return whether a target is of a period: its own, its objective's, or where neither is said, the one it is due in."""
    period = known_period(plan, name)

    def chosen(target: Target) -> bool:
        objective = plan.get(target.objective)
        said = target.period or (objective.period if isinstance(objective, Objective) else None)
        return said == period.id if said else period.start <= target.due <= period.end

    return chosen


def known_period(plan: Plan, name: str) -> Period:
    """Return the period with that name, in any case. Raises BadInput for an unknown one."""
    return _named("period", plan.periods, name, lambda p: (p.name,))


def _named(what: str, records: Iterable[_N], name: str, names: Callable[[_N], tuple[str, ...]]) -> _N:
    everything = list(records)
    found = _matching(everything, name, names)
    if not found:
        raise _unknown(what, name, [n for r in everything for n in names(r)])
    return found[0]


def _matching(records: Iterable[_T], name: str, names: Callable[[_T], tuple[str, ...]]) -> list[_T]:
    wanted = name.strip().casefold()
    return [r for r in records if wanted and wanted in (n.casefold() for n in names(r))]


def _unknown(what: str, name: str, known: list[str]) -> BadInput:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}." if known else "the plan has none."
    return BadInput(what, f"There is no {what} {name!r}; {hint}")
