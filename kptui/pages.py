"""Pages: a mapping that never changes, and of which a changed copy costs little however large it is."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

V = TypeVar("V")
_LOOSE = 64
"""Changes that are kept on a page of their own before they are written into the book."""


class Pages(Mapping[str, V]):
    """Keys and values: a large page that many copies share, and a small one with what was changed since."""

    def __init__(self, shared: Mapping[str, V] | None = None, loose: Mapping[str, V] | None = None) -> None:
        self._shared, self._loose = shared or {}, loose or {}

    def with_all(self, changes: Mapping[str, V]) -> "Pages[V]":
        """Return a copy in which `changes` have been made."""
        loose = {**self._loose, **changes}
        return Pages(self._shared, loose) if len(loose) <= _LOOSE else Pages({**self._shared, **loose})

    def __getitem__(self, key: str) -> V:
        return self._loose[key] if key in self._loose else self._shared[key]

    def __iter__(self) -> Iterator[str]:
        yield from self._shared
        yield from (key for key in self._loose if key not in self._shared)

    def __len__(self) -> int:
        return len(self._shared) + sum(key not in self._shared for key in self._loose)
