"""Late: what a script goes on writing, through a handle that it kept open, into a file that was taken in meanwhile."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from zlib import crc32

import orjson

from kptui.errors import KptuiError
from kptui.ledger.format import Document, parse_foreign
from kptui.ledger.opening import open_file
from kptui.ledger.reader import Reader
from kptui.ledger.repair import foreign_name

_SORTED = orjson.OPT_SORT_KEYS


class Late:
    """The files beside a plan that were taken in; the name of each says when it was last written until then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: list[tuple[Path, str]] = []

    def look(self) -> None:
        """Find which there are."""
        name = re.compile(rf"{re.escape(self._path.name)}\.foreign-([0-9a-f]+)-.*")
        with suppress(OSError), os.scandir(self._path.parent) as there:
            names = [name.fullmatch(entry.name) for entry in there]
            self._kept = [(self._path.with_name(found[0]), found[1]) for found in names if found]

    def written(self) -> list[Path]:
        """Return those that were written to since they were taken in."""
        return [kept for kept, until in self._kept if _written_at(kept) not in (None, until)]

    def rows(self, kept: Path) -> tuple[list[Document], Path] | None:
        """Return what in a file is not in the plan, and the name that says that it was taken in; None while it is written."""
        with suppress(KptuiError, OSError), os.fdopen(open_file(kept).fd, "rb") as file:
            name = foreign_name(self._path, os.fstat(file.fileno()).st_mtime_ns)
            rows = parse_foreign(file.read())
            if rows is not None:
                known = set(map(_mark, self._known()))
                return [document for _, document in rows if _mark(document) not in known], name
        return None

    def _known(self) -> Iterator[Document]:
        """Go through the documents of the plan, and of the archives that it names."""
        for document in _documents(self._path):
            yield document
            name = document.get("file")
            if document.get("record") == "archive" and isinstance(name, str) and Path(name).name == name != self._path.name:
                yield from _documents(self._path.with_name(name))


def _written_at(kept: Path) -> str | None:
    try:
        found = kept.lstat()
    except OSError:
        return None
    return f"{found.st_mtime_ns:x}" if stat.S_ISREG(found.st_mode) else None


def _documents(path: Path) -> Iterator[Document]:
    with suppress(KptuiError), closing(Reader(path)) as reader:
        yield from (line.document for line in reader.read().lines)


def _mark(document: Document) -> object:
    """What makes a document the one it is: another text under the same id and version is not another one."""
    name = document.get("id")
    return (name, document.get("version")) if isinstance(name, str) else crc32(orjson.dumps(document, option=_SORTED))
