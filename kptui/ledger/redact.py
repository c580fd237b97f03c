"""Redact: a text is taken out of every document of the plan and its archives, older versions too, and nothing is kept."""

import json
import os
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import orjson
from pydantic import ValidationError

from kptui.errors import Refused
from kptui.ledger.format import Document, whole
from kptui.ledger.verify import locked_survey, prove
from kptui.ledger.whole import AT_ONCE, documents_in, exclusive, failures_said, new_file, put_in_place
from kptui.models.record import Record
from kptui.models.redaction import Redaction
from kptui.models.schema import record_of

MARK = "[redacted]"
"""Stands where the text stood."""
SHORTEST = 4
"""Characters that a text needs, so that half the plan is not taken out by a slip."""
_ENVELOPE = {"record", "id", "version", "at", "by"}
_REFERENCES = {"parent", "pillar", "owner", "period", "team", "objective", "target", "leading", "lagging", "corrects"}
_LEFT_ALONE = _ENVELOPE | _REFERENCES | {"contributors", "targets", "file"}


class Redacted(NamedTuple):
    """What was taken out, or in a dry run would be."""

    documents: int
    """How many documents it stood in."""
    left: int
    """How many have it in a field that is left alone: record, id, version, at, by and references."""
    kept: tuple[Path, ...]
    """The files beside the plan that have it too, or that cannot be looked into; they are left as they are."""


def redact(path: Path, text: str, *, at: datetime, by: str, dry_run: bool = False) -> Redacted:
    """Put MARK in the place of `text` in every string of every document, and leave a record that it was done.

    The file is replaced and not kept. Raises Refused for a text that is too short, or that a document cannot do without
    (it names that one; nothing was changed); BadPlan for a damaged file, ReadOnly and NotSaved.
    """
    if len(text) < SHORTEST:
        raise Refused(f"The text has fewer than {SHORTEST} characters; give all of it.")
    with failures_said(path), exclusive(path):
        files = _files(path)
        found = _look(path, files, text)
        if found.documents and not dry_run:
            for archive in files.keys() - {path}:
                _take_out(archive, path, files[archive], text)
            _take_out(path, path, files[path], text, Redaction(at=at, by=by, documents=found.documents))
        return found


def _files(path: Path) -> dict[Path, int]:
    """Return how many documents the plan holds, and each of its archives that is there."""
    found = locked_survey(path)
    archives = {path.with_name(archive.file) for archive in found.archives}
    return {path: found.documents} | {file: locked_survey(file).documents for file in archives if os.path.lexists(file)}


def _look(path: Path, files: Mapping[Path, int], text: str) -> Redacted:
    documents = left = 0
    for document in chain.from_iterable(map(documents_in, files)):
        cleaned = _without(document, text)
        if cleaned != document:
            _refuse_misfit(document, cleaned)
            documents += 1
        left += any(_holds(value, text) for name, value in document.items() if name in _LEFT_ALONE)
    return Redacted(documents, left, tuple(_others(path, files, text)))


def _take_out(file: Path, plan: Path, number: int, text: str, *more: Record) -> None:
    cleaned = (_without(document, text) for document in documents_in(file))
    documents = chain(cleaned, (record.document() for record in more))
    with new_file(plan, file.parent, whole(documents), file.stat().st_gid) as new:
        prove(new, number + len(more))
        put_in_place(new, file, None)


def _without(document: Mapping[str, object], text: str) -> Document:
    return {name: value if name in _LEFT_ALONE else _cleaned(value, text) for name, value in document.items()}


def _cleaned(value: object, text: str) -> object:
    match value:
        case str():
            return value.replace(text, MARK)
        case list():
            return [_cleaned(item, text) for item in value]
        case dict():
            return {name: _cleaned(item, text) for name, item in value.items()}
        case _:
            return value


def _holds(value: object, text: str) -> bool:
    return _cleaned(value, text) != value


def _refuse_misfit(document: Document, cleaned: Document) -> None:
    if _fits(document) and not _fits(cleaned):
        raise Refused(
            f"The {document.get('record')} with id {document.get('id')} cannot do without that text; edit the record, "
            "or give a longer text."
        )


def _fits(document: Document) -> bool:
    try:
        record_of(document)
    except ValidationError:
        return False
    return True


def _others(path: Path, files: Container[Path], text: str) -> Iterator[Path]:
    """Yield the files beside the plan that have the text as this program, TinyDB or jq writes it."""
    written = {text.encode(), orjson.dumps(text)[1:-1], json.dumps(text)[1:-1].encode()}
    for other in sorted(path.parent.iterdir()):
        if other.name.startswith(f"{path.stem}.") and other not in files and _has_any(other, written):
            yield other


def _has_any(path: Path, written: set[bytes]) -> bool:
    if not path.is_file():
        return False
    overlap = max(map(len, written)) - 1
    try:
        with path.open("rb") as file:
            before = b""
            while piece := file.read(AT_ONCE):
                if any(text in before + piece for text in written):
                    return True
                before = (before + piece)[-overlap:]
    except OSError:
        return True
    return False
