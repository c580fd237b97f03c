"""Plan: every record as it stood at one revision; read-only, and it answers questions."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Generic, NamedTuple, TypeVar, cast

from kptui.by_target import ByTarget
from kptui.errors import BadInput
from kptui.models.check_in import Reading
from kptui.models.objective import Objective
from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.models.policy import Period, Policy
from kptui.models.record import Record
from kptui.models.target import Influence, Target
from kptui.readings import standing
from kptui.redirects import Redirects, standing_for
from kptui.shelf import of_type

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_UNSAID_POLICY = Policy(at=datetime(1970, 1, 1, tzinfo=UTC), by="kptui")


class Revision(NamedTuple):
    """Which state of the file a Plan shows; the greater is the newer, within one Store."""

    epoch: int
    length: int


NOTHING_READ = Revision(0, 0)


class of_records(Generic[T]):  # noqa: N801 - it is written and read like cached_property
    """A property that the records alone tell, whatever the readings are: found once for all Plans that share them."""

    def __init__(self, find: Callable[..., T]) -> None:
        self._find, self.__doc__ = find, find.__doc__

    def __get__(self, plan: "Records", _: type["Records"]) -> T:
        return plan.found(self._find)


@dataclass(frozen=True, eq=False, repr=False)
class Records:
    """The newest version of each record by id and by type, and each target's readings in the order of the file."""

    revision: Revision = NOTHING_READ
    records: Mapping[str, Record] = field(default_factory=dict)
    readings: Mapping[str, Sequence[Reading]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    """What could not be taken in, one sentence each."""
    known: dict[Callable[..., object], object] = field(default_factory=dict)
    """What was found of the records alone, by how; shared with every other Plan of the same records."""

    def found(self, find: Callable[..., T]) -> T:
        """Return what `find` returns of this plan, asked once: it looks at the records alone."""
        if find not in self.known:
            self.known[find] = find(self)
        return cast(T, self.known[find])

    def get(self, record_id: str | None) -> Record | None:
        """Return the newest version of a record, retired or not; None for an id that nobody has."""
        return None if record_id is None else self._redirects.read(self.records.get(record_id))

    @of_records
    def _redirects(self) -> Redirects:
        return Redirects(self.records)

    def standing(self, record_id: str | None) -> Record | None:
        """Return what stands for a record: for a duplicate the one that it was merged into; None for an id that nobody has."""
        return self._redirects.read(standing_for(self.records, record_id))

    def every(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records of one type, retired ones too, in the order of their making."""
        return self._redirects.read_all(of_type(self.records, kind))

    def all_of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records of one type that are not retired, in the order of their making."""
        return tuple(r for r in self.every(kind) if not r.retired)

    @of_records
    def policy(self) -> Policy:
        """The plan's Policy, or the defaults."""
        return next(iter(self.all_of(Policy)), _UNSAID_POLICY)

    @of_records
    def organisation(self) -> Team | None:
        """The root of the teams; None in an empty plan."""
        roots = [t for t in self.teams if t.level is Level.organisation and t.parent is None]
        return roots[0] if roots else None

    @of_records
    def teams(self) -> tuple[Team, ...]:
        """All teams."""
        return self.all_of(Team)

    @of_records
    def people(self) -> tuple[Person, ...]:
        """All people, those who left among them."""
        return self.all_of(Person)

    @of_records
    def periods(self) -> tuple[Period, ...]:
        """All periods by their first day."""
        return tuple(sorted(self.all_of(Period), key=lambda p: (p.start, p.end, p.name)))

    @of_records
    def pillars(self) -> tuple[Pillar, ...]:
        """The pillars by rank."""
        return tuple(sorted(self.all_of(Pillar), key=lambda p: (p.rank, p.name)))

    @of_records
    def objectives(self) -> tuple[Objective, ...]:
        """The objectives by rank."""
        return tuple(sorted(self.all_of(Objective), key=lambda o: (o.rank, o.name)))

    @of_records
    def targets(self) -> tuple[Target, ...]:
        """The targets by code, `CS-9` before `CS-10`."""
        return tuple(sorted(self.all_of(Target), key=lambda t: code_order(t.code)))

    @of_records
    def influences(self) -> tuple[Influence, ...]:
        """The influences of targets on other targets."""
        return tuple(i for i in self.all_of(Influence) if i.leading != i.lagging)


@dataclass(frozen=True, eq=False, repr=False)
class Plan(Records):
    """The records at one revision, and how they hang together."""

    def today(self, now: datetime) -> date:
        """Return the day of the aware moment `now` in the plan's time zone."""
        return now.astimezone(self.policy.zone).date()

    @of_records
    def _by_code(self) -> dict[str, Target]:
        return {target.code: target for target in self.every(Target)}

    def target(self, code: str, *, itself: bool = False) -> Target:
        """Return the target with that code, in any case, retired or not; for a merged duplicate what stands for it, or `itself`.

        Raises BadInput for a code that nobody has, naming the nearest.
        """
        wanted = code.strip().upper()
        if wanted in self._by_code:
            found = self._by_code[wanted]
            into = None if itself else self.standing(found.id)
            return into if isinstance(into, Target) else found
        from difflib import get_close_matches

        near = get_close_matches(wanted, self._by_code, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "`kptui list` shows them all."
        raise BadInput("code", f"There is no target {wanted or '(empty)'}; {hint}")

    @of_records
    def _targets_of(self) -> dict[str | None, list[Target]]:
        found: dict[str | None, list[Target]] = defaultdict(list)
        for target in self.targets:
            found[target.objective].append(target)
        return found

    def targets_of(self, objective_id: str | None) -> tuple[Target, ...]:
        """Return the targets of an objective; for None those that serve no objective."""
        return tuple(self._targets_of.get(objective_id, ()))

    @of_records
    def _objectives_beneath(self) -> dict[str | None, list[Objective]]:
        found: dict[str | None, list[Objective]] = defaultdict(list)
        for objective in self.objectives:
            found[objective.parent or objective.pillar].append(objective)
        return found

    def objectives_beneath(self, above_id: str | None) -> tuple[Objective, ...]:
        """Return the objectives directly beneath an objective or a pillar; for None those beneath nothing."""
        return tuple(self._objectives_beneath.get(above_id, ()))

    def readings_of(self, target_id: str, day: date | None = None) -> tuple[Reading, ...]:
        """Return the readings of a target that stand, by day, up to `day`: none that was corrected or withdrawn, one a day.

        Of several on one day the last one saved stands.
        """
        found = standing(self.readings.get(target_id, ()))
        return found if day is None or not found or found[-1].on <= day else tuple(r for r in found if r.on <= day)

    def heard_since(self, before: "Plan") -> set[str]:
        """Return the ids of the targets whose readings are others than in a Plan before this one."""
        own, known = self.readings, before.readings
        if isinstance(own, ByTarget) and isinstance(known, ByTarget):
            return own.changed_since(known)
        return {target_id for target_id in {*own, *known} if own.get(target_id) is not known.get(target_id)}

    def latest(self, target_id: str) -> Reading | None:
        """Return the reading of the latest day among those of a target that stand; None where there is none."""
        if isinstance(self.readings, ByTarget):
            return self.readings.latest(target_id)
        return next(iter(self.readings_of(target_id)[-1:]), None)

    def person_of(self, login: str) -> Person | None:
        """Return the person with that login, or who stands for the one with it, and has not left; None for a stranger."""
        known = next((p for p in self.people if p.login == login and p.ended_on is None), None)
        merged = (self.standing(p.id) for p in self.every(Person) if p.login == login and p.merged_into)
        return known or next((p for p in merged if isinstance(p, Person) and p.ended_on is None and not p.retired), None)

    def name_of(self, login: str) -> str:
        """Return the name of who has a login, or had it and has left; the login itself for a stranger."""
        known = self.person_of(login) or next((p for p in self.people if p.login == login), None)
        return known.name if known else login

    def owner_name(self, owner_id: str | None) -> str:
        """Return the name of an owner, a person or a team; nothing for none."""
        owner = self.standing(owner_id)
        return owner.name if isinstance(owner, Person | Team) else ""

    def teams_of(self, owner_id: str | None) -> frozenset[str]:
        """Return the ids of the team that an owner is or is in, and of every team above it."""
        owner = self.standing(owner_id)
        team = self.get(owner.team) if isinstance(owner, Person) else owner
        found: list[str] = []
        while isinstance(team, Team) and team.id not in found:
            found.append(team.id)
            team = self.get(team.parent)
        return frozenset(found)

    def leading_of(self, target_id: str) -> tuple[Influence, ...]:
        """Return the influences that act on a target."""
        return tuple(i for i in self.influences if i.lagging == target_id)

    def lagging_of(self, target_id: str) -> tuple[Influence, ...]:
        """Return the influences by which a target acts on others."""
        return tuple(i for i in self.influences if i.leading == target_id)

    def line_of_sight(self, target: Target) -> tuple[Record, ...]:
        """Return the chain from a target up to the vision: its objectives, the pillar, the organisation."""
        chain: list[Record] = [target]
        above = self.get(target.objective)
        pillar: str | None = None
        while isinstance(above, Objective) and above not in chain:
            chain.append(above)
            pillar = above.pillar or pillar
            above = self.get(above.parent)
        standing_on = self.get(pillar)
        return (*chain, *(r for r in (standing_on, self.organisation) if r is not None))


def is_theirs(target: Target, person: Person) -> bool:
    """Return whether a target is a person's: they own it, help with it, or the team they work in owns it."""
    return target.owner in {person.id, person.team} - {None} or person.id in target.contributors


def code_order(code: str) -> tuple[str, int]:
    """Return what sorts codes as people count: by team, then by number."""
    short, _, number = code.rpartition("-")
    return short, int(number)
