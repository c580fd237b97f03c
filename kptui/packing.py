"""Packing: a reading in 48 bytes, and which check-ins can be packed without asking pydantic."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from struct import Struct

from kptui.models.check_in import OwnCall, Reading
from kptui.text import clean_line

_ROW = Struct("<16sdQIIIHbB")
"""Id, value, where its document is and how long, day, moment, author, confidence, own call."""
SIZE = _ROW.size
NO_ID = bytes(16)
NO_ROW = bytes(SIZE)
_CALLS: tuple[OwnCall | None, ...] = (None, *OwnCall)
_CALL_NUMBERS = {None if call is None else call.value: number for number, call in enumerate(_CALLS)}
_ODD = 255
"""In the place of the own call: the row does not say it all, the list of odd ones has the reading."""
_AUTHORS = 2**16
_LIMIT = 2**32
"""Seconds since 1970, and bytes of a document, that a row has room for."""


class Authors:
    """The logins of everyone who checked in, each once; numbers are never given to another."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = list(names)
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def number(self, login: str) -> int:
        """Return the number of a login as it stands in a document, cleaned; that of a new one is the next."""
        found = self._numbers.get(login)
        if found is None:
            name = clean_line(login)
            found = self._numbers.setdefault(name, len(self.names))
            if found == len(self.names):
                self.names.append(name)
            self._numbers[login] = found
        return found


def packed_id(text: object) -> bytes | None:
    """Return the 16 bytes of a UUID in its usual form; None for any other id."""
    if type(text) is not str or len(text) != 36 or text[8:24:5] != "----" or not text.islower():
        return None
    try:
        found = bytes.fromhex(text.replace("-", ""))
    except ValueError:
        return None
    return found if len(found) == 16 else None


def id_text(packed: bytes) -> str:
    """Return the UUID of 16 bytes in its usual form."""
    text = packed.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def odd_row(packed: bytes, offset: int, length: int, number: int) -> bytes:
    """Return the row that stands for the odd reading of that number."""
    return _ROW.pack(packed, 0.0, offset, length, number, 0, 0, 0, _ODD)


def unpacked(rows: bytes, odd: Sequence[Reading], names: Sequence[str]) -> Iterator[Reading]:
    """Go through the readings of rows, whose authors have these names."""
    for packed, value, _, _, on, at, by, confidence, call in _ROW.iter_unpack(rows):
        if call == _ODD:
            yield odd[on]
        else:
            sure = confidence if confidence >= 0 else None
            yield Reading(id_text(packed), _day(on), value, sure, _CALLS[call], names[by], _moment(at), None, False)


def reading_of(row: bytes, corrects: bytes, names: Sequence[str]) -> Reading:
    """Return the reading of one row that is not odd, and what it corrects: the 16 bytes of an id, or NO_ID."""
    packed, value, _, _, on, at, by, confidence, call = _ROW.unpack(row)
    sure, instead_of = confidence if confidence >= 0 else None, None if corrects == NO_ID else id_text(corrects)
    return Reading(id_text(packed), _day(on), value, sure, _CALLS[call], names[by], _moment(at), instead_of, False)


def places(rows: bytes) -> Iterator[tuple[int, int]]:
    """Go through where the documents of rows are: offset and length."""
    for row in _ROW.iter_unpack(rows):
        yield row[2], row[3]


def is_in(rows: bytes | bytearray, packed: bytes) -> bool:
    """Return whether one of the rows has this id."""
    at = rows.find(packed)
    while at >= 0 and at % _ROW.size:
        at = rows.find(packed, at + 1)
    return at >= 0


def row_with(reading: Reading, offset: int, length: int, authors: Authors) -> bytes | None:
    """Return the row of a reading, its moment cut to the second; None for one that is odd."""
    made, on, value, confidence, own_call, by, at, corrects, withdrawn = reading
    packed, number, moment = packed_id(made), authors.number(by), int(at.timestamp())
    if packed is None or corrects is not None or withdrawn or number >= _AUTHORS or not 0 <= moment < _LIMIT or length >= _LIMIT:
        return None
    sure = -1 if confidence is None else confidence
    return _ROW.pack(packed, value, offset, length, on.toordinal(), moment, number, sure, _CALL_NUMBERS[own_call])


def row_of(document: Mapping[str, object], offset: int, length: int, authors: Authors) -> bytes | None:
    """Return the row of the check-in of a document that is in every way ordinary; None for any other.

    It takes nothing that pydantic would refuse or read otherwise.
    """
    get = document.get
    if not (get("adjustment") is get("corrects") is None and get("withdrawn", False) is get("retired", False) is False):
        return None
    confidence, call = get("confidence"), get("own_call")
    packed, value, by = packed_id(get("id")), get("value"), get("by")
    on, at = get("on"), get("at")
    if packed is None or type(by) is not str or type(on) is not str or type(at) is not str or length >= _LIMIT:
        return None
    if not (_is_figure(value) and _is_confidence(confidence) and _is_call(call) and _is_version(get("version"))):
        return None
    if type(get("achievements", "")) is not str or type(get("challenges", "")) is not str:
        return None
    day, moment, number = _day_of(on), _moment_of(at), authors.number(by)
    if day is None or moment is None or number >= _AUTHORS:
        return None
    sure = -1 if confidence is None else confidence
    return _ROW.pack(packed, value, offset, length, day, moment, number, sure, _CALL_NUMBERS[call])  # type: ignore[index]  # see _is_call


def _is_figure(value: object) -> bool:
    return type(value) is float or (type(value) is int and -_LIMIT < value < _LIMIT)  # JSON has neither infinity nor NaN


def _is_confidence(value: object) -> bool:
    return value is None or (type(value) is int and 0 <= value <= 10)


def _is_call(value: object) -> bool:
    return value is None or (type(value) is str and value in _CALL_NUMBERS)


def _is_version(value: object) -> bool:
    return type(value) is int and value > 0


@lru_cache(maxsize=1024)
def _day_of(text: str) -> int | None:
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _moment_of(text: str) -> int | None:
    if len(text) != 20 or (text[4], text[7], text[10], text[13], text[16], text[19]) != ("-", "-", "T", ":", ":", "Z"):
        return None
    try:
        found = int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        return None
    return found if 0 <= found < _LIMIT else None


_day = lru_cache(maxsize=1024)(date.fromordinal)


@lru_cache(maxsize=1024)
def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
