"""How much is tried, and the counts of what was: quick among all tests, long with TORTURE=1."""

import os
import time
from collections import Counter
from random import Random

LONG = os.environ.get("TORTURE") == "1"
SEED = int(os.environ.get("TORTURE_SEED", "0")) or (time.time_ns() % 10**9 + 1 if LONG else 1)
COUNTS: Counter[str] = Counter()
TOLD = ("states tried", "kills", "acknowledged", "refused", "lost")


def quick_or_long(quick: int, long: int) -> int:
    """Return how often something is to be tried."""
    return long if LONG else quick


def chance(row: object) -> Random:
    """Return the dice of one row, the same again for the same TORTURE_SEED."""
    return Random(f"{SEED} {row}")  # noqa: S311 - dice, not secrets
