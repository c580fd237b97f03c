"""Objective tree: the first screen, the whole plan with its figures, narrowed by filters."""

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.widgets import Input

from kptui.models.policy import Period
from kptui.models.target import Target
from kptui.outline import Sort
from kptui.plan import Plan
from kptui.text import clean_line
from screens.messages import OpenTarget, StartStandUp
from screens.presentation.columns import RowFigures
from screens.presentation.filters import Quick, keeper, named_first, nothing_here, period_beside, quick_named, where_to_begin
from screens.presentation.head import column_line, head
from screens.presentation.why_above import why_above
from screens.session import Session
from screens.widgets.field import FilterField
from screens.widgets.hint_line import HintLine
from screens.widgets.marked_targets import MarkedTargets
from screens.widgets.plan_tree import PlanTree
from screens.widgets.toned import TitleLine
from screens.widgets.too_small import TooSmall
from screens.widgets.tour import TourLine

_READING = 8.0
"""Seconds for which a few sentences stay."""


class ObjectiveTree(MarkedTargets):
    """The tree, a line above it and the keys below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "narrow", "In trouble/mine/due", id="quick_filter", tooltip="Trouble, mine, due, my team, stale, all"),
        Binding("slash", "search", "Filter", id="filter", tooltip="Filter as you type: code, name or owner; ! inverts"),
        Binding("enter,o", "open", "Open", id="open", tooltip="Open the target, or fold or unfold what is none"),
        Binding("s", "stand_up", "Stand-up", id="hold_stand_up", tooltip="Hold a stand-up on the targets in view", show=False),
        Binding(
            "right_square_bracket", "turn_period(1)", "Period", id="next_period", tooltip="The next period alone", show=False
        ),
        Binding("left_square_bracket", "turn_period(-1)", "Before", id="period_before", tooltip="The period before", show=False),
        Binding("S", "sort", "Sort", id="sort", tooltip="The order of the plan, worst first", show=False),
        Binding("escape", "clear", "Clear filter", id="clear", tooltip="Show everything again", show=False),
        Binding("tab", "turn_tour", "Next lesson", id="tour", tooltip="The next lesson of the tour", show=False),
        Binding("q", "app.quit", "Quit", id="quit_at_top", tooltip="Leave kptui"),
    ]

    SHOWS_ALL = True

    fresh: reactive[frozenset[str]] = reactive(frozenset[str](), init=False, repaint=False)
    """The ids of what someone else has just changed."""
    read_only: reactive[bool] = reactive(default=False, init=False, repaint=False)
    trouble: reactive[str] = reactive("", init=False, repaint=False)
    """Why the plan cannot be read any more; nothing while it can."""
    judged: reactive[bool] = reactive(default=True, init=False, repaint=False)
    """Whether statuses are known; in a large plan they come a moment after the rows."""

    def __init__(  # noqa: PLR0913 - what it shows, to whom, and where they were
        self, plan: Plan, today: date, *, user: str, read_only: bool, judged: bool, begin: Session
    ) -> None:
        super().__init__(plan, today)
        self.set_reactive(ObjectiveTree.read_only, read_only)
        self.set_reactive(ObjectiveTree.judged, judged)
        self._user = user
        self._begin = begin
        self._quick, self._words, self._worst_first = quick_named(begin.quick), begin.words, begin.worst_first
        self._period: Period | None = None
        self._shown: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the lines, the tree and the field for the filter, which is out of sight until it is wanted."""
        yield TitleLine(id="head")
        yield TitleLine(id="columns")
        yield PlanTree()
        yield FilterField(name="filter", placeholder="code, name or owner; ! inverts; Enter keeps, Esc clears")
        yield HintLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show the plan, the cursor on where the person was, else on what they owe first."""
        self._show()
        was = self._begin.cursor if self.plan.get(self._begin.cursor) else None
        if begin := was or where_to_begin(self.plan, self.today, self._user, self._tree.order):
            self._tree.go_to_record(begin)

    @property
    def session(self) -> Session:
        """Where the person is now."""
        cursor = self._tree.node.id if self._tree.node else ""
        day, quick = self.today.isoformat(), self._quick.value
        return Session(day, quick=quick, words=self._words, worst_first=self._worst_first, cursor=cursor)

    @property
    def _tree(self) -> PlanTree:
        return self.query_one(PlanTree)

    @property
    def target(self) -> Target | None:
        """The target that the cursor is on."""
        found = self.plan.get(self._tree.node.id) if self._tree.node else None
        return found if isinstance(found, Target) else None

    @property
    def record_id(self) -> str | None:
        """The id of what the cursor is on."""
        return self._tree.node.id if self._tree.node else None

    @property
    def to_copy(self) -> str:
        """Code and title of the target, or the name of what is above targets."""
        node = self._tree.node
        return super().to_copy or (node.name if node and node.sort is not Sort.heading else "")

    @property
    def marked(self) -> tuple[str, ...]:
        """The ids of the targets that are marked."""
        return self._tree.marked

    def unmark(self) -> None:
        """Have nothing marked."""
        if self.is_attached:
            self._tree.unmark()

    @property
    def order(self) -> tuple[str, ...]:
        """The targets in view, in the tree's order."""
        return self._tree.order

    def watch_plan(self) -> None:
        """Show what is new, once for all that changes together, and move nothing."""
        self.call_later(self._show_news)

    def _show_news(self) -> None:
        if not self.is_mounted or self._shown == self._to_show:
            return
        if self._shown[1:] == self._to_show[1:]:
            self._shown = self._to_show
            self._tree.show_fresh(self.fresh)
        else:
            self._show()

    watch_today = watch_fresh = watch_read_only = watch_trouble = watch_judged = on_resize = watch_plan

    @property
    def _to_show(self) -> tuple[object, ...]:
        """What rows and lines are made of, what is fresh first; at the start each part is told once more, and is the same."""
        return self.fresh, self.plan, self.today, self.read_only, self.trouble, self.judged, self.app.size

    def _show(self) -> None:
        self._shown = self._to_show
        keep = keeper(self.plan, self.today, self._user, self._quick, self._words, period=self._period)
        tree, width = self._tree, self.app.size.width
        figures = RowFigures(self.plan, self.today, self.judged)
        tree.show(figures, keep=keep, worst_first=self._worst_first, fresh=self.fresh)
        tree.note = (
            [] if tree.order else nothing_here(self.plan, self._user, self._quick, self._words, width, period=self._period)
        )
        self._say_what_narrows()
        top = head(self.plan, self.today, width, read_only=self.read_only, unreadable=bool(self.trouble), judged=self.judged)
        self.query_one("#head", TitleLine).say(*top)

    def _say_what_narrows(self) -> None:
        tree, period = self._tree, self._period.name if self._period else ""
        more = {"worst_first": self._worst_first, "period": period, "marked": len(tree.marked)}
        said = column_line(self.app.size.width, self._quick, self._words, len(tree.order), **more)  # type: ignore[arg-type]
        self.query_one("#columns", TitleLine).say(said)

    on_plan_tree_marked = _say_what_narrows

    def go_to_record(self, record_id: str) -> None:
        """Move the cursor to a record that was looked at elsewhere."""
        self._tree.go_to_record(record_id)

    def action_open(self) -> None:
        """Open the target, or fold what is no target."""
        if self.target is not None:
            self.ask(OpenTarget)
        else:
            self._tree.action_turn()

    on_rows_chosen = action_open

    def action_explain(self) -> None:
        """Explain a target on a page of its own, and whatever is above targets in a few words."""
        node = self._tree.node
        said = why_above(self.plan, node.id, self.today) if node is not None and self.target is None else ""
        if node is not None and said:
            self.notify(said, title=clean_line(node.name), timeout=_READING, markup=False)
        else:
            super().action_explain()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what has been typed so far."""
        self._words = event.value
        self._show()
        self._tree.go_to_one_of(named_first(self._tree.nodes, self._words))

    def action_stand_up(self) -> None:
        """Ask for a stand-up on what is listed."""
        self.keys_wait = True
        self.post_message(StartStandUp(self.order))

    def action_search(self) -> None:
        """Begin to type a filter."""
        self.query_one(FilterField).open()

    def action_clear(self) -> None:
        """Take the filters away; where there are none, the marks; and where there are none of them, the tour."""
        is_narrowed = self._period or self._words or self._quick is not Quick.everything or self.query_one(FilterField).display
        if is_narrowed:
            self.show_all_of(Quick.everything)
        elif self._tree.marked:
            self.unmark()
        else:
            self.query(TourLine).remove()

    def show_all_of(self, quick: Quick) -> None:
        """Show the targets of a quick filter, and look for no words among them."""
        field = self.query_one(FilterField)
        field.value = ""
        field.close()
        self._quick, self._words, self._period = quick, "", None
        self._show()

    def action_narrow(self) -> None:
        """Show the targets of the next quick filter."""
        self._quick = self._quick.following
        self._show()

    def begin_tour(self) -> None:
        """Show the tour, above the keys."""
        self.mount(TourLine(), before=self.query_one(HintLine))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action can be had: lessons only while the tour is there."""
        return super().check_action(action, parameters) if action != "turn_tour" else bool(self.query(TourLine))

    def action_turn_tour(self) -> None:
        """Go on to the next lesson."""
        for tour in self.query(TourLine):
            tour.turn()

    def action_turn_period(self, by: int) -> None:
        """Show the targets of the period after this one, or before it."""
        self._period = period_beside(self.plan, self.today, self._period, by)
        self._show()

    def action_sort(self) -> None:
        """Turn between the worst first and the order of the plan."""
        self._worst_first = not self._worst_first
        self._show()
