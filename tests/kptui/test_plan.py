"""Plan: the questions it answers."""

from datetime import UTC, date, datetime

import pytest

from kptui.errors import BadInput
from kptui.models.objective import Objective
from kptui.models.organisation import Level
from kptui.plan import Plan, Revision
from tests.builders import (
    a_day,
    a_person,
    a_pillar,
    a_plan,
    a_policy,
    a_reading,
    a_target,
    a_team,
    an_influence,
    an_objective,
    an_organisation,
)


def test_an_empty_plan_answers_with_nothing() -> None:
    plan = a_plan()
    assert (plan.organisation, plan.targets, plan.teams, plan.pillars, plan.periods) == (None, (), (), (), ())
    assert plan.policy.at_risk_pace == 0.9
    assert plan.get(None) is None
    assert plan.owner_name(None) == ""


def test_what_is_found_of_the_same_records_is_found_once() -> None:
    asked = list[Plan]()

    def codes(plan: Plan) -> str:
        asked.append(plan)
        return " ".join(target.code for target in plan.targets)

    target = a_target(code="CS-1")
    before = a_plan(target)
    assert before.found(codes) == "CS-1"
    after = Plan(Revision(1, 2), before.records, {target.id: (a_reading("2026-03-02", 1),)}, known=before.known)
    assert after.found(codes) == "CS-1"
    assert after.targets is before.targets
    assert asked == [before]
    assert after.latest(target.id) is not None
    assert after.revision == Revision(1, 2)


def test_targets_heard_of_since_have_other_readings() -> None:
    one, other = a_target(code="CS-1"), a_target(code="CS-2")
    said = (a_reading("2026-03-02", 1),)
    before = a_plan(one, other, readings={one.id: said})
    assert a_plan(one, other, readings={one.id: said}).heard_since(before) == set()
    assert a_plan(one, other, readings={one.id: said, other.id: said}).heard_since(before) == {other.id}
    assert a_plan(one, other).heard_since(before) == {one.id}


def test_today_is_the_day_in_the_plans_time_zone() -> None:
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    assert a_plan(a_policy(time_zone="Europe/Vienna")).today(late) == date(2026, 4, 1)
    assert a_plan().today(late) == date(2026, 3, 31)


