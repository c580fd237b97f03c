"""Any call to the kernel fails or does half: a clear refusal, the file as before, and the next one works."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kptui.errors import KptuiError
from kptui.store import FileStore
from tests.ledger.calls import Call, calls_go_through, failing, half, short
from tests.ledger.counts import COUNTS, chance, quick_or_long
from tests.ledger.plans import attempt, ids_seen, must_hold, new_check_in
from tests.ledger.scenes import SCENES, Scene, rewritten, scene, torn, with_room, without_room

ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EINTR)
Way = Callable[[Call], Any]
NAMED = [pytest.param(error, id=errno.errorcode[error]) for error in ERRORS]


@pytest.fixture(params=SCENES, ids=lambda happens: happens.__name__)
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Scene:
    return scene(tmp_path, request.param)


def numbers(found: Scene) -> range:
    """The number of every call that one check-in makes, from opening the plan to letting go of it."""
    found.again()
    with calls_go_through(Call.go) as made:
        _save(found)
    found.again()
    return range(1, len(made) + 1)


def _save(found: Scene) -> None:
    store = found.store()
    assert attempt(store, new_check_in()) is None
    store.close()


def check_in_while(found: Scene, way: Way) -> tuple[FileStore, list[str]]:
    """Check in on an open plan while calls go that way: what was refused is not there. Return what is acknowledged now."""
    found.again()
    store = found.store()
    made = new_check_in()
    with calls_go_through(way):
        refusal = attempt(store, made)
    assert (made.id in ids_seen(found.path)) is (refusal is None), refusal
    return store, [*found.acknowledged, *([made.id] if refusal is None else [])]


@pytest.mark.parametrize("happens", [with_room, without_room, torn])
@pytest.mark.parametrize("error", NAMED)
def test_whichever_call_fails_the_check_in_is_refused_or_saved_and_the_next_one_works(
    happens: Callable[[Path], None], tmp_path: Path, error: int
) -> None:
    _refused_or_saved(scene(tmp_path, happens), error)


@pytest.mark.parametrize("error", NAMED)
def test_whichever_call_fails_while_a_rewrite_is_taken_in_the_check_in_is_refused_or_saved(tmp_path: Path, error: int) -> None:
    _refused_or_saved(scene(tmp_path, rewritten), error)


def _refused_or_saved(found: Scene, error: int) -> None:
    for number in numbers(found):
        store, acknowledged = check_in_while(found, failing(number, error))
        again = new_check_in()
        refusal = attempt(store, again)
        assert refusal is None or "start kptui again" in refusal, (number, refusal)
        store.close()
        must_hold(found.path, [*acknowledged, *([again.id] if refusal is None else [])])


@pytest.mark.parametrize("error", [errno.EIO, errno.EINTR, errno.ENOSPC, errno.EDQUOT])
def test_after_a_sync_of_the_records_has_failed_the_session_writes_no_more_and_a_new_one_does(tmp_path: Path, error: int) -> None:
    found = scene(tmp_path, with_room)
    store, acknowledged = check_in_while(found, lambda call: failing(call.number, error)(call) if _syncs(call) else call.go())
    assert "start kptui again" in (attempt(store, new_check_in()) or "")
    store.close()
    must_hold(found.path, acknowledged)


def _syncs(call: Call) -> bool:
    return call.name in ("fsync", "fdatasync")


@pytest.mark.parametrize("error", NAMED)
def test_a_plan_that_cannot_be_opened_is_refused_with_a_sentence_and_left_alone(found: Scene, error: int) -> None:
    for number in numbers(found):
        found.again()
        with calls_go_through(failing(number, error)):
            _open_and_save(found.path)
        must_hold(found.path, found.acknowledged, doubtful=[_MADE.id])


_MADE = new_check_in()


def _open_and_save(path: Path) -> None:
    try:
        store = FileStore(path)
    except KptuiError:
        return
    attempt(store, _MADE)
    store.close()


def test_half_of_a_read_or_of_a_write_is_made_whole_or_refused(found: Scene) -> None:
    for number in numbers(found):
        store, acknowledged = check_in_while(found, short(number))
        store.close()
        must_hold(found.path, acknowledged)


def test_a_kernel_that_always_does_half_costs_nothing(found: Scene) -> None:
    store, acknowledged = check_in_while(found, half)
    store.close()
    must_hold(found.path, acknowledged)


def test_a_disk_that_fails_for_good_in_the_middle_costs_nothing_acknowledged(found: Scene) -> None:
    for number in numbers(found):
        found.again()
        store = found.store()
        made = new_check_in()
        with calls_go_through(failing(number, errno.EIO, for_good=True)):
            refusal = attempt(store, made)
        store.close()
        must_hold(found.path, [*found.acknowledged, *([made.id] if refusal is None else [])], doubtful=[made.id])


def test_any_two_calls_may_fail(found: Scene) -> None:
    dice = chance("two calls")
    last = len(numbers(found))
    for _ in range(quick_or_long(30, 1_000)):
        failures = {dice.randint(1, last): dice.choice(ERRORS) for _ in range(2)}
        found.again()
        store = found.store()
        made = new_check_in()
        with calls_go_through(failing_at(failures)):
            refusal = attempt(store, made)
        store.close()
        must_hold(found.path, [*found.acknowledged, *([made.id] if refusal is None else [])], doubtful=[made.id])


def failing_at(failures: dict[int, int]) -> Way:
    return lambda call: failing(call.number, failures[call.number])(call) if call.number in failures else call.go()


def test_the_calls_that_fail_are_those_that_count(tmp_path: Path) -> None:
    found = scene(tmp_path, with_room)
    with calls_go_through(Call.go) as made:
        _save(found)
    assert {"open", "flock", "pread", "pwrite", "fdatasync", "fstat", "close"} <= {call.name for call in made}
    COUNTS["calls of one check-in"] = len(made)
