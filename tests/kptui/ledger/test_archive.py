"""Archive: a past period's check-ins move, once, and nothing is lost."""

from pathlib import Path

import pytest

from kptui.changes import add_records
from kptui.errors import BadPlan, Refused
from kptui.ledger.archive import Closed, archive
from kptui.ledger.backup import backup
from kptui.ledger.format import Document, write_whole
from kptui.ledger.restore import restore
from kptui.ledger.verify import verify
from kptui.ledger.whole import documents_in
from kptui.models.archive import Archive
from kptui.models.schema import Schema
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_period
from tests.kptui.ledger.upkeep import CHECK_INS, PAST, PERIOD, a_plan_file, archive_it, documents, everything, names


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return a_plan_file(tmp_path / "plan.json")


def check_in_late(path: Path) -> None:
    store = FileStore(path)
    store.save(add_records(a_check_in(PAST, "2026-01-19", 30)))
    store.close()


def test_check_ins_move_and_the_plan_names_where(path: Path) -> None:
    before, size = everything(path), path.stat().st_size
    found = archive_it(path)
    assert found is not None
    assert found == (path.with_name("plan.archive-q1-2026.json"), 2, size, path.stat().st_size, found.file.stat().st_size)
    assert [d["id"] for d in documents_in(found.file)] == [CHECK_INS[0].id, CHECK_INS[2].id]
    assert [d["id"] for d in documents(path) if d["record"] == "check_in"] == [CHECK_INS[1].id]
    said = Archive.model_validate(documents(path)[-1])
    assert (said.name, said.period, said.file) == ("Q1 2026", PERIOD.id, found.file.name)
    assert (said.targets, said.check_ins) == ((PAST.id,), 2)
    assert everything(path) == before
    assert verify(path).sound
    assert verify(found.file).sound


def test_a_session_that_has_the_plan_open_goes_on(path: Path) -> None:
    store = FileStore(path)
    archive_it(path)
    assert store.changed()
    late = a_check_in(PAST, "2026-01-19", 30)
    assert late.id in {r.id for r in store.save(add_records(late)).readings[PAST.id]}
    store.close()


def test_nothing_to_archive_changes_nothing(path: Path) -> None:
    archive_it(path)
    before = path.read_bytes()
    assert archive_it(path) is None
    assert path.read_bytes() == before


def test_late_check_ins_go_to_a_second_file(path: Path) -> None:
    archive_it(path)
    check_in_late(path)
    before = everything(path)
    found = archive_it(path)
    assert found is not None
    assert found.file.name == "plan.archive-q1-2026-2.json"
    assert everything(path) == before
    assert verify(path).sound


def test_the_name_of_an_archive_that_was_moved_away_is_not_given_again(path: Path) -> None:
    archive_it(path)
    path.with_name("plan.archive-q1-2026.json").rename(path.with_name("elsewhere"))
    check_in_late(path)
    found = archive_it(path)
    assert found is not None
    assert found.file.name == "plan.archive-q1-2026-2.json"


def test_an_archive_that_was_cut_short_is_written_anew_and_any_other_file_is_left(path: Path) -> None:
    copy = backup(path).path
    archive_it(path)
    restore(path, copy)
    check_in_late(path)
    found = archive_it(path)
    assert found is not None
    assert (found.file.name, found.check_ins) == ("plan.archive-q1-2026.json", 3)
    restore(path, copy)
    found = archive_it(path)
    assert found is not None
    assert found.file.name == "plan.archive-q1-2026-2.json"
    assert len(documents(path.with_name("plan.archive-q1-2026.json"))) == 3
    restore(path, copy)
    path.with_name("plan.archive-q1-2026-2.json").write_text("dear diary")
    found = archive_it(path)
    assert found is not None
    assert found.file.name == "plan.archive-q1-2026-3.json"


def test_a_plan_of_the_first_schema_names_no_archive(path: Path) -> None:
    first = [d | {"number": 1} if d["record"] == "schema" else d for d in documents(path)]
    for rows in (first, first[1:]):
        path.write_bytes(write_whole(rows))
        with pytest.raises(Refused, match="kptui migrate"):
            archive_it(path)
    assert names(path) == ["plan.json"]


def test_what_cannot_be_used_stays_in_the_plan(path: Path) -> None:
    odd: list[Document] = [{"record": "target", "id": "odd"}, {"record": "check_in", "id": ["odd"], "target": {"of": PAST.id}}]
    path.write_bytes(write_whole([*documents(path), *odd]))
    found = archive_it(path)
    assert found is not None
    assert found.check_ins == 2
    assert [d["id"] for d in documents(path)[-3:-1]] == ["odd", ["odd"]]


def test_a_refusal_leaves_the_plan(path: Path) -> None:
    def refuse(_: object) -> Closed:
        raise Refused("It runs until tomorrow.")

    with pytest.raises(Refused, match="until tomorrow"):
        archive(path, refuse, at=NOW, by="maria")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(BadPlan, match="repair` first"):
        archive_it(path)
    assert names(path) == ["plan.json"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Frühling / 2026", "plan.archive-fruhling-2026.json"),
        ("第一", "plan.archive-period.json"),
        ("x" * 500, f"plan.archive-{'x' * 60}.json"),
    ],
)
def test_any_name_of_a_period_gives_a_plain_name_of_a_file(path: Path, name: str, file: str) -> None:
    closed = Closed(a_period(name=name), frozenset({PAST.id}))
    found = archive(path, lambda _: closed, at=NOW, by="maria")
    assert found is not None
    assert found.file.name == file


def test_a_plan_of_any_name_has_archives(tmp_path: Path) -> None:
    path = a_plan_file(tmp_path / "a\\b\udcff.json")
    found = archive_it(path)
    assert found is not None
    assert found.file.name == "a-b-.archive-q1-2026.json"
    assert len(FileStore(path).read().every(Schema)) == 1


@pytest.mark.parametrize(
    "file", ["", "..", "/etc/passwd", "../x.archive-y.json", "a/x.archive-y.json", "a\\x.archive-y.json", "plan.json"]
)
def test_an_archive_names_a_bare_file(file: str) -> None:
    with pytest.raises(ValueError, match="bare name"):
        Archive(at=NOW, by="x", name="Q1", period="p", file=file, check_ins=1)
