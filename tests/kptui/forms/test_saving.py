"""Saving a form: the Change that it comes to, on the newest plan; and two people's edits of one record."""

from pathlib import Path

import pytest

from kptui.errors import BadInput, EditConflict, Refused
from kptui.forms import FORMS, Clash, as_typed, change_of, clashes, merged, understand
from kptui.models.target import State, Target
from kptui.store import FileStore
from tests.builders import NOW, a_plan, a_target, a_team
from tests.kptui.forms.filling import OBJECTIVE, PLAN, SERVICE, TARGET, a_filled_target, around, edited, filled

FORM = FORMS["target"]
READ = a_target(owner=SERVICE.id, objective=OBJECTIVE.id, unit="h", baseline=24, goal=12, due="2026-03-31")


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore.create(tmp_path / "plan.json", records=tuple(PLAN.records.values()))


def test_a_code_is_given_out_on_the_newest_plan_and_never_again(store: FileStore) -> None:
    first = change_of(a_filled_target(store.read()), around(None, store.read()), "0001", NOW, "maria")
    second = change_of(a_filled_target(store.read()), around(None, store.read()), "0002", NOW, "ana")
    store.save(second)
    assert store.save(first).target("CS-2").id == "0001"
    known = store.read().target("CS-2")
    store.save(lambda _: (known.edited(NOW, "ana", retired=True),))
    third = change_of(a_filled_target(store.read()), around(None, store.read()), "0003", NOW, "maria")
    assert store.save(third).target("CS-3").id == "0003"


def test_saving_again_after_a_doubt_makes_nothing_twice(store: FileStore) -> None:
    change = change_of(a_filled_target(store.read()), around(None, store.read()), "0001", NOW, "maria")
    store.save(change)
    assert [target.code for target in store.save(change).targets] == ["CS-1"]


def test_a_wrong_field_is_refused_by_its_name_and_nothing_is_saved(store: FileStore) -> None:
    before = store.path.read_bytes()
    with pytest.raises(BadInput, match="is no number") as refusal:
        change_of(a_filled_target(store.read(), goal="x", due="y"), around(), "0001", NOW, "maria")
    assert refusal.value.field == "goal"
    assert store.path.read_bytes() == before


def test_what_was_retired_meanwhile_is_refused_when_it_is_saved(store: FileStore) -> None:
    change = change_of(a_filled_target(store.read()), around(None, store.read()), "0001", NOW, "maria")
    store.save(lambda _: (OBJECTIVE.edited(NOW, "ana", retired=True),))
    with pytest.raises(BadInput, match="Customers feel looked after is not in the plan any more; choose another") as refusal:
        store.save(change)
    assert refusal.value.field == "objective"
    assert store.read().targets == ()


def test_an_edit_of_what_someone_else_changed_first_is_refused(store: FileStore) -> None:
    store.save(lambda _: (READ,))
    plan = store.read()
    change = change_of(edited("target", READ, plan, goal="10"), around(READ, plan), READ.id, NOW, "maria")
    store.save(lambda _: (READ.edited(NOW, "ana", goal=11),))
    with pytest.raises(EditConflict, match="ana changed it on"):
        store.save(change)
    assert store.read().target("CS-1").goal == 11


def test_an_edit_that_changes_nothing_saves_nothing(store: FileStore) -> None:
    store.save(lambda _: (READ,))
    plan = store.read()
    assert store.save(change_of(edited("target", READ, plan), around(READ, plan), READ.id, NOW, "maria")) is plan


def test_what_is_retired_is_brought_back_before_it_is_edited() -> None:
    gone = READ.model_copy(update={"retired": True})
    plan = a_plan(*PLAN.records.values(), gone)
    understood = understand(FORM, around(gone, plan), as_typed(FORM, around(gone, plan)) | {"name": "Renamed"})
    with pytest.raises(Refused, match="CS-1 is retired; bring it back before you edit it"):
        change_of(understood, around(gone, plan), gone.id, NOW, "maria")(plan)


def test_fields_that_do_not_hold_together_are_refused_by_the_record_itself() -> None:
    understood = filled("target", PLAN, None, **TARGET)
    bent = {**understood.changed, "due": "2025-01-01", "state": State.draft}
    forced = type(understood)(FORM, understood.typed, bent, changed=bent)
    with pytest.raises(Refused, match="It is due on 2025-01-01, before it starts on 2026-01-01"):
        change_of(forced, around(), "0001", NOW, "maria")(PLAN)


def test_fields_that_only_one_changed_merge_and_the_rest_is_chosen_one_by_one() -> None:
    other = a_team(name="Operations", short="OPS", parent=SERVICE.parent)
    theirs = READ.edited(NOW, "ana", goal=10, name="Hers", owner=other.id)
    plan = a_plan(*PLAN.records.values(), other, theirs)
    here = around(READ, plan)
    typed = as_typed(FORM, here) | {"goal": "9", "name": "Hers", "baseline": " 20 ", "id": "a draft's own"}
    assert clashes(FORM, here, typed, theirs) == (Clash("goal", "Goal", "12", "9", "10"),)
    hers = merged(FORM, here, typed, theirs, ())
    assert (hers["goal"], hers["name"], hers["owner"], hers["baseline"].strip()) == ("10", "Hers", "Operations", "20")
    mine = merged(FORM, here, typed, theirs, {"goal"})
    assert (mine["goal"], mine["owner"]) == ("9", "Operations")
    on_theirs = around(theirs, plan)
    [saved] = change_of(understand(FORM, on_theirs, mine), on_theirs, READ.id, NOW, "maria")(plan)
    assert isinstance(saved, Target)
    assert (saved.version, saved.goal, saved.baseline, saved.owner) == (3, 9, 20, other.id)


def test_a_field_that_was_emptied_is_a_change_too() -> None:
    theirs = READ.edited(NOW, "ana", unit="min")
    plan = a_plan(*PLAN.records.values(), theirs)
    here = around(READ, plan)
    typed = {name: text for name, text in as_typed(FORM, here).items() if name != "unit"}
    assert [clash.name for clash in clashes(FORM, here, typed, theirs)] == ["unit"]
    assert merged(FORM, here, typed, theirs, {"unit"})["unit"] == ""
