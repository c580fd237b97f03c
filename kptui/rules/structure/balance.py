"""Structure rules on how things are spread: leading and lagging, over owners, over teams, over the parts of a cascade."""

from collections.abc import Iterator, Sequence

from kptui.models.objective import Objective
from kptui.models.organisation import Level, Team
from kptui.models.target import Indicator, Target
from kptui.rules.structure.cascade import missing_share, missing_words
from kptui.rules.structure.finding import Found, Frame, StructureFinding
from kptui.wording import listed


def all_lagging(frame: Frame) -> Iterator[Found]:
    """Everything that shows an objective comes late: no leading target beneath it, and none that acts on one beneath it."""
    for objective, targets in _with_several(frame):
        lag = all(t.indicator is Indicator.lagging for t in targets)
        if lag and not any(frame.acted_on_by.get(t.id) for t in targets):
            text = f"all its targets lag ({_codes(targets)}), so it is known only afterwards whether it is reached"
            mend = "Add a leading target, or an influence of one that is there."
            yield objective.id, StructureFinding("all_lagging", text, mend)


def all_leading(frame: Frame) -> Iterator[Found]:
    """Nothing shows what the effort comes to: no lagging target beneath an objective, and none that its targets act on."""
    for objective, targets in _with_several(frame):
        lead = all(t.indicator is Indicator.leading for t in targets)
        if lead and not any(frame.acts.get(t.id) for t in targets):
            text = f"all its targets lead ({_codes(targets)}), so nothing shows what comes of them"
            mend = "Add a lagging target, or their influence on one that is there."
            yield objective.id, StructureFinding("all_leading", text, mend)


def too_many(frame: Frame) -> Iterator[Found]:
    """One person owns more open targets than the policy allows."""
    limit = frame.plan.policy.owner_limit
    for person in frame.plan.people:
        owned = frame.owned_by.get(person.id, ())
        if len(owned) > limit:
            text = f"{person.name} owns {len(owned)} open targets, more than {limit}: {_codes(owned)}"
            mend = "Hand some over, or drop those that matter least."
            yield person.id, StructureFinding("too_many", text, mend)


def shares(frame: Frame) -> Iterator[Found]:
    """The shares of a cascade do not add up to the goal above."""
    for target in frame.targets:
        parts = frame.parts_of.get(target.id, ())
        missing = missing_share(parts)
        if said := missing_words(missing):
            text = f"the shares of {_codes(parts)} do not add up: {said}"
            yield target.id, StructureFinding("shares", text, "Set the shares so that they make 100 %.")


def silo(frame: Frame) -> Iterator[Found]:
    """All targets of an objective are one team's, though people of other teams help with them and have nothing to show for it."""
    for objective, targets in _with_several(frame):
        owners = {team.id: team for t in targets if (team := frame.team(t.owner))}
        if len(owners) != 1:
            continue
        (owner,) = owners.values()
        found = (frame.team(helper) for t in targets for helper in t.contributors)
        helpers = {team.id: team for team in found if team is not None and team.level is not Level.organisation}
        acting = {team.id for t in targets for i in frame.acted_on_by.get(t.id, ()) if (team := _team_of(frame, i))}
        unseen = [t.name for t in helpers.values() if not frame.are_one_line(t, owner) and t.id not in acting]
        if unseen:
            verb = "help" if len(unseen) > 1 else "helps"
            text = f"all its targets belong to {owner.name}, though {listed(unseen)} {verb} with them"
            mend = f"Give {listed(unseen)} a target here, or an influence of one that they have."
            yield objective.id, StructureFinding("silo", text, mend)


def _team_of(frame: Frame, target_id: str) -> Team | None:
    target = frame.plan.get(target_id)
    return frame.team(target.owner) if isinstance(target, Target) else None


def _with_several(frame: Frame) -> Iterator[tuple[Objective, list[Target]]]:
    """The objectives with two open targets or more of their own, with all that are beneath them: one alone need not balance."""
    for objective in frame.objectives:
        if len(frame.open_of(objective)) > 1:
            yield objective, [t for o in frame.beneath(objective) for t in frame.open_of(o)]


def _codes(targets: Sequence[Target]) -> str:
    return listed([target.code for target in targets])
