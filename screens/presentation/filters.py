"""Filters: which targets are in view, by a quick filter and by words typed."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum

from kptui.models.organisation import Person, Team
from kptui.models.policy import Period
from kptui.models.target import State, Target
from kptui.outline import Node, Sort
from kptui.plan import Plan, is_theirs
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import judge
from screens.presentation.line import Line, Span, wrap
from screens.presentation.marks import IN_TROUBLE
from screens.presentation.outline import matches, spread


class Quick(Enum):
    """The quick filters, in the order in which `f` goes round."""

    everything = ""
    in_trouble = "in trouble"
    mine = "mine"
    due = "due"
    my_team = "my team"
    stale = "stale"

    @property
    def following(self) -> "Quick":
        """The one that comes next."""
        every = list(Quick)
        return every[(every.index(self) + 1) % len(every)]


def quick_named(name: str) -> Quick:
    """Return the quick filter of a name; everything for a name that none has."""
    return next((quick for quick in Quick if quick.value == name), Quick.everything)


def keeper(  # noqa: PLR0913 - all that narrows
    plan: Plan, today: date, user: str, quick: Quick, words: str, *, period: Period | None = None
) -> Callable[[Node], bool] | None:
    """Return whether a target is wanted; None where every one is."""
    if quick is Quick.everything and not words.strip() and period is None:
        return None
    has_words = finder(plan, words)
    return lambda node: has_words(node) and _is(plan, today, user, quick, node.id) and _is_of(plan, period, node.id)


def finder(plan: Plan, words: str) -> Callable[[Node], bool]:
    """Return whether a target has the words; where none has, whether it has their letters in this order."""
    is_inverted, known = words.startswith("!"), (_node_of(plan, target) for target in plan.targets)
    if is_inverted or not words.strip() or any(matches(node, words) for node in known):
        return lambda node: matches(node, words)
    return lambda node: spread(node, words) is not None


def _node_of(plan: Plan, target: Target) -> Node:
    return Node(target.id, Sort.target, target.name, target.code, plan.owner_name(target.owner))


def _is_of(plan: Plan, period: Period | None, target_id: str) -> bool:
    """Whether a target is of a period: it says so, or says nothing and its time is partly within it."""
    target = plan.get(target_id)
    if period is None or not isinstance(target, Target):
        return period is None
    return target.period == period.id if target.period else target.start <= period.end and target.due >= period.start


def period_beside(plan: Plan, today: date, here: Period | None, by: int) -> Period | None:
    """Return the period after this one, or before it; from all of them the one that it is now, and beyond the ends all."""
    periods = sorted(plan.periods, key=lambda period: (period.start, period.end))
    now = next((period for period in reversed(periods) if period.start <= today <= period.end), None)
    if here is None and now is not None:
        return now
    round_about = [None, *periods]
    at = next((i for i, period in enumerate(round_about) if period and here and period.id == here.id), 0)
    return round_about[(at + by) % len(round_about)]


def _is(plan: Plan, today: date, user: str, quick: Quick, target_id: str) -> bool:
    judgement = with_warnings(plan, today).get(target_id)
    if quick is Quick.in_trouble:
        return judgement is not None and judgement.status in IN_TROUBLE
    if quick is Quick.due:
        return _is_due(judgement, today)
    if quick is Quick.stale:
        return judgement is not None and (judgement.stale or judgement.status is Status.no_news)
    if quick is Quick.my_team:
        return is_of_team(plan, target_id, user)
    return quick is not Quick.mine or is_mine(plan, target_id, user)


def _is_due(judgement: Judgement | None, today: date) -> bool:
    return judgement is not None and judgement.next_check_in is not None and judgement.next_check_in <= today


def is_mine(plan: Plan, target_id: str, user: str) -> bool:
    """Return whether a target is that person's: they own it, help with it, or the team they work in owns it."""
    target, person = plan.get(target_id), plan.person_of(user)
    if not isinstance(target, Target) or person is None:
        return False
    return is_theirs(target, person)


def is_of_team(plan: Plan, target_id: str, user: str) -> bool:
    """Return whether that person's team, a team beneath it, or somebody who works in one of them owns a target."""
    target, person = plan.get(target_id), plan.person_of(user)
    if not isinstance(target, Target) or person is None or person.team is None:
        return False
    owner = plan.standing(target.owner)
    return is_within(plan, owner.team if isinstance(owner, Person) else target.owner, person.team)


def is_within(plan: Plan, team_id: str | None, top: str) -> bool:
    """Return whether a team is that one, or beneath it."""
    above = team_id
    passed: set[str] = set()
    while above and above not in passed:
        if above == top:
            return True
        passed.add(above)
        team = plan.standing(above)
        above = team.parent if isinstance(team, Team) else None
    return False


def where_to_begin(plan: Plan, today: date, user: str, order: tuple[str, ...]) -> str | None:
    """Return the target that the cursor begins on: the first that its owner, who is looking, owes a check-in, else the first."""
    person = plan.person_of(user)
    theirs = [found for t in order if person and isinstance(found := plan.get(t), Target) and is_theirs(found, person)]
    owed = [target.id for target in theirs if _is_due(judge(plan, target, today), today)]
    active = [t for t in order if isinstance(found := plan.get(t), Target) and found.state is State.active]
    return next(iter((*owed, *active, *order)), None)


def named_first(nodes: Iterable[Node], words: str) -> tuple[str, ...]:
    """Return the targets that are meant most: those with the words in code or owner, or with the letters nearest together."""
    wanted = words.strip().casefold()
    found = [node for node in nodes if node.sort is Sort.target and wanted and not wanted.startswith("!")]
    named = tuple(node.id for node in found if wanted in f"{node.code} {node.owner}".casefold())
    if named or any(matches(node, words) for node in found):
        return named
    return tuple(node.id for node in sorted(found, key=lambda node: spread(node, words) or len(node.name)))[:1]


def nothing_here(  # noqa: PLR0913 - all that narrows
    plan: Plan, user: str, quick: Quick, words: str, width: int, *, period: Period | None = None
) -> list[Line]:
    """Return why no target is in view, and the key that helps."""
    if not plan.targets:
        said = "There is no target in this plan yet. Press a to add one, or q and bring a table in with `kptui import FILE`."
    elif words:
        said = f"No target matches {words}. Press Esc to see them all."
    elif period is not None:
        said = f"No target{f' that is {quick.value}' if quick.value else ''} is of {period.name}. Press Esc to see them all."
    elif quick in (Quick.mine, Quick.my_team) and plan.person_of(user) is None:
        said = f"Nobody in this plan has the login {user}, so nothing is yours. Press Esc to see every target."
    elif quick is Quick.mine:
        said = "Nothing here is yours. Press Esc to see every target."
    elif quick is Quick.my_team:
        said = "Nothing here is your team's. Press Esc to see every target."
    elif quick is Quick.due:
        said = "No check-in is due. Press Esc to see every target."
    else:
        said = f"No target is {quick.value}. Press Esc to see every target."
    return [(Span(row, "muted"),) for row in wrap(said, max(width - 4, 20))]
