"""The index: opening a plan through it is opening the plan, and whatever is wrong with it costs only time."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import kptui.store
from kptui import paths
from kptui.changes import add_records, edit_record, record_check_in
from kptui.errors import BadPlan
from kptui.ledger.file import Ledger
from kptui.models.check_in import CheckIn, Reading
from kptui.models.record import Record
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_target, a_team, an_organisation

TARGET, OTHER = a_target(), a_target(code="CS-2", name="Fewer calls")
WRONG = a_check_in(TARGET, "2026-02-01", 10, confidence=3)
CHECK_INS = (
    WRONG,
    a_check_in(TARGET, "2026-02-01", 12, corrects=WRONG.id, by="ben"),
    a_check_in(TARGET, "2026-02-08", 14, confidence=7, own_call="at_risk", challenges="vendor slipped"),
    a_check_in(TARGET, "2026-02-09", 15, id="an odd id"),
    a_check_in(OTHER, "2026-02-09", 3),
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kptui.store, "_INDEX_FROM", 0)
    path = tmp_path / "plan.json"
    store = FileStore.create(path, records=[an_organisation(), a_team(), TARGET, OTHER])
    for check_in in CHECK_INS:
        store.save(record_check_in(check_in))
    store.close()
    FileStore(path).close()
    return path


@pytest.fixture
def read_from(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where reading of a plan began, each time."""
    found: list[int] = []
    real = Ledger._next_lines

    def note(ledger: Ledger) -> object:
        found.append(ledger.end)
        return real(ledger)

    monkeypatch.setattr(Ledger, "_next_lines", note)
    return found


def facts(plan: Plan) -> tuple[dict[str, Record], dict[str, tuple[Reading, ...]], tuple[str, ...], int]:
    readings = {target_id: tuple(found) for target_id, found in plan.readings.items()}
    return dict(plan.records), readings, plan.problems, plan.revision.length


def without_index(path: Path) -> Plan:
    paths.index_path(path).unlink(missing_ok=True)
    return FileStore(path).read()


def history(store: FileStore) -> list[CheckIn]:
    return [*store.history(TARGET.id), *store.history(OTHER.id)]


def test_a_plan_opened_through_it_is_the_plan_and_its_history_is_not_read(path: Path, read_from: list[int]) -> None:
    store = FileStore(path)
    assert read_from == []
    assert facts(store.read()) == facts(without_index(path))
    assert [c.document() for c in history(store)] == [c.document() for c in CHECK_INS]
    assert store.read().latest(TARGET.id) == CHECK_INS[3].reading
    assert store.read().latest("nobody") is None


@pytest.mark.parametrize("corrects", [CHECK_INS[2].id, CHECK_INS[3].id])
def test_the_latest_may_be_a_correction(path: Path, corrects: str) -> None:
    right = a_check_in(TARGET, "2026-02-20", 11, corrects=corrects)
    FileStore(path).save(record_check_in(right))
    FileStore(path).close()
    plan = FileStore(path).read()
    assert plan.latest(TARGET.id) == right.reading == plan.readings_of(TARGET.id)[-1]


