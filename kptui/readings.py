"""Readings: those of one target, 48 bytes each, so that a plan of a million check-ins stays small."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple, overload

from kptui.models.check_in import OwnCall, Reading
from kptui.text import clean_line

_ROW = Struct("<16sdQIIIHbB")
ROW_SIZE = _ROW.size
"""Id, value, where its document is and how long, day, moment, author, confidence, own call."""
_CALLS: tuple[OwnCall | None, ...] = (None, *OwnCall)
_CALL_NUMBERS = {None if call is None else call.value: number for number, call in enumerate(_CALLS)}
_ODD = 255
"""In the place of the own call: the row does not say it all, the list of odd ones has the reading."""
_NO_ID = bytes(16)
_AUTHORS = 2**16
_LIMIT = 2**32
"""Seconds since 1970, and bytes of a document, that a row has room for."""


class Stored(NamedTuple):
    """The rows of a target as they were kept, and its odd readings."""

    rows: bytes
    odd: Sequence[Reading]


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


class Gathered:
    """The readings of one target as they are found: only ever added to, and each id once."""

    __slots__ = ("_authors", "_latest", "_odd", "_rows", "_stored", "greatest", "stored_count")

    def __init__(self, authors: Authors) -> None:
        self._authors = authors
        self._rows = bytearray()
        self._odd: list[Reading] = []
        self._stored: Callable[[], Stored] | None = None
        self.stored_count = 0
        """How many are kept elsewhere, and read from there when they are asked for."""
        self.greatest = b""
        """The greatest id of all; ids grow with time, so that a new one is seldom looked for among the old."""
        self._latest: Sequence[Any] | None = None

    def __len__(self) -> int:
        return self.stored_count + len(self._rows) // _ROW.size

    def restore(self, stored: Callable[[], Stored], count: int, greatest: bytes, latest: Sequence[Any] | None) -> None:
        """Begin with what is kept elsewhere; `latest` is the latest of those that stands, as `written` made it."""
        self._stored, self.stored_count, self.greatest, self._latest = stored, count, greatest, latest

    def latest_of(self, count: int) -> Reading | None:
        """Return the latest that stands of the first `count`, where that is known without going through them."""
        return reading_from(self._latest) if self._latest and count == self.stored_count else None

    def take(self, document: Mapping[str, object], offset: int, length: int) -> bool:
        """Add the check-in of a document that is in every way ordinary, which nearly all are; return whether it is.

        What it does not take is for pydantic to judge. It takes nothing that pydantic would refuse or read otherwise.
        """
        row = _row_of(document, offset, length, self._authors)
        if row is None:
            return False
        self._add(row[:16], row)
        return True

    def add(self, reading: Reading, offset: int, length: int) -> None:
        """Add any reading whose document is at `offset`, `length` bytes long; one whose id is known is left out."""
        row = None if reading.at.microsecond else _row_with(reading, offset, length, self._authors)
        if row is None:
            self._add_odd(reading, offset, length)
        else:
            self._add(row[:16], row)

    def add_saved(self, reading: Reading, offset: int, length: int) -> None:
        """Add a reading that was just written to `offset`, where its moment is kept to the second."""
        row = _row_with(reading, offset, length, self._authors)
        if row is None:
            self._add_odd(reading._replace(at=reading.at.replace(microsecond=0)), offset, length)
        else:
            self._add(row[:16], row)

    def _add_odd(self, reading: Reading, offset: int, length: int) -> None:
        packed = packed_id(reading.id) or _NO_ID
        if packed != _NO_ID or not self.holds(reading.id):
            number = self._odd_stored() + len(self._odd)
            row = _ROW.pack(packed, 0.0, offset, length, number, 0, 0, 0, _ODD)
            if self._add(packed, row):
                self._odd.append(reading)

    def _add(self, packed: bytes, row: bytes) -> bool:
        if packed > self.greatest:
            self.greatest = packed
        elif packed != _NO_ID and self._has(packed):
            return False
        self._rows += row
        return True

    def _has(self, packed: bytes) -> bool:
        return _is_in(self._rows, packed) or (self._stored is not None and _is_in(self._stored().rows, packed))

    def holds(self, reading_id: str) -> bool:
        """Return whether the reading with this id is among them."""
        packed = packed_id(reading_id)
        if packed is not None:
            return packed <= self.greatest and self._has(packed)
        return any(known.id == reading_id for known in self._all_odd())

    def _odd_stored(self) -> int:
        return len(self._stored().odd) if self._stored else 0

    def _all_odd(self) -> Sequence[Reading]:
        return (*(self._stored().odd if self._stored else ()), *self._odd)

    def stored(self, count: int) -> Stored:
        """Return the first `count` of them as rows."""
        if self._stored is None:
            return Stored(bytes(self._rows[: count * _ROW.size]), self._odd)
        found = self._stored()
        return Stored(found.rows + self._rows[: (count - self.stored_count) * _ROW.size], (*found.odd, *self._odd))

    def unpacked(self, count: int) -> Iterator[Reading]:
        """Go through the first `count` of them in the order of saving."""
        found, names = self.stored(count), self._authors.names
        for packed, value, _, _, on, at, by, confidence, call in _ROW.iter_unpack(found.rows):
            if call == _ODD:
                yield found.odd[on]
            else:
                sure = confidence if confidence >= 0 else None
                yield Reading(_id_text(packed), _day(on), value, sure, _CALLS[call], names[by], _moment(at), None, False)

    def places(self) -> Iterator[tuple[int, int]]:
        """Go through where their documents are: offset and length."""
        for row in _ROW.iter_unpack(self.stored(len(self)).rows):
            yield row[2], row[3]


class Readings(Sequence[Reading]):
    """The readings of one target at one revision, in the order of saving; each is made when it is asked for."""

    __slots__ = ("_archived", "_count", "_gathered", "_latest")

    def __init__(self, gathered: Gathered, archived: Callable[[], Sequence[Reading]] | None = None) -> None:
        self._gathered = gathered
        self._count = len(gathered)
        self._latest: Reading | None = None
        self._archived = archived

    def __len__(self) -> int:
        return self._count + (len(self._archived()) if self._archived else 0)

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, index: int | slice) -> Reading | tuple[Reading, ...]:
        return tuple(self)[index]

    def __iter__(self) -> Iterator[Reading]:
        if self._archived:
            yield from self._archived()
        yield from self._gathered.unpacked(self._count)

    @property
    def latest(self) -> Reading | None:
        """The one of the latest day among those that stand."""
        if self._latest is None and not self._archived:
            self._latest = self._gathered.latest_of(self._count)
        if self._latest is None:
            self._latest = next(iter(standing(self)[-1:]), None)
        return self._latest


def written(reading: Reading) -> list[object]:
    """Return a reading as JSON can hold it."""
    return [*reading[:1], reading.on.isoformat(), *reading[2:6], reading.at.isoformat(), *reading[7:]]


def reading_from(row: Sequence[Any]) -> Reading:
    """Return the reading that was written so."""
    made, on, value, confidence, call, by, at, corrects, withdrawn = row
    own_call = None if call is None else OwnCall(call)
    moment = datetime.fromisoformat(at)
    return Reading(made, date.fromisoformat(on), value, confidence, own_call, by, moment, corrects, withdrawn)


def standing(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the readings that stand, by day: none that was corrected or withdrawn, and of several on a day the last saved."""
    everything = tuple(readings)
    replaced = {r.corrects for r in everything if r.corrects}
    by_day = {r.on: r for r in everything if r.id not in replaced and not r.withdrawn}
    return tuple(sorted(by_day.values(), key=lambda r: r.on))


