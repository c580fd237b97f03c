"""Merging duplicates: one stands for both, nothing is rewritten, and what names the other is read so."""

from pathlib import Path

import pytest

from kptui.changes.editing import edit_record
from kptui.changes.merging import merge
from kptui.changes.retiring import bring_back
from kptui.errors import BadInput, EditConflict, Refused
from kptui.models.organisation import Person
from kptui.models.target import Target
from kptui.plan import Plan, is_theirs
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_person, a_target, a_team, an_influence, an_objective

SERVICE = a_team()
MARIA = a_person(team=SERVICE.id)
TWIN = a_person(name="M. Berger", login="mberger")
BEN = a_person(name="Ben Okafor", login="ben")
WANTED = an_objective(owner=TWIN.id)
KEPT = a_target(unit="h", owner=TWIN.id, contributors=(MARIA.id, TWIN.id))
DOUBLE = a_target(code="CS-2", unit="h", owner=BEN.id)
OTHER = a_target(code="CS-3", unit="%", part_of=DOUBLE.id, contributors=(TWIN.id,))
LINKS = (an_influence(DOUBLE, OTHER), an_influence(KEPT, DOUBLE))
CHECK_IN = a_check_in(DOUBLE, "2026-02-02", 30)
RECORDS = (SERVICE, MARIA, TWIN, BEN, WANTED, KEPT, DOUBLE, OTHER, *LINKS, CHECK_IN)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore.create(tmp_path / "plan.json", records=RECORDS)


def person(plan: Plan, record_id: str) -> Person:
    found = plan.records[record_id]
    assert isinstance(found, Person)
    return found


def test_what_a_duplicate_person_owns_is_read_as_the_others(store: FileStore) -> None:
    plan = store.save(merge(TWIN, MARIA, NOW, "ana"))
    assert plan.people == (MARIA, BEN)
    assert (plan.target("CS-1").owner, plan.objectives[0].owner) == (MARIA.id, MARIA.id)
    assert plan.owner_name(TWIN.id) == "Maria Berger"
    assert plan.teams_of(TWIN.id) == {SERVICE.id}
    assert plan.target("CS-1").contributors == (MARIA.id,)
    assert plan.target("CS-3").contributors == (MARIA.id,)
    assert plan.person_of("mberger") == plan.person_of("maria") == MARIA
    assert is_theirs(plan.target("CS-1"), MARIA)
    assert plan.get(KEPT.id) is plan.target("CS-1")


def test_nothing_is_rewritten(store: FileStore) -> None:
    plan = store.save(merge(TWIN, MARIA, NOW, "ana"))
    assert plan.records[KEPT.id] == KEPT
    assert person(plan, TWIN.id) == TWIN.edited(NOW, "ana", merged_into=MARIA.id, retired=True)


def test_a_duplicate_target_s_code_links_and_parts_are_the_others(store: FileStore) -> None:
    plan = store.save(merge(DOUBLE, KEPT, NOW, "ana"))
    assert [target.code for target in plan.targets] == ["CS-1", "CS-3"]
    assert plan.target("CS-2") == KEPT
    assert [(link.leading, link.lagging) for link in plan.influences] == [(KEPT.id, OTHER.id)]
    assert plan.leading_of(OTHER.id) == plan.lagging_of(KEPT.id) == plan.influences
    assert plan.target("CS-3").part_of == KEPT.id


def test_the_check_ins_of_a_duplicate_stay_readable(store: FileStore) -> None:
    plan = store.save(merge(DOUBLE, KEPT, NOW, "ana"))
    assert plan.target("CS-2", itself=True).id == DOUBLE.id
    assert store.history(DOUBLE.id) == (CHECK_IN,)
    assert plan.readings_of(KEPT.id) == ()


def test_an_edit_of_what_is_read_so_is_the_next_version(store: FileStore) -> None:
    plan = store.save(merge(TWIN, MARIA, NOW, "ana"))
    saved = store.save(edit_record(plan.target("CS-1"), NOW, "ana", name="Renamed")).records[KEPT.id]
    assert isinstance(saved, Target)
    assert (saved.version, saved.owner) == (2, MARIA.id)


def test_what_was_merged_is_parted_again(store: FileStore) -> None:
    plan = store.save(merge(TWIN, MARIA, NOW, "ana"))
    parted = store.save(bring_back(plan.records[TWIN.id], NOW, "ana"))
    assert (parted.target("CS-1").owner, person(parted, TWIN.id).merged_into) == (TWIN.id, None)


def test_a_chain_of_merges_ends_at_the_last(store: FileStore) -> None:
    store.save(merge(TWIN, MARIA, NOW, "ana"))
    plan = store.save(merge(MARIA, BEN, NOW, "ana"))
    assert plan.standing(TWIN.id) == BEN
    assert plan.target("CS-1").owner == BEN.id


@pytest.mark.parametrize(
    ("duplicate", "into", "sentence"),
    [
        (MARIA, MARIA, "Maria Berger is one already; name two."),
        (MARIA, KEPT, "Maria Berger is a person and CS-1 a target; only two of a kind can be one."),
        (KEPT, OTHER, "CS-1 and CS-3 are counted in h and %; they cannot be one."),
        (a_target(code="CS-9"), KEPT, "CS-9 is retired; bring it back first, or name another."),
        (KEPT, a_target(code="CS-9"), "CS-9 is retired; bring it back first, or name another."),
    ],
)
def test_what_cannot_be_one_is_refused(
    store: FileStore, duplicate: Person | Target, into: Person | Target, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        store.save(merge(duplicate, into, NOW, "ana"))
    assert str(refusal.value) == sentence


def test_two_that_as_one_would_act_on_themselves_are_refused(store: FileStore) -> None:
    store.save(lambda _: (an_influence(OTHER, KEPT),))
    with pytest.raises(Refused, match=r"As one they would act on themselves: CS-\d → CS-\d → CS-\d; retire one of these links"):
        store.save(merge(DOUBLE, KEPT, NOW, "ana"))


def test_a_target_is_not_merged_into_a_part_of_itself(store: FileStore) -> None:
    part = a_target(code="CS-4", unit="h", part_of=KEPT.id, share=0.5)
    store.save(lambda _: (part,))
    with pytest.raises(BadInput, match="It would turn in a circle: CS-4 → CS-4; choose another"):
        store.save(merge(KEPT, part, NOW, "ana"))


def test_two_cannot_stand_for_each_other(store: FileStore) -> None:
    plan = store.save(merge(TWIN, MARIA, NOW, "ana"))
    with pytest.raises(Refused, match=r"M\. Berger is retired"):
        store.save(merge(MARIA, person(plan, TWIN.id), NOW, "ana"))


def test_a_duplicate_that_someone_else_changed_first_is_not_merged(store: FileStore) -> None:
    store.save(lambda _: (TWIN.edited(NOW, "ben", name="Mona Berger"),))
    with pytest.raises(EditConflict):
        store.save(merge(TWIN, MARIA, NOW, "ana"))
