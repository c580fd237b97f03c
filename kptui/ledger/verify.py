"""Verify: one pass over a plan's file that says what is damaged, where, and that the rest is sound."""

from pathlib import Path
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

    Raises NoPlan or BadPlan for a file that is no plan at all.
    """
    ledger = Ledger(path)
    try:
        documents = len(ledger.read().lines)
        damage = [*ledger.damage, *ledger.unfinished()]
    finally:
        ledger.close()
    return Report(documents, (*damage, *_as_tinydb_sees_it(path, documents)))


def _as_tinydb_sees_it(path: Path, documents: int) -> tuple[str, ...]:
    from tinydb import TinyDB  # dear to import, and needed by this one verb alone

    try:
        with TinyDB(path, access_mode="r") as database:
            seen = len(database)
    except ValueError as error:
        return (f"an unmodified TinyDB cannot read the file ({error})",)
    return () if seen == documents else (f"an unmodified TinyDB sees {seen} documents instead of {documents}",)
