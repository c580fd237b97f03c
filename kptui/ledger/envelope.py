"""Envelope: the lines that a script's documents become, with id, version, time and login, and the records among them checked."""

from datetime import UTC, datetime

from kptui.errors import Refused
from kptui.ledger.format import Document
from kptui.ledger.versions import DEFAULT, PLAIN, Version
from kptui.paths import login

_SCHEMA = "The schema is kptui's own; a script leaves it as it is."


def said() -> Document:
    """Return `at` and `by` of what is written now."""
    return {"at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "by": login()}


def first_version(table: str, document: Document, said: Document) -> Document:
    """Return the line that a script's new document becomes; what of the envelope is missing is filled in.

    Raises Refused for a record that does not fit its model, and for what is not for scripts to write.
    """
    from kptui.models.record import new_id  # the records are dear to import, and reading needs none

    envelope = {"id": new_id(), "version": 1, **said}
    kind = _kind(table, document)
    if kind == PLAIN:
        return _wrapped(table, envelope, document)
    if kind == "schema":
        raise Refused(_SCHEMA)
    return _checked({**envelope, **document})


def next_version(known: Version, document: Document, said: Document) -> Document:
    """Return the line that makes `document` of a known one. Raises Refused like `first_version`, and for another id or kind."""
    _refuse_fixed(known)
    if _kind(known.table, document) != known.kind:
        raise Refused("What a document is never changes, nor its field `record`; insert another one.")
    envelope = {"id": known.id, "version": known.number + 1, **said}
    if known.kind == PLAIN:
        return _wrapped(known.table, envelope, document)
    if document.get("id", known.id) != known.id:
        raise Refused("An id never changes; insert another record.")
    return _checked({**document, **envelope})


def last_version(known: Version, said: Document) -> Document:
    """Return the line that retires a document, whatever it is like otherwise. Raises Refused for what must stay."""
    _refuse_fixed(known)
    envelope = {"id": known.id, "version": known.number + 1, **said, "retired": True}
    return _wrapped(known.table, envelope, known.shown) if known.kind == PLAIN else {**known.shown, **envelope}


def _kind(table: str, document: Document) -> str:
    if table != DEFAULT or "record" not in document:
        return PLAIN
    if document["record"] == PLAIN:
        raise Refused(f"`record: {PLAIN}` is how the ledger marks a plain document; leave it out.")
    return str(document["record"])


def _wrapped(table: str, envelope: Document, document: Document) -> Document:
    named = {} if table == DEFAULT else {"table": table}
    return {"record": PLAIN, **envelope, **named, "fields": document}


def _refuse_fixed(known: Version) -> None:
    if known.kind == "check_in":
        raise Refused("A check-in is never changed; insert one whose `corrects` names it, `withdrawn` to take it back.")
    if known.kind == "schema":
        raise Refused(_SCHEMA)


def _checked(document: Document) -> Document:
    from pydantic import ValidationError

    from kptui.misfits import misfits
    from kptui.models.schema import record_of

    try:
        return record_of(document).document()
    except ValidationError as error:
        raise Refused(f"The {document['record']} was not saved: {misfits(error)[0].sentence}") from error
