"""The forms: bad input is told at its field, nothing typed is lost, and two people's edits are brought together."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from kptui.changes import Change, edit_record
from kptui.errors import NotSaved
from kptui.forms import FORMS
from kptui.models.objective import Objective
from kptui.models.organisation import Person
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.store import FileStore
from kptui.wait import Wait
from screens.drafts import Drafts
from screens.merge import Merge
from screens.objective_tree import ObjectiveTree
from screens.presentation.choices import DEPARTMENT, LINK, OBJECTIVE, PERIOD, PERSON, PILLAR, TARGET, TEAM
from screens.record_form import RecordForm
from screens.widgets.field_rows import FieldRows
from screens.widgets.plan_tree import PlanTree
from tests.builders import NOW
from tests.screens.house import Driven, House, an_app, driving, said, seen, until
from tests.screens.test_journeys import typed_at_once

LETTERS = {choice.name: choice.letter for choice in (TARGET, OBJECTIVE, PILLAR, DEPARTMENT, TEAM, PERSON, PERIOD, LINK)}


async def begin(pilot: Driven, opening: Sequence[str], *then: str) -> FieldRows:
    """Open a form by its keys, and press others in it."""
    await pilot.press(*opening)
    await until(pilot, lambda: isinstance(pilot.app.screen, RecordForm) and bool(seen(pilot).strip()))
    rows = pilot.app.screen.query_one(FieldRows)
    await pilot.press(*then)
    return rows


async def closed(pilot: Driven) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, ObjectiveTree))


def words(pilot: Driven) -> str:
    """What is on screen, however it is wrapped."""
    return " ".join(seen(pilot).split())


async def type_into(pilot: Driven, rows: FieldRows, field: str, text: str) -> None:
    """Go down to a field, and type over what is in it."""
    for _ in range(40):
        if rows.current == field:
            break
        await pilot.press("down")
    await pilot.press("end", "ctrl+u", *text)


class Bad(NamedTuple):
    """What cannot be, typed into a field of a form, and what is said of it."""

    kind: str
    field: str
    text: str
    sentence: str


BAD = [
    Bad("target", "baseline", "1,500", "could mean 1500 or 1.500"),
    Bad("target", "goal", "+15%", "counts from the baseline; type that first"),
    Bad("target", "due", "sometime", "'sometime' is no day"),
    Bad("target", "owner", "Nemo", "There is no person or team 'Nemo'"),
    Bad("target", "kind", "wavy", "'wavy' is none of: cumulative, level, keep, steps."),
    Bad("objective", "weight", "much", "'much' is no number"),
    Bad("pillar", "rank", "first", "'first' is no whole number"),
    Bad("pillar", "name", "customers", "There is a pillar customers already"),
    Bad("department", "short", "C-S", "is no short code"),
    Bad("team", "short", "CS", "There is a short code CS already"),
    Bad("person", "login", "ben", "There is a login ben already"),
    Bad("period", "start", "soon", "'soon' is no day"),
    Bad("influence", "lagging", "CS-1", "A target cannot act on itself"),
    Bad("influence", "sign", "perhaps", "is none of: helps, hurts."),
    Bad("influence", "strength", "140%", "is no share"),
]


@pytest.mark.parametrize("bad", BAD)
async def test_what_is_wrong_is_said_at_its_field_and_saving_stays_there(pilot: Driven, path: Path, bad: Bad) -> None:
    before = FileStore(path).read().revision
    rows = await begin(pilot, ["a", LETTERS[bad.kind]])
    if bad.field != "name" and bad.kind != "influence":
        await pilot.press(*"Something new")
    await type_into(pilot, rows, bad.field, bad.text)
    assert bad.sentence in words(pilot)
    await pilot.press("up", "ctrl+s")
    assert isinstance(pilot.app.screen, RecordForm)
    assert bad.sentence in words(pilot)
    assert FileStore(path).read().revision == before


async def test_a_narrow_form_explains_a_field_in_whole_words_where_there_is_room(
    house: House, path: Path, tmp_path: Path
) -> None:
    async with driving(an_app(house.build(path), tmp_path), (60, 20)) as pilot:
        await begin(pilot, "at")
        assert "A target needs a name" in words(pilot)
        await pilot.press(*"Fewer", "tab", "tab", "tab")
        assert "What is measured: median time from a question to its first answer." in words(pilot)


POLICY = [
    ("time_zone", "Europe/Atlantis", "is no time zone"),
    ("days_off", "Blursday", "is none of: monday"),
    ("at_risk_pace", "7", "must be at most 1"),
    ("roll_up", "best", "is none of: worst, weighted."),
    ("low_confidence", "low", "is no whole number"),
]


@pytest.mark.parametrize(("field", "text", "sentence"), POLICY)
async def test_a_rule_that_cannot_be_is_refused_at_its_field(pilot: Driven, field: str, text: str, sentence: str) -> None:
    rows = await begin(pilot, ["comma"])
    await type_into(pilot, rows, field, text)
    assert sentence in words(pilot)
    await pilot.press("ctrl+s")
    assert (rows.current, isinstance(pilot.app.screen, RecordForm)) == (field, True)


async def test_the_rules_are_saved_and_explained_with_their_usual_value(pilot: Driven, path: Path) -> None:
    rows = await begin(pilot, ["comma"])
    await type_into(pilot, rows, "at_risk_pace", "0.8")
    assert "Usual: 0.9." in words(pilot)
    await pilot.press("ctrl+s")
    await closed(pilot)
    assert FileStore(path).read().policy.at_risk_pace == 0.8


async def test_what_is_missing_to_become_active_is_named_field_by_field(pilot: Driven, path: Path) -> None:
    rows = await begin(pilot, "at", *"Fewer lost parcels")
    assert "draft: 3 missing" in seen(pilot)
    assert seen(pilot).count("needed to become active") == 3
    await type_into(pilot, rows, "unit", "")
    assert "An active target needs a unit, such as h, % or EUR." in words(pilot)
    await pilot.press("ctrl+s")
    await closed(pilot)
    made = FileStore(path).read().target("CS-3")
    assert (made.name, made.state) == ("Fewer lost parcels", State.draft)


async def test_what_cannot_be_active_yet_is_refused_at_the_first_field_that_is_missing(pilot: Driven, path: Path) -> None:
    rows = await begin(pilot, "at", *"Fewer lost parcels")
    await type_into(pilot, rows, "state", "active")
    await pilot.press("ctrl+s")
    assert rows.current == "unit"
    assert "An active target needs a unit, such as h, % or EUR." in words(pilot)


async def test_a_new_target_is_beside_the_one_of_the_cursor_and_the_cursor_goes_to_it(
    pilot: Driven, path: Path, house: House
) -> None:
    await begin(pilot, "at", *"Another one", "ctrl+s")
    await closed(pilot)
    made = FileStore(path).read().target("CS-3")
    assert (made.objective, made.owner, made.due) == (house.response.objective, house.maria.id, house.response.due)
    node = pilot.app.screen.query_one(PlanTree).node
    assert node is not None
    assert node.id == made.id
    assert "CS-3" in said(pilot)


async def test_save_and_next_adds_another_like_it(pilot: Driven, path: Path) -> None:
    await begin(pilot, "ap", *"Fair work", "ctrl+n")
    await until(pilot, lambda: isinstance(pilot.app.screen, RecordForm) and "1 needed" in seen(pilot))
    await pilot.press(*"Clean water", "ctrl+s")
    await closed(pilot)
    assert [pillar.name for pillar in FileStore(path).read().pillars] == ["Customers", "Sound money", "Fair work", "Clean water"]


async def test_enter_goes_from_field_to_field_and_saves_on_the_last(pilot: Driven, path: Path) -> None:
    await begin(pilot, "ap", *"Fair work", "enter", "enter", *"Nobody works late", "enter")
    await closed(pilot)
    assert FileStore(path).read().pillars[-1].notes == "Nobody works late"


async def test_esc_keeps_what_was_typed_and_it_is_there_again(pilot: Driven) -> None:
    await begin(pilot, "ao", *"Half an idea", "escape")
    await closed(pilot)
    assert "kept as a draft" in said(pilot)
    rows = await begin(pilot, "ao")
    assert rows.typed["name"] == "Half an idea"
    assert "Your draft is back" in seen(pilot)
    await pilot.press("ctrl+t", "escape")
    rows = await begin(pilot, "ao")
    assert rows.typed["name"] == ""


async def test_a_form_that_was_only_looked_at_leaves_no_draft(pilot: Driven, tmp_path: Path) -> None:
    await begin(pilot, "e", "down", "down", "escape")
    await closed(pilot)
    assert "draft" not in said(pilot)
    assert not list((tmp_path / "state").rglob("*.json"))


async def test_a_draft_of_an_edit_remembers_the_version_that_it_was_begun_on(pilot: Driven, path: Path, house: House) -> None:
    await begin(pilot, "e", *" of ours", "escape")
    await closed(pilot)
    FileStore(path).save(edit_record(house.response, NOW, "ben", unit="min"))
    await until(pilot, lambda: pilot.app.plan.target("CS-1").unit == "min")  # type: ignore[attr-defined]
    await begin(pilot, "e")
    assert "Ben Oatlark has changed it meanwhile: Unit" in words(pilot)
    await pilot.press("ctrl+s")
    await closed(pilot)
    saved = FileStore(path).read().target("CS-1")
    assert (saved.name, saved.unit, saved.version) == ("Response time of ours", "min", 3)


async def test_a_draft_whose_version_cannot_be_read_keeps_what_was_typed(pilot: Driven, tmp_path: Path, house: House) -> None:
    Drafts(tmp_path / "state").keep(f"edit {house.response.id}", {"name": "Mine", "version": "{"})
    rows = await begin(pilot, "e")
    assert rows.typed["name"] == "Mine"


async def test_what_only_one_changed_is_brought_together_without_a_question(pilot: Driven, path: Path, house: House) -> None:
    rows = await begin(pilot, "e")
    await type_into(pilot, rows, "goal", "10")
    FileStore(path).save(edit_record(house.response, NOW, "ben", rationale="They told us"))
    await until(pilot, lambda: "Ben Oatlark has changed it meanwhile: Rationale" in words(pilot))
    assert rows.typed["goal"] == "10"
    await pilot.press("ctrl+s")
    await closed(pilot)
    saved = FileStore(path).read().target("CS-1")
    assert (saved.goal, saved.original_goal, saved.rationale) == (10, 12, "They told us")


async def test_a_conflict_is_settled_field_by_field(pilot: Driven, path: Path, house: House) -> None:
    rows = await begin(pilot, "e", *" mine")
    await type_into(pilot, rows, "unit", "d")
    FileStore(path).save(edit_record(house.response, NOW, "ben", unit="min", name="Theirs"))
    await until(pilot, lambda: "Ben Oatlark has changed it meanwhile" in words(pilot))
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, Merge) and "Ben Oatlark and you changed" in seen(pilot))
    await pilot.press("j", "right", "enter")
    await closed(pilot)
    saved = FileStore(path).read().target("CS-1")
    assert (saved.name, saved.unit) == ("Response time mine", "min")


class EarlyStore(FileStore):
    """A store before which somebody else always comes first."""

    before: Change | None = None

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        if self.before is not None:
            first, self.before = self.before, None
            FileStore(self.path).save(first)
        return super().save(change, wait)


async def test_an_edit_that_comes_second_stays_with_what_was_typed(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    store = EarlyStore(path)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        rows = await begin(pilot, "e", *" mine")
        store.before = edit_record(house.response, NOW, "ben", unit="min")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Ben Oatlark has changed it meanwhile: Unit" in words(pilot))
        assert rows.typed["name"] == "Response time mine"
        await pilot.press("ctrl+s")
        await closed(pilot)
    assert FileStore(path).read().target("CS-1").name == "Response time mine"


async def test_what_does_not_fit_any_more_is_said_at_its_field(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    store = EarlyStore(path)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        rows = await begin(pilot, "an", *"Zoe", "down", *"zoe", "down", "down")
        store.before = lambda _: [Person(name="Another Zoe", login="zoe", at=NOW, by="ben")]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "There is a login zoe already" in words(pilot))
        assert rows.current == "login"


class FailingStore(FileStore):
    """A store whose disk says no after the lines are in the file."""

    failing = True

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        plan = super().save(change, wait)
        if self.failing:
            raise NotSaved("The disk is full; make room, then save again.")
        return plan


async def test_saving_again_after_a_doubt_makes_nothing_twice(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    store = FailingStore(path)
    async with driving(an_app(store, tmp_path / "state")) as pilot:
        await begin(pilot, "ap", *"Fair work", "ctrl+s")
        await until(pilot, lambda: "NOT SAVED" in words(pilot))
        store.failing = False
        await pilot.press("ctrl+s")
        await closed(pilot)
    assert [pillar.name for pillar in FileStore(path).read().pillars].count("Fair work") == 1


async def test_what_is_in_the_plan_already_is_no_draft(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    async with driving(an_app(FailingStore(path), tmp_path / "state")) as pilot:
        await begin(pilot, "ap", *"Fair work", "ctrl+s")
        await until(pilot, lambda: "NOT SAVED" in words(pilot))
    async with driving(an_app(FileStore(path), tmp_path / "state")) as pilot:
        rows = await begin(pilot, "ap")
        assert rows.typed["name"] == ""


class SlowStore(FileStore):
    """A store that has to wait for its turn."""

    turn = threading.Event()

    def save(self, change: Change, wait: Wait | None = None) -> Plan:
        self.turn.wait(30)
        if wait:
            wait.grant()
        return super().save(change, wait)

    def waiting_for(self) -> str:
        return "ben"


async def test_who_keeps_it_waiting_is_said_and_esc_gives_up(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    SlowStore.turn.clear()
    async with driving(an_app(SlowStore(path), tmp_path / "state")) as pilot:
        await begin(pilot, "e", *" mine", "ctrl+s")
        await until(pilot, lambda: "Waiting for Ben Oatlark" in seen(pilot))
        await pilot.press("escape")
        assert "Given up: nothing was saved." in seen(pilot)
        SlowStore.turn.set()
    assert FileStore(path).read().target("CS-1").name == "Response time"


async def test_a_plan_that_is_only_read_takes_no_forms_and_says_why(house: House, path: Path, tmp_path: Path) -> None:
    house.build(path).close()
    store = FileStore(path)
    store.save(lambda plan: [a_newer_schema(plan)])
    async with driving(an_app(FileStore(path), tmp_path)) as pilot:
        for key in ("a", "e", "x", "comma"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, ObjectiveTree)
            assert "newer kptui" in said(pilot)


def a_newer_schema(plan: Plan) -> Record:
    schema = plan.get("schema")
    assert schema is not None
    return schema.edited(NOW, "ben", number=99)


async def test_a_heading_is_nothing_to_edit_and_the_vision_is_the_organisation(pilot: Driven, path: Path) -> None:
    await pilot.press("G", "k", "e")
    assert "Move to something with a name first" in said(pilot)
    rows = await begin(pilot, "ge")
    await type_into(pilot, rows, "vision", "Water for all")
    await pilot.press("ctrl+s")
    await closed(pilot)
    organisation = FileStore(path).read().organisation
    assert organisation is not None
    assert organisation.vision == "Water for all"


async def test_a_form_scrolls_by_field_where_there_are_more_than_rows(pilot: Driven) -> None:
    await pilot.resize_terminal(60, 20)
    rows = await begin(pilot, "at", *"Fewer lost parcels")
    assert "more below" in seen(pilot)
    assert "State" not in seen(pilot)
    while not rows.is_at_end:
        await pilot.press("down")
    assert "State" in seen(pilot)
    assert "more below" not in seen(pilot)
    assert "Fewer lost parcels" not in seen(pilot)
    assert seen(pilot).splitlines()[-1].split()[:2] == ["^S", "save"]


async def test_a_form_opens_in_few_bytes_however_many_fields_it_has(pilot: Driven) -> None:
    rows = await begin(pilot, "at")
    assert len(FORMS["target"].asked) > 20
    assert len(list(rows.walk_children())) == 1


async def test_an_edit_changes_only_what_was_changed(pilot: Driven, path: Path, house: House) -> None:
    rows = await begin(pilot, "he")
    await type_into(pilot, rows, "rationale", "So that they stay")
    await pilot.press("ctrl+s")
    await closed(pilot)
    saved = FileStore(path).read().get(house.faster.id)
    assert isinstance(saved, Objective)
    assert saved.model_dump(exclude={"version", "at", "by", "rationale"}) == house.faster.model_dump(
        exclude={"version", "at", "by", "rationale"}
    )
    assert saved.rationale == "So that they stay"


async def test_an_edit_from_a_targets_page_is_seen_there(pilot: Driven, path: Path, house: House) -> None:
    await pilot.press("enter")
    await until(pilot, lambda: "lower is better" in seen(pilot))
    rows = await begin(pilot, "e")
    await type_into(pilot, rows, "goal", "-75%")
    assert "6 h: down by 75 % from 24 h" in seen(pilot)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "at first 12 h" in seen(pilot))
    saved = FileStore(path).read().get(house.response.id)
    assert isinstance(saved, Target)
    assert (saved.goal, saved.relative_goal) == (6, "-75%")


async def test_a_text_of_several_lines_keeps_them(pilot: Driven, path: Path, house: House) -> None:
    FileStore(path).save(edit_record(house.faster, NOW, "ben", rationale="One\nTwo"))
    await until(pilot, lambda: pilot.app.plan.get(house.faster.id).version == 2)  # type: ignore[attr-defined]
    rows = await begin(pilot, "he")
    assert "One↵Two" in seen(pilot)
    while rows.current != "rationale":
        await pilot.press("down")
    await pilot.press("end", *" three", "ctrl+s")
    await closed(pilot)
    saved = FileStore(path).read().get(house.faster.id)
    assert isinstance(saved, Objective)
    assert saved.rationale == "One\nTwo three"


async def test_keys_typed_ahead_go_through_the_choice_into_the_form(pilot: Driven, path: Path) -> None:
    typed_at_once(pilot.app, "a", "p", *"Fair", "ctrl+n", *"Kind", "ctrl+s", "a", "p", *"Half")
    await until(pilot, lambda: isinstance(pilot.app.screen, RecordForm) and "Half" in seen(pilot))
    assert [pillar.name for pillar in FileStore(path).read().pillars][-2:] == ["Fair", "Kind"]
