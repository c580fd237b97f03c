"""Drawing: after news the rows that show it are drawn, no others, and the screen is as if all were drawn anew."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from textual.strip import Strip

import screens.live
from kptui.changes import Change, add_records, edit_record, record_check_in
from kptui.models.check_in import CheckIn
from kptui.store import FileStore
from screens.app import KptuiApp
from screens.live import FRESH_FOR
from screens.objective_tree import ObjectiveTree
from screens.presentation.line import Line
from screens.widgets.plan_tree import PlanTree
from tests.builders import NOW, a_blocker, a_check_in, a_person, a_target
from tests.screens.house import Driven, House, an_app, driving, seen, until

WIDE = (130, 40)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The code or the name of each row as it is drawn."""
    names = list[str]()
    draw = PlanTree.draw

    def noting(tree: PlanTree, index: int, width: int) -> Line:
        node = tree._view.rows[index].node
        names.append(node.code or node.name)
        return draw(tree, index, width)

    monkeypatch.setattr(PlanTree, "draw", noting)
    return names


def strips(pilot: Driven) -> list[Strip]:
    return pilot.app.screen._compositor.render_strips()


def tree_of(pilot: Driven) -> PlanTree:
    return pilot.app.screen.query_one(PlanTree)


async def until_shown(pilot: Driven, is_there: Callable[[KptuiApp], bool]) -> None:
    app = pilot.app
    assert isinstance(app, KptuiApp)
    screen = app.screen
    assert isinstance(screen, ObjectiveTree)
    await until(pilot, lambda: is_there(app) and screen._shown == screen._to_show)
    await pilot.pause()


async def test_a_check_in_draws_its_row_and_those_above_it(
    pilot: Driven, path: Path, house: House, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = {"now": 0.0}
    monkeypatch.setattr(screens.live, "monotonic", lambda: moments["now"])
    store = FileStore(path)
    store.save(record_check_in(a_check_in(house.response, "2026-02-28", 16.75, by="ben")))
    await until(pilot, lambda: "16.75 h" in seen(pilot))
    drawn.clear()
    store.save(record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")))
    await until(pilot, lambda: "16.5 h" in seen(pilot))
    assert drawn == ["Customers", "Customers hear from us soon", "CS-1"]
    drawn.clear()
    moments["now"] = FRESH_FOR
    await until(pilot, lambda: "◆" not in seen(pilot))
    assert drawn == ["CS-1"]


async def test_one_on_what_has_nothing_above_it_draws_its_own_row(
    pilot: Driven, path: Path, house: House, drawn: list[str]
) -> None:
    drawn.clear()
    FileStore(path).save(record_check_in(a_check_in(house.stray, "2026-03-01", 50, by="ben")))
    await until(pilot, lambda: "◆" in seen(pilot))
    assert drawn == ["XX-1"]


Making = Callable[[House, CheckIn], Change]

NEWS: dict[str, Making] = {
    "a check-in": lambda house, _: record_check_in(a_check_in(house.response, "2026-03-01", 16.5, by="ben")),
    "one that is withdrawn": lambda house, last: record_check_in(
        a_check_in(house.response, last.on, last.value, by="ben", corrects=last.id, withdrawn=True)
    ),
    "another policy": lambda _house, _: lambda plan: [plan.policy.edited(NOW, "ben", off_track_chance=0.99, at_risk_chance=0.98)],
    "a name": lambda house, _: edit_record(house.faster, NOW, "ben", name="They hear from us at once"),
    "a goal": lambda house, _: edit_record(house.response, NOW, "ben", goal=20),
    "an owner": lambda house, _: edit_record(house.maria, NOW, "ben", name="Maria Bergmann"),
    "a new target": lambda house, _: add_records(a_target(code="CS-3", name="Letters", objective=house.faster.id)),
    "what is retired": lambda house, _: edit_record(house.calls, NOW, "ben", retired=True),
    "an order": lambda house, _: edit_record(house.customers, NOW, "ben", rank=9),
    "a blocker": lambda house, _: add_records(a_blocker(house.cost, by="ben")),
    "an influence": lambda house, _: edit_record(house.drives, NOW, "ben", strength=0.95, lag_weeks=0),
    "somebody who is on no row": lambda _house, _: add_records(a_person(name="Nobody", login="nobody")),
}


@pytest.mark.parametrize("keys", [(), ("S",), ("f",), ("v", "j"), ("h", "h")])
@pytest.mark.parametrize("news", NEWS)
async def test_the_screen_is_as_if_all_were_drawn_anew(
    house: House, path: Path, tmp_path: Path, news: str, keys: tuple[str, ...]
) -> None:
    store = house.build(path)
    async with driving(an_app(store, tmp_path / "state"), WIDE) as pilot:
        await pilot.press(*keys)
        before, cursor = store.read().revision, tree_of(pilot).node
        other = FileStore(path)
        other.save(NEWS[news](house, other.history(house.response.id)[-1]))
        await until_shown(pilot, lambda app: app.plan.revision > before)
        shown, tree = strips(pilot), tree_of(pilot)
        pilot.app.screen.refresh(layout=True)
        tree.refresh()
        await pilot.pause()
        assert strips(pilot) == shown
        assert cursor is not None
        assert tree._view.place_of(cursor.id) in (None, tree.cursor)


async def test_another_day_is_drawn_on_every_row_that_tells_days(house: House, path: Path, tmp_path: Path) -> None:
    clock = [NOW]
    async with driving(an_app(house.build(path), tmp_path, now=lambda: clock[0]), WIDE) as pilot:
        before = strips(pilot)
        clock[0] = NOW + timedelta(days=40)
        await until_shown(pilot, lambda app: app.today == clock[0].date())
        shown = strips(pilot)
        assert shown != before
        tree_of(pilot).refresh()
        await pilot.pause()
        assert strips(pilot) == shown
