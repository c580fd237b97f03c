"""Versions: the newest version of each document of a file, under the key of its first, as the face for scripts shows it."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import orjson

from kptui.errors import ReadOnly
from kptui.ledger.format import Document, Line

DEFAULT = "_default"
"""The table that holds kptui's records, and plain documents for which no other was named."""
PLAIN = "document"
"""The kind of a document that is a script's own: it is kept in `fields`, so that it may have any names."""


class Version(NamedTuple):
    """One version of a document, as the face shows it."""

    key: int
    """The TinyDB key of the document's first version."""
    id: str
    number: int
    """Counts the edits; 0 where another program wrote none."""
    kind: str
    table: str
    retired: bool
    packed: bytes
    """What is shown of it, as JSON."""

    @property
    def shown(self) -> Document:
        """A copy of the document: a record whole, a plain document without its envelope."""
        return orjson.loads(self.packed)  # type: ignore[no-any-return]  # only objects are packed


def _version(key: int, document: Document) -> Version:
    kind, name, number = document.get("record"), document.get("id"), document.get("version")
    known = kind is not None and isinstance(name, str)
    fields = document.get("fields") if kind == PLAIN else None
    plain = isinstance(fields, dict)
    return Version(
        key,
        str(name) if known else f"key {key}",
        number if known and isinstance(number, int) else 0,
        PLAIN if kind is None else str(kind),
        str(document.get("table", DEFAULT)) if plain else DEFAULT,
        kind is not None and bool(document.get("retired")),
        orjson.dumps(fields if plain else document),
    )


class Versions:
    """The newest version of each document of a file, gathered line by line."""

    def __init__(self) -> None:
        self.by_id: dict[str, Version] = {}
        self.tables: dict[str, dict[int, Version]] = {}
        """By table and key, without what is retired; a table is there as long as it shows something."""
        self.greatest = 0
        """The greatest key of the file, whatever it is of."""
        self._schema = 0.0

    def take_in(self, lines: Iterable[Line]) -> int:
        """Add documents in the order of the file; return how many there were."""
        taken = 0
        for line in lines:
            taken += 1
            self.greatest = max(self.greatest, line.key)
            self._take(_version(line.key, line.document))
            if line.document.get("record") == "schema":
                number = line.document.get("number", 0)
                self._schema = max(self._schema, number if isinstance(number, int) else math.inf)
        return taken

    def _take(self, version: Version) -> None:
        known = self.by_id.get(version.id)
        if known is not None:
            if version.number <= known.number:
                return
            version = version._replace(key=known.key)
            if version.retired or version.table != known.table:
                self._hide(known)
        self.by_id[version.id] = version
        if not version.retired:
            self.tables.setdefault(version.table, {})[version.key] = version

    def _hide(self, version: Version) -> None:
        rows = self.tables.get(version.table, {})
        rows.pop(version.key, None)
        if not rows:
            self.tables.pop(version.table, None)

    def refuse_newer(self, schema: int) -> None:
        """Raise ReadOnly for a file of a schema beyond `schema`."""
        if self._schema > schema:
            raise ReadOnly("The file was written by a newer kptui; update kptui to change it.")
