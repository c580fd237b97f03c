"""Chart: a target's check-ins against the expected curve, the goal and where it is heading, in braille dots.

The expected curve takes the right dots of a cell, the fan the left ones: so each has a sign of its own in ASCII too.
"""

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len

from kptui.wording import day, figure
from screens.presentation.axes import Place, named_days, round_figures, without_collisions
from screens.presentation.canvas import ACROSS, DOWN, Canvas
from screens.presentation.canvas import Place as Dot
from screens.presentation.course import Course, Fan, Point
from screens.presentation.legend import legend
from screens.presentation.line import Line, Span, right

_FARTHEST = 1e300
"""Figures beyond are drawn here: the difference of two of them is still a number."""
_LONGEST = 11
"""Cells of a figure with its unit; a longer one stands without."""
_FAN_REACH = 0.6
"""Share of what else is drawn by which the fan may widen the range, so that an uncertain one flattens nothing."""
_PAD = 0.04
_OUTSIDE = 9.0
"""Heights of the plot beyond which it makes no difference how far outside something is."""
_MARK_APART = 3
"""Cells a check-in that leave room for a mark at each."""


class _Scale(NamedTuple):
    """Where a day and a value are on the canvas, in dots."""

    first: date
    last: date
    low: float
    high: float
    dots: Dot

    def place(self, point: Point) -> Dot:
        return self.across(point[0]), self.down(point[1])

    def across(self, on: date) -> int:
        days = max((self.last - self.first).days, 1)
        return round((on - self.first).days / days * (self.dots[0] - 1))

    def column(self, on: date) -> int:
        return self.across(on) // ACROSS

    def down(self, value: float) -> int:
        share = (self.high - _near(value)) / (self.high - self.low)
        return round(max(-_OUTSIDE, min(share, _OUTSIDE)) * (self.dots[1] - 1))

    def within(self, dot: Dot) -> bool:
        return 0 <= dot[0] < self.dots[0] and 0 <= dot[1] < self.dots[1]


def chart(course: Course, width: int, height: int) -> list[Line]:
    """Return a chart of `width` cells and `height` + 3 lines: what the signs mean, the plot, the axis, and its days."""
    low, high = _range(course)
    labels = _labels(course, low, high, height)
    margin = max(cell_len(label.text) for label in labels.values())
    canvas = Canvas(max(width - margin - 2, 10), height)
    first, last = min([course.start, *_days_of(course)]), max([course.due, *_days_of(course)])
    scale = _Scale(first, last, low, high, (canvas.width * ACROSS, canvas.height * DOWN))
    _draw(canvas, scale, course)
    at = _rows_of(labels, scale)
    rows = [_row(canvas, y, at.get(y), margin) for y in range(height)]
    words = _axis_words(canvas, scale, course)
    return [legend(course, width), *rows, _axis(canvas, scale, course, margin), _under(canvas, words, margin)]


def _days_of(course: Course) -> list[date]:
    return [on for on, _ in course.values]


def _near(value: float) -> float:
    return max(-_FARTHEST, min(_FARTHEST, value))


def _range(course: Course) -> tuple[float, float]:
    figures = [v for _, v in (*course.values, *course.expected)] + [*course.goals]
    figures += [v for v in (course.original, course.fan and course.fan.forecast) if v is not None]
    low, high = _near(min(figures, default=0.0)), _near(max(figures, default=1.0))
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = low - (abs(low) * 0.1 or 1.0), high + (abs(high) * 0.1 or 1.0)
    span = high - low
    if course.fan and course.fan.low is not None and course.fan.high is not None:
        low = min(low, max(course.fan.low, low - span * _FAN_REACH))
        high = max(high, min(course.fan.high, high + span * _FAN_REACH))
    return low - span * _PAD, high + span * _PAD


