"""Redirects: whatever is in the file, there is an answer."""

from kptui.redirects import standing_for
from tests.builders import a_person, a_plan, a_target


def test_what_turns_in_a_circle_or_leads_nowhere_ends_somewhere() -> None:
    one, two = a_person(name="One"), a_person(name="Two", login="two")
    turning = one.model_copy(update={"merged_into": two.id}), two.model_copy(update={"merged_into": one.id})
    lost = a_target(merged_into="0000", owner=one.id)
    plan = a_plan(*turning, lost)
    assert plan.standing(one.id) == turning[0]
    assert plan.standing(lost.id) == plan.target("CS-1")
    assert plan.target("CS-1").owner == one.id
    assert standing_for(plan.records, None) is None
    assert plan.standing("0000") is None


def test_a_target_that_says_it_was_merged_into_a_person_is_itself() -> None:
    person = a_person()
    plan = a_plan(person, target := a_target(merged_into=person.id))
    assert plan.target("CS-1") == target
    assert plan.owner_name(target.id) == "Maria Berger"


def test_a_target_without_an_owner_is_read_as_it_is_where_people_were_merged() -> None:
    maria, twin = a_person(), a_person(name="Twin", login="twin")
    plan = a_plan(maria, twin.model_copy(update={"merged_into": maria.id, "retired": True}), target := a_target(owner=None))
    assert plan.targets == (target,)
    assert plan.get(target.id) is target
