"""LedgerStorage: a ledger as TinyDB reads and writes it, each write one append under the file's lock."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from kptui.errors import EditConflict, ReadOnly, Refused
from kptui.ledger.file import Ledger
from kptui.ledger.format import Document, write_whole
from kptui.ledger.opening import make_directory, make_file
from kptui.ledger.staging import Stage
from kptui.ledger.versions import Version, Versions

Place = tuple[str, int]
"""Where a script sees a document: the table and the key."""


class LedgerStorage(Storage):
    """For any number of processes, but for one thread of each.

    With stock tables every operation goes through all documents, and a key that they give out too late, since an edit has it,
    is good for this session alone. LedgerTable does better.
    """

    def __init__(self, path: str | PathLike[str], *, create_dirs: bool = False, access_mode: str = "r+") -> None:
        """Open the file, or make one where there is none, unless `access_mode` is "r".

        Raises Refused where it cannot be made and for other modes, NoPlan and BadPlan where it cannot be read.
        """
        if access_mode not in ("r", "r+"):
            raise Refused(
                f"access_mode {access_mode!r} is no way to open a ledger; give 'r' to read it or 'r+' to write as well."
            )
        self._path = Path(path)
        self._writes = access_mode == "r+"
        if self._writes and not self._path.exists():
            _make(self._path, create_dirs=create_dirs)
        self._ledger = Ledger(self._path)
        self._versions = Versions()
        self._returned: dict[Place, Version] | None = None
        self._given: dict[int, int] = {}
        """The keys that stock tables believe to have given out, by the true ones."""
        self._stage: Stage | None = None
        self._revision = 0

    def close(self) -> None:
        """Let go of the file."""
        self._ledger.close()

    def refresh(self) -> int:
        """Take in what was appended since; return a number that is another one whenever something was."""
        news = self._ledger.read()
        if news.fresh:
            self._versions, self._given = Versions(), {}
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
        from kptui.models.schema import SCHEMA  # dear to import: not for reading, and before others have to wait

        while True:
            with self._ledger.locked():
                self.refresh()
                if not self._ledger.foreign:
                    self._versions.refuse_newer(SCHEMA)
                    yield from self._staging()
                    return
                self._ledger.mend()  # the path leads to another file then, which is to be locked anew

    def _staging(self) -> Iterator[Stage]:
        self._stage = Stage(self._versions)
        try:
            yield self._stage
            lines = self._stage.lines()
        finally:
            self._stage = None
        if lines:
            self._versions.take_in(self._ledger.append(list(lines.values()), list(lines)))
            self._revision += 1

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the newest version of every document that is not retired, by table and key."""
        self.refresh()
        self._returned = self._shown()
        tables: dict[str, dict[str, Any]] = {name: {} for name in self._versions.tables}
        for (name, key), version in self._returned.items():
            tables[name][str(key)] = version.shown
        return tables

    def _shown(self) -> dict[Place, Version]:
        found = {}
        for name, rows in self._versions.tables.items():
            for key, version in rows.items():
                given = self._given.get(key, key)
                found[name, key if given in rows else given] = version
        return found

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Append what is new, changed or missing in `data` since it was last read; if it never was, since now.

        Raises EditConflict where someone has changed the same document, or taken the same key, since.
        """
        with self.transaction() as stage:
            now = self._shown()
            before = now if self._returned is None else self._returned
            changes = dict(_differences(before, data))
            for place in changes:
                if before.get(place) != now.get(place):
                    raise EditConflict(f"What is under key {place[1]} was changed meanwhile; read it again, then edit it again.")
            given = _staged(stage, now, changes)
        self._given |= given
        now = self._shown()
        kept = [(name, int(key)) for name, rows in data.items() for key in rows]
        self._returned = {place: version for place in kept if (version := (now if place in changes else before).get(place))}


def _staged(stage: Stage, now: Mapping[Place, Version], changes: Mapping[Place, Document | None]) -> dict[int, int]:
    given = {}
    for (name, key), document in changes.items():
        known = now.get((name, key))
        true = known.key if known else key if key > stage.greatest else stage.next_key()
        if document is None:
            del stage.table(name)[true]
        else:
            stage.table(name)[true] = document
            given[true] = key
    return given


def _differences(before: Mapping[Place, Version], data: Mapping[str, Any]) -> Iterator[tuple[Place, Document | None]]:
    for name, key in before:
        if str(key) not in data.get(name, {}):
            yield (name, key), None
    for name, rows in data.items():
        for text, document in rows.items():
            known = before.get((name, int(text)))
            if known is None or orjson.dumps(document) != known.packed:
                yield (name, int(text)), document


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
