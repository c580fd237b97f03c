"""Laws of reshaping: whatever is retired, merged, handed over and brought back, everything in sight hangs on what is in sight."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kptui.changes.editing import Change
from kptui.changes.handing_over import hand_over
from kptui.changes.merging import merge
from kptui.changes.retiring import Beneath, bring_back, retire
from kptui.errors import KptuiError
from kptui.models.organisation import Person, Team
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan
from tests.builders import (
    NOW,
    a_period,
    a_person,
    a_pillar,
    a_plan,
    a_target,
    a_team,
    an_influence,
    an_objective,
    an_organisation,
)

_LINKS = ("parent", "pillar", "objective", "team", "part_of", "leading", "lagging")
_LINKS_OF_WHAT_IS_OPEN = ("owner", "period")


def _a_house() -> Plan:
    root, pillar, period = an_organisation(), a_pillar(), a_period()
    service = a_team(parent=root.id)
    desk = a_team(name="Desk", short="DE", parent=service.id)
    people = [a_person(name=f"Person {n}", login=f"p{n}", team=team.id) for n, team in enumerate((service, desk, desk))]
    wide = an_objective(name="Wide", pillar=pillar.id, owner=service.id, period=period.id)
    narrow = an_objective(name="Narrow", parent=wide.id, owner=people[0].id)
    first = a_target(code="CS-1", objective=wide.id, owner=people[1].id, period=period.id)
    second = a_target(code="CS-2", objective=narrow.id, owner=people[2].id, part_of=first.id, share=0.5)
    third = a_target(code="CS-3", objective=narrow.id, owner=people[1].id, state=State.closed)
    links = an_influence(first, second), an_influence(second, third)
    return a_plan(root, pillar, period, service, desk, *people, wide, narrow, first, second, third, *links)


HOUSE = _a_house()
_ANY = st.sampled_from(list(HOUSE.records))
_DEEDS = st.lists(
    st.tuples(st.sampled_from(["retire", "back", "merge", "give"]), _ANY, _ANY, st.sampled_from(Beneath)), max_size=8
)


def _change(plan: Plan, does: str, one: Record, other: Record, below: Beneath) -> Change | None:
    if does == "retire":
        return retire(one, NOW, "ana", below)
    if does == "back":
        return bring_back(one, NOW, "ana")
    if does == "merge" and isinstance(one, Person | Target) and isinstance(other, Person | Target):
        return merge(one, other, NOW, "ana")
    if does == "give" and isinstance(one, Person) and isinstance(other, Person | Team):
        return hand_over(one, other, NOW, "ana")
    return None


def _after(plan: Plan, does: str, one_id: str, other_id: str, below: Beneath) -> Plan:
    change = _change(plan, does, plan.records[one_id], plan.records[other_id], below)
    try:
        saved = change(plan) if change else ()
    except KptuiError:
        return plan
    assert len({record.id for record in saved}) == len(saved)
    assert all(record.version == plan.records[record.id].version + 1 for record in saved)
    return a_plan(*{**plan.records, **{record.id: record for record in saved}}.values())


def _hangs_on_nothing(plan: Plan) -> list[tuple[Record, str]]:
    kinds = {type(record) for record in plan.records.values()}
    found = []
    for record in (record for kind in kinds for record in plan.all_of(kind)):
        is_over = isinstance(record, Target) and record.state is State.closed
        for field in (*_LINKS, *(() if is_over else _LINKS_OF_WHAT_IS_OPEN)):
            above = plan.get(getattr(record, field, None))
            if above is not None and above.retired:
                found.append((record, field))
    return found


@settings(max_examples=150, deadline=None)
@given(_DEEDS)
def test_everything_in_sight_hangs_on_what_is_in_sight(deeds: list[tuple[str, str, str, Beneath]]) -> None:
    plan = HOUSE
    for does, one, other, below in deeds:
        plan = _after(plan, does, one, other, below)
        assert _hangs_on_nothing(plan) == [], does
    assert sorted(target.code for target in plan.every(Target)) == ["CS-1", "CS-2", "CS-3"]
