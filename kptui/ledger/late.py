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
                known = set(map(_mark, _documents(self._path)))
                return [document for _, document in rows if _mark(document) not in known], name
        return None


def _written_at(kept: Path) -> str | None:
    try:
        found = kept.lstat()
    except OSError:
        return None
    return f"{found.st_mtime_ns:x}" if stat.S_ISREG(found.st_mode) else None


def _documents(path: Path) -> Iterator[Document]:
    with suppress(KptuiError), closing(Reader(path)) as reader:
        yield from (line.document for line in reader.read().lines)


def _mark(document: Document) -> int:
    return crc32(orjson.dumps(document, option=orjson.OPT_SORT_KEYS))
