"""Migrations: an older plan becomes a new one, and a program that knows only the older schema notices."""

import subprocess
import sys
from pathlib import Path

import pytest

from kptui.changes import add_records
from kptui.errors import ReadOnly
from kptui.ledger.format import write_whole
from kptui.migrations import MIGRATIONS, migrate
from kptui.models.schema import SCHEMA, Schema, schema_of
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_target

TARGET = a_target()
NEWER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kptui.models import schema
schema.SCHEMA = 3
from kptui import migrations
from kptui.models.organisation import Pillar
from kptui.store import FileStore
at = datetime(2026, 3, 2, tzinfo=UTC)
migrations.MIGRATIONS = {**migrations.MIGRATIONS, 2: lambda plan: [Pillar(name="From the future", at=at, by="future")]}
FileStore(Path(sys.argv[1])).save(migrations.migrate(at, "future"))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


def a_file_of_schema(number: int | None, path: Path) -> None:
    schema = [] if number is None else [Schema(id="schema", number=number, at=NOW, by="maria")]
    path.write_bytes(write_whole(record.document() for record in (*schema, TARGET)))


def schema_in(path: Path) -> int:
    store = FileStore(path)
    try:
        return schema_of(store.read().every(Schema))
    finally:
        store.close()


def test_every_older_schema_has_a_way_to_the_next() -> None:
    assert list(MIGRATIONS) == list(range(1, SCHEMA))


def test_a_new_plan_is_of_the_newest_schema(path: Path) -> None:
    FileStore.create(path, records=[TARGET]).close()
    assert schema_in(path) == SCHEMA


@pytest.mark.parametrize("number", [1, None])
def test_a_plan_of_the_first_schema_is_fully_usable_and_can_be_migrated(path: Path, number: int | None) -> None:
    a_file_of_schema(number, path)
    store = FileStore(path)
    assert store.read_only is None
    store.save(add_records(a_check_in(TARGET, "2026-02-02", 10)))
    assert schema_in(path) == 1
    store.save(migrate(NOW, "ben"))
    store.save(add_records(a_check_in(TARGET, "2026-02-09", 20)))
    assert len(store.history(TARGET.id)) == 2
    store.close()
    assert schema_in(path) == SCHEMA


def test_migrating_twice_saves_nothing_more(path: Path) -> None:
    a_file_of_schema(1, path)
    store = FileStore(path)
    once = store.save(migrate(NOW, "ben")).revision
    assert store.save(migrate(NOW, "ben")).revision == once
    store.close()


def test_a_session_that_has_the_file_open_turns_read_only_when_a_newer_program_migrates_it(path: Path) -> None:
    a_file_of_schema(1, path)
    store = FileStore(path)
    assert store.read_only is None
    subprocess.run([sys.executable, "-c", NEWER, str(path)], check=True)
    with pytest.raises(ReadOnly, match="newer kptui"):
        store.save(add_records(a_check_in(TARGET, "2026-02-02", 10)))
    assert store.read_only is not None
    assert "schema 3" in store.read_only
    assert [p.name for p in store.read().pillars] == ["From the future"]
    store.close()
