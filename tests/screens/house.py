"""A small plan in a real file, and the app on it: what the tests of the screens have in common."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot

from kptui.changes import record_check_in
from kptui.models.check_in import CheckIn
from kptui.models.organisation import Level
from kptui.models.record import Record
from kptui.models.target import Target
from kptui.settings import Settings
from kptui.store import FileStore, Store
from screens.app import KptuiApp
from screens.surface import SurfaceApp
from tests.builders import (
    NOW,
    a_check_in,
    a_period,
    a_person,
    a_pillar,
    a_policy,
    a_target,
    a_team,
    an_influence,
    an_objective,
    an_organisation,
)

ROOMY = (100, 30)


class House:
    """The records of the plan, by what they are called in the tests."""

    def __init__(self) -> None:
        self.organisation = an_organisation()
        self.service = a_team(parent=self.organisation.id)
        self.it = a_team(name="IT", short="IT", parent=self.organisation.id, level=Level.department)
        self.maria = a_person(team=self.service.id)
        self.ben = a_person(name="Ben Oatlark", login="ben", team=self.it.id)
        self.customers = a_pillar(rank=1)
        self.money = a_pillar(name="Sound money", rank=2)
        self.faster = an_objective(name="Customers hear from us soon", pillar=self.customers.id, owner=self.service.id)
        self.trained = an_objective(name="People know the tools", parent=self.faster.id)
        self.thrift = an_objective(name="Spend with care", pillar=self.money.id)
        self.response = a_target(
            name="Response time",
            unit="h",
            baseline=24,
            goal=12,
            objective=self.faster.id,
            owner=self.maria.id,
            rationale="People leave",
        )
        self.calls = a_target(code="CS-2", name="Calls answered", unit="%", objective=self.faster.id, owner=self.service.id)
        self.hours = a_target(code="IT-1", name="Hours of training", unit="h", objective=self.trained.id, owner=self.ben.id)
        self.cost = a_target(code="FI-1", name="Cost a parcel", unit="EUR", objective=self.thrift.id, baseline=8, goal=4)
        self.idea = a_target(code="FI-2", name="Fewer banks", objective=self.thrift.id, state="draft")
        self.stray = a_target(code="XX-1", name="Nobody's figure")
        self.drives = an_influence(self.hours, self.response, strength=0.2, lag_weeks=3)

    @property
    def records(self) -> list[Record]:
        """All of them; one check-in is enough to be off track."""
        return [a_policy(in_a_row=1), a_period(), *(value for value in vars(self).values() if isinstance(value, Record))]

    @property
    def check_ins(self) -> list[CheckIn]:
        """What was reported so far."""
        return [
            a_check_in(self.response, "2026-01-12", 23.5),
            a_check_in(
                self.response,
                "2026-02-16",
                20,
                confidence=6,
                own_call="at_risk",
                achievements="A rota",
                challenges="Old phones",
                adjustment={"of": "tactic", "text": "Call back at noon"},
            ),
            a_check_in(self.calls, "2026-02-27", 70, by="ben"),
            a_check_in(self.hours, "2026-02-27", 20),
            a_check_in(self.cost, "2026-02-27", 5),
        ]

    def build(self, path: Path) -> FileStore:
        """Make the plan's file."""
        store = FileStore.create(path, records=self.records)
        for check_in in self.check_ins:
            store.save(record_check_in(check_in))
        return store


def an_app(
    store: Store,
    drafts: Path,
    *,
    user: str = "maria",
    now: Callable[[], datetime] = lambda: NOW,
    restricted: bool = False,
    **settings: object,
) -> KptuiApp:
    """Return the app on a plan."""
    said = Settings(**settings)  # type: ignore[arg-type]
    return KptuiApp(store, user=user, settings=said, drafts=drafts, now=now, restricted=restricted)


Driven = Pilot[None]


@asynccontextmanager
async def driving(app: SurfaceApp, size: tuple[int, int] = ROOMY) -> AsyncIterator[Driven]:
    """Run the app without a terminal."""
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


async def until(pilot: Driven, condition: Callable[[], bool]) -> None:
    """Let the app work until a condition holds."""
    for _ in range(2000):
        if condition():
            return
        await pilot.pause(0.005)
    raise AssertionError(f"it never came to that; on screen:\n{seen(pilot)}")


def seen(pilot: Driven) -> str:
    """Return the text of the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def said(pilot: Driven) -> str:
    """Return the notices shown so far."""
    return "\n".join(f"{n.title}: {n.message}" for n in pilot.app._notifications)


def newest(path: Path, target: Target) -> CheckIn:
    """Return the last check-in on a target, asked of the file afresh."""
    return FileStore(path).history(target.id)[-1]
