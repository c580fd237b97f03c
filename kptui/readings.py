"""Readings: those of one target, packed, so that a plan of a million check-ins stays small."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar, overload

from kptui.models.check_in import CheckIn, OwnCall, Reading
from kptui.packing import NO_ID, SIZE, Authors, is_in, odd_row, packed_id, places, row_of, row_with, unpacked

T = TypeVar("T", Reading, CheckIn)


class Stored(NamedTuple):
    """The rows of a target as they were kept, and its odd readings."""

    rows: bytes
    odd: Sequence[Reading]


class Gathered:
    """The readings of one target as they are found: only ever added to, and each id once."""

    __slots__ = ("_authors", "_odd", "_rows", "_stored", "greatest", "stored_count")

    def __init__(self, authors: Authors) -> None:
        self._authors = authors
        self._rows = bytearray()
        self._odd: list[Reading] = []
        self._stored: Callable[[], Stored] | None = None
        self.stored_count = 0
        """How many are kept elsewhere, and read from there when they are asked for."""
        self.greatest = b""
        """The greatest id of all; ids grow with time, so that a new one is seldom looked for among the old."""

    def __len__(self) -> int:
        return self.stored_count + len(self._rows) // SIZE

    def restore(self, stored: Callable[[], Stored], count: int, greatest: bytes) -> None:
        """Begin with what is kept elsewhere."""
        self._stored, self.stored_count, self.greatest = stored, count, greatest

    def take(self, document: Mapping[str, object], offset: int, length: int) -> bool:
        """Add the check-in of a document that is in every way ordinary, which nearly all are; return whether it is."""
        row = row_of(document, offset, length, self._authors)
        if row is None:
            return False
        self._add(row[:16], row)
        return True

    def add(self, reading: Reading, offset: int, length: int) -> None:
        """Add any reading whose document is at `offset`, `length` bytes long; one whose id is known is left out."""
        row = None if reading.at.microsecond else row_with(reading, offset, length, self._authors)
        if row is None:
            self._add_odd(reading, offset, length)
        else:
            self._add(row[:16], row)

    def add_saved(self, reading: Reading, offset: int, length: int) -> None:
        """Add a reading that was just written to `offset`, where its moment is kept to the second."""
        row = row_with(reading, offset, length, self._authors)
        if row is None:
            self._add_odd(reading._replace(at=reading.at.replace(microsecond=0)), offset, length)
        else:
            self._add(row[:16], row)

    def _add_odd(self, reading: Reading, offset: int, length: int) -> None:
        packed = packed_id(reading.id) or NO_ID
        if packed != NO_ID or not self.holds(reading.id):
            number = self._odd_stored() + len(self._odd)
            row = odd_row(packed, offset, length, number)
            if self._add(packed, row):
                self._odd.append(reading)

    def _add(self, packed: bytes, row: bytes) -> bool:
        if packed > self.greatest:
            self.greatest = packed
        elif packed != NO_ID and self._has(packed):
            return False
        self._rows += row
        return True

    def _has(self, packed: bytes) -> bool:
        return is_in(self._rows, packed) or (self._stored is not None and is_in(self._stored().rows, packed))

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
            return Stored(bytes(self._rows[: count * SIZE]), self._odd)
        found = self._stored()
        return Stored(found.rows + self._rows[: (count - self.stored_count) * SIZE], (*found.odd, *self._odd))

    def unpacked(self, count: int) -> Iterator[Reading]:
        """Go through the first `count` of them in the order of saving."""
        found = self.stored(count)
        return unpacked(found.rows, found.odd, self._authors.names)

    def places(self) -> Iterator[tuple[int, int]]:
        """Go through where their documents are: offset and length."""
        return places(self.stored(len(self)).rows)


class Readings(Sequence[Reading]):
    """The readings of one target at one revision, in the order of saving; each is made when it is asked for."""

    __slots__ = ("_archived", "_count", "_gathered", "_latest")

    def __init__(
        self, gathered: Gathered, count: int | None = None, archived: Callable[[], Sequence[Reading]] | None = None
    ) -> None:
        self._gathered = gathered
        self._count = len(gathered) if count is None else count
        self._latest: Reading | None = None
        self._archived = archived

    def __len__(self) -> int:
        return sum(1 for _ in self) if self._archived else self._count

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, index: int | slice) -> Reading | tuple[Reading, ...]:
        return tuple(self)[index]

    def __iter__(self) -> Iterator[Reading]:
        own = self._gathered.unpacked(self._count)
        return each_once((*self._archived(), *own)) if self._archived else own

    @property
    def latest(self) -> Reading | None:
        """The one of the latest day among those that stand."""
        if self._latest is None:
            self._latest = next(iter(standing(self)[-1:]), None)
        return self._latest


def each_once(found: Iterable[T]) -> Iterator[T]:
    """Go through readings or check-ins, and leave out those whose id has been there."""
    seen: set[str] = set()
    for one in found:
        if one.id not in seen:
            seen.add(one.id)
            yield one


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
    if _are_plain(everything):
        return everything
    replaced = {r.corrects for r in everything if r.corrects}
    by_day = {r.on: r for r in everything if r.id not in replaced and not r.withdrawn}
    return tuple(sorted(by_day.values(), key=lambda r: r.on))


def _are_plain(readings: Sequence[Reading]) -> bool:
    """Whether all of them stand as they are, by day: so it is with most, and that is soon seen."""
    before = date.min
    for reading in readings:
        if reading.on <= before or reading.corrects or reading.withdrawn:
            return False
        before = reading.on
    return True
