"""The disk is full or the file may not grow: refused while reserving, readable, and it goes on once there is room."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kptui.ledger.disk import files_no_larger_than
from tests.ledger.counts import quick_or_long
from tests.ledger.plans import attempt, check_in_once, ids_for_tinydb, ids_seen, must_hold, new_check_in
from tests.ledger.scenes import SCENES, scene, torn


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk], check=False, capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"a small disk needs the right to mount one: {mounted.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on the disk; removing what is returned makes room again."""
    ballast = disk / "ballast"
    room = os.statvfs(disk)
    ballast.write_bytes(bytes(room.f_bavail * room.f_frsize))
    return ballast


@pytest.mark.parametrize("happens", SCENES)
def test_on_a_full_disk_a_check_in_is_refused_the_plan_is_read_and_it_goes_on_once_there_is_room(
    happens: Callable[[Path], None], small_disk: Path
) -> None:
    found = scene(small_disk, happens)
    ballast = fill(small_disk)
    store = found.store()
    acknowledged = list(found.acknowledged)
    while (refusal := attempt(store, made := new_check_in("x" * 1_000))) is None:
        acknowledged.append(made.id)
    assert "no room for it on the disk" in refusal
    assert sorted(ids_seen(found.path)) == sorted(acknowledged)
    assert [beside.name for beside in found.path.parent.iterdir()] == ["plan.json"]
    if happens is not torn:
        assert sorted(ids_for_tinydb(found.path)) == sorted(acknowledged)
    ballast.unlink()
    again = new_check_in()
    assert attempt(store, again) is None
    store.close()
    must_hold(found.path, [*acknowledged, again.id])


@pytest.mark.parametrize("happens", SCENES)
def test_whatever_size_a_file_may_have_a_check_in_is_saved_or_refused_and_the_next_works(
    happens: Callable[[Path], None], tmp_path: Path
) -> None:
    found = scene(tmp_path, happens)
    check_in_once(found.path)
    largest = found.path.stat().st_size + 2_000
    for limit in range(0, largest, largest // quick_or_long(40, 1_000) or 1):
        found.again()
        store = found.store()
        made = new_check_in()
        with files_no_larger_than(limit):
            refusal = attempt(store, made)
        acknowledged = [*found.acknowledged, *([made.id] if refusal is None else [])]
        assert refusal is None or "no room for it on the disk" in refusal
        assert sorted(ids_seen(found.path)) == sorted(acknowledged)
        again = new_check_in()
        assert attempt(store, again) is None
        store.close()
        must_hold(found.path, [*acknowledged, again.id])
