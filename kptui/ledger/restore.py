"""Restore: a backup takes the place of the plan, and what stood there is kept beside it, whatever it was."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import orjson

from kptui.errors import BadPlan, NoPlan, ReadOnly, Refused
from kptui.ledger.backup import bring_archives, copy_of
from kptui.ledger.file import Ledger
from kptui.ledger.opening import make_directory
from kptui.ledger.repair import name_beside
from kptui.ledger.verify import Survey, survey
from kptui.ledger.whole import documents_in, exclusive, failures_said, put_beside, put_in_place, refuse_damaged, sweep


class Restored(NamedTuple):
    """What came back, or in a dry run what would."""

    documents: int
    lost: int | None
    """How many documents the plan had that the backup has not; None where the plan cannot be read or is not there."""
    kept: Path | None
    """Where the file is that was the plan until now; None where none was, or in a dry run."""
    archives: tuple[str, ...] = ()
    """The archives that came with it."""
    missing: tuple[str, ...] = ()
    """The archives that it names and that are nowhere."""


def restore(path: Path, source: Path, *, dry_run: bool = False) -> Restored:
    """Put a copy of `source`, a backup, at `path`; the file that is there, sound or not, is kept beside.

    Raises BadPlan for a damaged backup, Refused for the plan itself, and what locking raises; the plan is then as it was.
    """
    if os.path.lexists(path) and source.exists() and source.samefile(path):
        raise Refused(f"{source} is the plan itself; name a backup.")
    if dry_run:
        with closing(Ledger(source)) as ledger:
            found = survey(ledger)
        refuse_damaged(source, found.damage)
        return Restored(found.documents, _lost(path, source), None)
    make_directory(path.parent, None)
    with failures_said(path):
        sweep(path, path.parent)
        place = _in_its_place if os.path.lexists(path) else _anew
        with copy_of(source, path, path.parent, path) as (new, found):
            return place(path, source, new, found)


def _anew(path: Path, source: Path, new: Path, found: Survey) -> Restored:
    copied, missing = bring_archives(path, source.parent, path.parent, found.archives)
    put_beside(new, path)
    return Restored(found.documents, None, None, copied, missing)


def _in_its_place(path: Path, source: Path, new: Path, found: Survey) -> Restored:
    with exclusive(path):
        lost, kept = _lost(path, new), name_beside(path, "replaced")
        copied, missing = bring_archives(path, source.parent, path.parent, found.archives)
        put_in_place(new, path, kept)
    return Restored(found.documents, lost, kept, copied, missing)


def _lost(path: Path, backup: Path) -> int | None:
    held = set(_fingerprints(backup))
    try:
        return sum(found not in held for found in _fingerprints(path))
    except (NoPlan, BadPlan, ReadOnly):
        return None


def _fingerprints(path: Path) -> Iterator[int]:
    """Yield a number for each document, the same for the same one: a million of them fit in memory."""
    for document in documents_in(path, damaged=True):
        yield hash(orjson.dumps(document, option=orjson.OPT_SORT_KEYS))
