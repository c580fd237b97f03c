"""Stage: what one transaction of a script changes, on top of what the file holds, and the lines that this comes to."""

from collections.abc import Iterator, Mapping, MutableMapping

import orjson

from kptui.errors import Refused
from kptui.ledger.envelope import first_version, last_version, next_version, said
from kptui.ledger.format import Document
from kptui.ledger.versions import Version, Versions


class Stage:
    """One transaction: rows to look at and change, table by table."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._tables: dict[str, StagedRows] = {}
        self.greatest = versions.greatest
        """The greatest key so far, of the file and of what is new."""

    def table(self, name: str) -> "StagedRows":
        """Return the rows of a table, to be changed in place."""
        if name not in self._tables:
            self._tables[name] = StagedRows(self, self._versions.tables.get(name, {}))
        return self._tables[name]

    def next_key(self) -> int:
        """Return the key after the greatest so far; each call another one."""
        self.greatest += 1
        return self.greatest

    def claim(self, key: int) -> None:
        """Note that a new document goes under `key`. Raises Refused unless it is greater than every key of the file."""
        if key <= self._versions.greatest or any(key in rows for rows in self._tables.values()):
            raise Refused(f"Key {key} is not free: no key is used twice, and the next one is {self.greatest + 1}.")
        self.greatest = max(self.greatest, key)

    def lines(self) -> dict[int, Document]:
        """Return what has to be appended, by key, which rises.

        Raises Refused for a document that the ledger does not take, and TypeError for one that JSON cannot hold.
        """
        lines: dict[int, Document] = {}
        now = said()
        for name, rows in self._tables.items():
            lines |= {key: first_version(name, _in_json(document), now) for key, document in rows.new()}
        self._refuse_known_ids(lines)
        for rows in self._tables.values():
            lines |= {self.next_key(): document for document in rows.edits(now)}
        return dict(sorted(lines.items()))

    def _refuse_known_ids(self, lines: Mapping[int, Document]) -> None:
        seen = set()
        for document in lines.values():
            name = str(document["id"])
            if name in seen or name in self._versions.by_id:
                raise Refused(f"There is a {document['record']} with the id {name} already; update it instead.")
            seen.add(name)


class StagedRows(MutableMapping[int, Document]):
    """A table's documents by key; each is copied when it is looked at, and may be changed in place."""

    def __init__(self, stage: Stage, known: Mapping[int, Version]) -> None:
        self._stage = stage
        self._known = known
        self._changes: dict[int, Document | None] = {}

    def __getitem__(self, key: int) -> Document:
        if key not in self._changes:
            self._changes[key] = self._known[key].shown
        found = self._changes[key]
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: int, document: Document) -> None:
        if key not in self._known and key not in self._changes:
            self._stage.claim(key)
        self._changes[key] = document

    def __delitem__(self, key: int) -> None:
        if key not in self:
            raise KeyError(key)
        self._changes[key] = None

    def __iter__(self) -> Iterator[int]:
        return (key for key in dict.fromkeys((*self._known, *self._changes)) if self._changes.get(key, ...) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove every document."""
        for key in list(self):
            del self[key]

    def new(self) -> list[tuple[int, Document]]:
        """Return what was not there before, with its keys."""
        return [(key, document) for key, document in self._changes.items() if key not in self._known and document is not None]

    def edits(self, said: Document) -> Iterator[Document]:
        """Yield the next version of each document that was changed or removed, with `at` and `by` as in `said`."""
        for key, document in self._changes.items():
            known = self._known.get(key)
            if known is not None and document is None:
                yield last_version(known, said)
            elif known is not None and document is not None and orjson.dumps(document) != known.packed:
                yield next_version(known, _in_json(document), said)


def _in_json(document: Document) -> Document:
    return orjson.loads(orjson.dumps(document))  # type: ignore[no-any-return]  # an object stays one
