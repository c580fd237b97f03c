"""Misfits: what pydantic finds wrong with a record, in sentences that say what to do."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import ValidationError

_FORMS = {"code": "a team's short code and a number, such as CS-3", "short": "one to six capitals and digits, such as CS"}
_KINDS = {
    "missing": "is missing; fill it in",
    "string_too_short": "is empty; fill it in",
    "string_type": "must be text",
    "bool": "must be true or false",
    "int": "must be a whole number",
    "float": "must be a number",
    "finite_number": "must be a finite number",
    "datetime": "must be a moment, such as 2026-03-31T09:00:00Z",
    "timezone": "must be a moment with its time zone, such as 2026-03-31T09:00:00Z",
    "date": "must be a day, such as 2026-03-31",
    "tuple": "must be a list",
    "too_long": "must have no more than {max_length} values",
    "model": "must be an object",
    "enum": "must be {expected}",
    "literal": "must be {expected}",
    "greater_than_equal": "must be at least {ge:g}",
    "greater_than": "must be more than {gt:g}",
    "less_than_equal": "must be at most {le:g}",
}
"""What to say of each type of pydantic's errors, by how the type begins; the longer beginnings come first."""


class Misfit(NamedTuple):
    """One thing that does not fit: the field, nothing for the whole record, and what is wrong with it."""

    field: str
    text: str

    @property
    def sentence(self) -> str:
        """The whole as a sentence."""
        return f"{self.field}: {self.text}." if self.field else f"{self.text[:1].upper()}{self.text[1:]}."


def misfits(error: ValidationError) -> list[Misfit]:
    """Return all that does not fit, in the order of the fields."""
    return [Misfit(".".join(map(str, e["loc"])), _text(e)) for e in error.errors(include_url=False)]


def _text(error: Mapping[str, object]) -> str:
    loc, kind, message, context = error["loc"], str(error["type"]), str(error["msg"]), error.get("ctx")
    if kind == "string_pattern_mismatch" and isinstance(loc, tuple) and loc[-1] in _FORMS:
        return f"must be {_FORMS[loc[-1]]}"
    words = next((words for start, words in _KINDS.items() if kind.startswith(start)), None)
    if words is None:
        return message.removeprefix("Value error, ")
    return words.format_map(context if isinstance(context, dict) else {})