def packed_id(text: object) -> bytes | None:
    """Return the 16 bytes of a UUID in its usual form; None for any other id."""
    if type(text) is not str or len(text) != 36 or not text.islower() or not text[8] == text[13] == text[18] == text[23] == "-":
        return None
    try:
        found = bytes.fromhex(text.replace("-", ""))
    except ValueError:
        return None
    return found if len(found) == 16 else None


def _id_text(packed: bytes) -> str:
    text = packed.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _is_in(rows: bytes | bytearray, packed: bytes) -> bool:
    at = rows.find(packed)
    while at >= 0 and at % _ROW.size:
        at = rows.find(packed, at + 1)
    return at >= 0


def _row_with(reading: Reading, offset: int, length: int, authors: Authors) -> bytes | None:
    made, on, value, confidence, own_call, by, at, corrects, withdrawn = reading
    packed, number, moment = packed_id(made), authors.number(by), int(at.timestamp())
    if packed is None or corrects is not None or withdrawn or number >= _AUTHORS or not 0 <= moment < _LIMIT or length >= _LIMIT:
        return None
    sure = -1 if confidence is None else confidence
    return _ROW.pack(packed, value, offset, length, on.toordinal(), moment, number, sure, _CALL_NUMBERS[own_call])


def _row_of(document: Mapping[str, object], offset: int, length: int, authors: Authors) -> bytes | None:
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
    if len(text) != 20 or text[10] != "T" or text[19] != "Z":
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
