"""Archiving: the check-ins of a period that is over move into a ledger file of their own, and the plan names it."""

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from kptui.errors import KptuiError, Refused
from kptui.ledger.format import Document, whole
from kptui.ledger.verify import prove
from kptui.ledger.whole import documents_in, exclusive, failures_said, new_file, put_in_place
from kptui.models.archive import Archive
from kptui.models.policy import Period
from kptui.models.record import Record
from kptui.models.schema import Schema, record_of, schema_of
from kptui.plan import NOTHING_READ, Plan

_FROM_SCHEMA = 2


class Closed(NamedTuple):
    """What is to be archived: a period that is over, and its targets by their ids."""

    period: Period
    targets: frozenset[str]


class Archived(NamedTuple):
    """What moved."""

    file: Path
    check_ins: int
    before: int
    """Bytes of the plan before."""
    after: int
    """Bytes of the plan after."""
    size: int
    """Bytes of the archive."""


class _Contents(NamedTuple):
    plan: Plan
    """The newest records, without a reading."""
    documents: int
    check_ins: Counter[str]
    """How many there are of each target."""


def archive(path: Path, choose: Callable[[Plan], Closed], *, at: datetime, by: str) -> Archived | None:
    """Move the check-ins of the targets that `choose` finds on the newest records; return None where they have none.

    The archive is safe on the disk before the plan changes. Raises Refused for a plan of schema 1, what `choose` raises,
    BadPlan for a damaged file, ReadOnly and NotSaved; every check-in is then where it was.
    """
    with failures_said(path), exclusive(path):
        found, before = _contents(path), path.stat().st_size
        if schema_of(found.plan.every(Schema)) < _FROM_SCHEMA:
            raise Refused("This plan is of an older schema, whose programs know no archives; run `kptui migrate` first.")
        closed = choose(found.plan)
        moving = sum(found.check_ins[target] for target in closed.targets)
        if not moving:
            return None
        file = _place(path, closed, found.plan)
        kept = Archive(at=at, by=by, name=closed.period.name, period=closed.period.id, file=file.name,
                       targets=tuple(sorted(closed.targets)), check_ins=moving)  # fmt: skip
        _write(path, file, _moving(path, closed), moving)
        _write(path, path, chain(_staying(path, closed), [kept.document()]), found.documents - moving + 1)
        return Archived(file, moving, before, path.stat().st_size, file.stat().st_size)


def _contents(path: Path) -> _Contents:
    newest: dict[str, Record] = {}
    check_ins: Counter[str] = Counter()
    documents = 0
    for document in documents_in(path):
        documents += 1
        if document.get("record") == "check_in":
            check_ins[str(document.get("target"))] += 1
        elif (record := _record(document)) and (record.id not in newest or record.version > newest[record.id].version):
            newest[record.id] = record
    return _Contents(Plan(NOTHING_READ, newest), documents, check_ins)


def _record(document: Document) -> Record | None:
    try:
        return record_of(document)
    except ValidationError:
        return None


def _moving(path: Path, closed: Closed) -> Iterator[Document]:
    return (document for document in documents_in(path) if _moves(document, closed))


def _staying(path: Path, closed: Closed) -> Iterator[Document]:
    return (document for document in documents_in(path) if not _moves(document, closed))


def _moves(document: Document, closed: Closed) -> bool:
    return document.get("record") == "check_in" and str(document.get("target")) in closed.targets


def _write(plan: Path, file: Path, documents: Iterator[Document], number: int) -> None:
    with new_file(plan, plan.parent, whole(documents), plan.stat().st_gid) as new:
        prove(new, number)
        put_in_place(new, file, None)


def _place(path: Path, closed: Closed, plan: Plan) -> Path:
    """Return where the archive goes: a new name, or that of one whose making was cut short."""
    named = {record.file for record in plan.every(Archive)}
    stem = re.sub(r"[^\w. -]+", "-", path.stem)
    start = f"{stem}.archive-{_slug(closed.period.name)}"
    names = (f"{start}{'' if number == 1 else f'-{number}'}.json" for number in count(1))
    files = (path.with_name(name) for name in names if name not in named)
    return next(file for file in files if not os.path.lexists(file) or _cut_short(file, path, closed))


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain[:60]).strip("-") or "period"


def _cut_short(file: Path, path: Path, closed: Closed) -> bool:
    """Return whether an archive that the plan does not name holds nothing but what is about to move."""
    try:
        held = {str(document.get("id")) for document in documents_in(file)}
    except KptuiError:
        return False
    return not held.difference(str(document.get("id")) for document in _moving(path, closed))
