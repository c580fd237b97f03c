"""Which keys of which screens the tests of a module prove, so that none is left without."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from textual.binding import Binding
from textual.dom import DOMNode

T = TypeVar("T")


class Proofs:
    """Gathers what is proven, by the id of a binding."""

    def __init__(self) -> None:
        self._proven: set[tuple[str, str]] = set()

    def of(self, owner: type[DOMNode], *bindings: str) -> Callable[[T], T]:
        """Return a decorator for a test that proves these."""
        self._proven |= {(owner.__name__, binding) for binding in bindings}
        return lambda test: test

    def missing(self, owners: Iterable[type[DOMNode]]) -> set[tuple[str, str]]:
        """Return what no test proves, and what is said to be proven and is not there."""
        there = {(owner.__name__, b.id or "") for owner in owners for b in owner.BINDINGS if isinstance(b, Binding)}
        return there ^ self._proven
