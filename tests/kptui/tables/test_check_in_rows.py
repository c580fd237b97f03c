"""Tests of rows of check-ins to records."""

import pytest

from kptui.models.check_in import CheckIn
from kptui.models.target import Cadence
from tests.builders import (
    a_check_in,
    a_plan,
    a_policy,
    a_reading,
    a_target,
)
from tests.kptui.tables.taking import kept, refused, taken, targets


def test_a_cadence_that_a_table_gives_stays_whatever_check_ins_come_with_it() -> None:
    table = "ref,name,goal,start,due\nx,a,5,2026-01-01,2026-03-31\n"
    plan = kept(taken(table).records)
    given = table.replace("due\n", "due,cadence\n").replace("03-31\n", "03-31,weekly\n")
    records = taken(given, "ref,date,value\nx,2026-01-31,1\nx,2026-02-28,2\n", plan=plan).records
    assert [type(record) for record in records] == [CheckIn, CheckIn]


def test_check_ins_that_are_there_already_settle_no_cadence_anew() -> None:
    plan = kept(taken("ref,name,goal,start,due\nx,a,5,2026-01-01,2026-03-31\n").records)
    readings = {plan.targets[0].id: [a_reading("2026-01-31", 1), a_reading("2026-02-28", 2)]}
    plan = a_plan(*plan.records.values(), readings=readings)
    assert taken("ref,date,value\nx,2026-02-28,2\n", plan=plan).records == ()


CHECKED = a_target(reference="x")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,2026-03-03,5", "date: 2026-03-03 is still to come"),
        ("x,2025-12-31,5", "date: 2025-12-31 is before CS-1 starts on 2026-01-01"),
        ("y,2026-02-01,5", "ref: no target is known as 'y'"),
        (",2026-02-01,5", "ref: is empty"),
        ("x,,5", "date: is empty"),
        ("x,2026-02-01,five", "value: 'five' is no number"),
        ("x,2026-02-01,5,11", "confidence: '11' is no confidence"),
        ("x,2026-02-01,5,,fine", "own call: 'fine' is none of: on_track, at_risk, off_track."),
        (f"x,2026-02-01,5,,,{'x' * 20_001}", "challenges: has 20001 characters"),
        ("x,2026-02-01,1e999", "value: "),
        ("x,2026-02-01,5\nx,2026-02-01,6", "line 3, value: line 2 has another check-in on 2026-02-01; keep one."),
        ("x,2026-02-01,5,7\nx,2026-02-01,5,8", "line 3, value: line 2 has another check-in on 2026-02-01; keep one."),
    ],
)
def test_a_check_in_that_cannot_be_meant_is_named(row: str, said: str) -> None:
    rows = refused(f"ref,date,value,confidence,own call,challenges\n{row}\n", plan=kept([CHECKED]))
    assert len(rows) == 1
    assert said in rows[0]


def test_check_ins_find_their_target_by_code_too() -> None:
    plan = kept([CHECKED])
    for table in ("code,date,value\ncs-1,2026-02-01,5\n", "target,date,value\nCS-1,2026-02-01,5\n"):
        (made,) = taken(table, plan=plan).records
        assert isinstance(made, CheckIn)
        assert (made.target, made.value, made.by) == (CHECKED.id, 5, "ben")
    assert "code: no target is known as 'CS-2'" in refused("code,date,value\nCS-2,2026-02-01,5\n", plan=plan)[0]


def test_the_same_check_in_twice_is_one() -> None:
    assert len(taken("ref,date,value\nx,2026-02-01,5\nx,2026-02-01,5\n", plan=kept([CHECKED])).records) == 1


def test_of_two_check_ins_on_a_day_the_last_stands_and_is_corrected() -> None:
    first, second = a_reading("2026-02-01", 1), a_reading("2026-02-01", 2)
    plan = a_plan(a_policy(), CHECKED, readings={CHECKED.id: [first, second]})
    assert taken("ref,date,value\nx,2026-02-01,2\n", plan=plan).records == ()
    for value in (1, 3):
        (made,) = taken(f"ref,date,value\nx,2026-02-01,{value}\n", plan=plan).records
        assert isinstance(made, CheckIn)
        assert (made.value, made.corrects) == (value, second.id)


def test_the_other_cells_of_a_check_in_that_is_there_already_are_checked_all_the_same() -> None:
    plan = a_plan(a_policy(), CHECKED, readings={CHECKED.id: [a_reading("2026-02-01", 5)]})
    (row,) = refused("ref,date,value,confidence\nx,2026-02-01,5,11\n", plan=plan)
    assert "'11' is no confidence" in row


def test_a_cadence_that_was_given_stays_whatever_the_check_ins_keep() -> None:
    table = "ref,name,goal,start,due,cadence\nx,a,5,2026-01-01,2026-03-31,weekly\n"
    days = "ref,date,value\nx,2026-01-31,1\nx,2026-02-28,2\n"
    (made,) = targets(table, days)
    assert made.cadence is Cadence.weekly
    (read,) = targets(table.replace("weekly", ""), days)
    assert (read.cadence, read.version) == (Cadence.monthly, 1)


def test_one_check_in_says_no_cadence_and_weekly_ones_say_what_was_assumed() -> None:
    table = "ref,name,goal,start,due\nx,a,5,2026-01-01,2026-03-31\n"
    for days in ("x,2026-01-31,1\n", "x,2026-01-31,1\nx,2026-02-07,1\n"):
        (made,) = targets(table, f"ref,date,value\n{days}")
        assert made.cadence is Cadence.weekly


def test_a_check_in_of_an_unknown_target_is_not_complained_of_when_its_row_must_be_mended() -> None:
    rows = refused("ref,name,goal,start,due\nx,a,bad,2026-01-01,2026-03-31\n", "ref,date,value\nx,2026-02-01,5\n")
    assert rows == ("1.csv, line 2, goal: 'bad' is no number; write it as 1234.5.",)


def test_what_a_check_in_says_comes_along() -> None:
    table = "ref,date,value,Achieved,Challenge,Adjusted,Mood\nx,2026-02-01,5,Trained,Ill,Calls first,fine\n"
    found = taken(table, plan=kept([CHECKED]))
    (made,) = found.records
    assert isinstance(made, CheckIn)
    assert (made.achievements, made.challenges, made.model_extra) == ("Trained", "Ill", {"mood": "fine"})
    assert made.adjustment is not None
    assert (made.adjustment.of, made.adjustment.text) == ("tactic", "Calls first")
    assert found.notices == ("1.csv: kept as they are, without a meaning: Mood.",)


def test_a_correction_made_in_the_same_import_stands_in_the_history() -> None:
    plan = kept([CHECKED, a_check_in(CHECKED, "2026-02-01", 1)])
    after = kept(taken("ref,date,value\nx,2026-02-01,2\n", plan=plan).records, plan)
    assert [r.value for r in after.readings_of(CHECKED.id)] == [2]


def test_an_id_of_the_other_system_is_never_taken_for_a_code_of_another_target() -> None:
    plan = kept([a_target(reference="CS-2"), a_target(code="CS-2", reference="x", name="Other")])
    (made,) = taken("ref,date,value\nCS-2,2026-02-01,5\n", plan=plan).records
    assert isinstance(made, CheckIn)
    assert plan.target("CS-1").id == made.target
