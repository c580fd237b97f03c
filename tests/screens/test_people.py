"""Teams, people and periods on screen: what everybody owns, handing over, merging duplicates, retiring, sharing a goal out."""

from datetime import date
from pathlib import Path

import pytest

from kptui.changes import add_records
from kptui.forms import naming
from kptui.models.organisation import Person
from kptui.models.target import Target
from kptui.store import FileStore
from screens.choose import Choose
from screens.objective_tree import ObjectiveTree
from screens.people import People
from screens.record_form import RecordForm
from screens.retire import Retire
from screens.widgets.field_rows import FieldRows
from tests.builders import a_person, a_plan, a_team
from tests.screens.house import Driven, House, an_app, driving, said, seen, until


async def shown(pilot: Driven, *keys: str, screen: type[object]) -> None:
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and bool(seen(pilot).strip()))


async def on(pilot: Driven, record_id: str) -> None:
    """Show the people, with the cursor on one."""
    await shown(pilot, "p", screen=People)
    people_of(pilot).go_to_record(record_id)


def people_of(pilot: Driven) -> People:
    assert isinstance(pilot.app.screen, People)
    return pilot.app.screen


def rows_of(pilot: Driven) -> FieldRows:
    return pilot.app.screen.query_one(FieldRows)


async def test_the_teams_are_a_tree_with_people_and_what_they_own(pilot: Driven) -> None:
    await shown(pilot, "p", screen=People)
    lines = [line.split() for line in seen(pilot).splitlines()]
    assert ["Brightwater", "BW"] in lines
    assert ["Customer", "Service", "CS", "1", "objective,", "1", "target"] in lines
    assert ["Maria", "Berger", "maria", "1", "target"] in lines
    assert ["Q1", "2026", "now", "1", "Jan", "to", "31", "Mar"] in lines
    indents = [
        line.index(name) for name in ("Brightwater", "IT ", "Ben") for line in seen(pilot).splitlines() if name in line[:12]
    ]
    assert indents == sorted(set(indents))


async def test_where_there_is_nobody_the_key_to_press_is_named(house: House, path: Path, tmp_path: Path) -> None:
    store = FileStore.create(path, records=[house.organisation])
    async with driving(an_app(store, tmp_path)) as pilot:
        await shown(pilot, "p", screen=People)
        assert "Press a to add a person" in seen(pilot)


async def test_a_person_is_added_to_the_team_of_the_cursor_and_the_cursor_goes_there(
    pilot: Driven, path: Path, house: House
) -> None:
    await on(pilot, house.it.id)
    await shown(pilot, "a", screen=Choose)
    await shown(pilot, "n", screen=RecordForm)
    await shown(pilot, *"Kim Reed", "ctrl+s", screen=People)
    kim = next(p for p in FileStore(path).read().people if p.name == "Kim Reed")
    assert (kim.team, kim.login) == (house.it.id, None)
    assert people_of(pilot).record_id == kim.id


async def test_all_that_someone_owns_goes_to_another_at_once(pilot: Driven, path: Path, house: House) -> None:
    await on(pilot, house.maria.id)
    await shown(pilot, "t", screen=RecordForm)
    assert "the 1 that Maria Berger owns" in seen(pilot)
    await pilot.press(*"Nemo")
    assert "There is no person or team 'Nemo'" in seen(pilot)
    await pilot.press("ctrl+u", *"ben", "down", *"2026-03-31")
    await shown(pilot, "ctrl+s", screen=People)
    plan = FileStore(path).read()
    assert plan.target("CS-1").owner == house.ben.id
    maria = plan.get(house.maria.id)
    assert isinstance(maria, Person)
    assert maria.ended_on == date(2026, 3, 31)
    await until(pilot, lambda: "left 31 Mar" in seen(pilot))


async def test_a_refusal_to_hand_over_leaves_what_was_typed(pilot: Driven, house: House) -> None:
    await on(pilot, house.maria.id)
    await shown(pilot, "t", screen=RecordForm)
    await pilot.press(*"maria", "ctrl+s")
    await until(pilot, lambda: "has it already; name somebody else" in seen(pilot))
    assert rows_of(pilot).typed["to"] == "maria"