def test_it_is_this_persons_alone(path: Path) -> None:
    index = paths.index_path(path)
    assert (index.stat().st_mode & 0o777, index.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [p.name for p in index.parent.iterdir()] == [index.name]


def test_what_was_appended_since_is_read_from_the_file(path: Path, read_from: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    store = FileStore(path)
    late = a_check_in(TARGET, "2026-01-20", 7, by="carla")
    store.save(record_check_in(late))
    store.save(edit_record(OTHER, NOW, "carla", name="Renamed"))
    monkeypatch.setattr(kptui.store, "_INDEX_FROM", 2**30)
    before = paths.index_path(path).stat()
    again = FileStore(path)
    assert read_from[0] > 1000
    assert paths.index_path(path).stat() == before
    assert facts(again.read()) == facts(store.read()) == facts(without_index(path))
    assert late.id in {c.id for c in again.history(TARGET.id)}
    assert again.read().latest(TARGET.id) == CHECK_INS[3].reading
    again.save(record_check_in(CHECK_INS[2]))
    again.save(record_check_in(late))
    assert len(again.read().readings[TARGET.id]) == 5


def test_it_is_made_anew_when_the_file_has_grown(path: Path, read_from: list[int]) -> None:
    FileStore(path).save(record_check_in(a_check_in(TARGET, "2026-03-01", 16)))
    FileStore(path)
    read_from.clear()
    assert FileStore(path).read().latest(TARGET.id) == FileStore(path).read().readings_of(TARGET.id)[-1]
    assert read_from == []


def cut(index: Path) -> None:
    index.write_bytes(index.read_bytes()[:-5])


def empty(index: Path) -> None:
    index.write_bytes(b"")


def flip_head(index: Path) -> None:
    data = bytearray(index.read_bytes())
    data[-60] ^= 1
    index.write_bytes(data)


def flip_entry(index: Path) -> None:
    data = bytearray(index.read_bytes())
    data[data.index(TARGET.id.encode()) - 10] ^= 1
    index.write_bytes(data)


def of_another_version(index: Path) -> None:
    data = index.read_bytes()
    index.write_bytes(data.replace(b"kptui 0.", b"kptui 9."))


def lead_elsewhere(index: Path) -> None:
    index.rename(index.with_suffix(".real"))
    index.symlink_to(index.with_suffix(".real"))


def give_away(index: Path) -> None:
    os.chown(index, 65534, 65534)


BREAKING = [cut, empty, flip_head, flip_entry, of_another_version, lead_elsewhere, Path.unlink]


@pytest.mark.parametrize("break_it", BREAKING)
def test_one_that_is_no_good_is_left_aside_and_made_anew(
    path: Path, break_it: Callable[[Path], None], read_from: list[int]
) -> None:
    break_it(paths.index_path(path))
    assert facts(FileStore(path).read())[0] == {**facts(without_index(path))[0]}
    assert read_from[0] == 13
    read_from.clear()
    FileStore(path)
    assert read_from == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to someone else")
def test_one_of_somebody_else_is_not_trusted(path: Path, read_from: list[int]) -> None:
    give_away(paths.index_path(path))
    assert FileStore(path).read().target("CS-1")
    assert read_from[0] == 13


def test_one_of_a_file_that_was_replaced_or_rewritten_does_not_count(path: Path) -> None:
    other = path.with_name("other.json")
    FileStore.create(other, records=[an_organisation(), a_team(), TARGET]).close()
    other.replace(path)
    assert FileStore(path).read().target("CS-1") == TARGET
    assert not FileStore(path).read().readings
    FileStore(path).save(add_records(OTHER))
    whole = path.read_bytes()
    FileStore(path)
    cut = whole.index(OTHER.id.encode())
    path.write_bytes(whole[:cut].ljust(len(whole)))
    assert FileStore(path).read().get(OTHER.id) is None


def test_readings_that_were_damaged_are_read_from_the_file_instead(path: Path) -> None:
    index = paths.index_path(path)
    data = bytearray(index.read_bytes())
    data[5] ^= 1
    index.write_bytes(data)
    store = FileStore(path)
    found = facts(store.read())
    assert not index.exists()
    assert found == facts(without_index(path))
    assert store.changed()
    assert facts(store.read()) == facts(without_index(path))
    assert not store.changed()


def test_records_that_were_damaged_are_read_from_the_file_instead(path: Path) -> None:
    index = paths.index_path(path)
    data = index.read_bytes()
    index.write_bytes(data.replace(b"Fewer calls", b"Fewer walls"))
    store = FileStore(path)
    assert store.read().target("CS-2") == OTHER
    assert not index.exists()


def test_where_it_cannot_be_written_the_plan_is_read_all_the_same(path: Path) -> None:
    folder = paths.index_path(path).parent
    paths.index_path(path).unlink()
    folder.rmdir()
    folder.write_text("a file is in the way")
    assert FileStore(path).read().latest(OTHER.id) == CHECK_INS[4].reading
    assert folder.read_text() == "a file is in the way"


def test_a_file_that_another_program_wrote_has_none(path: Path) -> None:
    paths.index_path(path).unlink()
    path.write_text('{"_default": {"1": {"record": "note", "id": "a", "version": 1, "at": "2026-01-01T00:00:00Z", "by": "x"}}}')
    assert FileStore(path, mends=False).read().get("a")
    assert not paths.index_path(path).exists()


def test_a_bit_that_flips_beneath_an_index_is_named_when_the_line_is_wanted(path: Path) -> None:
    store = FileStore(path)
    damaged = path.read_bytes().replace(b"vendor slipped", b"vendor skipped")
    with path.open("r+b") as file:
        file.write(damaged)
    assert not store.read().problems
    assert [c.id for c in store.history(TARGET.id)] == [CHECK_INS[n].id for n in (0, 1, 3)]
    assert "is damaged" in store.read().problems[0]
    assert "is damaged" in FileStore(path).read().problems[0]


def test_a_line_that_is_damaged_and_no_index_is_to_blame_is_said_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kptui.store, "_INDEX_FROM", 2**30)
    paths.index_path(path).unlink()
    store = FileStore(path)
    with path.open("r+b") as file:
        file.write(path.read_bytes().replace(b"vendor slipped", b"vendor skipped"))
    with pytest.raises(BadPlan, match="was changed at byte"):
        store.history(TARGET.id)


def test_a_moment_finer_than_a_second_is_the_same_with_an_index(path: Path) -> None:
    ledger = Ledger(path)
    fine = a_check_in(TARGET, "2026-03-01", 9).document() | {"at": "2026-03-01T09:00:00.25Z"}
    with ledger.locked():
        ledger.read()
        ledger.append([fine])
    ledger.close()
    FileStore(path).close()
    plan = FileStore(path).read()
    assert plan.latest(TARGET.id) == plan.readings_of(TARGET.id)[-1]


def test_one_of_another_file_is_removed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kptui.store, "_INDEX_FROM", 2**30)
    other = path.with_name("other.json")
    FileStore.create(other, records=[an_organisation(), a_team(), TARGET]).close()
    other.replace(path)
    assert FileStore(path).read().target("CS-1")
    assert not paths.index_path(path).exists()
