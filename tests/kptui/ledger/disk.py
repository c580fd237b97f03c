"""What the tests of the ledger do with files: append, read, be someone else, run out of room."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Document

from kptui.ledger.file import Ledger

NOBODY = 65534


def append(ledger: Ledger, *ids: str) -> None:
    while True:
        with ledger.locked():
            ledger.read()
            if not ledger.foreign:
                ledger.append([{"record": "note", "id": name} for name in ids])
                return
            ledger.mend()


def ids(lines: object) -> list[object]:
    return [line.document["id"] for line in lines]  # type: ignore[attr-defined]  # lines, whatever sequence they are in


def ids_in(path: Path) -> list[object]:
    ledger = Ledger(path)
    try:
        return ids(ledger.read().lines)
    finally:
        ledger.close()


def tinydb_ids(path: Path) -> list[object]:
    with TinyDB(path) as database:
        return [document["id"] for document in database]


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def lines(path: Path) -> list[Document]:
    with TinyDB(path, access_mode="r") as raw:
        return list(raw)


def keyed(database: TinyDB) -> dict[int, dict[str, Any]]:
    return {document.doc_id: dict(document) for document in database}
