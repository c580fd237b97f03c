"""Fitting the coefficients of the progress judge: logistic regression on the figures that the judge itself reckons."""

import math
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kptui.commands.assess_progress import ASSESSED_BY, Question
from kptui.rules.case import case_of, inside
from kptui.rules.coefficients import (
    KEEP_BASE,
    KEEP_SLOPE,
    REACH_BASE,
    REACH_GRAIN,
    REACH_LATE,
    REACH_SLOPE,
    USUAL_GRAIN,
)
from kptui.rules.forecast import outlook
from kptui.rules.keeping import Keeping
from kptui.rules.reaching import Reach, logistic

FOLDS = 5
_ROUNDS = 40
_SMOOTH = 1e-3
"""A ridge, so that what two figures say alike has one answer."""


class Row(NamedTuple):
    """One question: what the judge reckons it from, and how it ended."""

    domain: str
    cut: int
    series: str
    kept: bool
    offset: float
    """What the priors make of it."""
    figures: tuple[float, ...]
    """What the coefficients are multiplied with; none where nothing is left to judge."""
    missed: bool
    p_miss: float


Coefficients = tuple[tuple[float, ...], tuple[float, ...]]
"""Those of what is on its way, and those of what is kept."""
IN_USE: Coefficients = ((REACH_SLOPE, REACH_GRAIN, REACH_LATE), (KEEP_SLOPE,))


def row_of(line: dict[str, object], question: Question) -> Row:
    """Return the row of a line with `domain`, `cut`, `series` and `outcome`."""
    case = case_of(ASSESSED_BY, question.target, inside(question.target, question.readings), question.today)
    found = outlook(case)
    offset, figures = _figures(found.figures) if 0 < (found.p_miss or 0) < 1 else (0.0, ())
    kept = isinstance(found.figures, Keeping)
    chance = 0.0 if found.p_miss is None else found.p_miss
    cut = int(str(line["cut"]))
    return Row(str(line["domain"]), cut, str(line["series"]), kept, offset, figures, line["outcome"] == "missed", chance)


def _figures(found: Reach | Keeping | None) -> tuple[float, tuple[float, ...]]:
    if isinstance(found, Keeping):
        return KEEP_BASE, (-found.room,)
    if isinstance(found, Reach):
        usual = min(1.0, found.spread)
        grain = usual * math.log(found.grain / USUAL_GRAIN)
        return REACH_BASE * usual, (found.behind / found.spread, grain, usual * (found.share - 0.5))
    return 0.0, ()


def fit(rows: Sequence[Row]) -> Coefficients:
    """Return the coefficients that fit best, each domain at each cut counting alike."""
    sizes = Counter((row.domain, row.cut) for row in rows)
    on_the_way = [(row, 100 / sizes[row.domain, row.cut]) for row in rows if not row.kept and row.figures]
    kept = [(row, 100 / sizes[row.domain, row.cut]) for row in rows if row.kept and row.figures]
    return _regression(on_the_way, IN_USE[0]), _regression(kept, IN_USE[1])


def chance(row: Row, coefficients: Coefficients) -> float:
    """Return the probability of a miss by some coefficients."""
    if not row.figures:
        return row.p_miss
    return logistic(row.offset + _product(coefficients[row.kept], row.figures))


def crossed(rows: Sequence[Row], part_of: Callable[[Row], object]) -> list[float]:
    """Return for each row the probability by coefficients fitted without its part."""
    parts = {part: fit([row for row in rows if part_of(row) != part]) for part in {part_of(row) for row in rows}}
    return [chance(row, parts[part_of(row)]) for row in rows]


def by_series(row: Row) -> int:
    """Return one of five folds; all questions of a series are in one."""
    return zlib.crc32(row.series.encode()) % FOLDS


def _regression(rows: Sequence[tuple[Row, float]], in_use: tuple[float, ...]) -> tuple[float, ...]:
    """Newton's method for a weighted logistic regression; without a row what is in use stays."""
    if not rows:
        return in_use
    size = len(in_use)
    found = [0.0] * size
    for _ in range(_ROUNDS):
        slope = [-_SMOOTH * value for value in found]
        bend = [[_SMOOTH * (i == j) for j in range(size)] for i in range(size)]
        for row, weight in rows:
            p = logistic(row.offset + _product(found, row.figures))
            for i, x in enumerate(row.figures):
                slope[i] += weight * (row.missed - p) * x
                for j, y in enumerate(row.figures):
                    bend[i][j] += weight * p * (1 - p) * x * y
        found = [value + max(-2.0, min(2.0, step)) for value, step in zip(found, _solved(bend, slope), strict=True)]
    return tuple(found)


def _solved(matrix: Sequence[Sequence[float]], right: Iterable[float]) -> list[float]:
    """Gauss and Jordan; the matrix is positive definite."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        pivot[:] = [value / pivot[i] for value in pivot]
        for j, other in enumerate(rows):
            if j != i:
                other[:] = [value - other[i] * part for value, part in zip(other, pivot, strict=True)]
    return [row[-1] for row in rows]


def _product(ones: Iterable[float], others: Iterable[float]) -> float:
    return math.fsum(one * other for one, other in zip(ones, others, strict=True))
