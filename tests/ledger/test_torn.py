"""The last append is cut at any byte: nothing acknowledged is lost, nothing is invented."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kptui.changes import record_check_in
from tests.ledger.counts import quick_or_long
from tests.ledger.plans import TARGET, ids_seen, must_hold, new_check_in, remains_of
from tests.ledger.scenes import scene, with_room, without_room


@pytest.mark.parametrize("start", [with_room, without_room])
@pytest.mark.parametrize("goal", [None, 80.0])
def test_an_append_cut_at_any_byte_costs_nothing_acknowledged_and_counts_whole_or_not_at_all(
    start: Callable[[Path], None], goal: float | None, tmp_path: Path
) -> None:
    found = scene(tmp_path, start)
    made = new_check_in("x" * quick_or_long(1, 500), goal=goal)
    store = found.store()
    store.save(record_check_in(made))
    store.close()
    after = found.path.read_bytes()
    first = next(at for at, (old, new) in enumerate(zip(found.file.ljust(len(after)), after, strict=True)) if old != new)
    for cut in range(first, len(after.rstrip()) + 1, quick_or_long(3, 1)):
        found.again()
        found.path.write_bytes(after[:cut] + found.file[cut:])
        there = made.id in ids_seen(found.path)
        reopened = found.store()
        goals = {record.goal for record in reopened.read().targets}
        reopened.close()
        assert goals == {goal if goal and there else TARGET.goal}, cut
        must_hold(found.path, [*found.acknowledged, made.id] if there else found.acknowledged)
        cut_off = after[first:cut].rstrip(b" ")
        assert there or cut_off in (b"", b",", b",\n") or any(kept.startswith(cut_off) for kept in remains_of(found.path)), cut
