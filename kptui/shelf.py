"""Shelf: the newest version of each record by id, made into a model when it is asked for."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

import orjson

from kptui.models.record import Record
from kptui.models.schema import record_of

R = TypeVar("R", bound=Record)


class Kept:
    """One record, as a model or as the JSON that it was last known as."""

    __slots__ = ("_json", "_record", "kind")

    def __init__(self, kind: str, record: Record | None = None, json: str = "") -> None:
        self.kind, self._record, self._json = kind, record, json

    @property
    def record(self) -> Record:
        """The model; it was valid when its JSON was kept."""
        if self._record is None:
            self._record, self._json = record_of(orjson.loads(self._json)), ""
        return self._record

    @property
    def json(self) -> str:
        """The document as JSON."""
        return self._json or orjson.dumps(self.record.document()).decode()


class Shelf(Mapping[str, Record]):
    """Records at one revision."""

    def __init__(self, ask: Callable[[], Mapping[str, Kept]]) -> None:
        self._ask = ask
        """Returns them, the same ever after; it is asked when any of them is."""

    @cached_property
    def _kept(self) -> Mapping[str, Kept]:
        return self._ask()

    def __getitem__(self, record_id: str) -> Record:
        return self._kept[record_id].record

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def of_kind(self, kind: str) -> Iterator[Record]:
        """Go through the records of a kind, and make no others into models."""
        return (kept.record for kept in self._kept.values() if kept.kind == kind)


def of_type(records: Mapping[str, Record], wanted: type[R]) -> tuple[R, ...]:
    """Return the records of one type, in the order of their making."""
    kind = wanted.model_fields["record"].default
    found = records.of_kind(kind) if isinstance(records, Shelf) else records.values()
    return tuple(r for r in found if isinstance(r, wanted))
