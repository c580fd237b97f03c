"""Others: the question before a check-in as last time on targets that are somebody else's."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kptui.models.target import Target
from kptui.plan import Plan, is_theirs
from kptui.wording import whole
from screens.presentation.choices import Choice
from screens.presentation.line import Line, Span, left, line

MOST = 8
"""How many targets are named one by one."""
ALL, MINE, NONE = "all", "mine", "none"


class Question(NamedTuple):
    """What is asked, of what, and the answers there are."""

    title: Line
    about: list[Line]
    choices: list[Choice]


def of_others(plan: Plan, targets: Iterable[Target], user: str) -> list[Target]:
    """Return those that somebody else owns: this person neither owns them nor helps, nor does the team they work in."""
    person = plan.person_of(user)
    return [target for target in targets if target.owner and (person is None or not is_theirs(target, person))]


def whether_as_before(plan: Plan, others: Sequence[Target], every: int) -> Question:
    """Return the question whether to check in as last time on targets of others, which are some of `every` chosen one."""
    named = [_named(plan, target) for target in others[:MOST]]
    if len(others) > MOST:
        named.append(line(Span(f"  and {len(others) - MOST} more", "muted")))
    what = "It is somebody else's" if every == 1 else f"{len(others)} of the {every} are somebody else's"
    title = line(Span(f" {what}: check in as last time?", "strong"))
    choices = [Choice("y", "Check in", "with these values, in your name", ALL)]
    if mine := every - len(others):
        choices.append(Choice("o", "Only on mine", f"on the other {mine}", MINE))
    return Question(title, named, [*choices, Choice("n", "Leave it", "nothing is saved", NONE)])


def _named(plan: Plan, target: Target) -> Line:
    last = plan.latest(target.id)
    value = whole(last.value, target.unit) if last else "no check-in yet"
    return line(Span(f"  {left(target.code, 7)} ", "accent"), Span(left(plan.owner_name(target.owner), 22)), Span(f" {value}"))
