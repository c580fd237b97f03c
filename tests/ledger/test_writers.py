"""Thirty-two writers at once: none of their check-ins is lost, none is there twice."""

from pathlib import Path

from tests.ledger.counts import COUNTS, quick_or_long
from tests.ledger.plans import must_hold
from tests.ledger.storm import storm


def test_of_thirty_two_writers_at_once_none_loses_a_check_in_and_none_writes_one_twice(path: Path) -> None:
    each = quick_or_long(10, 200)
    toll = storm(path, writers=32, each=each)
    assert len(toll.acknowledged) == 32 * each
    COUNTS["worst wait of 32 writers, in ms"] = round(toll.worst_wait * 1000)
    must_hold(path, toll.acknowledged)
