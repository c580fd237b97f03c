"""Columns: one row of the tree in aligned cells, and which of them fit a width."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from rich.cells import cell_len

from kptui.models.target import Target
from kptui.outline import Node, Sort
from kptui.plan import Plan
from kptui.rules.influence import with_warnings
from kptui.rules.judgement import Judgement, Status
from kptui.rules.rollup import RolledUp, roll_up
from kptui.rules.structure import structure
from kptui.sparkline import sparkline
from kptui.wording import STATUS_WORDS, figure, percent
from screens.presentation.line import Line, Span, fit, left, right
from screens.presentation.marks import bar, findings_mark, next_check_in, since, standing, status_glyph, status_mark
from screens.presentation.outline import Row
from screens.presentation.spark import spark


@dataclass(frozen=True)
class Column:
    """A column of the tree, shown where the rows have at least `from_width` cells."""

    name: str
    heading: str
    width: int
    from_width: int
    to_right: bool = False
    roomy: int = 0
    """The width where the rows have ROOMY cells, if that is another."""


COLUMNS = (
    Column("status", "Status", 11, 0),
    Column("missing", "", 1, 70, roomy=2),
    Column("bar", "Progress", 8, 70, roomy=10),
    Column("percent", "", 6, 88, to_right=True),
    Column("course", "Course", 8, 98),
    Column("value", "Last", 7, 78, to_right=True, roomy=9),
    Column("when", "", 6, 122, to_right=True),
    Column("due", "Next", 9, 0),
    Column("owner", "Owner", 16, 115),
)


ROOMY = 96
"""Cells of a row from which the names can spare some."""
NO_MARK = Span("")


@dataclass(frozen=True)
class Figures:
    """What the columns of a row show; a parent has no value, owner or next check-in of its own."""

    standing: Span = NO_MARK
    status: Status | None = None
    progress: float | None = None
    expected: float | None = None
    value: float | None = None
    unit: str = ""
    when: str = ""
    due: Span = NO_MARK
    owner: str = ""
    course: Callable[[], str] = str
    """Returns the last readings as a sparkline; asked for only where there is room for it."""
    missing: Span = NO_MARK
    """How many things are missing in the plan around it."""
    no_news: int = 0
    """How many targets beneath have no news."""


def columns_for(width: int) -> tuple[Column, ...]:
    """Return the columns that a row of `width` cells has beside its name."""
    found = (column for column in COLUMNS if width >= column.from_width)
    return tuple(replace(c, width=c.roomy) if c.roomy and width >= ROOMY else c for c in found)


def name_width(width: int, columns: tuple[Column, ...]) -> int:
    """Return how many cells are left for the names."""
    return width - sum(c.width + 1 for c in columns)


def headings(width: int) -> Line:
    """Return the line above the rows."""
    columns = columns_for(width)
    cells = [_cell(column, Span(column.heading, "muted")) for column in columns]
    return (Span(" " * name_width(width, columns)), *(span for cell in cells for span in (Span(" "), *cell)))


def row_line(row: Row, figures: Figures, width: int) -> Line:
    """Return a row of the tree in exactly `width` cells; the vision takes them all."""
    if row.node.sort is Sort.vision:
        return fit((Span(row.node.name, "vision"),), width)
    columns = columns_for(width)
    pieces: list[Span] = [*fit(_label(row), name_width(width, columns))]
    for column in columns:
        pieces.append(Span(" "))
        pieces += _cell_of(column, figures)
    return tuple(pieces)


def _label(row: Row) -> Line:
    lines = "".join(("  " if row.depth else "", *("  " if last else "│ " for last in row.last[1:-1])))
    if row.open is not None:
        sign = Span("▾ " if row.open else "▸ ", "muted")
    else:
        sign = Span("  " if not row.depth else "└ " if row.last[-1] else "├ ", "faint")
    tone = {Sort.pillar: "strong", Sort.heading: "muted"}.get(row.node.sort, "")
    code = (Span(f"{row.node.code} ", "accent"),) if row.node.code else ()
    return (Span(lines, "faint"), sign, *code, Span(row.node.name, tone))


def _cell_of(column: Column, figures: Figures) -> Line:
    if column.name == "missing":
        text = figures.missing.text[: column.width]  # the sign alone, where there is no room for the number
        return (Span(left(text, column.width), figures.missing.tone),)
    if column.name == "bar":
        tone = figures.status.value if figures.status else "muted"
        return bar(figures.progress, figures.expected, column.width, tone)
    if column.name == "course":
        return spark(figures.course(), column.width, figures.status)
    return _cell(column, _span_of(column, figures))


def _span_of(column: Column, figures: Figures) -> Span:
    if column.name == "status":
        return figures.standing
    if column.name == "percent":
        return Span("" if figures.progress is None else percent(figures.progress))
    if column.name == "value":
        return Span(_value(figures, column.width))
    if column.name == "when":
        return Span(figures.when, "muted")
    if column.name == "due":
        return _no_news(figures.no_news, column.width) if figures.no_news else figures.due
    return Span(figures.owner, "muted")


def _no_news(targets: int, width: int) -> Span:
    """How many targets beneath have no news, in words where there is room for them."""
    words = f"{targets} {STATUS_WORDS[Status.no_news]}"
    short = f"{status_glyph(Status.no_news)} {targets}"
    return Span(words if cell_len(words) <= width else short, Status.no_news.value)


def _value(figures: Figures, width: int) -> str:
    """The last value with its unit, or without where there is no room for it."""
    if figures.value is None:
        return ""
    with_unit = figure(figures.value, figures.unit)
    return with_unit if cell_len(with_unit) <= width else figure(figures.value)


def _cell(column: Column, span: Span) -> Line:
    place = right if column.to_right else left
    return (Span(place(span.text, column.width), span.tone),)


def figures_of_target(target: Target, judgement: Judgement | None, owner: str, today: date) -> Figures:
    """Return what the columns show of a target."""
    mark = standing(target, judgement)
    if judgement is None:
        return Figures(mark, unit=target.unit, owner=owner)
    last = judgement.last
    return Figures(
        mark,
        judgement.status,
        judgement.progress,
        judgement.expected,
        None if last is None else last.value,
        target.unit,
        "" if last is None else since(last.on, today),
        next_check_in(judgement, today),
        owner,
    )


def figures_of_parent(rolled: RolledUp | None, owner: str) -> Figures:
    """Return what the columns show of an objective or a pillar."""
    if rolled is None:
        return Figures(owner=owner)
    mark = status_mark(rolled.status)
    return Figures(mark, rolled.status, rolled.progress, rolled.expected, owner=owner, no_news=rolled.no_news)


@dataclass(frozen=True)
class RowFigures:
    """The figures of every node of a plan on a day."""

    plan: Plan
    today: date
    judged: bool = True
    """Whether statuses are known; until then nothing that they are needed for is shown."""

    def of(self, node: Node) -> Figures:
        """Return the figures of one node."""
        figures = self._figures(node)
        if not self.judged:
            return figures
        return replace(figures, missing=findings_mark(structure(self.plan, self.today).get(node.id, ())))

    def made_of(self, node: Node) -> tuple[object, ...]:
        """Return all that a node's cells are made of, itself apart: they are others only where some of this is."""
        if node.sort is Sort.vision:
            return ()
        record = self.plan.get(node.id)
        if not self.judged:
            return (record,)
        judged: Judgement | RolledUp | None = roll_up(self.plan, self.today).get(node.id)
        readings = None
        if isinstance(record, Target):
            judged, readings = with_warnings(self.plan, self.today).get(node.id), self.plan.readings.get(node.id)
        return record, self.today, judged, readings, structure(self.plan, self.today).get(node.id)

    def _figures(self, node: Node) -> Figures:
        record = self.plan.get(node.id)
        if not self.judged:
            return figures_of_target(record, None, node.owner, self.today) if isinstance(record, Target) else Figures()
        if isinstance(record, Target):
            judgement = with_warnings(self.plan, self.today).get(node.id)
            figures = figures_of_target(record, judgement, node.owner, self.today)
            return replace(figures, course=lambda: sparkline(record, self.plan.readings_of(record.id, self.today)))
        return figures_of_parent(roll_up(self.plan, self.today).get(node.id), node.owner)

    def rank(self, node: Node) -> int:
        """Return where a node comes when the worst is first; what has no status is last, the vision always first."""
        status = self._figures(node).status
        return -1 if node.sort is Sort.vision else len(Status) if status is None else status.rank
