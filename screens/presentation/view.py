"""View: which rows of the tree are open, with folding of its own while the tree is filtered."""

from collections.abc import Iterable, Iterator

from kptui.outline import Node, Sort, walk
from screens.presentation.outline import Row, rows


class View:
    """A tree, what is folded in it, and the rows that are in view."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.order: tuple[str, ...] = ()
        """The ids of the targets in the tree's order, those beneath folded rows too."""
        self._tree: tuple[Node, ...] = ()
        self._folded: set[str] = set()
        self._folded_in_filter: set[str] = set()
        self._filtered = False

    @property
    def nodes(self) -> Iterator[Node]:
        """Everything in the tree's order, what is beneath folded rows too."""
        return walk(self._tree)

    @property
    def _folds(self) -> set[str]:
        return self._folded_in_filter if self._filtered else self._folded

    def show(self, tree: tuple[Node, ...], *, filtered: bool) -> None:
        """Take another tree; a new filter begins with everything open, and leaving it finds the folds as they were."""
        if tree is self._tree and filtered is self._filtered:
            return
        if filtered and not self._filtered:
            self._folded_in_filter.clear()
        self._tree, self._filtered = tree, filtered
        self.order = tuple(node.id for node in self.nodes if node.sort is Sort.target)
        self._refill()

    def fold(self, ids: Iterable[str]) -> None:
        """Close these."""
        self._folds.update(ids)
        self._refill()

    def unfold(self, ids: Iterable[str] | None = None) -> None:
        """Open these, or everything."""
        self._folds.difference_update([node.id for node in walk(self._tree)] if ids is None else ids)
        self._refill()

    def _refill(self) -> None:
        self.rows = list(rows(self._tree, self._folds))

    def at(self, index: int) -> Row | None:
        """Return a row; None beyond the last."""
        return self.rows[index] if 0 <= index < len(self.rows) else None

    def place_of(self, record_id: str | None) -> int | None:
        """Return the row of a record; None for one that is not in view."""
        return next((i for i, row in enumerate(self.rows) if row.node.id == record_id), None)

    def instead_of(self, index: int) -> int:
        """Return where to go when what was on a row is gone: to the first target found by a filter, else to the same row."""
        targets = (i for i, row in enumerate(self.rows) if row.node.sort is Sort.target)
        return next(targets, index) if self._filtered else index

    def above(self, index: int) -> int:
        """Return the row that a row is beneath; itself at the top."""
        row = self.at(index)
        return next((i for i in range(index, -1, -1) if row and self.rows[i].depth < row.depth), index)

    def reveal(self, record_id: str) -> None:
        """Open whatever a record is beneath."""
        self.unfold(_path_to(self._tree, record_id))

    def outermost_folded(self) -> set[str]:
        """Return the folded rows nearest the top of the tree."""
        folded = [row for row in self.rows if row.open is False]
        depth = min((row.depth for row in folded), default=0)
        return {row.node.id for row in folded if row.depth == depth}


def _path_to(nodes: tuple[Node, ...], record_id: str) -> list[str]:
    for node in nodes:
        if node.id == record_id:
            return [node.id]
        if beneath := _path_to(node.children, record_id):
            return [node.id, *beneath]
    return []
