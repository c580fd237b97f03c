"""TinyDB's own test-suite, taken from its source distribution, run against the ledger's storage and tables."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = ["test_tables.py", "test_queries.py", "test_operations.py", "test_tinydb.py", "test_storages.py"]
"""The modules that a storage or a table can fail; the others are of TinyDB's caches and dicts."""

IN_EVERY_TABLE = {
    "test_tables.py::test_table_repr": "a table says what class it is of",
    "test_tinydb.py::test_repr": "a database says what class it is of",
    "test_tables.py::test_persist_table": "a table is there as long as it shows a document",
    "test_storages.py::test_json": "only tables of documents can be written",
    "test_storages.py::test_in_memory": "only tables of documents can be written",
    "test_storages.py::test_json_kwargs": "the format says how the JSON is written",
    "test_tinydb.py::test_delete": "the format says how the JSON is written",
    "test_tinydb.py::test_insert_on_existing_db": "the format says how the JSON is written",
    "test_storages.py::test_encoding": "the format says how the JSON is written",
    "test_storages.py::test_json_invalid_mode_warning": "a mode that would lose the file is refused, not warned of",
    "test_storages.py::test_json_read": "errors are KptuiErrors with a sentence, not OSErrors",
    "test_storages.py::test_create_dirs": "errors are KptuiErrors with a sentence, not OSErrors",
    "test_storages.py::test_json_invalid_directory": "errors are KptuiErrors with a sentence, not OSErrors",
}
"""Where the ledger means to differ from TinyDB's storages, and why."""

IN_LEDGER_TABLES = {
    "test_tables.py::test_next_id": "no key is used twice, whatever was dropped",
    "test_tables.py::test_truncate_table": "no key is used twice, whatever was dropped",
    "test_tinydb.py::test_insert_ids": "no key is used twice, whatever was dropped",
    "test_tinydb.py::test_insert_multiple_with_ids": "no key is used twice, whatever was dropped",
    "test_tinydb.py::test_update_returns_ids": "no key is used twice, whatever was dropped",
    "test_tinydb.py::test_insert_with_doc_id": "no key is used twice, whatever was dropped",
    "test_tinydb.py::test_insert_with_duplicate_doc_id": "no key is used twice, whatever was dropped",
    "test_tinydb.py::test_doc_ids_json": "no key is used twice, whatever was dropped",
    "test_tinydb.py::test_upsert": "an edit takes a key of the file, so that the next new document has a later one",
    "test_storages.py::test_read_once": "a ledger table is of a ledger alone",
}
"""Where ledger tables mean to differ beyond that, and why."""


def pip(*arguments: str | Path, into: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, cwd=into, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("suite")
    wanted = f"tinydb=={version('tinydb')}"
    fetched = pip("download", "--no-deps", "--no-binary", "tinydb", wanted, into=place)
    if fetched.returncode:
        pytest.skip(f"TinyDB's source distribution, which holds its tests, cannot be fetched: {fetched.stderr.strip()[-200:]}")
    [archive] = place.glob("tinydb-*.tar.gz")
    subprocess.run(["tar", "--extract", "--file", archive, "--directory", place], check=True)
    [tests] = place.glob("tinydb-*/tests")
    shutil.copy(HERE / "tinydb_suite_conftest.py", tests / "conftest.py")
    (tests / "pytest.ini").write_text("[pytest]\nasyncio_default_fixture_loop_scope = function\n")
    return tests


def outcomes(suite: Path, tables: str) -> Mapping[str, set[str]]:
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "--tb=no", "-p", "no:cacheprovider", *MODULES]
    environment = os.environ | {"TABLES": tables, "TMPDIR": str(suite)}
    done = subprocess.run(command, cwd=suite, env=environment, capture_output=True, text=True, check=False)
    found: dict[str, set[str]] = {"PASSED": set(), "FAILED": set(), "ERROR": set()}
    for outcome, name in re.findall(r"^(PASSED|FAILED|ERROR) (\w+\.py::\w+)", done.stdout, re.MULTILINE):
        found[outcome].add(name)
    assert len(found["PASSED"]) > 90, done.stdout + done.stderr
    return found


@pytest.mark.parametrize(
    ("tables", "different"),
    [("stock", IN_EVERY_TABLE), ("ledger", IN_EVERY_TABLE | IN_LEDGER_TABLES)],
)
def test_tinydbs_own_tests_pass_except_where_the_ledger_means_to_differ(
    suite: Path, tables: str, different: Mapping[str, str]
) -> None:
    found = outcomes(suite, tables)
    assert found["FAILED"] == set(different)
    assert not found["ERROR"]


def test_every_difference_is_on_the_page_of_the_format() -> None:
    page = (HERE.parents[2] / "docs" / "ledger-format.md").read_text()
    for name, reason in (IN_EVERY_TABLE | IN_LEDGER_TABLES).items():
        [row] = [row for row in page.splitlines() if f"`{name}`" in row]
        assert reason in row
