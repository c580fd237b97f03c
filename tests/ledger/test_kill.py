"""Any session is killed at any instant: what was acknowledged is there, once, and the next writer repairs."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kptui.changes import record_check_in
from kptui.models.check_in import CheckIn
from kptui.store import FileStore
from tests.ledger.calls import Call, calls_go_through, half
from tests.ledger.counts import COUNTS, SEED, quick_or_long
from tests.ledger.plans import ids_seen, make_plan, must_hold, new_check_in, remains_of
from tests.ledger.scenes import SCENES, scene, with_room
from tests.ledger.storm import storm


def test_writers_that_are_killed_and_replaced_at_random_lose_nothing_and_nobody_stumbles(tmp_path: Path) -> None:
    for number in range(quick_or_long(1, 20)):
        path = make_plan(tmp_path / f"storm-{number}" / "plan.json")
        toll = storm(path, writers=8, kills=100, seed=SEED + number)
        COUNTS["kills"] += toll.kills
        assert toll.missed == []
        must_hold(path, toll.acknowledged, doubtful=ids_seen(path))


def killed_at(number: int, how: Callable[[Call], Any]) -> Callable[[Call], Any]:
    def way(call: Call) -> Any:
        if call.number == number:
            how(call)
            os.kill(os.getpid(), signal.SIGKILL)
        return call.go()

    return way


def before(_: Call) -> None: ...


def after(call: Call) -> None:
    call.go()


def control_c(_: Call) -> None:
    raise KeyboardInterrupt


def saves_before_it_is_killed(path: Path, made: CheckIn, way: Callable[[Call], Any]) -> bool:
    """Save in a child whose calls go that way; return whether it came to its end."""
    child = os.fork()
    if child == 0:
        store = FileStore(path, mends=False)
        with suppress(KeyboardInterrupt):
            with calls_go_through(way):
                store.save(record_check_in(made))
            os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("happens", SCENES)
@pytest.mark.parametrize("how", [before, half, after, control_c])
def test_a_session_killed_at_any_of_its_calls_loses_nothing(
    happens: Callable[[Path], None], how: Callable[[Call], Any], tmp_path: Path
) -> None:
    found = scene(tmp_path, happens)
    number, saved = 0, False
    while not saved:
        number += 1
        found.again()
        made = new_check_in(goal=80.0)
        saved = saves_before_it_is_killed(found.path, made, killed_at(number, how))
        COUNTS["kills"] += not saved
        must_hold(found.path, [*found.acknowledged, *([made.id] if saved else [])], doubtful=[made.id])
    assert number >= 10


def test_what_a_killed_writer_left_half_written_is_kept_aside(tmp_path: Path) -> None:
    found = scene(tmp_path, with_room)
    made = new_check_in("x" * 100)
    assert not saves_before_it_is_killed(found.path, made, dies_in_its_first_write)
    must_hold(found.path, found.acknowledged)
    [remains] = remains_of(found.path)
    assert made.id.encode() in remains


def dies_in_its_first_write(call: Call) -> Any:
    if call.name == "pwrite":
        half(call)
        os.kill(os.getpid(), signal.SIGKILL)
    return call.go()
