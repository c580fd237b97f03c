"""Renewal: every sound document of a damaged file in a new one, sealed anew, and the damaged one kept beside."""

from pathlib import Path
from typing import NamedTuple

from kptui.ledger.format import whole
from kptui.ledger.repair import name_beside
from kptui.ledger.verify import locked_survey, prove, with_spots
from kptui.ledger.whole import documents_in, exclusive, failures_said, new_file, put_in_place


class Renewed(NamedTuple):
    """What `kptui repair` did."""

    documents: int
    """How many documents the plan holds."""
    damage: tuple[str, ...]
    """What was wrong, one sentence each; nothing in a sound file, which is left as it is."""
    kept: Path | None
    """Where the damaged file is; None where nothing was wrong."""


def renew(path: Path) -> Renewed:
    """Mend a plan's file for good: a torn end, damage in the middle, or a rewrite by another program.

    Raises BadPlan for a file that is no plan at all, ReadOnly and NotSaved; the file is then as it was.
    """
    with failures_said(path), exclusive(path):
        found = locked_survey(path)
        if not found.damage:
            return Renewed(found.documents, (), None)
        damage, kept = with_spots(path, found.damage), name_beside(path, "damaged")
        documents = documents_in(path, damaged=True)
        with new_file(path, path.parent, whole(documents), path.stat().st_gid) as new:
            prove(new, found.documents)
            put_in_place(new, path, kept)
        return Renewed(found.documents, damage, kept)
