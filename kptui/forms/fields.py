"""The sorts of fields that forms are made of: a line, a note, a figure, a day, a choice, a name, several names."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from kptui.errors import BadInput
from kptui.figures import EITHER, parse_day, parse_figure
from kptui.forms.asked import Around, Asked, Values
from kptui.forms.naming import Named, choices_of, find, names_of, typed_name
from kptui.models.record import Record
from kptui.text import LINE_LIMIT, NOTE_LIMIT, clean_line, clean_note
from kptui.wording import day as day_words
from kptui.wording import distance


def line(name: str, label: str, explains: str, **more: Any) -> Asked:
    """Return a field for one line of text."""

    def read(text: str, _values: Values, _around: Around) -> str:
        _refuse_longer(name, text, LINE_LIMIT)
        return clean_line(text)

    return Asked(name, label, explains, read, _as_text, **more)


def note(name: str, label: str, explains: str) -> Asked:
    """Return a field for text of several lines."""

    def read(text: str, _values: Values, _around: Around) -> str:
        _refuse_longer(name, text, NOTE_LIMIT)
        return clean_note(text)

    return Asked(name, label, explains, read, _as_text, is_note=True)


def _refuse_longer(name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise BadInput(name, f"It has {len(text)} characters, {limit} are the most; shorten it.")


def _as_text(value: object, _around: Around) -> str:
    return "" if value is None else str(value)


def needed(name: str, sentence: str) -> Callable[[Values, Around], object]:
    """Return what an empty field of a name comes to where it must be filled in: a refusal."""

    def refuse(_values: Values, _around: Around) -> object:
        raise BadInput(name, sentence)

    return refuse


def figure(name: str, label: str, explains: str, **more: Any) -> Asked:
    """Return a field for a number, in the target's unit where it has one."""

    def read(text: str, values: Values, _around: Around) -> float:
        return number(name, text, str(values.get("unit") or ""))

    return Asked(name, label, explains, read, lambda value, _: digits(value), **more)


def number(name: str, text: str, unit: str = "") -> float:
    """Return the number that a text means, counted in `unit`. Raises BadInput for the field of that name."""
    try:
        return parse_figure(text, unit)
    except BadInput as error:
        raise BadInput(name, str(error)) from error


def digits(value: object) -> str:
    """Return a number with all its digits, as one would type it; nothing for none."""
    if not isinstance(value, int | float):
        return ""
    text = f"{value:.15f}" if 0 < abs(value) < 1e-4 else f"{value:.0f}" if abs(value) >= 1e15 else repr(float(value))
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole_number(name: str, label: str, explains: str, **more: Any) -> Asked:
    """Return a field for a whole number from 0."""

    def read(text: str, _values: Values, _around: Around) -> int:
        if not re.fullmatch(r"\d{1,6}", text.strip(), re.ASCII):
            raise BadInput(name, f"{text.strip()[:40]!r} is no whole number; type one such as 3.")
        return int(text)

    return Asked(name, label, explains, read, _as_text, **more)


def share(name: str, label: str, explains: str, **more: Any) -> Asked:
    """Return a field for a share of a whole: `40%`, `40` or `0.4`."""
    return Asked(name, label, explains, lambda text, _v, _a: read_share(name, text), _share_text, **more)


def read_share(name: str, text: str) -> float:
    """Return the share that `40%`, `40` or `0.4` means; `1` is the whole. Raises BadInput beyond 100 % or below 0."""
    value = number(name, text.replace("%", ""))
    found = value / 100 if "%" in text or value > 1 else value
    if not 0 <= found <= 1:
        raise BadInput(name, f"{text.strip()[:40]!r} is no share; type one from 0 to 100 %, such as 40%.")
    return found


def _share_text(value: object, _around: Around) -> str:
    return f"{digits(round(value * 100, 10))}%" if isinstance(value, int | float) else ""


def day(name: str, label: str, explains: str, **more: Any) -> Asked:
    """Return a field for a day."""

    def read(text: str, _values: Values, around: Around) -> date:
        return read_day(name, text, around.today)

    return Asked(name, label, explains, **{"read": read, "write": _as_text, "says": say_day, **more})


def read_day(name: str, text: str, today: date) -> date:
    """Return the day that a text means, past or to come. Raises BadInput for the field of that name."""
    try:
        return parse_day(text, today, EITHER)
    except BadInput as error:
        raise BadInput(name, str(error)) from error


def say_day(value: object, _values: Values, around: Around) -> str:
    """Return a day as people write it, and how far off it is."""
    return f"{day_words(value, around.today)}, {distance(value, around.today)}" if isinstance(value, date) else ""


def choice(name: str, label: str, explains: str, kinds: type[StrEnum], words: dict[str, str] | None = None, **more: Any) -> Asked:
    """Return a field for one of a few words, which may be begun; `words` says what each of them means."""
    typed = [kind.value.replace("_", " ") for kind in kinds]

    def read(text: str, _values: Values, _around: Around) -> object:
        return kinds(one_of(name, text, typed).replace(" ", "_"))

    def write(value: object, _around: Around) -> str:
        return str(value or "").replace("_", " ")

    def say(value: object, _values: Values, _around: Around) -> str:
        return (words or {}).get(str(value or ""), "")

    return Asked(name, label, explains, read, write, **{"choices": lambda _: typed, "says": say, **more})


def one_of(name: str, text: str, choices: Sequence[str]) -> str:
    """Return which of `choices` a text names or begins. Raises BadInput for none and for several."""
    wanted = clean_line(text).casefold().replace("_", " ")
    found = [c for c in choices if c == wanted] or [c for c in choices if wanted and c.startswith(wanted)]
    if len(found) != 1:
        raise BadInput(name, f"{text.strip()[:40]!r} is none of: {', '.join(choices)}.")
    return found[0]


def name_of(name: str, label: str, explains: str, named: Named[Record], **more: Any) -> Asked:
    """Return a field for the name of another record; its value is that one's id."""

    def read(text: str, _values: Values, around: Around) -> str:
        return find(around.plan, text, named, name).id

    def write(value: object, around: Around) -> str:
        return typed_name(around.plan, value, named) if isinstance(value, str) else ""

    def say(value: object, _values: Values, around: Around) -> str:
        return called(value, around)

    return Asked(name, label, explains, read, write, choices=lambda around: choices_of(around.plan, named), says=say, **more)


def names_in(name: str, label: str, explains: str, named: Named[Record]) -> Asked:
    """Return a field for the names of several records, with commas or semicolons between them; its value is their ids."""

    def read(text: str, _values: Values, around: Around) -> tuple[str, ...]:
        parts = [part for part in re.split("[,;]", text) if part.strip()]
        return tuple(dict.fromkeys(find(around.plan, part, named, name).id for part in parts))

    def write(value: object, around: Around) -> str:
        return ", ".join(typed_name(around.plan, one, named, in_list=True) for one in _ids(value))

    def say(value: object, _values: Values, around: Around) -> str:
        return ", ".join(called(one, around) for one in _ids(value))

    return Asked(
        name, label, explains, read, write, choices=lambda around: choices_of(around.plan, named, in_list=True), says=say
    )


def _ids(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def called(record_id: object, around: Around) -> str:
    """Return a record's name, with its code or short code before it, and since when a person is not there any more."""
    record = around.plan.get(record_id) if isinstance(record_id, str) else None
    if record is None:
        return ""
    names = [name for name in names_of(record) if name != getattr(record, "login", None)]
    left = getattr(record, "ended_on", None)
    return " ".join(names) + (f", who left on {left}" if left else "")
