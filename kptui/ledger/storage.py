"""LedgerStorage: a ledger as TinyDB reads and writes it, each write one append under the file's lock."""

from collections.abc import Iterator, KeysView, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from tinydb.storages import Storage

from kptui.errors import EditConflict, ReadOnly, Refused
from kptui.ledger.file import Ledger
from kptui.ledger.format import Document, write_whole
from kptui.ledger.opening import make_directory, make_file
from kptui.ledger.staging import Stage
from kptui.ledger.versions import Version, Versions


class _Returned(NamedTuple):
    """What was last read, against which what is to be written is compared."""

    versions: Mapping[int, Version]
    greatest: int


class LedgerStorage(Storage):
    """For any number of processes, but for one thread of each; with stock tables each operation goes through all documents."""

    def __init__(self, path: str | PathLike[str], *, create_dirs: bool = False, access_mode: str = "r+") -> None:
        """Open the file, or make one where there is none, unless `access_mode` is "r".

        Raises Refused where it cannot be made, NoPlan and BadPlan where it cannot be read.
        """
        self._path = Path(path)
        self._writes = access_mode != "r"
        if self._writes and not self._path.exists():
            _make(self._path, create_dirs=create_dirs)
        self._ledger = Ledger(self._path)
        self._versions = Versions()
        self._returned: _Returned | None = None
        self._stage: Stage | None = None
        self._revision = 0

    def close(self) -> None:
        """Let go of the file."""
        self._ledger.close()

    def refresh(self) -> int:
        """Take in what was appended since; return a number that is another one whenever something was."""
        news = self._ledger.read()
        if news.fresh:
            self._versions = Versions()
        if self._versions.take_in(news.lines) or news.fresh:
            self._revision += 1
        return self._revision

    def rows(self, table: str) -> Mapping[str, Document]:
        """Return the documents of a table by key; each is made when it is looked at."""
        self.refresh()
        return _Rows(self._versions.tables.get(table, {}))

    def next_key(self) -> int:
        """Return the key of the next new document: in a transaction for good, elsewhere until someone else takes it."""
        if self._stage is not None:
            return self._stage.next_key()
        self.refresh()
        return self._versions.greatest + 1

    @contextmanager
    def transaction(self) -> Iterator[Stage]:
        """Hold the file; what is staged is appended in one piece at the end, all of it or, after an exception, nothing.

        One inside another is part of it. Raises ReadOnly, NotSaved, and Refused for what the ledger does not take.
        """
        if self._stage is not None:
            yield self._stage
            return
        if not self._writes:
            raise ReadOnly(f"{self._path} was opened with access_mode 'r'; open it without to write.")
        with self._ledger.locked():
            self.refresh()
            self._versions.refuse_newer()
            self._stage = Stage(self._versions)
            try:
                yield self._stage
                lines = self._stage.lines()
            finally:
                self._stage = None
            if lines:
                self._ledger.append(list(lines.values()), list(lines))
                self.refresh()

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the newest version of every document that is not retired, by table and key."""
        self.refresh()
        self._returned = _Returned(self._versions.shown(), self._versions.greatest)
        return _StockTables(self._versions)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Append what is new, changed or missing in `data` since it was last read; if it never was, since now.

        Raises EditConflict where someone has changed the same document, or taken the same key, since.
        """
        with self.transaction() as stage:
            before = self._returned or _Returned(self._versions.shown(), self._versions.greatest)
            changes = list(_differences(before.versions, data))
            for table, key, document in changes:
                self._refuse_stale(before, table, key)
                if document is None:
                    del stage.table(table)[key]
                else:
                    stage.table(table)[key] = document
        after = self._versions.shown()
        known = {**before.versions, **{key: after[key] for _, key, _ in changes if key in after}}
        kept = {int(key) for rows in data.values() for key in rows}
        self._returned = _Returned({key: known[key] for key in known if key in kept}, self._versions.greatest)

    def _refuse_stale(self, before: _Returned, table: str, key: int) -> None:
        known = before.versions.get(key)
        if known is not None and known.table == table:
            if self._versions.tables.get(table, {}).get(key) != known:
                raise EditConflict(f"The document under key {key} was changed meanwhile; read it again, then edit it again.")
        elif before.greatest < key <= self._versions.greatest:
            raise EditConflict(f"Key {key} was given out meanwhile; open_database asks for keys when nobody else can.")


def _differences(before: Mapping[int, Version], data: Mapping[str, Any]) -> Iterator[tuple[str, int, Document | None]]:
    for key, version in before.items():
        if str(key) not in data.get(version.table, {}):
            yield version.table, key, None
    for table, rows in data.items():
        for text, document in rows.items():
            known = before.get(int(text))
            if known is None or known.table != table or orjson.dumps(document) != known.packed:
                yield table, int(text), document


def _make(path: Path, *, create_dirs: bool) -> None:
    if create_dirs:
        make_directory(path.parent, None)
    try:
        make_file(path, write_whole([]))
    except Refused:
        if not path.exists():  # or someone else has made it meanwhile
            raise


class _Rows(Mapping[str, Document]):
    """A table's documents by key, each copied when it is looked at."""

    def __init__(self, versions: Mapping[int, Version]) -> None:
        self._versions = versions

    def __getitem__(self, key: str) -> Document:
        if not key.isdecimal():
            raise KeyError(key)
        return self._versions[int(key)].shown

    def __iter__(self) -> Iterator[str]:
        self._versions = dict(self._versions)  # so that a script may change the table while it goes through it
        return map(str, self._versions)

    def __len__(self) -> int:
        return len(self._versions)


class _StockTables(dict[str, dict[str, Any]]):
    """All tables as stock tables read them, the one that is not there yet too."""

    def __init__(self, versions: Versions) -> None:
        shown = {name: {str(key): version.shown for key, version in rows.items()} for name, rows in versions.tables.items()}
        super().__init__({name: _StockRows(rows, versions.greatest) for name, rows in shown.items()})
        self._greatest = versions.greatest

    def __missing__(self, name: str) -> dict[str, Any]:
        return _StockRows({}, self._greatest)


class _StockRows(dict[str, Any]):
    """One table; stock tables count their next key on from `keys`, unless it is all false, so these name the file's greatest."""

    def __init__(self, rows: Mapping[str, Document], greatest: int) -> None:
        super().__init__(rows)
        self._greatest = greatest

    def __bool__(self) -> bool:
        return self._greatest > 0

    def keys(self) -> KeysView[str]:  # type: ignore[override]  # a view all the same
        return dict.fromkeys((*self, str(self._greatest))).keys()
