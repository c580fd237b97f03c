"""Narrowing: a list's words, quick filter and order, the keys that change them, and the rows that are left, in their order."""

from collections.abc import Callable, Mapping, Sequence

from textual.binding import Binding, BindingType
from textual.widgets import Input

from screens.presentation.line import cut
from screens.widgets.field import FilterField
from screens.widgets.plan_screen import PlanScreen
from screens.widgets.record_list import Listed

Keeps = Callable[[Listed], bool]
"""Returns whether a quick filter wants a row."""
Arranges = Callable[[Sequence[Listed]], Sequence[Listed]]
"""Returns rows in another order."""
_LONGEST = 30


def turns(narrow: str, sort: str, *, hinted: bool = True) -> list[BindingType]:
    """Return the keys that turn through a list's quick filters and its orders; both are told with a slash after each."""
    names, orders = narrow.replace("/", ", "), sort.replace("/", ", ")
    return [
        Binding("f", "narrow", narrow, id="quick_filter", tooltip=f"{names}, all", show=hinted),
        Binding("S", "sort", "Sort", id="sort", tooltip=orders, show=False),
    ]


class Narrowing(PlanScreen):
    """A subclass says which quick filters and orders there are, and has the keys; those for them by `turns`."""

    words = ""
    """What the list is filtered by."""
    quick = order_name = ""
    """The quick filter and the order that it is in; nothing for all rows, and for the order that it has by itself."""

    @property
    def quick_filters(self) -> Mapping[str, Keeps]:
        """The quick filters by their names, in the order in which `f` goes round."""
        raise NotImplementedError

    @property
    def orders(self) -> Mapping[str, Arranges]:
        """The orders by their names, in which `S` goes round, beside the list's own."""
        raise NotImplementedError

    def show(self) -> None:
        """Show what is left."""
        raise NotImplementedError

    def wanted(self, rows: Sequence[Listed]) -> Sequence[Listed]:
        """Return the rows that the quick filter wants, in the order that is wanted."""
        if self.quick:
            keep = self.quick_filters[self.quick]
            rows = [row for row in rows if keep(row)]
        return self.orders[self.order_name](rows) if self.order_name else rows

    @property
    def words_to_filter(self) -> str:
        """The words that a row has to have."""
        return self.words

    @property
    def why_empty(self) -> str:
        """Why none is left of the rows that there are, and the key that helps."""
        words = self.words_to_filter
        said = f"Nothing here has {cut(words, _LONGEST)} in it." if words else f"“{self.quick}” leaves nothing here."
        return f"{said} Press Esc to see all of it."

    @property
    def is_narrowed(self) -> bool:
        """Whether rows are left out, or are about to be."""
        return bool(self.quick or self.words or self.query_one(FilterField).display)

    def show_all(self) -> None:
        """Leave no row out."""
        field = self.query_one(FilterField)
        self.quick = self.words = field.value = ""
        field.close()
        self.show()

    def action_search(self) -> None:
        """Begin to type a filter."""
        self.query_one(FilterField).open()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what has been typed so far."""
        self.words = event.value
        self.show()

    def action_narrow(self) -> None:
        """Turn to the next quick filter."""
        self.quick = _after(self.quick, self.quick_filters)
        self.show()

    def action_sort(self) -> None:
        """Turn to the next order."""
        self.order_name = _after(self.order_name, self.orders)
        self.show()


def _after(name: str, names: Mapping[str, object]) -> str:
    """Return the name that comes next; nothing before the first and after the last."""
    every = ["", *names]
    return every[(every.index(name) + 1) % len(every)]
