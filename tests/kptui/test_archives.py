"""Archives: a plan shows the check-ins that were moved out of it as if they never had been."""

from datetime import date
from pathlib import Path

import pytest

import kptui.store
from kptui.changes import record_check_in
from kptui.ledger.archive import Closed, archive
from kptui.ledger.file import Ledger
from kptui.models.check_in import CheckIn, Reading
from kptui.models.policy import Period
from kptui.plan import Plan
from kptui.rules.progress import judge_all
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_period, a_target, a_team, an_organisation

PERIOD = a_period()
TARGET, OTHER = a_target(period=PERIOD.id), a_target(code="CS-2", name="Fewer calls")
CHECK_INS = tuple(a_check_in(TARGET, f"2026-02-0{n}", n) for n in (1, 2, 3))
LATER = date(2026, 7, 1)


def closed(plan: Plan) -> Closed:
    return Closed(next(iter(plan.every(Period))), frozenset({TARGET.id}))


def move(path: Path) -> Path:
    moved = archive(path, closed, at=NOW, by="ana")
    assert moved is not None
    return moved.file


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    store = FileStore.create(tmp_path / "plan.json", records=[an_organisation(), a_team(), PERIOD, TARGET, OTHER])
    for check_in in (*CHECK_INS, a_check_in(OTHER, "2026-02-05", 9)):
        store.save(record_check_in(check_in))
    return store


def readings(store: FileStore) -> dict[str, tuple[Reading, ...]]:
    return {target_id: tuple(found) for target_id, found in store.read().readings.items()}


def ids(found: tuple[CheckIn, ...]) -> list[str]:
    return [check_in.id for check_in in found]


def test_what_was_archived_is_shown_judged_and_kept_as_before(store: FileStore) -> None:
    before, judged = readings(store), dict(judge_all(store.read(), LATER))
    assert "check_in" in {d["record"] for d in store.documents() if d.get("target") == TARGET.id}
    move(store.path)
    assert TARGET.id not in {d.get("target") for d in store.documents()}
    for opened in (store, FileStore(store.path)):
        assert readings(opened) == before
        assert len(opened.read().readings[TARGET.id]) == 3
        assert opened.read().latest(TARGET.id) == CHECK_INS[2].reading
        assert dict(judge_all(opened.read(), LATER)) == judged
        assert ids(opened.history(TARGET.id)) == ids(CHECK_INS)
        assert not opened.read().problems


def test_what_comes_later_follows_and_can_be_archived_too(store: FileStore) -> None:
    move(store.path)
    late = a_check_in(TARGET, "2026-02-09", 4)
    store.save(record_check_in(late))
    assert store.read().latest(TARGET.id) == late.reading
    move(store.path)
    assert ids(store.history(TARGET.id)) == ids((*CHECK_INS, late))
    assert len(list(store.path.parent.glob("plan.archive-*.json"))) == 2
    store.close()


def test_a_check_in_that_is_archived_is_not_saved_again_and_can_be_corrected(store: FileStore) -> None:
    move(store.path)
    store.save(record_check_in(CHECK_INS[1]))
    store.save(record_check_in(a_check_in(TARGET, "2026-02-02", 7, corrects=CHECK_INS[1].id)))
    assert [r.value for r in store.read().readings_of(TARGET.id)] == [1, 7, 3]
    assert len(store.history(TARGET.id)) == 4


def test_an_archive_that_is_gone_is_named_and_all_else_serves(store: FileStore) -> None:
    file = move(store.path)
    aside = file.rename(file.with_suffix(".away"))
    opened = FileStore(store.path)
    assert opened.read().problems == (
        f"the archive {file.name} is not beside the plan; put it back to see the check-ins of Q1 2026",
    )
    assert opened.read().readings_of(TARGET.id) == ()
    assert opened.history(TARGET.id) == ()
    assert opened.read().latest(OTHER.id)
    aside.rename(file)
    assert len(opened.read().readings_of(TARGET.id)) == 3


def test_an_index_knows_of_archives(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kptui.store, "_INDEX_FROM", 0)
    before = readings(store)
    move(store.path)
    FileStore(store.path).close()
    assert readings(FileStore(store.path)) == before


def test_an_archive_that_is_moved_away_or_spoilt_while_it_is_open_hides_only_what_it_holds(store: FileStore) -> None:
    file = move(store.path)
    assert len(store.read().readings[TARGET.id]) == 3
    sound = file.read_bytes()
    aside = file.rename(file.with_suffix(".away"))
    assert store.read().readings_of(TARGET.id) == ()
    store.save(record_check_in(a_check_in(TARGET, "2026-02-20", 4)))
    file.write_bytes(b"rubbish")
    assert [r.value for r in store.read().readings_of(TARGET.id)] == [4]
    assert FileStore(store.path).read().readings_of(OTHER.id)
    file.write_bytes(sound)
    assert [r.value for r in store.read().readings_of(TARGET.id)] == [1, 2, 3, 4]
    aside.unlink()


def test_only_the_newest_version_of_an_archive_record_counts_with_an_index_and_without(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kptui.store, "_INDEX_FROM", 0)
    move(store.path)
    [record] = [d for d in store.documents() if d["record"] == "archive"]
    ledger = Ledger(store.path)
    with ledger.locked():
        ledger.read()
        ledger.append([record | {"targets": []}])
    ledger.close()
    found = [readings(store), readings(FileStore(store.path)), readings(FileStore(store.path))]
    assert found[0] == found[1] == found[2]
    assert len(found[0][TARGET.id]) == 3


def test_an_archive_that_is_the_plan_itself_holds_nothing(store: FileStore) -> None:
    file = move(store.path)
    [record] = [d for d in store.documents() if d["record"] == "archive"]
    itself = FileStore(file)
    ledger = Ledger(file)
    with ledger.locked():
        ledger.read()
        ledger.append([record])
    ledger.close()
    assert len(itself.read().readings[TARGET.id]) == 3
