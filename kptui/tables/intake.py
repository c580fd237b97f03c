"""Intake: what an import makes on top of a Plan; it finds what a row names, or makes it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeVar

from kptui.differences import said_by
from kptui.models.check_in import CheckIn, Reading
from kptui.models.objective import Objective
from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.tables.nesting import short_code

R = TypeVar("R", bound=Record)
_N = TypeVar("_N", Team, Person, Pillar, Objective, Period)

Key = tuple[Literal["reference", "code", "name"], str]
"""What a target may be known by: the other system's id, a code, or its name and span."""


def name_key(name: str, start: object, due: object) -> str:
    """Return what stands for a target that has no id in the other system."""
    return f"{name}\n{start}\n{due}"


class Intake:
    """The records of one import so far; nothing is saved before all of them are good."""

    def __init__(self, plan: Plan, today: date, at: datetime, by: str) -> None:
        """Begin on `plan`; what is made is recorded as at that moment, by that login."""
        self.plan = plan
        self.today = today
        self.at = at
        self.by = by
        self.problems: list[str] = []
        """What must be mended before anything can be imported, one sentence each."""
        self.notices: list[str] = []
        """What the person should know although it stops nothing."""
        self.refused: set[Key] = set()
        """By what name targets would be known whose rows must be mended, so that their check-ins are not complained of too."""
        self._put: dict[str, Record] = {}
        self._check_ins: dict[str, list[CheckIn]] = {}
        self._targets: dict[Key, str] = {}
        self._numbers: dict[str, int] = defaultdict(int)
        for target in plan.every(Target):
            self._index(target)

    @property
    def records(self) -> tuple[Record, ...]:
        """What is to be saved, with the check-ins last; nothing that the plan says already."""
        put = (record for record in self._put.values() if not _says_the_same(record, self.plan.get(record.id)))
        return (*put, *(c for made in self._check_ins.values() for c in made))

    def put(self, record: R) -> R:
        """Take in a new record or a new version of one."""
        self._put[record.id] = record
        if isinstance(record, Target):
            self._index(record)
        return record

    def _index(self, target: Target) -> None:
        short, _, number = target.code.rpartition("-")
        self._numbers[short] = max(self._numbers[short], int(number))
        self._targets["code", target.code] = target.id
        if target.reference:
            self._targets["reference", target.reference] = target.id
        else:
            self._targets["name", name_key(target.name, target.start, target.due)] = target.id

    def target(self, *keys: Key) -> Target | None:
        """Return the target that the first known of `keys` means."""
        found = next((self.get(self._targets[key]) for key in keys if key in self._targets), None)
        return found if isinstance(found, Target) else None

    def get(self, record_id: str | None) -> Record | None:
        """Return a record as this import leaves it."""
        return self._put.get(record_id or "") or self.plan.get(record_id)

    def every(self, kind: type[R]) -> list[R]:
        """Return all records of one type as this import leaves them, retired ones too."""
        known = [r for r in self.plan.every(kind) if r.id not in self._put]
        return known + [r for r in self._put.values() if isinstance(r, kind)]

    def other_holder(self, reference: str, code: str) -> Target | None:
        """Return the target that holds `code` although `reference` is not its own; None where the two go together."""
        holder = self.target(("code", code))
        own = self.target(("reference", reference))
        if holder is None or not reference or holder is own or (own is None and not holder.reference):
            return None
        return holder

    def add_check_in(self, check_in: CheckIn) -> None:
        """Take in a new check-in."""
        self._check_ins.setdefault(check_in.target, []).append(check_in)

    @property
    def checked_in(self) -> tuple[str, ...]:
        """The ids of the targets that get check-ins."""
        return tuple(self._check_ins)

    def readings_of(self, target_id: str) -> list[Reading]:
        """Return a target's readings as this import leaves them, without those that are corrected or withdrawn."""
        new = [c.reading for c in self._check_ins.get(target_id, ())]
        replaced = {r.corrects for r in new}
        return [r for r in (*self.plan.readings_of(target_id), *new) if r.id not in replaced and not r.withdrawn]

    def edit(self, record: R, /, **fields: object) -> R:
        """Return the next version of a record; one that was made here stays the first.

        Raises pydantic.ValidationError when a field does not fit.
        """
        kept = record.model_dump() | fields | {"at": self.at, "by": self.by}
        version = record.version if record.id in self._put else record.version + 1
        return type(record).model_validate(kept | {"version": version})

    def team(self, name: str) -> Team:
        """Return the team with that name or short code, made under the organisation if there is none."""
        teams = self.every(Team)
        found = _named(teams, name) or next((t for t in teams if t.short.casefold() == name.casefold()), None)
        if found:
            return found
        above = self.plan.organisation
        short = short_code(name, {t.short for t in teams})
        return self._new(Team, name=name, short=short, level=Level.team, parent=above.id if above else None)

    def owner(self, name: str, team: str | None) -> Person | Team:
        """Return the person with that name or login, or the team with that name; a person is made in `team` if there is none."""
        people = [p for p in self.every(Person) if p.ended_on is None]
        found = _named(people, name) or next((p for p in people if p.login == name), None) or _named(self.every(Team), name)
        return found or self._new(Person, name=name, team=team)

    def pillar(self, name: str) -> Pillar:
        """Return the pillar with that name, made if there is none."""
        pillars = self.every(Pillar)
        return _named(pillars, name) or self._new(Pillar, name=name, rank=len(pillars))

    def objective(self, name: str, owner: str | None, pillar: str) -> Objective:
        """Return the objective with that name, made under `pillar` if there is none."""
        objectives = self.every(Objective)
        found = _named(objectives, name)
        if found:
            return found
        above = self.pillar(pillar).id if pillar else None
        return self._new(Objective, name=name, owner=owner, pillar=above, rank=len(objectives))

    def period(self, name: str, start: date, due: date) -> Period:
        """Return the period with that name; one that is made here spans all the targets of this import that name it."""
        found = _named(self.every(Period), name)
        if found is None:
            return self._new(Period, name=name, start=start, end=due)
        if found.id not in self._put:
            return found
        return self.put(found.model_copy(update={"start": min(found.start, start), "end": max(found.end, due)}))

    def _new(self, kind: type[R], /, **fields: object) -> R:
        return self.put(kind.model_validate({**fields, "at": self.at, "by": self.by}))

    def next_code(self, team: Team | None) -> str:
        """Return a code that no target ever had, in the plan or in this import."""
        short = team.short if team else "T"
        return f"{short}-{self._numbers[short] + 1}"


def _says_the_same(record: Record, known: Record | None) -> bool:
    """Return whether two versions say the same: not how they came to say it, nor whether a table gave the cadence."""
    return known is not None and said_by(record) == said_by(known)


def _named(records: Iterable[_N], name: str) -> _N | None:
    return next((r for r in records if not r.retired and r.name.casefold() == name.casefold()), None)
