"""Chart: a target's values against the expected line and the goal, in braille dots."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from rich.cells import cell_len

from kptui.wording import day, figure
from screens.presentation.line import Line, Span, right

Point = tuple[date, float]
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_LOUDER = ("", "faint", "muted", "accent")


@dataclass(frozen=True)
class Course:
    """What there is to draw of one target."""

    start: date
    due: date
    today: date
    unit: str = ""
    values: tuple[Point, ...] = ()
    expected: tuple[Point, ...] = ()
    """The curve that it should follow, as points to join."""
    goals: tuple[float, ...] = ()
    """The goal; or the two ends of a band."""


@dataclass
class _Canvas:
    """A grid of dots, 2 x 4 in a cell."""

    width: int
    height: int
    bits: dict[tuple[int, int], int] = field(default_factory=dict)
    tones: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def dots(self) -> tuple[int, int]:
        return self.width * 2, self.height * 4

    def dot(self, x: int, y: int, tone: str) -> None:
        cell = (x // 2, y // 4)
        self.bits[cell] = self.bits.get(cell, 0) | _BITS[y % 4][x % 2]
        self.tones[cell] = max(self.tones.get(cell, ""), tone, key=_LOUDER.index)

    def stroke(self, start: tuple[int, int], end: tuple[int, int], tone: str, every: int = 1) -> None:
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for step in range(0, steps + 1, every):
            x = start[0] + round((end[0] - start[0]) * step / steps)
            y = start[1] + round((end[1] - start[1]) * step / steps)
            self.dot(x, y, tone)

    def at(self, x: int, y: int, behind: str) -> Span:
        if (x, y) not in self.bits:
            return Span(behind, "achieved" if behind.strip() else "")
        return Span(chr(0x2800 + self.bits[x, y]), self.tones[x, y])


@dataclass(frozen=True)
class _Scale:
    """Where a day and a value are on the canvas."""

    first: date
    last: date
    low: float
    high: float
    dots: tuple[int, int]

    def place(self, point: Point) -> tuple[int, int]:
        return self.across(point[0]), self.down(point[1])

    def across(self, on: date) -> int:
        days = max((self.last - self.first).days, 1)
        share = min(max((on - self.first).days / days, 0.0), 1.0)
        return round(share * (self.dots[0] - 1))

    def down(self, value: float) -> int:
        return round((self.high - value) / (self.high - self.low) * (self.dots[1] - 1))


def chart(course: Course, width: int, height: int) -> list[Line]:
    """Return a chart of `width` cells and `height` + 2 lines: the plot, the axis, and its days."""
    low, high = _range(course)
    labels = {v: figure(v, course.unit) for v in (low, high, *course.goals)}
    margin = max(cell_len(text) for text in labels.values()) + 1
    canvas = _Canvas(max(width - margin - 1, 10), height)
    last = max([course.due, *(on for on, _ in course.values)])
    scale = _Scale(min([course.start, *(on for on, _ in course.values)]), last, low, high, canvas.dots)
    _draw(canvas, scale, course)
    at = {y: {v: text for v, text in labels.items() if _cell_row(scale, canvas, v) == y} for y in range(height)}
    lines = [_row(canvas, y, at[y], course.goals, margin) for y in range(height)]
    return [*lines, _axis(canvas, scale, course, margin), _days(canvas, scale, course, margin)]


def _range(course: Course) -> tuple[float, float]:
    values = [v for _, v in (*course.values, *course.expected)] + list(course.goals)
    low, high = min(values, default=0.0), max(values, default=1.0)
    pad = abs(high) * 0.05 or 1.0
    return (low, high) if high > low else (low - pad, high + pad)


def _draw(canvas: _Canvas, scale: _Scale, course: Course) -> None:
    expected = [scale.place(p) for p in course.expected]
    for start, end in pairwise(expected):
        canvas.stroke(start, end, "muted", every=3)
    values = [scale.place(p) for p in course.values]
    for start, end in pairwise(values if len(values) > 1 else values * 2):
        canvas.stroke(start, end, "accent")


def _cell_row(scale: _Scale, canvas: _Canvas, value: float) -> int:
    return scale.down(value) * canvas.height // scale.dots[1]


def _row(canvas: _Canvas, y: int, here: dict[float, str], goals: tuple[float, ...], margin: int) -> Line:
    label = next((v for v in here if v in goals), next(iter(here), None))
    at_goal = label in goals
    behind = "╌" if at_goal else " "
    edge = "┤" if here else "│"
    text = right("" if label is None else here[label], margin - 1) + " "
    cells = [canvas.at(x, y, behind) for x in range(canvas.width)]
    return (Span(text, "achieved" if at_goal else "muted"), Span(edge, "faint"), *_joined(cells))


def _joined(cells: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for cell in cells:
        if joined and joined[-1].tone == cell.tone:
            joined[-1] = Span(joined[-1].text + cell.text, cell.tone)
        else:
            joined.append(cell)
    return joined


def _column(canvas: _Canvas, scale: _Scale, on: date) -> int:
    return scale.across(on) * canvas.width // scale.dots[0]


def _axis(canvas: _Canvas, scale: _Scale, course: Course, margin: int) -> Line:
    cells = ["─"] * canvas.width
    if scale.first <= course.today <= scale.last:
        cells[_column(canvas, scale, course.today)] = "┴"
    return (Span(" " * margin), Span("└" + "".join(cells), "faint"))


def _days(canvas: _Canvas, scale: _Scale, course: Course, margin: int) -> Line:
    first, last = day(scale.first, course.today), day(scale.last, course.today)
    row = first.ljust(canvas.width - len(last)) + last
    if scale.first < course.today < scale.last:
        word = "today"
        at = _column(canvas, scale, course.today) - len(word) // 2
        if row[max(at - 1, 0) : at + len(word) + 1].strip() == "":
            row = row[:at] + word + row[at + len(word) :]
    return (Span(" " * (margin + 1)), Span(row, "muted"))
