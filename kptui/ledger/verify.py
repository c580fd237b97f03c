"""Verify: one pass over a plan's file that says what is damaged, where, and that the rest is sound."""

import fcntl
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kptui.ledger.file import Ledger


class Report(NamedTuple):
    """What one pass found."""

    documents: int
    """How many documents can be read."""
    damage: tuple[str, ...]
    """What is wrong, one sentence each; nothing in a sound file."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damage


def verify(path: Path) -> Report:
    """Check every seal, the chain of seals, the end of the file, and that an unmodified TinyDB reads the same documents.

    It looks at a copy, so others go on writing. Raises NoPlan or BadPlan for a file that is no plan at all.
    """
    _one_pass(path)
    with TemporaryDirectory() as place:
        copy = Path(place) / path.name
        copy.write_bytes(_snapshot(path))
        found = _one_pass(copy)
        return found._replace(damage=(*found.damage, *_as_tinydb_sees_it(copy, found.documents)))


def _one_pass(path: Path) -> Report:
    ledger = Ledger(path)
    try:
        documents = sum(1 for _ in ledger.read().lines)
        return Report(documents, (*ledger.damage, *ledger.unfinished()))
    finally:
        ledger.close()


def _snapshot(path: Path) -> bytes:
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        return file.read()


def _as_tinydb_sees_it(path: Path, documents: int) -> tuple[str, ...]:
    from tinydb import TinyDB  # dear to import, and needed by this one verb alone

    try:
        with TinyDB(path, access_mode="r") as database:
            seen = len(database)
    except ValueError as error:
        return (f"an unmodified TinyDB cannot read the file ({error})",)
    return () if seen == documents else (f"an unmodified TinyDB sees {seen} documents instead of {documents}",)
