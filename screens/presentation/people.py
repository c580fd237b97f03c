"""People: the teams as a tree with the people in each, what everybody owns, and the periods beneath."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kptui.models.organisation import Level, Person, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import State
from kptui.plan import Plan
from kptui.wording import day
from screens.presentation.line import Line, Span, cut, fit, left, line

PEOPLE_COLUMNS = ("what", "name", "in", "short", "details")
OWNS_WIDTH = 26
SHORT_WIDTH = 12


class Entry(NamedTuple):
    """One row: a record with its depth, or a heading."""

    record: Record | None
    name: str
    depth: int = 0
    short: str = ""
    owns: str = ""
    tone: str = ""
    what: str = ""
    within: str = ""
    """The name of the team that it is in, or beneath."""
    targets: tuple[str, ...] = ()
    """The ids of the active targets that are theirs."""


class _Owned(NamedTuple):
    """What everybody owns, by the id of the owner."""

    plan: Plan
    objectives: Counter[str | None]
    targets: Counter[str | None]
    active: Mapping[str | None, Sequence[str]]

    def words(self, owner: str) -> str:
        counts = ((self.objectives[owner], "objective"), (self.targets[owner], "target"))
        return ", ".join(f"{n} {what}{'' if n == 1 else 's'}" for n, what in counts if n)

    def of(self, owner: str) -> tuple[str, ...]:
        return tuple(self.active.get(owner, ()))

    def name(self, team_id: str | None) -> str:
        team = self.plan.get(team_id)
        return team.name if isinstance(team, Team) else ""


def _owned(plan: Plan) -> _Owned:
    active: dict[str | None, list[str]] = defaultdict(list)
    for target in plan.targets:
        if target.state is State.active:
            active[target.owner].append(target.id)
    standing = Counter(target.owner for target in plan.targets if target.state is not State.dropped)
    return _Owned(plan, Counter(objective.owner for objective in plan.objectives), standing, active)


def entries(plan: Plan, today: date, *, flat: bool = False) -> list[Entry]:
    """Return the teams with their people, then people without a team, then the periods; `flat` ones have no depth or heading."""
    owned = _owned(plan)
    found = list(_beneath(plan, None, 0, owned, set()))
    loose = [p for p in plan.people if not isinstance(plan.get(p.team), Team)]
    if loose:
        found += [Entry(None, "Without a team", tone="heading"), *(_person(p, 1, owned, today) for p in loose)]
    if plan.periods:
        found += [Entry(None, ""), Entry(None, "Periods", tone="heading")]
    found += [_period(period, today) for period in plan.periods]
    return [entry._replace(depth=0) for entry in found if entry.record] if flat else found


def _beneath(plan: Plan, parent: str | None, depth: int, owned: _Owned, met: set[str]) -> Iterator[Entry]:
    known = {team.id for team in plan.teams}
    for team in plan.teams:
        if team.id not in met and (team.parent if team.parent in known else None) == parent:
            met.add(team.id)
            tone, owns = _TEAM_TONES.get(team.level, ""), owned.words(team.id)
            within, theirs = owned.name(team.parent), owned.of(team.id)
            yield Entry(team, team.name, depth, team.short, owns, tone, team.level.value, within, theirs)
            people = sorted((p for p in plan.people if p.team == team.id), key=lambda p: (p.ended_on is not None, p.name))
            yield from (_person(person, depth + 1, owned, date.min) for person in people)
            yield from _beneath(plan, team.id, depth + 1, owned, met)


_TEAM_TONES = {Level.organisation: "heading", Level.department: "strong", Level.team: "strong"}


def _person(person: Person, depth: int, owned: _Owned, today: date) -> Entry:
    left_on = f"left {day(person.ended_on, today)}" if person.ended_on else ""
    owns = ", ".join(part for part in (left_on, owned.words(person.id)) if part)
    tone, within = "muted" if person.ended_on else "", owned.name(person.team)
    return Entry(person, person.name, depth, person.login or "", owns, tone, "person", within, owned.of(person.id))


def _period(period: Period, today: date) -> Entry:
    now = "now" if period.start <= today <= period.end else ""
    span = f"{day(period.start, today)} to {day(period.end, today)}"
    return Entry(period, period.name, 1, now, span, "" if now else "muted", "period")


def entry_line(entry: Entry, width: int) -> Line:
    """Return a row in `width` cells."""
    name_room = width - SHORT_WIDTH - OWNS_WIDTH - 3
    name = fit((Span(" " + "  " * entry.depth + entry.name, entry.tone),), name_room)
    return line(*name, " ", Span(left(entry.short, SHORT_WIDTH), "accent"), " ", Span(cut(entry.owns, OWNS_WIDTH), "muted"))


def people_headings(width: int) -> Line:
    """Return the line above them."""
    name_room = width - SHORT_WIDTH - OWNS_WIDTH - 3
    return (Span(f"{left(' Name', name_room)} {left('Short, login', SHORT_WIDTH)} Details", "muted"),)


def entry_cells(entry: Entry) -> Mapping[str, object]:
    """Return what a row says, by the names of the columns."""
    said = (entry.what, entry.name, entry.within, entry.short, entry.owns)
    return dict(zip(PEOPLE_COLUMNS, said, strict=True))


def people_head(plan: Plan) -> tuple[Line, Line]:
    """Return what the first line says at the left and at the right."""
    here = sum(1 for person in plan.people if not person.ended_on)
    teams = len(plan.teams)
    counted = f" {teams} team{'s' if teams != 1 else ''}  {here} {'people' if here != 1 else 'person'} "
    return (Span(" People, teams, periods", "strong"),), (Span(counted, "muted"),)
