"""Restore: a backup takes the plan's place, and nothing that was there is lost."""

from pathlib import Path

import pytest

from kptui.errors import BadPlan, NoPlan, Refused
from kptui.ledger.backup import backup
from kptui.ledger.file import Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.restore import restore
from kptui.models.schema import SCHEMA
from tests.kptui.ledger.disk import append, ids, ids_in
from tests.kptui.ledger.upkeep import an_archived_plan_file, everything, names


@pytest.fixture
def saved(ledger: Ledger, path: Path) -> Path:
    """A backup of the plan with two notes; the plan has two more since."""
    append(ledger, "b")
    made = backup(path, path.with_name("saved.json")).path
    append(ledger, "c", "d")
    return made


def test_a_backup_comes_back_and_what_was_there_is_kept(ledger: Ledger, path: Path, saved: Path) -> None:
    was = path.read_bytes()
    found = restore(path, saved)
    assert found[:2] == (2, 2)
    assert found.kept is not None
    assert found.kept.name.startswith("plan.json.replaced-")
    assert found.kept.read_bytes() == was
    assert path.read_bytes() == saved.read_bytes()
    news = ledger.read()
    assert news.fresh
    assert ids(news.lines) == ["a", "b"]
    append(ledger, "e")
    assert ids_in(path) == ["a", "b", "e"]
    assert ids_in(saved) == ["a", "b"]
    assert ids_in(found.kept) == ["a", "b", "c", "d"]


def test_a_dry_run_says_what_would_be_lost_and_changes_nothing(path: Path, saved: Path) -> None:
    was = path.read_bytes()
    assert restore(path, saved, dry_run=True) == (2, 2, None, (), ())
    assert path.read_bytes() == was
    assert names(path) == ["plan.json", "saved.json"]
    saved.write_bytes(saved.read_bytes()[:-9])
    with pytest.raises(BadPlan, match="repair` first"):
        restore(path, saved, dry_run=True)


@pytest.mark.parametrize("was", [b"", b"rubbish", b'{"two": {}}'])
def test_whatever_stands_there_is_kept_and_replaced(path: Path, saved: Path, was: bytes) -> None:
    path.write_bytes(was)
    found = restore(path, saved)
    assert found.lost is None
    assert found.kept is not None
    assert found.kept.read_bytes() == was
    assert ids_in(path) == ["a", "b"]


def test_a_plan_of_a_newer_schema_is_kept_and_replaced_too(path: Path, saved: Path) -> None:
    path.write_bytes(write_whole([{"record": "schema", "id": "schema", "number": SCHEMA + 1}]))
    assert restore(path, saved).lost is None
    assert ids_in(path) == ["a", "b"]


def test_a_backup_makes_the_plan_where_none_is(path: Path, saved: Path) -> None:
    path.unlink()
    assert restore(path, saved) == (2, None, None, (), ())
    elsewhere = path.with_name("new") / "plan.json"
    assert restore(elsewhere, saved, dry_run=True).documents == 2
    assert not elsewhere.parent.exists()
    restore(elsewhere, saved)
    assert ids_in(elsewhere) == ids_in(path) == ["a", "b"]


def test_a_damaged_backup_is_refused_and_the_plan_is_left(path: Path, saved: Path) -> None:
    was = path.read_bytes()
    saved.write_bytes(saved.read_bytes().replace(b'"a"', b'"x"'))
    with pytest.raises(BadPlan, match=r"saved.json is damaged .* repair` first"):
        restore(path, saved)
    with pytest.raises(NoPlan):
        restore(path, path.with_name("nowhere.json"))
    with pytest.raises(Refused, match="the plan itself"):
        restore(path, path)
    assert path.read_bytes() == was
    assert names(path) == ["plan.json", "saved.json"]


def test_a_link_is_not_followed(path: Path, saved: Path) -> None:
    link = path.with_name("link.json")
    link.symlink_to(path)
    with pytest.raises(BadPlan, match="symbolic link"):
        restore(link, saved)
    link.unlink()
    link.symlink_to(saved)
    with pytest.raises(BadPlan, match="symbolic link"):
        restore(path, link)
    assert names(path) == ["link.json", "plan.json", "saved.json"]


def test_archives_come_along_from_where_the_backup_is(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    source = an_archived_plan_file(there / "plan.json")
    found = restore(here / "plan.json", source)
    assert found.archives == ("plan.archive-q1-2026.json",)
    assert everything(here / "plan.json") == everything(source)
    assert restore(here / "plan.json", source).archives == ()
    (there / "plan.archive-q1-2026.json").unlink()
    assert restore(here / "plan.json", source).missing == ()
    (here / "plan.archive-q1-2026.json").unlink()
    assert restore(here / "plan.json", source).missing == ("plan.archive-q1-2026.json",)