async def test_a_duplicate_is_merged_and_goes_out_of_sight(pilot: Driven, path: Path, house: House) -> None:
    twin = a_person(name="M. Berger", login=None, team=house.it.id)
    FileStore(path).save(add_records(twin))
    await until(pilot, lambda: pilot.app.plan.get(twin.id) is not None)  # type: ignore[attr-defined]
    await on(pilot, twin.id)
    await shown(pilot, "m", screen=RecordForm)
    await pilot.press(*"maria")
    await shown(pilot, "ctrl+s", screen=People)
    assert not any(line.strip().startswith("M. Berger") for line in seen(pilot).splitlines())
    assert FileStore(path).read().standing(twin.id) == house.maria


@pytest.mark.parametrize("key", ["t", "m"])
async def test_only_people_hand_over_and_are_merged(pilot: Driven, house: House, key: str) -> None:
    await on(pilot, house.it.id)
    await pilot.press(key)
    assert isinstance(pilot.app.screen, People)
    assert "Move to a person first" in said(pilot)


async def test_the_cursor_passes_over_headings(pilot: Driven, house: House) -> None:
    await shown(pilot, "p", screen=People)
    await pilot.press("G")
    assert people_of(pilot).record_id == pilot.app.plan.periods[0].id  # type: ignore[attr-defined]
    await pilot.press("k")
    assert people_of(pilot).record_id == house.ben.id


async def test_what_others_add_is_there_and_the_cursor_stays(pilot: Driven, path: Path, house: House) -> None:
    await on(pilot, house.ben.id)
    FileStore(path).save(add_records(a_team(name="Archive", short="AR", parent=house.organisation.id)))
    await until(pilot, lambda: "Archive" in seen(pilot))
    assert people_of(pilot).record_id == house.ben.id


async def test_the_organisation_cannot_be_retired_and_that_is_said(pilot: Driven, path: Path, house: House) -> None:
    await on(pilot, house.organisation.id)
    await shown(pilot, "x", screen=Retire)
    await pilot.press("y")
    await until(pilot, lambda: "A plan cannot be without Brightwater; edit it instead." in seen(pilot))
    await shown(pilot, "escape", screen=People)
    assert FileStore(path).read().organisation is not None


async def test_what_hangs_beneath_a_team_goes_up(pilot: Driven, path: Path, house: House) -> None:
    await on(pilot, house.it.id)
    await shown(pilot, "x", screen=Retire)
    assert "What hangs beneath it goes to what is above" in " ".join(seen(pilot).split())
    assert "↑ person       Ben Oatlark" in seen(pilot)
    await shown(pilot, "enter", screen=People)
    ben = FileStore(path).read().get(house.ben.id)
    assert isinstance(ben, Person)
    assert ben.team == house.organisation.id
    assert "IT is retired" in said(pilot)


async def test_the_links_of_a_target_go_with_it(pilot: Driven, path: Path) -> None:
    await shown(pilot, "x", screen=Retire)
    assert "Nothing hangs beneath it." in " ".join(seen(pilot).split())
    assert "Its links to other targets (1) go with it." in seen(pilot)
    await shown(pilot, "y", screen=ObjectiveTree)
    plan = FileStore(path).read()
    assert plan.target("CS-1").retired
    assert plan.influences == ()


async def test_a_link_is_retired_by_itself(pilot: Driven, path: Path) -> None:
    await shown(pilot, "x", screen=Retire)
    await shown(pilot, "l", screen=Choose)
    assert "IT-1 → CS-1" in seen(pilot)
    await shown(pilot, "a", screen=Retire)
    assert "Retire  IT-1 → CS-1" in seen(pilot)
    await shown(pilot, "y", screen=ObjectiveTree)
    plan = FileStore(path).read()
    assert (plan.influences, plan.target("CS-1").retired) == ((), False)


