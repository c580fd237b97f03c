"""The ledger's face for scripts: a TinyDB on the shared file, whose every operation is one append."""

from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from kptui.ledger.storage import LedgerStorage

__all__ = ["LedgerDatabase", "LedgerStorage", "LedgerTable", "open_database"]


class LedgerTable(Table):
    """A table whose operations are transactions: each runs on the newest documents, under the lock, and costs one append."""

    _seen = -1

    @property
    def _ledger(self) -> LedgerStorage:
        return cast(LedgerStorage, self._storage)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document; return its key. Raises ValueError for what is no document, and what the ledger refuses."""
        with self._ledger.transaction():
            return super().insert(document)

    def upsert(self, document: Mapping[str, Any], cond: QueryLike | None = None) -> list[int]:
        """Update what `cond` finds or, where it finds nothing, insert; return the keys. Raises what those raise."""
        with self._ledger.transaction():
            return super().upsert(document, cond)

    def search(self, cond: QueryLike) -> list[Document]:
        """Return the documents that `cond` finds; what others did since is seen."""
        revision = self._ledger.refresh()
        if revision != self._seen:
            self.clear_cache()
            self._seen = revision
        return super().search(cond)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast(dict[str, Mapping[str, Any]], self._ledger.rows(self.name))

    def _get_next_id(self) -> int:
        return self._ledger.next_key()

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._ledger.transaction() as stage:
            updater(cast(dict[int, Mapping[str, Any]], stage.table(self.name)))
        self.clear_cache()


class LedgerDatabase(TinyDB):
    """A TinyDB of ledger tables."""

    table_class = LedgerTable
    default_storage_class = LedgerStorage  # type: ignore[assignment]  # typed as the one it is in TinyDB, meant for any

    def drop_table(self, name: str) -> None:
        """Retire every document of a table."""
        self.table(name).truncate()
        del self._tables[name]

    def drop_tables(self) -> None:
        """Retire every document, of all tables in one piece."""
        with cast(LedgerStorage, self.storage).transaction():
            for name in self.tables():
                self.table(name).truncate()
        self._tables.clear()


def open_database(path: str | PathLike[str], *, create_dirs: bool = False, access_mode: str = "r+") -> LedgerDatabase:
    """Open the ledger at `path` as a TinyDB; make one where there is none, unless `access_mode` is "r".

    Raises Refused where it cannot be made, NoPlan and BadPlan where it cannot be read.
    """
    return LedgerDatabase(path, create_dirs=create_dirs, access_mode=access_mode)
