"""Record: what every line of a plan has in common, and the types its fields are made of."""

import os
import time
from datetime import UTC, datetime
from typing import Annotated, Self

import orjson
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from kptui.text import clean_line, clean_note

_AS_WRITTEN = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562) as text: made by the client, unique, and sorting by time."""
    millis = time.time_ns() // 1_000_000
    bits = (millis << 80) | (0x7 << 76) | (int.from_bytes(os.urandom(10)) & ~(0xF << 76))
    return _as_text(bits & ~(0b11 << 62) | (0b10 << 62))


def id_after(record_id: str) -> str:
    """Return the id that follows one of `new_id`: for a second record that is saved with the first, and found again with it."""
    return _as_text(int(record_id.replace("-", ""), 16) + 1)


def _as_text(bits: int) -> str:
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _note(value: object) -> object:
    return clean_note(value) if isinstance(value, str) else value


def _in_utc(value: datetime) -> datetime:
    # Not pydantic's own zone objects: one that lives until the interpreter ends makes it crash there (pydantic-core 2.50).
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must be a moment of the years 1 to 9999 in UTC") from error


def _written(value: datetime) -> str:
    return f"{value.isoformat()[:19]}Z"


Line = Annotated[str, BeforeValidator(_line)]
"""One cleaned line of text that a person typed."""

Note = Annotated[str, BeforeValidator(_note)]
"""Cleaned text of several lines that a person typed."""

Figure = Annotated[float, Field(allow_inf_nan=False)]
"""A finite number."""

Moment = Annotated[AwareDatetime, AfterValidator(_in_utc), PlainSerializer(_written, return_type=str, when_used="json")]
"""An aware moment, written in UTC to the second."""


class Record(BaseModel):
    """One version of something kept in the plan; unknown fields are carried along, so that later types are additions."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)

    record: str
    """What kind of record it is: the word for its type."""
    id: str = Field(default_factory=new_id)
    """Never changes, whatever is renamed or moved."""
    version: int = Field(default=1, ge=1)
    """Counts the edits; the highest is the newest."""
    at: Moment
    """When it was recorded."""
    by: Line
    """The login of the one who recorded it: noted, not proven."""
    retired: bool = False
    """Out of sight, but kept: nothing is ever deleted."""

    def edited(self, at: datetime, by: str, **fields: object) -> Self:
        """Return the next version with `fields` replaced, checked like new ones.

        Raises pydantic.ValidationError when a field does not fit.
        """
        kept = self.model_dump() | fields
        return self.model_validate(kept | {"version": self.version + 1, "at": at, "by": by})

    def document(self) -> dict[str, object]:
        """Return the record as the JSON document that the file holds; empty fields are left out, unknown ones never."""
        unknown = {name: None for name, value in (self.model_extra or {}).items() if value is None}
        return self.model_dump(mode="json", exclude_none=True) | unknown

    def as_json(self) -> bytes:
        """Return the same document as JSON, for less."""
        known = {name: value for name, value in self.__dict__.items() if value is not None}
        return orjson.dumps(known | (self.__pydantic_extra__ or {}), _plain, _AS_WRITTEN)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_none=True)
    raise TypeError
