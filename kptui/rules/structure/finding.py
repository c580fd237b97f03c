"""What a structure rule looks at, and what it finds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from kptui.models.objective import Objective
from kptui.models.organisation import Level, Person, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan

OPEN = frozenset({State.draft, State.proposed, State.active})
"""The states in which a target's place in the plan can still be set right."""


class StructureFinding(NamedTuple):
    """What is missing in the plan around one record, never how it goes."""

    rule: str
    """The rule's name, such as `ownerless`."""
    text: str
    """What is so, in a sentence with names."""
    mend: str
    """What to do about it, in a sentence."""


class Missing(NamedTuple):
    """What was found, and on which record."""

    record: Record
    finding: StructureFinding

    @property
    def code(self) -> str:
        """The target's code; nothing for another record."""
        return self.record.code if isinstance(self.record, Target) else ""

    @property
    def name(self) -> str:
        """The record's name."""
        return self.record.name if isinstance(self.record, Target | Objective | Person) else ""

    @property
    def sentence(self) -> str:
        """What is so, as it is said of a target beneath: with the name of the objective where it is on one."""
        return f"{self.record.name}: {self.finding.text}" if isinstance(self.record, Objective) else self.finding.text


Found = tuple[str, StructureFinding]
"""The id of a record, and what was found on it."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A plan on a day as the structure rules see it: what is open in it, and how that hangs together."""

    plan: Plan
    today: date

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are open."""
        return tuple(t for t in self.plan.targets if t.state in OPEN and not t.merged_into)

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        """The objectives whose period is not over."""
        return tuple(o for o in self.plan.objectives if (period := self.period_of(o)) is None or period.end >= self.today)

    @cached_property
    def _open_of(self) -> Mapping[str | None, list[Target]]:
        return _by(self.targets, lambda target: target.objective)

    def open_of(self, objective: Objective) -> tuple[Target, ...]:
        """Return the open targets of an objective itself."""
        return tuple(self._open_of.get(objective.id, ()))

    def beneath(self, objective: Objective) -> Iterator[Objective]:
        """Go through an objective and all beneath it, each once even where they turn in a circle."""
        waiting, seen = [objective], {objective.id}
        while waiting:
            found = waiting.pop()
            yield found
            children = [o for o in self.plan.objectives_beneath(found.id) if o.id not in seen]
            seen.update(o.id for o in children)
            waiting += children

    @cached_property
    def parts_of(self) -> Mapping[str | None, list[Target]]:
        """The targets that carry a share of another, by its id."""
        return parts_by_whole(self.plan)

    @cached_property
    def owned_by(self) -> Mapping[str | None, list[Target]]:
        """The open targets by the id of their owner."""
        return _by(self.targets, lambda target: target.owner)

    @cached_property
    def acts(self) -> Mapping[str, frozenset[str]]:
        """The ids of the targets that each target acts on."""
        return _ends((i.leading, i.lagging) for i in self.plan.influences)

    @cached_property
    def acted_on_by(self) -> Mapping[str, frozenset[str]]:
        """The ids of the targets that act on each target."""
        return _ends((i.lagging, i.leading) for i in self.plan.influences)

    @cached_property
    def _periods(self) -> dict[str, Period | None]:
        return {}

    def period_of(self, objective: Objective | None) -> Period | None:
        """Return an objective's period; where it has none, that of the nearest above it that has one."""
        passed: dict[str, None] = {}
        found: Period | None = None
        while objective is not None and objective.id not in passed and found is None:
            own = self.plan.get(objective.period)
            found = own if isinstance(own, Period) else self._periods.get(objective.id)
            passed[objective.id] = None
            objective = None if objective.id in self._periods else self.objective(objective.parent)
        self._periods.update(dict.fromkeys(passed, found))
        return found

    def objective(self, record_id: str | None) -> Objective | None:
        """Return the objective with an id, where there is one that is not retired."""
        found = self.plan.get(record_id)
        return found if isinstance(found, Objective) and not found.retired else None

    @cached_property
    def _teams(self) -> Mapping[str, Team]:
        plan = self.plan
        of_people = {p.id: team for p in plan.people if isinstance(team := plan.get(p.team), Team)}
        return of_people | {team.id: team for team in plan.teams}

    def team(self, owner_id: str | None) -> Team | None:
        """Return the team that an owner is or is in."""
        return self._teams.get(owner_id or "")

    @cached_property
    def _chains(self) -> dict[str, tuple[Team, ...]]:
        return {}

    def chain(self, team: Team | None) -> tuple[Team, ...]:
        """Return a team and those above it, up to the organisation."""
        if team is None:
            return ()
        if team.id not in self._chains:
            found, above = {team.id: team}, self.plan.get(team.parent)
            while isinstance(above, Team) and above.id not in found:
                found[above.id] = above
                above = self.plan.get(above.parent)
            self._chains[team.id] = tuple(found.values())
        return self._chains[team.id]

    def are_one_line(self, one: Team, other: Team) -> bool:
        """Return whether two teams are the same, or one is above the other within a department."""
        ones, others = ({t.id for t in self.chain(team) if t.level is not Level.organisation} for team in (one, other))
        return one.id in others or other.id in ones


Rule = Callable[[Frame], Iterator[Found]]


def parts_by_whole(plan: Plan) -> Mapping[str | None, list[Target]]:
    """Return the targets that carry a share of another and are not given up, by the id of that other."""
    carried = (t for t in plan.targets if t.part_of is not None and t.state is not State.dropped and not t.merged_into)
    return _by(carried, lambda target: target.part_of)


def _by(targets: Iterable[Target], key: Callable[[Target], str | None]) -> Mapping[str | None, list[Target]]:
    found: dict[str | None, list[Target]] = defaultdict(list)
    for target in targets:
        found[key(target)].append(target)
    return dict(found)


def _ends(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}


def called(record: Target | Objective) -> str:
    """Return what people call a target or an objective: code and name, or the name."""
    return f"{record.code} {record.name}" if isinstance(record, Target) else record.name
