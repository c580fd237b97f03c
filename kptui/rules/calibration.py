"""Calibration: how often what people were so and so sure of came true, once it is known how it ended.

It is for oneself and for groups: nobody is shown what another said, nor can reckon it from two groups.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from kptui.models.check_in import Reading
from kptui.models.organisation import Person
from kptui.models.record import Record
from kptui.models.target import State
from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.rules.progress import judge_all

LEAST_PEOPLE = 5
"""Of fewer people nothing is said together."""


class Level(NamedTuple):
    """One confidence, on how many targets it was said, and how many of them were achieved."""

    confidence: int
    said: int
    came_true: int


@dataclass(frozen=True)
class Calibration:
    """How sure someone was, or a team, and what came of it."""

    name: str
    people: int
    """Of how many people it tells."""
    levels: tuple[Level, ...]
    """By confidence, from the highest; a target counts once for each confidence that was said on it."""

    @property
    def said(self) -> float:
        """The mean confidence, from 0 to 1."""
        return sum(level.confidence * level.said for level in self.levels) / 10 / self.count

    @property
    def came_true(self) -> float:
        """The share that came true, from 0 to 1: below `said` it was too sure, above it too careful."""
        return sum(level.came_true for level in self.levels) / self.count

    @property
    def count(self) -> int:
        """How often any confidence was said, at least once."""
        return sum(level.said for level in self.levels)


class _Said(NamedTuple):
    """One confidence that was said on one target."""

    speaker: str
    """The id of the person who owns the target; of what a team owns, of who checked in, or the login of a stranger."""
    owner: str
    confidence: int
    target: str
    came_true: bool


@lru_cache(maxsize=2)
def calibration(plan: Plan, today: date, viewer: Person | None) -> tuple[Calibration, ...]:
    """Return the viewer's own calibration where they have any, then those of teams of five people or more, smallest teams first.

    Only targets count that are over, achieved or missed, and of their check-ins those before the due day. A team in which a group
    of fewer than five could be told apart from the teams beneath it is left out.
    """
    said = sorted(set(_statements(plan, today)))
    found = []
    if viewer is not None and (own := [s for s in said if s.speaker == viewer.id]):
        found.append(_calibration(viewer.name, own))
    shown: set[str] = set()
    for team in sorted(plan.teams, key=lambda team: -len(plan.teams_of(team.id))):
        theirs = [s for s in said if team.id in plan.teams_of(s.owner)]
        speakers = {s.speaker for s in theirs}
        others = speakers - shown
        if len(speakers) >= LEAST_PEOPLE and (not others or len(others) >= LEAST_PEOPLE):
            found.append(_calibration(team.name, theirs))
            shown |= speakers
    return tuple(found)


def _statements(plan: Plan, today: date) -> Iterator[_Said]:
    judged = judge_all(plan, today)
    for target in plan.targets:
        judgement, owner = judged.get(target.id), plan.get(target.owner)
        over = target.state is State.closed or today > target.due
        if owner is None or judgement is None or not over or judgement.status not in (Status.achieved, Status.missed):
            continue
        for reading in plan.readings_of(target.id, today):
            if reading.confidence is not None and reading.on < target.due:
                came_true = judgement.status is Status.achieved
                yield _Said(_speaker(plan, owner, reading), owner.id, reading.confidence, target.id, came_true)


def _speaker(plan: Plan, owner: Record, reading: Reading) -> str:
    if isinstance(owner, Person):
        return owner.id
    author = plan.person_of(reading.by)
    return author.id if author else reading.by


def _calibration(name: str, said: Iterable[_Said]) -> Calibration:
    counts: dict[int, Counter[bool]] = defaultdict(Counter)
    people = set()
    for one in said:
        counts[one.confidence][one.came_true] += 1
        people.add(one.speaker)
    levels = (Level(confidence, found.total(), found[True]) for confidence, found in sorted(counts.items(), reverse=True))
    return Calibration(name, len(people), tuple(levels))
