"""What the shared file costs beside stock TinyDB, SQLite and a bare write, interleaved in one run.

    python -m benchmarks.store                              1,000, 10,000 and 100,000 check-ins on 2,000 targets
    python -m benchmarks.store --sizes 100000 1000000       others
    python -m benchmarks.store --only check-in open         some of what is measured
    python -m benchmarks.store --quick                      a look, within a minute
    python -m benchmarks.store --json figures.json          for programs: {"figures": {SIZE: {KEY: NUMBER}}, "missed": [KEY]}

Everything lies in a folder that is thrown away afterwards: by way of --place on the disk that counts, not in memory. What
counts are the ratios, each the median of the ratios of the single rounds. SQLite inserts blindly under its lock; the ledger
runs the Change on the newest plan as well. Exit 0 when every bar that was measured is met, else 1.
"""

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.store.check_in import TINYDB_MOST, durable_check_in
from benchmarks.store.crowd import rate, wait
from benchmarks.store.ground import Ground, make_ground
from benchmarks.store.news import news
from benchmarks.store.opening import opening
from benchmarks.store.session import memory
from benchmarks.store.table import LINES, short, table, verdict

CROWD = 10_000
"""What several processes do together is measured at one size: the greatest of those asked for up to this one."""

Measure = Callable[[Ground, argparse.Namespace], dict[str, float]]

EVERYWHERE: dict[str, Measure] = {
    "open": lambda ground, asked: opening(ground, asked.rounds),
    "memory": lambda ground, asked: memory(ground.ledger, ground.empty, ground.cache, asked.rounds),
    "check-in": lambda ground, asked: durable_check_in(ground, asked.rounds),
}
TOGETHER: dict[str, Measure] = {
    "rate": lambda ground, asked: rate(ground, asked.seconds),
    "wait": lambda ground, asked: wait(ground, asked.seconds),
    "news": lambda ground, asked: news(ground, asked.rounds),
}


def main() -> None:
    """Measure, print the table and write the JSON."""
    asked = _asked()
    together = max((size for size in asked.sizes if size <= CROWD), default=min(asked.sizes))
    figures = {size: _at(size, asked, EVERYWHERE | TOGETHER if size == together else EVERYWHERE) for size in sorted(asked.sizes)}
    if {100_000, 1_000_000} <= figures.keys() and "open_ms" in figures[1_000_000]:
        figures[1_000_000]["open_growth"] = figures[1_000_000]["open_ms"] / figures[100_000]["open_ms"]
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}, {os.cpu_count()} cores\n")
    print(*table(figures), *_notes(figures), sep="\n")
    missed = [key for key in LINES if verdict(key, figures).startswith("missed")]
    if asked.json:
        asked.json.write_text(json.dumps({"figures": figures, "missed": missed}, indent=1), encoding="utf-8")
    sys.exit(1 if missed else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="how many check-ins are there to begin with")
    parser.add_argument("--rounds", type=int, help="turns of each contender (200)")
    parser.add_argument("--seconds", type=float, help="how long a crowd writes in one turn (3)")
    parser.add_argument("--only", nargs="+", choices=[*EVERYWHERE, *TOGETHER], help="measure these alone")
    parser.add_argument("--place", type=Path, help="the folder that the files are made in")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--quick", action="store_true", help="10,000 check-ins, 10 rounds, 0.5 s")
    asked = parser.parse_args()
    usual = ([10_000], 10, 0.5) if asked.quick else ([1000, 10_000, 100_000], 200, 3.0)
    asked.sizes, asked.rounds, asked.seconds = asked.sizes or usual[0], asked.rounds or usual[1], asked.seconds or usual[2]
    return asked


def _at(size: int, asked: argparse.Namespace, measures: dict[str, Measure]) -> dict[str, float]:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=asked.place) as place:
        ground = make_ground(Path(place), size)
        os.environ["XDG_CACHE_HOME"] = str(ground.cache)
        for name, measure in measures.items():
            if name in (asked.only or measures):
                print(f"{name} at {short(size)} …", file=sys.stderr, flush=True)
                found |= measure(ground, asked)
    return found


def _notes(figures: dict[int, dict[str, float]]) -> list[str]:
    turns = [f"{found['turns_tinydb']:.0f} turns at {short(size)}" for size, found in figures.items() if "turns_tinydb" in found]
    asked = f"asked seldom ({', '.join(turns)})" if turns else "not asked here"
    return [
        "",
        f"TinyDB rewrites the whole file at each insert: {asked}, and never beyond {short(TINYDB_MOST)}.",
        "What several processes do is measured at one size. Opening: files in the page cache, everything imported.",
    ]


if __name__ == "__main__":
    main()
