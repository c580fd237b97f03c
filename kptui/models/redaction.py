"""Redaction: that a text was taken out of the plan's history, by whom and when, but never which."""

from typing import Literal

from pydantic import Field

from kptui.models.record import Record


class Redaction(Record):
    """One run of `kptui redact`; the text itself is in no record."""

    record: Literal["redaction"] = "redaction"
    documents: int = Field(ge=1)
    """In how many documents it stood, older versions and archives counted."""