async def test_a_target_that_is_another_one_is_merged_from_the_same_question(pilot: Driven, path: Path, house: House) -> None:
    await shown(pilot, "slash", *"CS-2", "enter", "x", screen=Retire)
    assert "only a link" not in seen(pilot)
    await shown(pilot, "m", screen=RecordForm)
    await pilot.press(*"CS-1", "ctrl+s")
    await until(pilot, lambda: "counted in % and h; they cannot be one" in " ".join(seen(pilot).split()))
    await pilot.press("ctrl+u", *"FI-2", "ctrl+s")
    await until(pilot, lambda: "cannot be one" in " ".join(seen(pilot).split()))
    await shown(pilot, "escape", screen=ObjectiveTree)
    assert not FileStore(path).read().target("CS-2").retired


async def test_the_sum_of_the_shares_stands_there_as_one_types(pilot: Driven, path: Path, house: House) -> None:
    FileStore(path).save(add_records(a_team(name="Legal", short="LG", parent=house.organisation.id, level="department")))
    await until(pilot, lambda: len(pilot.app.plan.teams) == 4)  # type: ignore[attr-defined]
    await shown(pilot, "slash", *"FI-1", "enter", "a", screen=Choose)
    await shown(pilot, "c", screen=RecordForm)
    assert "0 % given out, 100 % left" in seen(pilot)
    await pilot.press("ctrl+s")
    assert "Give a share to one at least." in seen(pilot)
    await pilot.press(*"30%", "down", *"50")
    assert "80 % given out, 20 % left" in seen(pilot)
    assert "30 %: 1.2 EUR" in seen(pilot)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "The shares add up to 80 %, 20 % is left; make them 100 %." in seen(pilot))
    await pilot.press("ctrl+u", *"lots", "ctrl+s")
    assert "is no number" in seen(pilot)
    await pilot.press("ctrl+u", *"80%")
    assert "110 % given out, 10 % too much" in seen(pilot)
    await pilot.press("ctrl+u", *"70%")
    assert "all of it given out" in seen(pilot)
    await shown(pilot, "ctrl+s", screen=ObjectiveTree)
    parts = [t for t in FileStore(path).read().targets if t.part_of == house.cost.id]
    assert {(part.code, part.share, part.goal) for part in parts} == {("IT-2", 0.3, 1.2), ("LG-1", 0.7, 2.8)}


async def test_a_link_is_added_from_a_targets_page_and_seen_there(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("enter")
    await until(pilot, lambda: "lower is better" in seen(pilot))
    await shown(pilot, "a", screen=Choose)
    await shown(pilot, "i", screen=RecordForm)
    await pilot.press("down", *"IT-1")
    assert "It would turn in a circle: CS-1 → IT-1 → CS-1" in " ".join(seen(pilot).split())
    await pilot.press("ctrl+u", *"FI-1", "ctrl+s")
    await until(pilot, lambda: not isinstance(pilot.app.screen, RecordForm))
    link = next(i for i in FileStore(path).read().influences if i.leading == house.response.id)
    assert link.lagging == house.cost.id
    while "It acts on" not in seen(pilot):
        await pilot.press("pagedown")


def test_a_target_is_named_by_its_code_wherever_it_is_typed(house: House) -> None:
    plan = a_plan(*house.records)
    assert naming.typed_name(plan, house.response.id, naming.TARGET) == "CS-1"
    assert isinstance(naming.find(plan, "CS-1", naming.TARGET, ""), Target)


async def test_my_team_takes_in_the_teams_beneath_it(pilot: Driven, path: Path, house: House) -> None:
    night = a_team(name="Night desk", short="ND", parent=house.service.id)
    FileStore(path).save(add_records(night, a_person(name="Kim Reed", login=None, team=night.id)))
    await shown(pilot, "p", screen=People)
    await until(pilot, lambda: "Kim Reed" in seen(pilot))
    await pilot.press("f")
    await until(pilot, lambda: "my team" in seen(pilot) and "Ben Oatlark" not in seen(pilot))
    assert "Night desk" in seen(pilot)
    assert "Kim Reed" in seen(pilot)
