"""A plan of a newer schema, met at open or while open: two versions of the program side by side."""

import subprocess
import sys
from pathlib import Path

from kptui.models.schema import SCHEMA, Schema
from kptui.store import FileStore
from tests.builders import NOW
from tests.ledger.plans import check_in_once, ids_seen
from tests.ledger.session import Far

NEWER = """
import sys
from pathlib import Path
import kptui.models.schema
kptui.models.schema.SCHEMA += 1
from tests.ledger.test_schema import migrate, check_in_once
migrate(Path(sys.argv[1]))
print(check_in_once(Path(sys.argv[1])))
"""


def migrate(path: Path) -> None:
    """What the next version of the program will do: add a version of the schema record."""
    store = FileStore(path)
    store.save(lambda _: [Schema(id="schema", version=2, number=SCHEMA, at=NOW, by="ana")])
    store.close()


def a_newer_version_writes(path: Path) -> str:
    return subprocess.run([sys.executable, "-c", NEWER, str(path)], check=True, capture_output=True, text=True).stdout.strip()


def kptui(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kptui", "--plan", str(path), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_plan_that_a_newer_version_changed_is_read_only_for_a_session_that_has_it_open_and_for_one_that_opens_it(
    path: Path,
) -> None:
    first = check_in_once(path)
    with Far(path) as older:
        theirs = a_newer_version_writes(path)
        file = path.read_bytes()
        refusal = older.ask("check_in", "CS-1")
        assert (refusal["refused"], "update kptui to change it" in refusal["said"]) == ("ReadOnly", True)
        assert older.ask("look")["check_ins"] == {"CS-1": [first, theirs]}
        assert older.ask("look")["read_only"] == refusal["said"]
    with Far(path) as later:
        assert later.opened["read_only"] == refusal["said"]
        assert later.ask("rename", "CS-1", "Mine", "ben")["refused"] == "ReadOnly"
    refused = kptui(path, "check-in", "CS-1", "5")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "update kptui to change it" in refused.stderr
    assert kptui(path, "show", "CS-1").returncode == 0
    assert path.read_bytes() == file
    assert ids_seen(path) == [first, theirs]
