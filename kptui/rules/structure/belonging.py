"""Structure rules on who and what a record belongs to: an owner, something above it, something beneath it, the level between."""

from collections.abc import Iterator

from kptui.models.objective import Objective
from kptui.models.organisation import Person, Pillar, Team
from kptui.models.target import State, Target
from kptui.rules.structure.finding import Found, Frame, StructureFinding, called
from kptui.wording import day, listed


def ownerless(frame: Frame) -> Iterator[Found]:
    """Nobody answers for it: it has no owner, or one who is gone."""
    records: tuple[Target | Objective, ...] = (*frame.targets, *frame.objectives)
    for record in records:
        if text := _owner_missing(frame, record.owner):
            yield record.id, StructureFinding("ownerless", text, "Name one person or one team as its owner.")


def _owner_missing(frame: Frame, owner_id: str | None) -> str:
    owner = frame.plan.get(owner_id)
    if not isinstance(owner, Person | Team):
        return "nobody owns it"
    if owner.retired:
        return f"its owner {owner.name} is retired"
    if isinstance(owner, Person) and owner.ended_on is not None and owner.ended_on < frame.today:
        return f"its owner {owner.name} left on {day(owner.ended_on, frame.today)}"
    return ""


def orphan(frame: Frame) -> Iterator[Found]:
    """Nothing above it says what it is for: a target without an objective, an objective without a pillar or a parent."""
    for target in frame.targets:
        if frame.objective(target.objective) is None:
            yield target.id, StructureFinding("orphan", "it serves no objective", "Put it under the objective that it shows.")
    for objective in frame.objectives:
        pillar = frame.plan.get(objective.pillar)
        stands = isinstance(pillar, Pillar) and not pillar.retired
        if not stands and frame.objective(objective.parent) is None:
            mend = "Put it on a pillar, or under the objective that it serves."
            yield objective.id, StructureFinding("orphan", "it stands on no pillar and serves no objective", mend)


def blind(frame: Frame) -> Iterator[Found]:
    """Nobody will know whether an objective is reached: there is no target beneath it."""
    for objective in frame.objectives:
        targets = (t for o in frame.beneath(objective) for t in frame.plan.targets_of(o.id))
        if all(target.state is State.dropped for target in targets):
            mend = "Give it a target, or retire it."
            yield objective.id, StructureFinding("blind", "no target shows whether it is reached", mend)


def level_skipped(frame: Frame) -> Iterator[Found]:
    """A team's objective, or its share of a target, hangs directly beneath one of a team above its department."""
    for objective in frame.objectives:
        yield from _skipped(frame, objective, frame.objective(objective.parent))
    for target in frame.targets:
        whole = frame.plan.get(target.part_of)
        yield from _skipped(frame, target, whole if isinstance(whole, Target) and not whole.retired else None)


def _skipped(frame: Frame, record: Objective | Target, above: Objective | Target | None) -> Iterator[Found]:
    chain = frame.chain(frame.team(record.owner))
    top = frame.team(above.owner) if above is not None else None
    if above is None or top not in chain[2:]:
        return
    between = listed([team.name for team in chain[1 : chain.index(top)]])
    text = f'it belongs to {chain[0].name} and hangs directly beneath "{called(above)}" of {top.name}, skipping {between}'
    kind = "an objective" if isinstance(record, Objective) else "a target"
    mend = f"Put it beneath {kind} of {between}, or give {between} one in between."
    yield record.id, StructureFinding("level_skipped", text, mend)
