"""The plans that the screens are measured on, and how each contender is started."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kptui.models.check_in import CheckIn
from kptui.models.objective import Objective
from kptui.models.organisation import Level, Person, Pillar, Team
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.paths import login
from kptui.samples import write_demo
from kptui.store import FileStore

SAMPLE = "company"
TARGETS, CHECK_INS = 2000, 100_000
_TEN = 10
"""Targets of one objective, objectives of one pillar, and targets of one owner."""
_DAYS = 200

PEERS = "benchmarks.terminal.peers"


@dataclass(frozen=True)
class Ground:
    """A folder with the plans, and a home for whoever looks at them."""

    place: Path

    @property
    def sample(self) -> Path:
        """The sample that comes with the program, as fresh as today."""
        return self.place / "sample.json"

    @property
    def large(self) -> Path:
        """TARGETS targets with CHECK_INS check-ins."""
        return self.place / "large.json"

    @property
    def environment(self) -> dict[str, str]:
        """What every contender is started with."""
        kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
        return {**kept, "HOME": str(self.place), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}

    @property
    def calm(self) -> dict[str, str]:
        """The same, with what kptui sets for itself before it draws: for peers that draw as it does."""
        return self.environment | {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0", "TEXTUAL_FPS": "30"}


def kptui(*arguments: str | Path) -> list[str]:
    """Return the command that starts kptui."""
    return [sys.executable, "-m", "kptui", *map(str, arguments)]


def peer(name: str, *arguments: str) -> list[str]:
    """Return the command that starts a bare program."""
    return [sys.executable, "-m", f"{PEERS}.{name}", *arguments]


def make_ground(place: Path, *, targets: int = TARGETS, check_ins: int = CHECK_INS) -> Ground:
    """Make the plans in the empty folder `place`."""
    ground = Ground(place)
    now = datetime.now(UTC)
    write_demo(SAMPLE, ground.sample, now.date(), login())
    FileStore.create(ground.large, records=list(_records(now, targets, check_ins)), any_file_system=True).close()
    return ground


def _records(now: datetime, targets: int, check_ins: int) -> Iterator[Record]:
    by, today = login(), now.date()
    team = Team(name="Brightwater", short="BW", level=Level.organisation, at=now, by=by)
    pillars = [Pillar(name=f"Pillar {n}", rank=n, at=now, by=by) for n in range(5)]
    people = [Person(name=f"Person {n}", login=by if n == 0 else f"p{n}", at=now, by=by) for n in range(max(targets // _TEN, 1))]
    aims = [Objective(name=f"Objective {n}", pillar=pillars[n % 5].id, at=now, by=by) for n in range(max(targets // _TEN, 1))]
    span = {"start": today - timedelta(days=_DAYS), "due": today + timedelta(days=60), "baseline": 0, "goal": 100}
    goals = [
        Target.model_validate(
            {"code": f"BW-{n + 1}", "name": f"Target {n + 1}", "objective": aims[n // _TEN].id, "owner": people[n // _TEN].id}
            | {"state": State.active, "at": now, "by": by, **span}
        )
        for n in range(targets)
    ]
    yield from (team, *pillars, *people, *aims, *goals)
    yield from (_check_in(goals[n % targets], n // targets, max(check_ins // targets, 1), now, by) for n in range(check_ins))


def _check_in(target: Target, turn: int, turns: int, now: datetime, by: str) -> CheckIn:
    day: date = now.date() - timedelta(days=_DAYS - 1 - turn * (_DAYS - 2) // turns)
    return CheckIn(
        target=target.id, on=day, value=turn * 80 / turns, confidence=7, challenges="Still by telephone.", at=now, by=by
    )
