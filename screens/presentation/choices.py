"""Choices: what can be added where, as a list with letters; what fits the place best comes first."""

from typing import NamedTuple

from kptui.differences import title_of
from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.plan import Plan
from screens.presentation.line import Line, Span


class Choice(NamedTuple):
    """One thing to choose."""

    letter: str
    name: str
    explains: str
    answer: str = ""
    """What choosing it comes to; the name where it is empty."""


LETTERS = "abcdefhilmnoprstuvwxyz"
"""Letters that move no cursor and leave no screen."""
CASCADE = "cascade"
NOTES = ("blocker", "promise", "thanks")
"""What is noted in one line, and has no form."""
TARGET = Choice("t", "target", "a figure to reach by a day, and whose it is")
OBJECTIVE = Choice("o", "objective", "something wanted, measured by its targets")
LINK = Choice("i", "influence", "a link: what it acts on, or what acts on it")
SHARES = Choice("c", CASCADE, "a target and its share for each department")
BLOCKER = Choice("b", NOTES[0], "what is in the way, and who is asked for help")
PROMISE = Choice("s", NOTES[1], "what somebody will do, and by when")
THANKS = Choice("h", NOTES[2], "a word to who helped")
PILLAR = Choice("p", "pillar", "one of the few things the vision stands on")
DEPARTMENT = Choice("d", "department", "a part of the organisation")
TEAM = Choice("m", "team", "people who work together")
PERSON = Choice("n", "person", "someone who owns targets or checks in")
PERIOD = Choice("r", "period", "a quarter, half, year or any span")
ORGANISATION = Choice("o", "organisation", "the root of the teams, with the vision")

_WORK = (TARGET, OBJECTIVE, PILLAR)
_HOUSE = (DEPARTMENT, TEAM, PERSON, PERIOD)
_FITTING: tuple[tuple[type[Record] | tuple[type[Record], ...], tuple[Choice, ...]], ...] = (
    (Target, (TARGET, LINK, SHARES, BLOCKER, PROMISE, THANKS, OBJECTIVE, PILLAR, *_HOUSE)),
    (Objective, (*_WORK, *_HOUSE)),
    (Pillar, (OBJECTIVE, TARGET, PILLAR, *_HOUSE)),
    ((Team, Person), (PERSON, TEAM, DEPARTMENT, TARGET, OBJECTIVE, PILLAR, PERIOD)),
    (Period, (PERIOD, *_WORK, DEPARTMENT, TEAM, PERSON)),
)
"""What can be added from where the cursor is, what fits best first."""


def choice_title(question: str, about: Record | None, plan: Plan) -> Line:
    """Return the first line of a screen that asks something about a record."""
    name = (Span(f"  {title_of(about, plan.records)}", "muted"),) if about else ()
    return (Span(f" {question}", "strong"), *name)


def things_to_add(plan: Plan, above: Record | None) -> tuple[Choice, ...]:
    """Return what can be added from where the cursor is; without an organisation that comes first."""
    if plan.organisation is None:
        return (ORGANISATION,)
    fitting = (choices for kinds, choices in _FITTING if isinstance(above, kinds))
    return next(fitting, (PILLAR, OBJECTIVE, TARGET, *_HOUSE))


START, OPEN, LOOK = "start", "open", "look"
FIRST_CHOICES = (
    Choice("s", "Start a plan", "five questions, and you are in it", START),
    Choice("o", "Open a plan", "one that others work on, by its path", OPEN),
    Choice("l", "Look at a sample", "a throw-away copy to try every key on", LOOK),
)
"""What the first run asks."""
