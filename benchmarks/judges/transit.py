"""A city's transit targets of 2016 as questions whose outcome is known: what was known at a quarter, half and three quarters."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import fmean

TABLES = Path(__file__).parents[2] / "tests" / "real" / "transit-2016"
_MONTHS = {25: 3, 50: 6, 75: 9}
"""Months of the year that are over at each cut."""


def transit_questions() -> Iterator[dict[str, object]]:
    """Go through the targets as lines of `kptui assess progress`, with domain, cut, series and outcome.

    What is kept is met when the mean of its twelve months is on the good side of the target, a total when its last month is.
    """
    readings: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in _rows("check_ins.csv"):
        readings[row["ref"]].append((row["date"], float(row["value"])))
    for row in _rows("targets.csv"):
        values, goal = sorted(readings[row["ref"]]), float(row["target"])
        keeps = row["kind"] == "keep"
        ended = fmean(value for _, value in values) if keeps else values[-1][1]
        met = ended >= goal if row["direction"] == "increase" else ended <= goal
        for cut, months in _MONTHS.items():
            known = [[on, value] for on, value in values if date.fromisoformat(on).month <= months]
            yield {
                "id": f"{row['ref']}@{cut}",
                "kind": row["kind"],
                "direction": row["direction"],
                "baseline": float(row["last_year"]) if keeps and row["last_year"] else 0.0,
                "target": goal,
                "start": row["start"],
                "due": row["due"],
                "as_of": known[-1][0],
                "check_ins": known,
                "domain": "transit 2016",
                "cut": cut,
                "series": row["ref"],
                "outcome": "met" if met else "missed",
            }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
