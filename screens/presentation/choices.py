"""Choices: what can be added where, as a list with letters; what fits the place best comes first."""

from typing import NamedTuple

from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import Target


class Choice(NamedTuple):
    """One thing to choose."""

    letter: str
    name: str
    explains: str
    answer: str = ""
    """What choosing it comes to; the name where it is empty."""


CASCADE = "cascade"
TARGET = Choice("t", "target", "a figure to reach by a day, and whose it is")
OBJECTIVE = Choice("o", "objective", "something wanted, in words; its targets say how anyone will know")
LINK = Choice("i", "influence", "a link: what it acts on, or what acts on it")
SHARES = Choice("c", CASCADE, "a target beneath for each department, with its share of the goal")
PILLAR = Choice("p", "pillar", "one of the few things that the vision stands on")
DEPARTMENT = Choice("d", "department", "a part of the organisation")
TEAM = Choice("m", "team", "people who work together")
PERSON = Choice("n", "person", "someone who owns targets or checks in")
PERIOD = Choice("r", "period", "a quarter, half, year or any span")
ORGANISATION = Choice("g", "organisation", "the root of the teams, which holds the vision")

_WORK = (TARGET, OBJECTIVE, PILLAR)
_HOUSE = (DEPARTMENT, TEAM, PERSON, PERIOD)


def things_to_add(above: Record | None) -> tuple[Choice, ...]:
    """Return what can be added from where the cursor is."""
    if isinstance(above, Target):
        return (TARGET, LINK, SHARES, OBJECTIVE, PILLAR, *_HOUSE)
    if isinstance(above, Objective):
        return (*_WORK, *_HOUSE)
    if isinstance(above, Pillar):
        return (OBJECTIVE, TARGET, PILLAR, *_HOUSE)
    if isinstance(above, Team | Person):
        return (PERSON, TEAM, DEPARTMENT, TARGET, OBJECTIVE, PILLAR, PERIOD)
    if isinstance(above, Period):
        return (PERIOD, *_WORK, DEPARTMENT, TEAM, PERSON)
    return (PILLAR, OBJECTIVE, TARGET, *_HOUSE)
