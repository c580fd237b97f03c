"""The first run: five questions make a plan, a path opens a shared one, a sample can be looked at, and nothing is lost."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kptui.errors import BadPlan, Refused
from kptui.models.record import Record
from kptui.settings import Settings
from kptui.store import FileStore
from screens.choose import Choose
from screens.first_run import Begun, Doors, FirstRun
from screens.record_form import RecordForm
from screens.widgets.field_rows import FieldRows
from tests.builders import NOW
from tests.screens.house import Driven, driving, seen, until


def doors(path: Path, adopted: list[Path] | None = None) -> Doors:
    def create(records: Sequence[Record]) -> None:
        FileStore.create(path, records=records).close()

    def adopt(plan: Path) -> None:
        FileStore(plan).close()
        if adopted is not None:
            adopted.append(plan)

    return Doors(path, create, adopt)


def an_app(found: Doors, tmp_path: Path) -> FirstRun:
    return FirstRun(found, user="maria", settings=Settings(), drafts=tmp_path / "state", now=lambda: NOW)


async def shown(pilot: Driven, *keys: str, screen: type[object]) -> None:
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and bool(seen(pilot).strip()))


async def ended(pilot: Driven) -> None:
    await until(pilot, lambda: not pilot.app.is_running)


async def test_five_questions_make_a_plan_with_me_in_it(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    app = an_app(doors(path), tmp_path)
    async with driving(app, size=(60, 20)) as pilot:
        await until(pilot, lambda: "How do you want to begin?" in " ".join(seen(pilot).split()))
        await shown(pilot, "s", screen=RecordForm)
        await pilot.press(*"Brightwater", "down", *"h1 2026", "down", *"Customers, Sound money", "down", *"Customer Service")
        await pilot.press("down", *"Maria Berger", "enter")
        await ended(pilot)
    assert app.begun == Begun(path)
    plan = FileStore(path).read()
    assert [(t.name, t.short) for t in plan.teams] == [("Brightwater", "BRI"), ("Customer Service", "CS")]
    assert [p.name for p in plan.pillars] == ["Customers", "Sound money"]
    [period] = plan.periods
    assert (period.name, str(period.start), str(period.end)) == ("H1 2026", "2026-01-01", "2026-06-30")
    me = plan.person_of("maria")
    assert me is not None
    assert (me.name, me.team) == ("Maria Berger", plan.teams[1].id)


async def test_a_name_is_enough(path: Path, tmp_path: Path) -> None:
    async with driving(an_app(doors(path), tmp_path)) as pilot:
        await shown(pilot, screen=Choose)
        await shown(pilot, "s", "ctrl+s", screen=RecordForm)
        assert "An organisation needs a name" in seen(pilot)
        await pilot.press(*"Brightwater", "ctrl+s")
        await ended(pilot)
    plan = FileStore(path).read()
    assert len(plan.teams) == len(plan.people) == len(plan.periods) == 1


@pytest.mark.parametrize(("text", "sentence"), [("soon", "'soon' is no part of a year"), ("", "A plan needs a first period")])
async def test_a_period_that_cannot_be_is_told_at_its_field(path: Path, tmp_path: Path, text: str, sentence: str) -> None:
    async with driving(an_app(doors(path), tmp_path)) as pilot:
        await shown(pilot, screen=Choose)
        await shown(pilot, "s", screen=RecordForm)
        await pilot.press(*"Brightwater", "down", "end", "ctrl+u", *text, "ctrl+s")
        assert sentence in seen(pilot)
        assert pilot.app.screen.query_one(FieldRows).current == "first_period"
    assert not path.exists()


async def test_what_was_typed_stays_where_the_file_cannot_be_made(path: Path, tmp_path: Path) -> None:
    def create(_: Sequence[Record]) -> None:
        raise Refused("There is something there already; name another place.")

    async with driving(an_app(Doors(path, create, lambda _: None), tmp_path)) as pilot:
        await shown(pilot, screen=Choose)
        await shown(pilot, "s", *"Brightwater", "ctrl+s", screen=RecordForm)
        await until(pilot, lambda: "There is something there already" in seen(pilot))
        await shown(pilot, "escape", screen=Choose)
        await shown(pilot, "s", screen=RecordForm)
        assert pilot.app.screen.query_one(FieldRows).typed["organisation"] == "Brightwater"


async def test_a_shared_plan_is_opened_by_its_path(path: Path, tmp_path: Path) -> None:
    from tests.builders import an_organisation

    shared, adopted = tmp_path / "shared.json", list[Path]()
    FileStore.create(shared, records=[an_organisation()]).close()
    app = an_app(doors(path, adopted), tmp_path)
    async with driving(app) as pilot:
        await shown(pilot, screen=Choose)
        await shown(pilot, "o", "ctrl+s", screen=RecordForm)
        assert "Type the path of the plan" in seen(pilot)
        await pilot.press(*str(tmp_path / "none.json"), "ctrl+s")
        assert "There is no file" in seen(pilot)
        await pilot.press("ctrl+u", *str(shared), "ctrl+s")
        await ended(pilot)
    assert (app.begun, adopted) == (Begun(shared), [shared])


async def test_what_is_no_plan_is_refused_and_the_path_stays(path: Path, tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("dear diary")

    def adopt(_: Path) -> None:
        raise BadPlan("That is no plan; name another file.")

    async with driving(an_app(Doors(path, lambda _: None, adopt), tmp_path)) as pilot:
        await shown(pilot, screen=Choose)
        await shown(pilot, "o", *str(tmp_path / "diary"), "ctrl+s", screen=RecordForm)
        await until(pilot, lambda: "That is no plan" in seen(pilot))
        assert pilot.app.screen.query_one(FieldRows).typed["path"].endswith("diary")


@pytest.mark.parametrize(("key", "begun"), [("l", Begun(wants_sample=True)), ("escape", Begun())])
async def test_a_sample_can_be_looked_at_and_esc_leaves(path: Path, tmp_path: Path, key: str, begun: Begun) -> None:
    app = an_app(doors(path), tmp_path)
    async with driving(app) as pilot:
        await shown(pilot, screen=Choose)
        await pilot.press(key)
        await ended(pilot)
    assert app.begun == begun
    assert not path.exists()
