"""Pages: a mapping that never changes, and of which a changed copy costs the same however large it is."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar
from zlib import crc32

V = TypeVar("V")
_PAGES = 64


class Pages(Mapping[str, V]):
    """Keys and values, spread over a fixed number of pages; going through them is in no order that means anything."""

    def __init__(self, pages: Iterable[dict[str, V]] = ()) -> None:
        self._pages = tuple(pages) or tuple({} for _ in range(_PAGES))

    def with_all(self, changes: Mapping[str, V]) -> "Pages[V]":
        """Return a copy in which `changes` have been made."""
        pages = list(self._pages)
        for key, value in changes.items():
            number = _page_of(key)
            if pages[number] is self._pages[number]:
                pages[number] = pages[number].copy()
            pages[number][key] = value
        return Pages(pages)

    def __getitem__(self, key: str) -> V:
        return self._pages[_page_of(key)][key]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._pages)

    def __len__(self) -> int:
        return sum(map(len, self._pages))


def _page_of(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % _PAGES
