"""Taking back: what was done last is said again as it was before, unless someone has built on it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kptui.changes import add_records, edit_record, record_check_in
from kptui.changes.last_change import last_change
from kptui.changes.taking_back import take_back
from kptui.errors import EditConflict, Refused
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_person, a_target, a_team, an_influence, an_objective

TARGET = a_target(by="ana")
OTHER = a_target(code="CS-2", by="ana")


class House:
    """A plan that ana made, and who does what in it, each a minute after the other."""

    def __init__(self, path: Path) -> None:
        self.store = FileStore.create(path, records=[a_person(by="ana"), TARGET, OTHER])
        self._minutes = 0

    def later(self) -> datetime:
        self._minutes += 1
        return NOW + timedelta(minutes=self._minutes)

    def add(self, *records: Record, by: str = "maria") -> None:
        at = self.later()
        self.store.save(add_records(*(record.model_copy(update={"at": at, "by": by}) for record in records)))

    def edit(self, record: Record, by: str = "maria", **fields: object) -> None:
        self.store.save(edit_record(self.newest(record), self.later(), by, **fields))

    def check_in(self, value: float, by: str = "maria", on: str = "2026-03-01", **fields: object) -> CheckIn:
        check_in = a_check_in(TARGET, on, value, at=self.later(), by=by, **fields)
        self.store.save(record_check_in(check_in))
        return check_in

    def undo(self, by: str = "maria") -> Plan:
        found = last_change(self.store.documents(), by, self.store.history)
        return self.store.save(take_back(found, self.later(), by))

    def newest(self, record: Record) -> Record:
        found = self.store.read().get(record.id)
        assert found is not None
        return found

    def said(self, record: Record) -> dict[str, object]:
        return self.newest(record).model_dump(exclude={"version", "at", "by"})

    def standing(self) -> list[float]:
        return [reading.value for reading in self.store.read().readings_of(TARGET.id)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "plan.json")


def test_an_edit_is_again_as_it_was_and_undoing_that_brings_it_back(house: House) -> None:
    before = house.said(TARGET)
    house.edit(TARGET, name="Answer at once", unit="h")
    after = house.said(TARGET)
    house.undo()
    assert house.said(TARGET) == before
    assert (house.newest(TARGET).version, house.newest(TARGET).by) == (3, "maria")
    house.undo()
    assert house.said(TARGET) == after
    assert house.newest(TARGET).version == 4


def test_a_new_record_is_retired_and_undoing_that_brings_it_back(house: House) -> None:
    objective = an_objective()
    house.add(objective)
    house.undo()
    assert house.newest(objective).retired
    house.undo()
    assert not house.newest(objective).retired
    house.undo()
    assert house.newest(objective).retired


def test_a_check_in_is_withdrawn_and_undoing_that_says_it_again(house: House) -> None:
    house.check_in(10, by="ben", on="2026-02-01")
    house.check_in(20, confidence=7, achievements="Three new agents")
    house.undo()
    assert house.standing() == [10]
    house.undo()
    assert house.standing() == [10, 20]
    again = house.store.history(TARGET.id)[-1]
    assert (again.confidence, again.achievements, again.by) == (7, "Three new agents", "maria")
    house.undo()
    assert house.standing() == [10]


def test_a_correction_gives_way_to_what_it_corrected(house: House) -> None:
    first = house.check_in(20, by="ben", challenges="Nobody on Fridays")
    house.check_in(30, corrects=first.id)
    house.undo()
    assert house.standing() == [20]
    assert house.store.history(TARGET.id)[-1].challenges == "Nobody on Fridays"
    house.undo()
    assert house.standing() == [30]


def test_a_goal_that_a_check_in_changed_goes_back_with_it(house: House) -> None:
    before = house.said(TARGET)
    house.check_in(20, adjustment={"of": "goal", "goal": 80})
    house.undo()
    assert (house.standing(), house.said(TARGET)) == ([], before)
    house.undo()
    again = house.newest(TARGET)
    assert isinstance(again, Target)
    assert (house.standing(), again.goal, again.original_goal) == ([20], 80, 100)


def test_a_change_of_several_records_is_taken_back_whole(house: House) -> None:
    objective = an_objective()
    target = a_target(code="CS-3", objective=objective.id)
    house.add(objective, target, a_check_in(target, "2026-03-01", 5))
    plan = house.undo()
    assert house.newest(objective).retired
    assert house.newest(target).retired
    assert plan.readings_of(target.id) == ()


def test_what_others_did_since_on_other_things_does_not_matter(house: House) -> None:
    house.edit(TARGET, name="Answer at once")
    house.edit(OTHER, by="ben", name="His")
    house.check_in(5, by="ben")
    house.undo()
    assert house.said(TARGET)["name"] == TARGET.name
    assert house.said(OTHER)["name"] == "His"
    assert house.standing() == [5]


def test_an_edit_that_someone_edited_since_is_left(house: House) -> None:
    house.edit(TARGET, name="Answer at once")
    house.edit(TARGET, by="ben", unit="h")
    with pytest.raises(EditConflict, match="ben changed CS-1 on 2 Mar 2026 at 09:02"):
        house.undo()
    assert house.newest(TARGET).version == 3


@pytest.mark.parametrize(("withdrawn", "did"), [(False, "corrected"), (True, "withdrew")])
def test_a_check_in_that_someone_corrected_since_is_left(house: House, withdrawn: bool, did: str) -> None:  # noqa: FBT001 - a case
    mine = house.check_in(20)
    house.check_in(30, by="ben", corrects=mine.id, withdrawn=withdrawn)
    with pytest.raises(EditConflict, match=f"ben {did} your check-in on CS-1 on 2 Mar 2026 at 09:02"):
        house.undo()


def test_a_check_in_is_left_when_someone_checked_in_for_the_same_day_since(house: House) -> None:
    house.check_in(20)
    house.undo()
    house.check_in(30, by="ben")
    with pytest.raises(EditConflict, match="ben checked in on CS-1 for the same day on 2 Mar 2026 at 09:03"):
        house.undo()
    assert house.standing() == [30]


def test_what_a_correction_replaced_does_not_come_back_over_a_later_check_in(house: House) -> None:
    first = house.check_in(20, by="ben", on="2026-02-01")
    house.check_in(25, corrects=first.id)
    house.check_in(30, by="ben", on="2026-02-01")
    with pytest.raises(EditConflict, match="ben checked in on CS-1 for the same day on 2 Mar 2026 at 09:03"):
        house.undo()


def test_a_later_check_in_that_was_withdrawn_is_in_nobodys_way(house: House) -> None:
    house.check_in(20)
    later = house.check_in(30, by="ben")
    house.check_in(30, by="ben", corrects=later.id, withdrawn=True)
    assert house.standing() == [20]
    house.undo()
    assert house.standing() == []


def test_what_was_brought_back_is_retired_again_although_it_was_in_use_before(house: House) -> None:
    house.check_in(20, by="ben")
    house.edit(TARGET, retired=True)
    house.undo()
    house.undo()
    assert house.newest(TARGET).retired
    house.undo()
    house.check_in(30, by="ben", on="2026-02-01")
    with pytest.raises(EditConflict, match="ben checked in on CS-1 on 2 Mar 2026 at 09:06"):
        house.undo()


def test_what_was_brought_back_is_retired_again_although_something_stood_beneath_it_before(house: House) -> None:
    objective = an_objective()
    house.add(objective, by="ben")
    house.edit(OTHER, by="ben", objective=objective.id)
    house.edit(objective, retired=True)
    house.undo()
    house.undo()
    assert house.newest(objective).retired


def test_a_check_in_on_a_target_that_was_closed_since_is_left(house: House) -> None:
    house.check_in(20)
    house.edit(TARGET, by="ben", state=State.closed)
    with pytest.raises(Refused, match="CS-1 is closed; only active targets"):
        house.undo()


def test_a_new_target_that_someone_checked_in_on_is_left(house: House) -> None:
    target = a_target(code="CS-3")
    house.add(target)
    house.add(a_check_in(target, "2026-03-01", 5), by="ben")
    with pytest.raises(EditConflict, match="ben checked in on CS-3 on 2 Mar 2026 at 09:02"):
        house.undo()


def test_what_someone_put_something_beneath_is_left(house: House) -> None:
    objective = an_objective(name="Calm")
    house.add(objective)
    house.edit(OTHER, by="ben", objective=objective.id)
    with pytest.raises(EditConflict, match="ben saved CS-2, which needs Calm, on 2 Mar 2026 at 09:02"):
        house.undo()
    house.undo(by="ben")
    house.undo()
    assert house.newest(objective).retired


def test_a_team_that_helps_somewhere_is_left(house: House) -> None:
    team = a_team()
    house.add(team)
    house.edit(OTHER, by="ben", contributors=[team.id])
    with pytest.raises(EditConflict, match="which needs Customer Service"):
        house.undo()


def test_whoever_did_nothing_has_nothing_to_take_back(house: House) -> None:
    with pytest.raises(Refused, match="nothing of yours"):
        house.undo()


def test_whoever_made_the_plan_does_not_unmake_it(tmp_path: Path) -> None:
    store = FileStore.create(tmp_path / "plan.json", records=[a_person(by="ana")])
    with pytest.raises(Refused, match="to make this plan"):
        store.save(take_back(last_change(store.documents(), "ana", store.history), NOW, "ana"))


def test_an_influence_is_called_by_its_targets(house: House) -> None:
    influence = an_influence(TARGET, OTHER)
    house.add(influence)
    house.edit(influence, by="ben", strength=1)
    with pytest.raises(EditConflict, match="ben changed CS-1 → CS-2 on"):
        house.undo()