def _labels(course: Course, low: float, high: float, height: int) -> dict[float, Span]:
    """What stands beside the plot, by its figure; the goal first, since nothing may take its row."""
    labels = {goal: Span(_short(goal, course.unit), "achieved") for goal in course.goals}
    if course.original is not None:
        labels.setdefault(course.original, Span(_short(course.original, course.unit), "muted"))
    for tick in round_figures(low, high, max(height // 2, 1)):
        labels.setdefault(tick, Span(figure(tick), "muted"))
    return labels


def _short(value: float, unit: str) -> str:
    text = figure(value, unit)
    return text if cell_len(text) <= _LONGEST else figure(value)


def _rows_of(labels: dict[float, Span], scale: _Scale) -> dict[int, Span]:
    """Which label stands at which row; a figure right above or below another is left out, unless it is a goal."""
    taken: dict[int, Span] = {}
    for value, label in labels.items():
        y = scale.down(value) // DOWN
        if y not in taken and (label.tone == "achieved" or not {y - 1, y + 1} & taken.keys()):
            taken[y] = label
    return taken


def _draw(canvas: Canvas, scale: _Scale, course: Course) -> None:
    """The lowest layer first: what has happened is above what is wanted, that above what may be."""
    if scale.first < course.today < scale.last:
        today = canvas.layer("faint")
        for y in range(canvas.height):
            today.sign(scale.column(course.today), y, "┊")
    if course.fan:
        _draw_fan(canvas, scale, course, course.fan)
    if course.original is not None:
        _rule(canvas, scale, course.original, "muted", every=2)
    for goal in course.goals:
        _rule(canvas, scale, goal, "achieved", every=1)
    _draw_expected(canvas, scale, course.expected)
    if course.fan:
        _draw_forecast(canvas, scale, course, course.fan)
    _draw_values(canvas, scale, course.values)


def _rule(canvas: Canvas, scale: _Scale, value: float, tone: str, *, every: int) -> None:
    layer, y = canvas.layer(tone), scale.down(value) // DOWN
    for x in range(0, canvas.width, every):
        layer.sign(x, y, "╌")


def _draw_fan(canvas: Canvas, scale: _Scale, course: Course, fan: Fan) -> None:
    if fan.low is None or fan.high is None:
        return
    layer = canvas.layer("faint")
    begin, end = scale.across(fan.on), scale.across(course.due)
    for x in range(begin + begin % ACROSS, end + 1, ACROSS):
        share = (x - begin) / max(end - begin, 1)
        middle = fan.value + (fan.forecast - fan.value) * share
        wide = math.sqrt(share)  # steps that are independent spread with the root of the time
        top, bottom = (scale.down(middle + (edge - fan.forecast) * wide) for edge in (fan.high, fan.low))
        for y in range(max(top + top % 2, 0), min(bottom, scale.dots[1] - 1) + 1, 2):
            layer.dot(x, y)


def _draw_forecast(canvas: Canvas, scale: _Scale, course: Course, fan: Fan) -> None:
    """Dashes from the last check-in to the due day."""
    layer = canvas.layer(fan.tone)
    begin, end = scale.place((fan.on, fan.value)), scale.place((course.due, fan.forecast))
    for x in range(begin[0], end[0] + 1):
        y = begin[1] + round((end[1] - begin[1]) * (x - begin[0]) / max(end[0] - begin[0], 1))
        if x // ACROSS % 3 and scale.within((x, y)):
            layer.dot(x, y)


def _draw_expected(canvas: Canvas, scale: _Scale, points: Sequence[Point]) -> None:
    """One dot a cell, on the straight lines between the points."""
    layer = canvas.layer("muted")
    for start, end in pairwise(scale.place(point) for point in points):
        for x in range(start[0] | 1, end[0] + 1, ACROSS):
            layer.dot(x, start[1] + round((end[1] - start[1]) * (x - start[0]) / max(end[0] - start[0], 1)))


def _draw_values(canvas: Canvas, scale: _Scale, values: Sequence[Point]) -> None:
    layer = canvas.layer("accent")
    dots = [scale.place(point) for point in values]
    for start, end in pairwise(dots if len(dots) > 1 else dots * 2):
        layer.stroke(start, end)
    if dots and (dots[-1][0] - dots[0][0]) >= (len(dots) - 1) * _MARK_APART * ACROSS:
        for x, y in dots:
            layer.sign(x // ACROSS, y // DOWN, "•")


def _row(canvas: Canvas, y: int, label: Span | None, margin: int) -> Line:
    beside = Span(right(label.text if label else "", margin) + " ", label.tone if label else "")
    return (beside, Span("┤" if label else "│", "faint"), *canvas.row(y))


def _axis_words(canvas: Canvas, scale: _Scale, course: Course) -> list[Place]:
    """The words under the axis, the most telling first: today, the two ends, then what is between."""
    last = day(scale.last, course.today)
    words = [Place(0, day(scale.first, course.today)), Place(canvas.width - len(last), last)]
    if scale.first < course.today < scale.last:
        words.insert(0, _centred(scale.column(course.today), "today", "accent", canvas.width))
    inside = (
        _centred(scale.column(n.on), n.text, "muted", canvas.width) for n in named_days(scale.first, scale.last, canvas.width)
    )
    return without_collisions([*words, *inside], canvas.width)


def _centred(column: int, text: str, tone: str, width: int) -> Place:
    return Place(min(max(column - len(text) // 2, 0), width - len(text)), text, tone)


def _axis(canvas: Canvas, scale: _Scale, course: Course, margin: int) -> Line:
    cells = ["─"] * canvas.width
    for named in named_days(scale.first, scale.last, canvas.width):
        cells[scale.column(named.on)] = "┴"
    if scale.first < course.today < scale.last:
        cells[scale.column(course.today)] = "┼"
    return (Span(" " * (margin + 1)), Span("└" + "".join(cells), "faint"))


def _under(canvas: Canvas, words: Sequence[Place], margin: int) -> Line:
    pieces, at = [Span(" " * (margin + 2))], 0
    for word in words:
        pieces += [Span(" " * (word.at - at)), Span(word.text, word.tone)]
        at = word.at + len(word.text)
    return (*pieces, Span(" " * (canvas.width - at)))
