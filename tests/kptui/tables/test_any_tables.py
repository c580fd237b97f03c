"""A law of importing: whatever is in a table, it comes in for good or is refused in sentences."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from kptui.errors import BadTable
from kptui.tables.columns import TARGET_COLUMNS
from kptui.tables.writing import csv_text
from tests.builders import (
    a_target,
)
from tests.kptui.tables.taking import kept, taken

_WORDS = ["", "a", "b", "x - y", "z - y", "5", "-5", "1,500", "1e999", "'=1", "cumulative", "keep", "increase", "2026-01-01"]
_WORDS += [
    "31.12.9999",
    "0001-01-01",
    "weekly",
    "draft",
    "CS-1",
    "cs-2",
    "CS",
    "maria",
    "\u202e",
    "x" * 600,
    "c7",
    "on_track",
    "Q1 2026",
]
_HEADERS = [*TARGET_COLUMNS, "on", "value", "confidence", "own_call", "new_goal", "challenges", "version", "at", "Colour"]
_TABLES = st.lists(st.sampled_from(_HEADERS), unique=True, min_size=1).flatmap(
    lambda headers: st.lists(st.fixed_dictionaries({header: st.sampled_from(_WORDS) for header in headers}), max_size=4).map(
        lambda rows: csv_text(headers, rows)
    )
)
_SOUND = "ref,name,goal,start,due\na,A - y,5,2026-01-01,2026-03-31\nb,B - y,5,2026-01-01,2026-03-31\n"


@settings(deadline=None)
@given(st.lists(_TABLES, max_size=2))
def test_any_tables_come_in_for_good_or_are_refused_in_sentences(tables: list[str]) -> None:
    plan = kept([a_target(reference="a"), a_target(code="CS-2", retired=True)])
    with suppress(BadTable):
        after = kept(taken(_SOUND, *tables, plan=plan).records, plan)
        assert taken(_SOUND, *tables, plan=after).records == ()
