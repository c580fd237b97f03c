"""What the screens cost beside bare Textual programs, interleaved in one run, each in a pty of 80x24.

    python -m benchmarks.terminal                           everything, some minutes
    python -m benchmarks.terminal --only start keys         some of what is measured
    python -m benchmarks.terminal --quick                   a look, on small plans
    python -m benchmarks.terminal --posting VENV/bin/posting    compares with posting as well, installed in a venv of its own
    python -m benchmarks.terminal --json figures.json       for programs: {"figures": {KEY: NUMBER}, "missed": [KEY]}

What counts are the ratios, each the median of the ratios of the single rounds. Everything is compiled before, and lies in a
folder that is thrown away afterwards. Exit 0 when every bar that was measured is met, else 1.
"""

import argparse
import compileall
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks.terminal.crowd import crowd
from benchmarks.terminal.ground import CHECK_INS, TARGETS, Ground, make_ground
from benchmarks.terminal.idling import idling
from benchmarks.terminal.keys import moving, opening
from benchmarks.terminal.shell import shell
from benchmarks.terminal.starting import starting
from benchmarks.terminal.table import LINES, table, verdict

ROOT = Path(__file__).resolve().parents[2]
Measure = Callable[[Ground, argparse.Namespace], dict[str, float]]

MEASURES: dict[str, Measure] = {
    "start": lambda ground, asked: starting(ground, asked.rounds, [asked.posting] if asked.posting else ()),
    "moves": lambda ground, asked: moving(ground, asked.rounds),
    "opening": lambda ground, asked: opening(ground, asked.rounds),
    "idle": lambda ground, asked: idling(ground, asked.rounds),
    "shell": lambda ground, asked: shell(ground, asked.rounds),
    "crowd": lambda ground, asked: crowd(ground, sessions=asked.sessions),
}


def main() -> None:
    """Measure, print the table and write the JSON."""
    asked = _asked()
    for package in ("kptui", "screens", "benchmarks"):
        compileall.compile_dir(ROOT / package, quiet=2)
    figures = _measured(asked)
    print(f"Python {platform.python_version()}, Textual {version('textual')}, {platform.machine()}, {os.cpu_count()} cores\n")
    print(*table(figures), sep="\n")
    missed = [key for key in LINES if key in figures and verdict(key, figures) == "missed"]
    if asked.json:
        asked.json.write_text(json.dumps({"figures": figures, "missed": missed}, indent=1), encoding="utf-8")
    sys.exit(1 if missed else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, help="turns of each contender (9)")
    parser.add_argument("--sessions", type=int, help="how many sessions look at one file (30)")
    parser.add_argument("--only", nargs="+", choices=list(MEASURES), help="measure these alone")
    parser.add_argument("--posting", help="the command that starts posting")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--quick", action="store_true", help="one round, small plans, 2 sessions")
    asked = parser.parse_args()
    usual = (1, 2) if asked.quick else (9, 30)
    asked.rounds, asked.sessions = asked.rounds or usual[0], asked.sessions or usual[1]
    return asked


def _measured(asked: argparse.Namespace) -> dict[str, float]:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        share = 20 if asked.quick else 1
        ground = make_ground(Path(place), targets=TARGETS // share, check_ins=CHECK_INS // share)
        for name, measure in MEASURES.items():
            if name in (asked.only or MEASURES):
                print(f"{name} …", file=sys.stderr, flush=True)
                found |= measure(ground, asked)
    return found


if __name__ == "__main__":
    main()
