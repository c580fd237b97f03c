"""Upkeep that is stopped: killed, or failing, at every system call in turn, and what is there afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kptui.ledger.backup import backup
from kptui.ledger.redact import redact
from kptui.ledger.renew import renew
from kptui.ledger.restore import restore
from kptui.ledger.verify import verify
from kptui.ledger.whole import documents_in
from kptui.store import FileStore
from tests.builders import NOW, a_check_in
from tests.kptui.ledger.upkeep import (
    PASTED,
    PRESENT,
    a_plan_file,
    after_each,
    an_archived_plan_file,
    archive_it,
    documents,
    everything,
    failed_at,
    killed_at,
    litter,
    names,
)

pytestmark = pytest.mark.parametrize("stop", [killed_at, failed_at])
Stop = Callable[[int, Callable[[], object]], bool]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "place"
    place.mkdir()
    return place / "plan.json"


def goes_on(path: Path) -> None:
    """Check in, as the next person does."""
    check_in = a_check_in(PRESENT, "2026-02-02", 50)
    store = FileStore(path)
    store.save(lambda _: [check_in])
    assert check_in.id in {c.id for c in store.history(PRESENT.id)}
    store.close()


def test_archiving_leaves_every_check_in_there_once(path: Path, stop: Stop) -> None:
    a_plan_file(path)
    before = everything(path)
    for _ in after_each(path.parent, stop, lambda: archive_it(path)):
        assert everything(path) == before
        assert verify(path).sound
        goes_on(path)
        archive_it(path)
        assert names(path, like="*archive*") == ["plan.archive-q1-2026.json"]
        assert len(documents(path.with_name("plan.archive-q1-2026.json"))) == 2
        assert litter(path) == []


def test_redacting_leaves_every_document_and_the_next_try_takes_the_text_out(path: Path, stop: Stop) -> None:
    an_archived_plan_file(path)
    before = everything(path)
    for _ in after_each(path.parent, stop, lambda: redact(path, PASTED, at=NOW, by="maria")):
        assert everything(path) == before
        assert verify(path).sound
        goes_on(path)
        redact(path, PASTED, at=NOW, by="maria")
        assert not any(b"hunter2" in file.read_bytes() for file in path.parent.iterdir())
        assert litter(path) == []


def test_repairing_leaves_the_damaged_file_or_the_mended_one(path: Path, stop: Stop) -> None:
    a_plan_file(path)
    damaged = path.read_bytes().replace(b'"value":10.0', b'"value":11.0', 1)
    path.write_bytes(damaged)
    sound = [d["id"] for d in documents_in(path, damaged=True)]
    for _ in after_each(path.parent, stop, lambda: renew(path)):
        assert path.read_bytes() == damaged or verify(path).sound
        renew(path)
        assert [d["id"] for d in documents(path)] == sound
        assert any(file.read_bytes() == damaged for file in path.parent.glob("plan.json.damaged-*"))
        goes_on(path)
        assert litter(path) == []


def test_restoring_leaves_the_old_plan_or_the_backup(path: Path, stop: Stop) -> None:
    an_archived_plan_file(path)
    made = backup(path, path.parent / "kept.json").path
    goes_on(path)
    newer = path.read_bytes()
    for _ in after_each(path.parent, stop, lambda: restore(path, made)):
        assert path.read_bytes() == newer or documents(path) == documents(made)
        goes_on(path)
        restore(path, made)
        assert documents(path) == documents(made)
        assert any(file.read_bytes().startswith(newer.rstrip()[:-3]) for file in path.parent.glob("plan.json.replaced-*"))
        assert litter(path) == []


def test_restoring_where_no_plan_is_makes_it_whole_or_not_at_all(path: Path, stop: Stop, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    made = an_archived_plan_file(elsewhere / "plan.json")
    for _ in after_each(path.parent, stop, lambda: restore(path, made)):
        if path.exists():
            assert everything(path) == everything(made)
        restore(path, made)
        assert everything(path) == everything(made)
        assert litter(path) == []


def test_a_backup_is_there_whole_or_not_at_all(path: Path, stop: Stop, tmp_path: Path) -> None:
    an_archived_plan_file(path)
    (path.parent / "safe").mkdir()
    to = path.parent / "safe" / "copy.json"
    for _ in after_each(path.parent, stop, lambda: backup(path, to)):
        if to.exists():
            assert everything(to) == everything(path)
        again = backup(path, to.with_name("again.json"))
        assert everything(again.path) == everything(path)
        assert litter(to) == []
        assert verify(path).sound