def test_codes_are_found_in_any_case_and_sorted_as_people_count() -> None:
    plan = a_plan(*(a_target(code=code) for code in ("CS-10", "CS-9", "AB-11")))
    assert [t.code for t in plan.targets] == ["AB-11", "CS-9", "CS-10"]
    assert plan.target(" cs-9 ").code == "CS-9"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("CS-11", "did you mean CS-1"), ("Z", "There is no target Z; `kptui list`"), (" ", r"There is no target \(empty\)")],
)
def test_a_code_that_nobody_has_is_refused_with_the_nearest(typed: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as refusal:
        a_plan(a_target(code="CS-1")).target(typed)
    assert refusal.value.field == "code"


def test_retired_records_are_out_of_sight_but_not_gone() -> None:
    gone = a_target(code="CS-1", retired=True)
    plan = a_plan(gone)
    assert plan.targets == ()
    assert plan.get(gone.id) is gone
    assert plan.target("CS-1") is gone


def test_readings_come_by_day_and_without_those_corrected_or_withdrawn() -> None:
    target = a_target()
    late, early = a_reading("2026-02-08", 2), a_reading("2026-02-01", 1)
    wrong, taken_back = a_reading("2026-02-03", 9), a_reading("2026-02-04", 9)
    right = a_reading("2026-02-02", 3, corrects=wrong.id)
    withdrawal = a_reading("2026-02-04", 9, corrects=taken_back.id, withdrawn=True)
    plan = a_plan(target, readings={target.id: [late, early, wrong, taken_back, right, withdrawal]})
    assert plan.readings_of(target.id) == (early, right, late)
    assert plan.readings_of(target.id, a_day("2026-02-07")) == (early, right)
    assert plan.readings_of(target.id, a_day("2026-02-08")) == (early, right, late)
    assert plan.readings_of("nobody", a_day("2026-02-08")) == ()
    assert (plan.latest(target.id), plan.latest("nobody")) == (late, None)


def test_of_several_check_ins_on_one_day_the_last_one_saved_stands() -> None:
    target = a_target()
    first, second = a_reading("2026-02-01", 1), a_reading("2026-02-01", 2)
    assert a_plan(target, readings={target.id: [first, second]}).readings_of(target.id) == (second,)
    withdrawal = a_reading("2026-02-01", 2, corrects=second.id, withdrawn=True)
    assert a_plan(target, readings={target.id: [first, second, withdrawal]}).readings_of(target.id) == (first,)


def test_a_login_finds_the_person_who_has_not_left() -> None:
    ana, gone = a_person(login="ana"), a_person(login="ben", ended_on="2026-01-31")
    plan = a_plan(ana, gone, a_person(login=None))
    assert plan.person_of("ana") is ana
    assert plan.person_of("ben") is None


def test_an_owner_is_in_a_team_and_in_every_team_above() -> None:
    root = an_organisation()
    department = a_team(short="CS", level=Level.department, parent=root.id)
    team = a_team(short="SD", parent=department.id)
    ana = a_person(team=team.id)
    stranger = a_person(login="x")
    plan = a_plan(root, department, team, ana, stranger)
    assert plan.teams_of(ana.id) == {root.id, department.id, team.id}
    assert plan.teams_of(department.id) == {root.id, department.id}
    assert plan.teams_of(stranger.id) == plan.teams_of(None) == frozenset()
    assert plan.owner_name(ana.id) == ana.name
    assert plan.organisation is root


def test_teams_in_a_ring_end_somewhere() -> None:
    one, two = a_team(id="one", parent="two"), a_team(id="two", parent="one")
    assert a_plan(one, two).teams_of("one") == {"one", "two"}


def test_influences_are_found_from_both_ends() -> None:
    leading, lagging = a_target(code="IT-1"), a_target(code="CS-1")
    influence = an_influence(leading, lagging)
    plan = a_plan(leading, lagging, influence)
    assert plan.leading_of(lagging.id) == plan.lagging_of(leading.id) == (influence,)
    assert plan.leading_of(leading.id) == plan.lagging_of(lagging.id) == ()


def test_the_line_of_sight_goes_up_to_the_vision() -> None:
    root, pillar = an_organisation(), a_pillar()
    upper = an_objective(pillar=pillar.id)
    lower = an_objective(parent=upper.id)
    target = a_target(objective=lower.id)
    orphan = a_target(code="CS-2")
    plan = a_plan(root, pillar, upper, lower, target, orphan)
    assert plan.line_of_sight(target) == (target, lower, upper, pillar, root)
    assert plan.line_of_sight(orphan) == (orphan, root)


def test_objectives_in_a_ring_end_somewhere() -> None:
    one, two = an_objective(id="one", parent="two"), an_objective(id="two", parent="one")
    target = a_target(objective="one")
    assert a_plan(one, two, target).line_of_sight(target) == (target, one, two)


def test_objectives_and_targets_are_found_beneath_what_they_serve() -> None:
    pillar = a_pillar()
    second, first = an_objective(pillar=pillar.id, rank=2), an_objective(pillar=pillar.id, rank=1)
    nested, loose = an_objective(parent=first.id, pillar=pillar.id), an_objective()
    target, orphan = a_target(code="CS-2", objective=nested.id), a_target(code="CS-1")
    plan = a_plan(pillar, second, first, nested, loose, target, orphan)
    assert plan.objectives_beneath(pillar.id) == (first, second)
    assert plan.objectives_beneath(first.id) == (nested,)
    assert plan.objectives_beneath(None) == (loose,)
    assert plan.targets_of(nested.id) == (target,)
    assert plan.targets_of(None) == (orphan,)
    assert plan.all_of(Objective) == (second, first, nested, loose)


def test_pillars_come_by_rank() -> None:
    assert [p.name for p in a_plan(a_pillar(name="B", rank=2), a_pillar(name="A", rank=1)).pillars] == ["A", "B"]


def test_a_login_is_called_by_its_name_also_once_that_person_has_left() -> None:
    plan = a_plan(a_person(), a_person(name="Gus Gone", login="gus", ended_on="2026-01-31"))
    assert [plan.name_of(login) for login in ("maria", "gus", "stranger")] == ["Maria Berger", "Gus Gone", "stranger"]
