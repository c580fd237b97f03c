"""Backup: a whole copy while others write, and never over anything."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kptui.errors import BadPlan, NoPlan, NotSaved, Refused
from kptui.ledger.backup import backup
from kptui.ledger.file import Ledger
from kptui.ledger.format import write_whole
from kptui.ledger.verify import verify
from kptui.ledger.whole import new_file
from tests.kptui.ledger.disk import append, ids_in
from tests.kptui.ledger.upkeep import an_archived_plan_file, documents, everything, names

WRITER = """
import sys
from pathlib import Path
from kptui.ledger.file import Ledger
ledger = Ledger(Path(sys.argv[1]))
for number in range(100_000):
    with ledger.locked():
        ledger.read()
        ledger.append([{"record": "note", "id": str(number), "of": n} for n in range(3)])
    print(number, flush=True)
"""


def replaced_meanwhile(monkeypatch: pytest.MonkeyPatch, path: Path, times: int) -> None:
    """Have the plan replaced, by one with one note more, each time that it has been copied."""
    real = new_file
    left = iter(range(times))

    @contextmanager
    def meanwhile(*args: Any) -> Any:
        with real(*args) as new:
            if (number := next(left, None)) is not None:
                other = path.with_name("other")
                other.write_bytes(write_whole([{"record": "note", "id": f"{n}"} for n in range(number + 2)]))
                other.replace(path)
            yield new

    monkeypatch.setattr("kptui.ledger.backup.new_file", meanwhile)


def test_a_backup_stands_beside_the_plan_with_the_time_in_its_name(path: Path) -> None:
    made = backup(path)
    assert made.path.name.startswith("plan.json.backup-2")
    assert made.path.read_bytes() == path.read_bytes()
    assert made == (made.path, 1, path.stat().st_size, (), ())


def test_a_backup_taken_while_another_process_writes_is_a_sound_beginning_of_the_plan(path: Path, tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    try:
        for number in range(10):
            acknowledged = int(writer.stdout.readline())
            made = backup(path, tmp_path / f"copy-{number}.json")
            assert verify(made.path) == (made.documents, ())
            assert (made.documents - 1) % 3 == 0
            assert made.documents >= 1 + 3 * (acknowledged + 1)
        assert int(writer.stdout.readline())
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
    last = tmp_path / "copy-9.json"
    assert path.read_bytes().startswith(last.read_bytes()[: -len(b"\n}}")])


def test_a_backup_is_never_put_over_anything(path: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("dear diary")
    for place in (path, tmp_path / "taken"):
        with pytest.raises(Refused, match="Name another place"):
            backup(path, place)
    assert (tmp_path / "taken").read_text() == "dear diary"
    with pytest.raises(NotSaved, match="No such file or directory"):
        backup(path, tmp_path / "nowhere" / "copy.json")


def test_archives_go_with_the_plan_and_are_left_where_they_are_already(tmp_path: Path) -> None:
    path = an_archived_plan_file(tmp_path / "plan.json")
    safe = tmp_path / "safe"
    safe.mkdir()
    made = backup(path, safe)
    assert made.path.parent == safe
    assert made.archives == ("plan.archive-q1-2026.json",)
    assert everything(made.path) == everything(path)
    assert backup(path, safe).archives == ()
    assert backup(path).archives == ()
    (safe / "plan.archive-q1-2026.json").write_text("another")
    with pytest.raises(Refused, match="another archive"):
        backup(path, safe / "third.json")
    assert len(names(made.path)) == 3


def test_an_archive_that_is_nowhere_is_named(tmp_path: Path) -> None:
    path = an_archived_plan_file(tmp_path / "plan.json")
    (tmp_path / "plan.archive-q1-2026.json").unlink()
    assert backup(path).missing == ("plan.archive-q1-2026.json",)


def test_a_damaged_plan_is_not_copied_but_repaired(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(BadPlan, match="repair` first"):
        backup(path)
    path.unlink()
    with pytest.raises(NoPlan):
        backup(path)


def test_a_plan_replaced_while_it_is_copied_is_copied_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_meanwhile(monkeypatch, path, times=2)
    made = backup(path)
    assert ids_in(made.path) == ids_in(path) == ["0", "1", "2"]
    assert len(names(path)) == 2


def test_a_plan_that_is_replaced_again_and_again_is_given_up_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_meanwhile(monkeypatch, path, times=100)
    with pytest.raises(NotSaved, match="again and again"):
        backup(path)
    assert names(path) == ["plan.json"]


def test_a_plan_rewritten_in_place_while_it_is_copied_is_copied_as_it_is_then(
    ledger: Ledger, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(ledger, "b")
    real = new_file
    once = iter([write_whole([{"record": "note", "id": name} for name in "xyz"])])

    @contextmanager
    def meanwhile(*args: Any) -> Any:
        with real(*args) as new:
            path.write_bytes(next(once, path.read_bytes()))
            yield new

    monkeypatch.setattr("kptui.ledger.backup.new_file", meanwhile)
    assert [d["id"] for d in documents(backup(path).path)] == ["x", "y", "z"]
