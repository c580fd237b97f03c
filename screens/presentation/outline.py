"""Rows: what of the outline is in view under a filter, an order and some folding."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from kptui.outline import Node, Sort


@dataclass(frozen=True)
class Row:
    """A node in view: with the lines that lead to it, and whether it is open; None for what cannot be opened."""

    node: Node
    depth: int
    last: tuple[bool, ...]
    """For each level above the node and for itself: whether nothing follows on that level."""
    open: bool | None


def matches(node: Node, wanted: str) -> bool:
    """Return whether code, name and owner contain all words of `wanted` in any case; with `!` before it, whether they do not."""
    text = f"{node.code} {node.name} {node.owner}".casefold()
    words = wanted.removeprefix("!").casefold().split()
    return not words or all(word in text for word in words) is not wanted.startswith("!")


def spread(node: Node, wanted: str) -> int | None:
    """Return over how many letters of code and name those of `wanted` are spread, in their order; None where they are not there.

    The first letter has to begin a word, and of several places the one where they stand nearest together counts.
    """
    text, letters = f"{node.code} {node.name}".casefold(), "".join(wanted.casefold().split())
    begins = (at for at, letter in enumerate(text) if letter == letters[:1] and not text[max(at - 1, 0) : at].isalnum())
    ends = ((at, _end_of(letters, text, at)) for at in begins)
    return min((end - at for at, end in ends if end is not None), default=None)


def _end_of(letters: str, text: str, at: int) -> int | None:
    for letter in letters:
        found = text.find(letter, at)
        if found < 0:
            return None
        at = found + 1
    return at


def narrowed(nodes: Iterable[Node], keep: Callable[[Node], bool]) -> tuple[Node, ...]:
    """Return the targets that `keep` wants, with what is above them; the vision stays."""
    found: list[Node] = []
    for node in nodes:
        if node.sort is Sort.target:
            if keep(node):
                found.append(node)
            continue
        children = narrowed(node.children, keep)
        if children or node.sort is Sort.vision:
            found.append(_with(node, children))
    return tuple(found)


def ordered(nodes: Iterable[Node], rank: Callable[[Node], int]) -> tuple[Node, ...]:
    """Return the same tree with siblings by `rank`; those of equal rank stay as they were."""
    return tuple(_with(node, ordered(node.children, rank)) for node in sorted(nodes, key=rank))


def _with(node: Node, children: tuple[Node, ...]) -> Node:
    return Node(node.id, node.sort, node.name, node.code, node.owner, children)


def rows(nodes: tuple[Node, ...], folded: Collection[str], above: tuple[bool, ...] = ()) -> Iterator[Row]:
    """Yield the rows in view, from the top: those beneath a folded node are not."""
    for place, node in enumerate(nodes):
        last = (*above, place == len(nodes) - 1)
        is_open = node.id not in folded if node.children else None
        yield Row(node, len(above), last, is_open)
        if is_open:
            yield from rows(node.children, folded, last)
