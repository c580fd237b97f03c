"""Upkeep while others write: whatever they were told is safe is there afterwards, once."""

import subprocess
import sys
from pathlib import Path

from kptui.ledger.redact import redact
from kptui.ledger.restore import restore
from kptui.ledger.verify import verify
from tests.builders import NOW
from tests.kptui.ledger.upkeep import PAST, a_plan_file, archive_it, everything, litter

WRITER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from kptui.models.check_in import CheckIn
from kptui.store import FileStore
store = FileStore(Path(sys.argv[1]))
at = datetime(2026, 3, 2, tzinfo=UTC)
for number in range(100_000):
    check_in = CheckIn(target=sys.argv[2], on=date(2026, 1, 20), value=number, achievements="pasted", at=at, by="ben")
    store.save(lambda _: [check_in])
    print(check_in.id, flush=True)
"""


def test_writers_lose_nothing_while_the_file_is_replaced_under_them(tmp_path: Path) -> None:
    path = a_plan_file(tmp_path / "plan.json")
    command = [sys.executable, "-c", WRITER, str(path), PAST.id]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    acknowledged: list[str] = []
    try:
        for _ in range(4):
            acknowledged += _more_of(writers, path)
            assert redact(path, "pasted", at=NOW, by="maria").documents
            acknowledged += _more_of(writers, path)
            assert archive_it(path)
    finally:
        for writer in writers:
            writer.kill()
            acknowledged += writer.communicate()[0].split()
    found = everything(path)
    assert set(acknowledged) <= set(found)
    assert len(found) == len(set(found))
    assert verify(path).sound
    assert litter(path) == []


def test_what_is_saved_while_a_backup_is_put_back_is_in_the_plan_or_in_the_file_that_is_kept(tmp_path: Path) -> None:
    path = a_plan_file(tmp_path / "plan.json")
    copy = tmp_path / "copy.json"
    copy.write_bytes(path.read_bytes())
    command = [sys.executable, "-c", WRITER, str(path), PAST.id]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        acknowledged = [_next(writer) for _ in range(5)]
        kept = restore(path, copy).kept
        acknowledged += [_next(writer) for _ in range(5)]
        writer.kill()
        acknowledged += writer.communicate()[0].split()
    assert kept is not None
    assert set(acknowledged) <= {*everything(path), *everything(kept)}


def _more_of(writers: "list[subprocess.Popen[str]]", path: Path) -> list[str]:
    """Wait until each of them has saved something that is not there yet; return what was acknowledged until then."""
    there, acknowledged = set(everything(path)), list[str]()
    for writer in writers:
        acknowledged.append(_next(writer))
        while acknowledged[-1] in there:
            acknowledged.append(_next(writer))
    return acknowledged


def _next(writer: "subprocess.Popen[str]") -> str:
    assert writer.stdout is not None
    return writer.stdout.readline().strip()
