"""People: the teams as a tree with the people in each, what everybody owns, and the periods beneath."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kptui.models.organisation import Level, Person, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import State
from kptui.plan import Plan
from kptui.wording import day
from screens.presentation.line import Line, Span, cut, fit, left, line

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

    @property
    def id(self) -> str:
        """The id of the record; the name of a heading."""
        return self.record.id if self.record else self.name


def entries(plan: Plan, today: date) -> list[Entry]:
    """Return the teams with their people, then people without a team, then the periods."""
    owned = Counter(r.owner for r in plan.objectives), Counter(t.owner for t in plan.targets if t.state is not State.dropped)
    found = list(_beneath(plan, None, 0, owned, set()))
    loose = [p for p in plan.people if not isinstance(plan.get(p.team), Team)]
    if loose:
        found += [Entry(None, "Without a team", tone="heading"), *(_person(p, 1, owned, today) for p in loose)]
    if plan.periods:
        found += [Entry(None, ""), Entry(None, "Periods", tone="heading")]
    return [*found, *(_period(period, today) for period in plan.periods)]


_Owned = tuple[Counter[str | None], Counter[str | None]]


def _beneath(plan: Plan, parent: str | None, depth: int, owned: _Owned, met: set[str]) -> Iterator[Entry]:
    known = {team.id for team in plan.teams}
    for team in plan.teams:
        if team.id not in met and (team.parent if team.parent in known else None) == parent:
            met.add(team.id)
            yield Entry(team, team.name, depth, team.short, _owns(team.id, owned), _TEAM_TONES.get(team.level, ""))
            people = sorted((p for p in plan.people if p.team == team.id), key=lambda p: (p.ended_on is not None, p.name))
            yield from (_person(person, depth + 1, owned, date.min) for person in people)
            yield from _beneath(plan, team.id, depth + 1, owned, met)


_TEAM_TONES = {Level.organisation: "heading", Level.department: "strong", Level.team: "strong"}


def _person(person: Person, depth: int, owned: _Owned, today: date) -> Entry:
    left_on = f"left {day(person.ended_on, today)}" if person.ended_on else ""
    owns = ", ".join(part for part in (left_on, _owns(person.id, owned)) if part)
    return Entry(person, person.name, depth, person.login or "", owns, "muted" if person.ended_on else "")


def _owns(owner: str, owned: _Owned) -> str:
    counts = ((owned[0][owner], "objective"), (owned[1][owner], "target"))
    return ", ".join(f"{n} {what}{'' if n == 1 else 's'}" for n, what in counts if n)


def _period(period: Period, today: date) -> Entry:
    now = "now" if period.start <= today <= period.end else ""
    span = f"{day(period.start, today)} to {day(period.end, today)}"
    return Entry(period, period.name, 1, now, span, "" if now else "muted")


def entry_line(entry: Entry, width: int) -> Line:
    """Return a row in `width` cells."""
    name_room = width - SHORT_WIDTH - OWNS_WIDTH - 3
    name = fit((Span(" " + "  " * entry.depth + entry.name, entry.tone),), name_room)
    return line(*name, " ", Span(left(entry.short, SHORT_WIDTH), "accent"), " ", Span(cut(entry.owns, OWNS_WIDTH), "muted"))


def people_head(plan: Plan) -> tuple[Line, Line]:
    """Return what the first line says at the left and at the right."""
    here = sum(1 for person in plan.people if not person.ended_on)
    teams = len(plan.teams)
    counted = f" {teams} team{'s' if teams != 1 else ''}  {here} {'people' if here != 1 else 'person'} "
    return (Span(" People, teams, periods", "strong"),), (Span(counted, "muted"),)
