"""How well the progress judge judges target-periods whose outcome is known, and what it costs.

    python -m benchmarks.judges.progress                       the scores on a city's transit targets of 2016
    python -m benchmarks.judges.progress FILE.jsonl            the scores on others
    python -m benchmarks.judges.progress FILE.jsonl --fit      and the coefficients that fit best, beside those in use
    python -m benchmarks.judges.progress FILE.jsonl --cross    and the scores by coefficients fitted without what they judge
    python -m benchmarks.judges.progress --cost                and 2,000 targets of 13 check-ins, and one after a check-in

A line of FILE is one of `kptui assess progress` with domain, cut (a quarter, half or three quarters of the span: 25, 50, 75),
series and outcome (met or missed). The mean is over the domains. `equal` is the share of false alarms that the pace rule gives at
the same share warned, `likely` that of p_miss at the share that pace below 0.9 warns of. Exit 1 when a bar of the cost is missed.
"""

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from benchmarks.judges.costing import costs
from benchmarks.judges.fitting import IN_USE, Coefficients, Row, by_series, crossed, fit, row_of
from benchmarks.judges.transit import transit_questions
from kptui.commands.assess_progress import ASSESSED_BY, Question, question
from kptui.rules.judgement import Status
from kptui.rules.progress import judge_readings

WARNED = (Status.at_risk, Status.off_track)
COLUMNS = ("warned", "alarm", "red", "red alarm", "AUC", "Brier")


class Found(NamedTuple):
    """What was found of one row."""

    row: Row
    status: Status
    p_miss: float


def main() -> int:
    """Print the tables and return the exit code."""
    asked = _asked()
    _score(asked)
    return costs() if asked.cost else 0


def _score(asked: argparse.Namespace) -> None:
    lines = list(transit_questions()) if asked.file is None else _lines_of(asked.file)
    questions = [question(line) for line in lines]
    rows = [row_of(line, q) for line, q in zip(lines, questions, strict=True)]
    statuses = [judge_readings(ASSESSED_BY, q.target, q.readings, q.today).status for q in questions]
    print(_table("as it judges", _found(rows, statuses, [row.p_miss for row in rows])))
    print(_beside_pace(rows, statuses, questions))
    if asked.fit:
        print(_coefficients(fit(rows)))
    if asked.cross:
        print(_table("coefficients fitted without the series", _found(rows, statuses, crossed(rows, by_series))))
        print(_table("coefficients fitted without the domain", _found(rows, statuses, crossed(rows, lambda row: row.domain))))


def _lines_of(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    for name in ("fit", "cross", "cost"):
        parser.add_argument(f"--{name}", action="store_true")
    return parser.parse_args()


def _found(rows: Sequence[Row], statuses: Sequence[Status], chances: Sequence[float]) -> list[Found]:
    return [Found(*each) for each in zip(rows, statuses, chances, strict=True)]


def _table(title: str, found: Sequence[Found]) -> str:
    lines = [f"{title:44}" + "".join(f"{name:>10}" for name in COLUMNS)]
    for cut in sorted({f.row.cut for f in found}):
        domains = {f.row.domain for f in found if f.row.cut == cut}
        figures = {d: _figures([f for f in found if f.row.cut == cut and f.row.domain == d]) for d in sorted(domains)}
        figures["mean"] = tuple(fmean(column) for column in zip(*figures.values(), strict=True))
        lines += [f"{cut:>4} %  {name:36}" + "".join(f"{v:10.3f}" for v in values) for name, values in figures.items()]
    return "\n".join(lines) + "\n"


def _figures(found: Sequence[Found]) -> tuple[float, ...]:
    def share(statuses: tuple[Status, ...], *, missed: bool) -> float:
        return fmean(f.status in statuses for f in found if f.row.missed is missed)

    red = (Status.off_track,)
    shares = (share(WARNED, missed=True), share(WARNED, missed=False), share(red, missed=True), share(red, missed=False))
    return (*shares, _auc(found), fmean((f.p_miss - f.row.missed) ** 2 for f in found))


def _auc(found: Sequence[Found]) -> float:
    """How often a missed one has the higher chance of a miss than a met one; ties count half."""
    missed, met = ([f.p_miss for f in found if f.row.missed is end] for end in (True, False))
    return fmean((m > n) + (m == n) / 2 for m in missed for n in met)


def _beside_pace(rows: Sequence[Row], statuses: Sequence[Status], questions: Sequence[Question]) -> str:
    paces = [_pace(q) for q in questions]
    lines = [
        f"{'beside the pace rule, mean over domains':44}" + "".join(f"{n:>10}" for n in ("warned", "alarm", "equal", "likely"))
    ]
    for cut in sorted({row.cut for row in rows}):
        here = [(row, status, pace) for row, status, pace in zip(rows, statuses, paces, strict=True) if row.cut == cut]
        own = _mean_shares([(row, status in WARNED) for row, status, _ in here])
        limits = [n / 100 for n in range(5, 131)]
        by_pace = [_mean_shares([(row, pace < limit) for row, _, pace in here]) for limit in limits]
        floor = _mean_shares([(row, pace < 0.9) for row, _, pace in here])
        by_chance = [_mean_shares([(row, row.p_miss >= n / 200) for row, _, _ in here]) for n in range(1, 200)]
        values = (*own, _alarm_at(own[0], by_pace), _alarm_at(floor[0], by_chance))
        lines.append(f"{cut:>4} %{'':38}" + "".join(f"{v:10.3f}" for v in values))
    return "\n".join(lines) + "\n"


def _pace(asked: Question) -> float:
    """Progress over elapsed; for what is kept 0 below the goal, and beyond every limit at it."""
    judged = judge_readings(ASSESSED_BY, asked.target, asked.readings, asked.today)
    if judged.progress is None or judged.progress >= 1:
        return math.inf
    kept = judged.expected == 1
    return 0.0 if kept or not judged.expected else judged.progress / judged.expected


def _mean_shares(warned: Sequence[tuple[Row, bool]]) -> tuple[float, float]:
    domains = {row.domain for row, _ in warned}
    shares = [[fmean(w for row, w in warned if row.domain == d and row.missed is end) for d in domains] for end in (True, False)]
    return fmean(shares[0]), fmean(shares[1])


def _alarm_at(warned: float, curve: Sequence[tuple[float, float]]) -> float:
    """The false alarms of a curve where it warns of as many, between its two nearest points."""
    points = sorted(curve)
    above = next((i for i, point in enumerate(points) if point[0] >= warned), len(points) - 1)
    (low, alarm_low), (high, alarm_high) = points[max(above - 1, 0)], points[above]
    part = (warned - low) / (high - low) if high > low else 1.0
    return alarm_low + (alarm_high - alarm_low) * part


def _coefficients(found: Coefficients) -> str:
    names = ("REACH_SLOPE", "REACH_GRAIN", "REACH_LATE", "KEEP_SLOPE")
    return "\n".join(
        f"{name:12} fitted {value:7.3f}   in use {used:7.3f}"
        for name, value, used in zip(names, (*found[0], *found[1]), (*IN_USE[0], *IN_USE[1]), strict=True)
    )


if __name__ == "__main__":
    raise SystemExit(main())
