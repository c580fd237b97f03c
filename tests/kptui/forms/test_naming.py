"""Names: which record a text means, and what one would type for a record."""

import pytest

from kptui.errors import BadInput
from kptui.forms.naming import ANYTHING, OBJECTIVE, OWNER, PERSON, TARGET, TEAM, choices_of, find, names_of, typed_name
from kptui.models.record import Record
from tests.builders import a_person, a_plan, a_target, a_team, an_objective

SERVICE = a_team()
MARIA = a_person()
MARIO = a_person(name="Mario Conti", login="mario")
GONE = a_person(name="Ana Weber", login="ana", ended_on="2026-01-31")
TARGET_1 = a_target()
PLAN = a_plan(SERVICE, MARIA, MARIO, GONE, TARGET_1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Maria Berger", MARIA),
        ("maria berger", MARIA),
        ("maria", MARIA),
        ("Maria B", MARIA),
        ("cs", SERVICE),
        ("Cust", SERVICE),
        (" Customer\tService ", SERVICE),
        (MARIO.id, MARIO),
        ("Ana Weber", GONE),
        ("ana", GONE),
    ],
)
def test_a_record_is_named_by_name_login_short_code_id_or_a_unique_beginning(typed: str, meant: Record) -> None:
    assert find(PLAN, typed, OWNER, "owner") == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("mari", "'mari' could be Maria Berger, Mario Conti; type more of it."),
        ("Ana W", "There is no person 'Ana W'; known: Maria Berger, Mario Conti."),
        ("Marie Berger", "There is no person 'Marie Berger'; did you mean Maria Berger?"),
        ("", "There is no person ''; known: Maria Berger, Mario Conti."),
        ("z" * 50, f"There is no person '{'z' * 37}…'; known: Maria Berger, Mario Conti."),
    ],
)
def test_an_unknown_or_ambiguous_name_is_refused_with_the_nearest(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        find(PLAN, typed, PERSON, "owner")
    assert (str(refusal.value), refusal.value.field) == (sentence, "owner")


def test_of_many_none_is_listed_and_of_none_that_is_said() -> None:
    many = a_plan(*(a_team(name=f"Team {n}", short=f"T{n}") for n in range(1, 9)))
    with pytest.raises(BadInput, match="'xx'; type its name or the beginning of it"):
        find(many, "xx", TEAM, "team")
    with pytest.raises(BadInput, match="could be Team 1, Team 2, Team 3, Team 4, Team 5…; type more"):
        find(many, "team", TEAM, "team")
    with pytest.raises(BadInput, match="the plan has none yet; add one first"):
        find(many, "xx", OBJECTIVE, "objective")


def test_among_very_many_the_nearest_is_not_looked_for() -> None:
    many = a_plan(*(a_person(name=f"Person {n}", login=f"p{n}") for n in range(501)))
    with pytest.raises(BadInput, match="There is no person 'Persom 7'; type its name or the beginning of it"):
        find(many, "Persom 7", PERSON, "owner")


def test_what_has_one_name_is_told_apart_by_another_or_by_its_id() -> None:
    twins = a_person(name="Kim Lee", login="kim"), a_person(name="Kim Lee", login="lee"), a_person(name="Kim Lee", login=None)
    plan = a_plan(*twins)
    with pytest.raises(BadInput, match=f"could be 3 of that name; type kim or lee or {twins[2].id}"):
        find(plan, "Kim Lee", PERSON, "owner")
    assert choices_of(plan, PERSON) == ("kim", "lee", twins[2].id)
    assert [find(plan, name, PERSON, "owner") for name in choices_of(plan, PERSON)] == list(twins)


def test_someone_who_left_is_in_nobodys_way() -> None:
    plan = a_plan(GONE, again := a_person(name="Ana Weber", login="ana2"))
    assert find(plan, "Ana Weber", PERSON, "owner") == again
    assert choices_of(plan, PERSON) == ("Ana Weber",)


def test_a_name_with_a_comma_is_written_so_that_it_can_stand_in_a_list() -> None:
    plan = a_plan(a_person(name="Berger, Maria"), nameless := an_objective(name="One; two"))
    assert choices_of(plan, PERSON) == ("Berger, Maria",)
    assert choices_of(plan, PERSON, in_list=True) == ("maria",)
    assert typed_name(plan, nameless.id, OBJECTIVE, in_list=True) == nameless.id
    assert typed_name(plan, nameless.id, OBJECTIVE) == "One; two"


def test_a_target_is_written_as_its_code() -> None:
    assert typed_name(PLAN, TARGET_1.id, TARGET) == "CS-1"


def test_what_is_out_of_sight_is_written_by_its_id_and_read_again() -> None:
    retired = a_target(code="CS-9", retired=True)
    plan = a_plan(TARGET_1, retired)
    assert typed_name(plan, retired.id, TARGET) == retired.id
    assert find(plan, retired.id, TARGET, "part_of") == retired
    assert typed_name(plan, "gone", TARGET) == "gone"


def test_a_duplicate_means_what_it_was_merged_into() -> None:
    duplicate = MARIO.model_copy(update={"retired": True, "merged_into": MARIA.id})
    assert find(a_plan(MARIA, duplicate), duplicate.id, PERSON, "owner") == MARIA


def test_anything_can_be_named() -> None:
    assert find(PLAN, "cs-1", ANYTHING, "what") == TARGET_1
    assert names_of(TARGET_1) == ("CS-1", "Answer faster")
