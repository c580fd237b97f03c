"""Plan tree: the plan as rows that fold, with the figures of each; cursor, scroll and folding are kept by record id."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from kptui.outline import Node, Sort, outline, walk
from kptui.plan import Plan
from screens.presentation.columns import RowFigures, row_line
from screens.presentation.line import Line, Span
from screens.presentation.outline import narrowed, ordered
from screens.presentation.view import View
from screens.widgets.rows import Rows


class PlanTree(Rows):
    """The rows of the plan in view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,right", "inward", "Unfold", id="expand", tooltip="Unfold, or move to the first row beneath", show=False),
        Binding("h,left", "outward", "Fold", id="collapse", tooltip="Fold, or move to the row above this one", show=False),
        Binding("space", "turn", "Fold or unfold", id="fold", tooltip="Fold or unfold what is beneath", show=False),
        Binding("v", "mark", "Mark", id="mark", tooltip="Mark this target, or all beneath, or unmark", show=False),
        Binding("z", "fold_beneath", "Fold all here", id="fold_here", tooltip="Fold everything beneath this row", show=False),
        Binding("minus", "fold", "Fold one level", id="fold_one", tooltip="Fold this row, or the one it is in", show=False),
        Binding("plus", "unfold(False)", "Unfold one level", id="unfold_one", tooltip="Unfold one level more", show=False),
        Binding("n", "next_target(1)", "Next target", id="next_match", tooltip="Move to the next target in view", show=False),
        Binding("N", "next_target(-1)", "Previous target", id="previous_match", tooltip="Move to the one before", show=False),
        Binding("asterisk", "unfold(True)", "Unfold all", id="unfold_all", tooltip="Unfold the whole tree", show=False),
    ]

    class Marked(Message):
        """Other rows are marked than before."""

    def __init__(self) -> None:
        super().__init__()
        self._view = View()
        self._figures = RowFigures(Plan(), date.min)
        self._fresh: frozenset[str] = frozenset()
        self._marked: set[str] = set()

    @property
    def row_count(self) -> int:
        """How many rows are in view."""
        return len(self._view.rows)

    @property
    def node(self) -> Node | None:
        """What the cursor is on; None in an empty tree."""
        row = self._view.at(self.cursor)
        return row.node if row else None

    @property
    def nodes(self) -> Iterator[Node]:
        """Everything in the tree's order, what is beneath folded rows too."""
        return self._view.nodes

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the targets in the tree's order, those beneath folded rows too."""
        return self._view.order

    @property
    def marked(self) -> tuple[str, ...]:
        """The ids of the targets that are marked and in view, in the tree's order."""
        return tuple(target_id for target_id in self.order if target_id in self._marked) if self._marked else ()

    def unmark(self) -> None:
        """Have nothing marked."""
        self._marked.clear()
        self.refresh()
        self.post_message(self.Marked())

    def show(
        self,
        figures: RowFigures,
        *,
        keep: Callable[[Node], bool] | None,
        worst_first: bool,
        fresh: frozenset[str],
    ) -> None:
        """Show the targets that `keep` wants, or all, and mark the `fresh` ones, which someone else has just changed."""
        self._figures, self._fresh = figures, fresh
        tree = figures.plan.found(outline)
        tree = tree if keep is None else narrowed(tree, keep)
        tree = ordered(tree, self._figures.rank) if worst_first else tree
        self._change(lambda: self._view.show(tree, filtered=keep is not None))

    def show_fresh(self, fresh: frozenset[str]) -> None:
        """Mark these as just changed by someone else, and nothing else."""
        turned, self._fresh = self._fresh ^ fresh, fresh
        self.draw_again(place for record_id in turned if (place := self._view.place_of(record_id)) is not None)

    def _change(self, change: Callable[[], None], cursor_on: str | None = None) -> None:
        """Change which rows are in view, and leave the cursor and the top line on the records where they were."""
        top = self._view.at(self.scroll_offset.y)
        top_id = top.node.id if top else None
        wanted = cursor_on or (self.node.id if self.node else None)
        change()
        cursor, first_line = self._view.place_of(wanted), self._view.place_of(top_id)
        self.rows_changed(
            self._view.instead_of(self.cursor) if cursor is None else cursor,
            self.scroll_offset.y if first_line is None else first_line,
        )

    def _sign(self, record_id: str) -> str:
        return "•" if record_id in self._marked else "◆" if record_id in self._fresh else " "

    def made_of(self, index: int) -> object:
        """Return a row, its sign, and what its figures are made of."""
        row = self._view.rows[index]
        return row, self._sign(row.node.id), self._figures.made_of(row.node)

    def draw(self, index: int, width: int) -> Line:
        """Return a row, with a sign before what is marked, or has just changed."""
        row = self._view.rows[index]
        sign = self._sign(row.node.id)
        mark = Span(sign, "fresh" if sign.strip() else "")
        return (mark, *row_line(row, self._figures.of(row.node), width - 1))

    def go_to_record(self, record_id: str) -> None:
        """Move the cursor to a record, unfolding what it is in."""
        if self._view.place_of(record_id) is None:
            self._change(lambda: self._view.reveal(record_id))
        self.go_to(self.cursor if (place := self._view.place_of(record_id)) is None else place)

    def go_to_one_of(self, record_ids: tuple[str, ...]) -> None:
        """Move the cursor to the first of these, unless it is on one already."""
        if record_ids and not (self.node and self.node.id in record_ids):
            self.go_to_record(record_ids[0])

    def action_mark(self) -> None:
        """Mark the target and move to the next, or all that are beneath this row; where they are marked, unmark them."""
        if node := self.node:
            beneath = {found.id for found in walk((node,)) if found.sort is Sort.target}
            self._marked = self._marked - beneath if beneath <= self._marked else self._marked | beneath
            self.refresh()
            if node.sort is Sort.target:
                self.action_next_target(1)
            self.post_message(self.Marked())

    def action_turn(self) -> None:
        """Fold or unfold the row."""
        row = self._view.at(self.cursor)
        if row and row.open is not None:
            turn = self._view.fold if row.open else self._view.unfold
            self._change(lambda: turn([row.node.id]))

    def action_inward(self) -> None:
        """Unfold the row, or move to the first beneath it."""
        row = self._view.at(self.cursor)
        if row and row.open:
            self.go_to(self.cursor + 1)
        else:
            self.action_turn()

    def action_outward(self) -> None:
        """Fold the row, or move to the one above it."""
        row = self._view.at(self.cursor)
        if row and row.open:
            self.action_turn()
        else:
            self.go_to(self._view.above(self.cursor))

    def action_fold(self) -> None:
        """Fold the row, or else the one that it is beneath."""
        row = self._view.at(self.cursor)
        if row and not row.open:
            row = self._view.at(self._view.above(self.cursor))
        if row and row.open:
            self._change(lambda: self._view.fold([row.node.id]), cursor_on=row.node.id)

    def action_fold_beneath(self) -> None:
        """Fold the row and everything beneath it."""
        if node := self.node:
            self._change(lambda: self._view.fold([n.id for n in walk((node,)) if n.children]))

    def action_unfold(self, everything: bool) -> None:  # noqa: FBT001 - an action's argument has no name
        """Unfold one level more, or everything."""
        self._change(lambda: self._view.unfold(None if everything else self._view.outermost_folded()))

    def action_next_target(self, step: int) -> None:
        """Move to the next target in view, or to the one before."""
        targets = (i for i, row in enumerate(self._view.rows) if row.node.sort is Sort.target and (i - self.cursor) * step > 0)
        self.go_to(min(targets, key=lambda i: abs(i - self.cursor), default=self.cursor))
