"""The power goes: of what was written since the last sync, any subset of 512-byte sectors is on the disk."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kptui.changes import record_check_in
from kptui.store import FileStore
from tests.ledger.calls import Call, calls_go_through
from tests.ledger.counts import chance, quick_or_long
from tests.ledger.plans import TARGET, ids_seen, must_hold, new_check_in
from tests.ledger.scenes import Scene, scene, torn, with_room, without_room

SECTOR = 512
Write = tuple[int, bytes]


def place_of(call: Call) -> Path:
    """The file that a call on a descriptor is about."""
    return Path(f"/proc/self/fd/{call.given[0]}").readlink()


def what_is_written(found: Scene, action: Callable[[], object]) -> list[list[Write]]:
    """The writes to the plan during an action, in groups that a sync divides; what follows the last sync is the last group."""
    groups: list[list[Write]] = [[]]

    def way(call: Call) -> Any:
        ours = call.name in ("pwrite", "fsync", "fdatasync") and place_of(call) == found.path
        if ours and call.name == "pwrite":
            groups[-1].append((call.given[2], bytes(call.given[1])))
        elif ours:
            groups.append([])
        return call.go()

    with calls_go_through(way):
        action()
    return groups


def written(disk: bytes, writes: Iterable[Write]) -> bytes:
    for offset, data in writes:
        disk = disk.ljust(offset, b"\0")[:offset] + data + disk[offset + len(data) :]
    return disk


def disks(before: bytes, writes: Sequence[Write], dice: Random, at_most: int) -> Iterator[bytes]:
    """What may be on the disk: each sector as it was or as any write left it, the file as long as it was or as it became."""
    steps = [written(before, writes[:done]) for done in range(len(writes) + 1)]
    size = len(steps[-1])
    sectors = [list(dict.fromkeys(step.ljust(size, b"\0")[at : at + SECTOR] for step in steps)) for at in range(0, size, SECTOR)]
    for chosen in _choices(sectors, dice, at_most):
        disk = b"".join(chosen)
        yield disk
        if size > len(before):
            yield disk[: len(before)]


def _choices(sectors: list[list[bytes]], dice: Random, at_most: int) -> Iterable[Sequence[bytes]]:
    if prod(len(options) for options in sectors) <= at_most:
        return itertools.product(*sectors)
    return ([dice.choice(options) for options in sectors] for _ in range(at_most))


@pytest.mark.parametrize("start", [with_room, without_room, torn])
@pytest.mark.parametrize("goal", [None, 80.0])
def test_whatever_of_the_unsynced_sectors_is_on_the_disk_what_was_acknowledged_is_there(
    start: Callable[[Path], None], goal: float | None, tmp_path: Path
) -> None:
    found = scene(tmp_path, start)
    made = new_check_in("x" * 700, goal=goal)
    store = found.store()
    groups = what_is_written(found, lambda: store.save(record_check_in(made)))
    store.close()
    assert not groups[-1]
    disk = found.file
    for writes in groups[:-1]:
        for after in disks(disk, writes, chance("power"), quick_or_long(60, 600)):
            found.again()
            found.path.write_bytes(after)
            _is_whole_or_not_there(found.path, made.id, goal)
            must_hold(found.path, found.acknowledged, doubtful=[made.id])
        disk = written(disk, writes)
    found.path.write_bytes(disk)
    must_hold(found.path, [*found.acknowledged, made.id])


def _is_whole_or_not_there(path: Path, made_id: str, goal: float | None) -> None:
    store = FileStore(path, mends=False)
    plan = store.read()
    store.close()
    there = made_id in ids_seen(path)
    assert plan.target("CS-1").goal == (goal if goal and there else TARGET.goal)


def test_the_remains_are_safe_before_anything_is_written_over_them(tmp_path: Path) -> None:
    found = scene(tmp_path, torn)
    store = found.store()
    done: list[str] = []

    def way(call: Call) -> Any:
        if call.name in ("fsync", "pwrite"):
            done.append(f"{call.name} {place_of(call).name[:17]}")
        return call.go()

    with calls_go_through(way):
        store.save(record_check_in(new_check_in()))
    store.close()
    assert done[:3] == ["fsync plan.json.remains", "fsync scene", "pwrite plan.json"]


def test_a_rewrite_is_safe_before_it_stands_in_the_plans_place_and_its_name_before_it_is_acknowledged(path: Path) -> None:
    path.write_text(
        '{"_default": {"1": {"record": "note", "id": "theirs", "version": 1, "at": "2026-01-01T00:00:00Z", "by": "x"}}}'
    )
    done: list[str] = []

    def way(call: Call) -> Any:
        if call.name in ("fsync", "link", "replace"):
            done.append(call.name)
        return call.go()

    store = FileStore(path, mends=False)
    with calls_go_through(way):
        store.save(lambda _: [TARGET])
    store.close()
    assert done[:5] == ["fsync", "link", "fsync", "replace", "fsync"]
