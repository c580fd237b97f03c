"""Text that attacks a terminal, in every field of every record; and the list of all that may reach a terminal."""

import base64
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kptui.ledger.format import write_whole
from kptui.models.record import Record
from kptui.models.schema import TYPES, Schema
from tests.builders import NOW, START
from tests.screens.house import House

PIECES = {
    "formula": "=cmd|' /C calc'!A0",
    "escape": "\x1b[5;35;46m",
    "clear": "\x1b[2J",
    "clipboard": "\x1b]52;c;c3RvbGVu\x07",
    "link": "\x1b]8;;file:///etc/passwd\x1b\\",
    "title": "\x1b]0;owned\x07",
    "answer": "\x1b[6n\x05",
    "c1": "\x9b31m\x9d52;c;c3RvbGVu\x9c",
    "others": "\x00\x7f\x08\x0c\u2028\u2029\ufeff\u00ad",
    "direction": "\u202egnp.exe\u2066\u200f\U000e0041",
    "markup": "[/x][@click=app.quit]press[/] [p95] [red]",
    "letters": "عربى עברית 漢字 e\u0301\u0489 👩\u200d🚀",
}
HOSTILE = "".join(PIECES.values())
LONG = HOSTILE + "x" * 10_000
_STOLEN = base64.b64decode("c3RvbGVu")
_NOT_FREE = {"code", "short", "time_zone", "record", "reference"}
"""Fields of text that are no free text."""

ALLOWED = re.compile(
    r"\x1b\[[\d;]*m"  # colours
    r"|\x1b\[\d+;\d+H"  # a place
    r"|\x1b\[\?(?:7|25|1000|1004|1006|1049|2004|2026|2048)[hl]"  # what is switched on and off
    r"|\x1b\[\?(?:2026|2048)\$p"  # what is asked
    r"|\x1b\[>\d+u|\x1b\[<u"  # the keyboard protocol
    r"|\x1b\]52;c;(?P<copied>[A-Za-z0-9+/=]*)\x07"  # what was copied
    r"|[\r\n\t]"
)
_JOINERS = "\u200c\u200d"


def misdeeds(written: bytes) -> list[str]:
    """Return what is on the list nowhere, or was made by the hostile text itself."""
    text = written.decode("utf-8")
    copied = [base64.b64decode(found["copied"]) for found in ALLOWED.finditer(text) if found["copied"]]
    stolen = [repr(what) for what in copied if what == _STOLEN or not what.decode().isprintable()]
    injected = [repr(piece) for piece in (PIECES["escape"], PIECES["clear"]) if piece in text]
    rest = ALLOWED.sub("", text)
    strange = [f"{sign!r} after {rest[max(at - 20, 0) : at]!r}" for at, sign in enumerate(rest) if not _is_text(sign)]
    return stolen + injected + strange


def _is_text(sign: str) -> bool:
    return sign.isprintable() or unicodedata.category(sign) == "Zs" or sign in _JOINERS


def write_hostile_plan(path: Path) -> None:
    """Write a plan whose every text is hostile, as a program that cleans nothing would."""
    house = House()
    records: list[Record] = [*house.records, *house.check_ins]
    there = {record.record for record in records}
    records += [_example(kind, house) for name, kind in TYPES.items() if name not in {*there, "schema", "archive", "redaction"}]
    path.write_bytes(write_whole([Schema(id="schema", at=NOW, by="ana").document(), *map(_spoiled, records)]))


def _spoiled(record: Record) -> dict[str, object]:
    return record.document() | dict(_hostile_texts(type(record)))


def _hostile_texts(kind: type[BaseModel]) -> Iterator[tuple[str, object]]:
    for name, field in kind.model_fields.items():
        if _is_free_text(name, field):
            yield name, LONG if name == "name" else HOSTILE


def _is_free_text(name: str, field: FieldInfo) -> bool:
    return name not in _NOT_FREE and ("_line" in repr(field) or "_note" in repr(field))


def _example(kind: type[Record], house: House) -> Record:
    """Return a record of any kind, made of what its fields take."""
    needed = {name: _value(name, field, house) for name, field in kind.model_fields.items() if field.is_required()}
    return kind.model_validate(needed | {"record": kind.model_fields["record"].default, "at": NOW, "by": "maria"})


def _value(name: str, field: FieldInfo, house: House) -> Any:
    wanted: Any = field.annotation
    if get_origin(wanted) in (Union, UnionType):
        wanted = get_args(wanted)[0]
    if get_origin(wanted) is Literal:
        return get_args(wanted)[0]
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return next(iter(wanted))
    if wanted is str:
        known = {"target": house.response.id, "of": house.maria.id, "to": house.maria.id}
        return HOSTILE if _is_free_text(name, field) else known.get(name, house.response.id)
    return NOW if wanted is datetime else START if getattr(wanted, "__name__", "") == "date" else 1
