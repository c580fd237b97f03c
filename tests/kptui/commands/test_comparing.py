"""Tests of `kptui diff`."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from kptui.changes import edit_record
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_target, an_objective
from tests.kptui.commands.conftest import Desk

JANUARY = datetime(2026, 1, 2, 9, tzinfo=UTC)
TARGET = a_target(unit="h", at=JANUARY)
RECORDS = (
    TARGET,
    an_objective(name="Calm", at=NOW - timedelta(days=1)),
    a_check_in(TARGET, "2026-02-09", 40, at=datetime(2026, 2, 9, 9, tzinfo=UTC)),
    a_check_in(TARGET, "2026-02-27", 10, at=datetime(2026, 2, 27, 9, tzinfo=UTC)),
)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(*RECORDS)
    store = FileStore(desk.path)
    store.save(edit_record(TARGET, NOW, "ana", goal=80))
    store.close()
    return desk


def test_what_became_of_the_plan_since_a_day(full: Desk) -> None:
    said = full("diff", "2026-02-10", "2026-03-01")
    assert said.code == 0
    assert said.out.splitlines()[:2] == [
        "Code  Check-ins  Then   Now  Status then  Status now  Name",
        "CS-1          1  40 h  10 h  ● on track   ▲ at risk   Answer faster",
    ]
    assert said.out.splitlines()[2:4] == ["", "What             Of    Details"]
    assert "added objective  Calm" in said.out
    assert "goal" not in said.out
    assert said.err == "From the end of 10 Feb to 1 Mar: 1 check-in, 1 added.\n"


def test_without_a_second_day_it_goes_up_to_now(full: Desk) -> None:
    said = full("diff", "2026-03-01", "--plain")
    assert [line.split("\t") for line in said.out.splitlines()][-1] == ["changed target", "CS-1", "goal 100 -> 80"]
    assert said.err.startswith("From the end of 1 Mar to now: 5 added, 1 changed.")


def test_diff_for_programs(full: Desk) -> None:
    found = json.loads(full("diff", "2026-02-10", "--json").out)
    assert (found["from"], found["to"]) == ("2026-02-10", "2026-03-02")
    assert found["targets"] == [
        {
            "code": "CS-1",
            "name": "Answer faster",
            "unit": "h",
            "check_ins": 1,
            "value_then": 40.0,
            "value_now": 10.0,
            "status_then": "on_track",
            "status_now": "at_risk",
        }
    ]
    changed = next(record for record in found["records"] if record["does"] == "changed")
    assert changed == {
        "does": "changed",
        "record": "target",
        "name": "CS-1",
        "id": TARGET.id,
        "version": 2,
        "at": "2026-03-02T09:00:00Z",
        "by": "ana",
        "changes": [{"field": "goal", "old": 100.0, "new": 80.0}],
    }
    assert json.loads(full("diff", "2026-01-01", "2026-01-02", "--json").out)["targets"][0]["value_now"] is None


def test_a_target_that_was_not_there_shows_nothing_for_then(full: Desk) -> None:
    line = full("diff", "2026-01-01", "2026-02-10", "--plain").out.splitlines()[1]
    assert line.split("\t") == ["CS-1", "1", "-", "40 h", "", "o on track", "Answer faster"]


def test_a_status_that_silence_changed_is_counted_too(full: Desk) -> None:
    said = full("diff", "2026-02-10", "2026-02-20")
    assert "no news" in said.out
    assert said.err == "From the end of 10 Feb to 20 Feb: 1 target stands otherwise without a check-in.\n"


def test_nothing_changed_is_nothing_on_stdout(full: Desk) -> None:
    assert full("diff", "today") == (0, "", "From the end of 2 Mar to now: nothing changed.\n")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2026-03-01", "2026-02-01"], "2026-03-01 is after 2026-02-01; name the earlier day first."),
        (["2026-03-03"], "2026-03-03 is still to come; name a day that was."),
        (["2026-02-01", "2026-03-03"], "2026-03-03 is still to come"),
        (["soon"], "'soon' is no day"),
    ],
)
def test_a_day_that_cannot_be_compared_is_refused(full: Desk, days: list[str], said: str) -> None:
    answer = full("diff", *days)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
