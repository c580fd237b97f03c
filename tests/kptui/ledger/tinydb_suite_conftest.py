"""The conftest.py with which TinyDB's own tests run: it gives them the ledger where they ask for a storage of TinyDB's."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware

from kptui.ledger.face import LedgerDatabase, LedgerStorage


class StockDatabase(TinyDB):
    default_storage_class = LedgerStorage  # type: ignore[assignment]  # typed as the one it is in TinyDB, meant for any


class OwnLedger(LedgerStorage):
    """What stands in for MemoryStorage: a ledger that nobody else opens."""

    def __init__(self) -> None:
        super().__init__(Path(tempfile.mkdtemp()) / "own.json")


DATABASE: type[TinyDB] = StockDatabase if os.environ["TABLES"] == "stock" else LedgerDatabase
GIVEN = {"TinyDB": DATABASE, "JSONStorage": LedgerStorage, "MemoryStorage": OwnLedger}


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    for module in {item.module for item in items}:
        vars(module).update({name: given for name, given in GIVEN.items() if name in vars(module)})


@pytest.fixture
def db(tmp_path: Path) -> Iterator[TinyDB]:
    with DATABASE(tmp_path / "test.db") as database:
        database.insert_multiple({"int": 1, "char": char} for char in "abc")
        yield database


@pytest.fixture
def storage() -> CachingMiddleware:
    return CachingMiddleware(OwnLedger)()  # type: ignore[no-any-return, no-untyped-call]  # typed loosely by TinyDB
