"""How well the SMART judge judges goals that were labelled by hand, and what it costs.

    python -m benchmarks.judges.smart FILE.jsonl ...           the scores of all the files together
    python -m benchmarks.judges.smart FILE.jsonl --mistakes    and each goal that it judges otherwise
    python -m benchmarks.judges.smart FILE.jsonl --cost        and what a goal costs

A line of FILE is one of `kptui assess smart` with a label (smart or weak), for a weak one the letters that are missing, or
with `accept`: the verdicts on A and R that a reasonable manager accepts. Precision and recall of a missing S, M or T are over
the smart goals and the weak ones whose label names the letter: what a label does not name may be missing all the same. A false
alarm is a smart goal that does not pass S, M or T; T is not asked of a key result. Exit 1 when a bar is missed.
"""

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kptui.rules.smart import Assessment, Goal, Verdict, assess
from kptui.rules.smart.document import goal_from
from kptui.rules.smart.sentence import read

LETTERS = {"S": "specific", "M": "measurable", "T": "time_bound"}
AT_LEAST = {"accuracy": 0.93, "accuracy, key results": 0.90, "A accepted": 0.80, "R accepted": 0.75} | {
    f"missing {letter}, {of}": 0.90 for letter in LETTERS for of in ("precision", "recall")
}
MOST_ALARMS = 0.06
ROUNDS = 9


class Labelled(NamedTuple):
    """A goal, what a person says of it, and what the judge says."""

    line: Mapping[str, Any]
    goal: Goal
    found: Assessment

    @property
    def is_smart(self) -> bool:
        """Whether its label says so."""
        return self.line.get("label") == "smart"

    @property
    def is_right(self) -> bool:
        """Whether judge and label agree."""
        return self.is_smart == self.found.is_smart

    def lacks(self, letter: str) -> bool:
        """Return whether its label names the letter as missing."""
        return letter in (self.line.get("missing") or ())

    def misses(self, letter: str) -> bool:
        """Return whether the judge finds the letter missing."""
        return getattr(self.found, LETTERS[letter]) is not Verdict.passes


def main() -> int:
    """Print the scores and return the exit code."""
    asked = _asked()
    lines = [json.loads(line) for file in asked.files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    goals = [(line, goal_from(line)) for line in lines]
    labelled = [Labelled(line, goal, assess(goal)) for line, goal in goals]
    figures = scores(labelled)
    print(f"{len(labelled)} goals")
    for name, value in figures.items():
        print(f"  {name:24}{value:6.3f}{'' if _is_met(name, value) else '   below the bar'}")
    if asked.mistakes:
        _show_mistakes(labelled)
    if asked.cost:
        _show_cost([goal for _, goal in goals])
    return 0 if all(_is_met(name, value) for name, value in figures.items()) else 1


def scores(labelled: Sequence[Labelled]) -> dict[str, float]:
    """Return the figures by name; one of which there is no goal to count is left out."""
    rated = [one for one in labelled if one.line.get("label") and not one.line.get("partial")]
    found = {"accuracy": _share([one.is_right for one in rated])}
    found["accuracy, key results"] = _share([one.is_right for one in rated if one.goal.is_key_result])
    for letter in LETTERS:
        some = [one for one in rated if _is_asked(one, letter) and (one.is_smart or one.lacks(letter))]
        found[f"missing {letter}, precision"] = _share([not one.is_smart for one in some if one.misses(letter)])
        found[f"missing {letter}, recall"] = _share([one.misses(letter) for one in some if not one.is_smart])
    found["false alarm"] = _share([any(one.misses(x) for x in LETTERS if _is_asked(one, x)) for one in rated if one.is_smart])
    for letter, name in (("A", "achievable"), ("R", "relevant")):
        accepting = [(one, one.line["accept"][letter]) for one in labelled if letter in one.line.get("accept", {})]
        found[f"{letter} accepted"] = _share([getattr(one.found, name) in accepted for one, accepted in accepting])
    return {name: value for name, value in found.items() if value is not None}


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def _is_asked(one: Labelled, letter: str) -> bool:
    return letter != "T" or not one.goal.is_key_result


def _is_met(name: str, value: float) -> bool:
    return value <= MOST_ALARMS if name == "false alarm" else value >= AT_LEAST[name]


def _show_mistakes(labelled: Sequence[Labelled]) -> None:
    for one in labelled:
        if one.line.get("label") and not one.is_right:
            reasons = "; ".join(f.reason for f in one.found.findings if f.criterion in LETTERS.values())
            print(f"  {one.line['label']}: {one.goal.text}: {reasons or 'nothing is missing'}")
        for letter, name in (("A", "achievable"), ("R", "relevant")):
            accepted = one.line.get("accept", {}).get(letter)
            if accepted and getattr(one.found, name) not in accepted:
                print(f"  {letter} {' or '.join(accepted)}: {one.goal.text}: {getattr(one.found, name).value}")


def _show_cost(goals: Sequence[Goal]) -> None:
    first, again = (min(_microseconds(goals, forget=forget) for _ in range(ROUNDS)) for forget in (True, False))
    print(f"  a goal costs {first:.0f} µs when its text is read for the first time, {again:.0f} µs once it is known")


def _microseconds(goals: Sequence[Goal], *, forget: bool) -> float:
    assess.cache_clear()
    if forget:
        read.cache_clear()
    begun = time.process_time()
    for goal in goals:
        assess(goal)
    return (time.process_time() - begun) / len(goals) * 1e6


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--mistakes", action="store_true", help="list what is judged otherwise than labelled")
    parser.add_argument("--cost", action="store_true", help="measure what a goal costs")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
