"""Tests of rows to records: what a table may say, and what it may not."""

from datetime import date

import pytest

from kptui.models.organisation import Person, Team
from kptui.models.policy import Period
from kptui.models.target import Cadence, Direction, Indicator, KeepBy, Kind, State, Target
from tests.builders import (
    NOW,
    a_period,
    a_plan,
    a_target,
    an_objective,
)
from tests.kptui.tables.taking import MARIA, PLAN, ROOT, TEAM, kept, refused, taken, targets


def test_every_column_finds_its_field() -> None:
    table = (
        "ref,code,name,team,owner,metric,unit,kind,keep by,indicator,better,low,high,start,due,cadence,weight,why,state,goal\n"
        'x,CS-7,Stock,CS,maria,days on hand,d,keep,worst,leading,decrease,"1 000","2,000.5",'
        "2026-01-01 00:00:00,31.3.2026,monthly,2,Money,draft,\n"
    )
    (made,) = targets(table)
    assert (made.code, made.reference, made.owner, made.metric, made.unit) == ("CS-7", "x", MARIA.id, "days on hand", "d")
    assert (made.kind, made.keep_by, made.indicator) == (Kind.keep, KeepBy.worst, Indicator.leading)
    assert (made.low, made.high, made.goal, made.direction) == (1000, 2000.5, None, Direction.decrease)
    assert (made.start, made.due, made.cadence) == (date(2026, 1, 1), date(2026, 3, 31), Cadence.monthly)
    assert (made.weight, made.rationale, made.state) == (2, "Money", State.draft)


def test_what_is_not_said_is_plain() -> None:
    (made,) = targets("name,goal,start,due\nMore,5,2026-01-01,2026-03-31\n")
    assert (made.code, made.kind, made.state, made.state_reason) == ("BW-1", Kind.level, State.active, "imported")
    assert (made.cadence, made.objective, made.owner, made.baseline) == (Cadence.weekly, None, None, None)


def test_codes_count_on_per_team_and_a_code_that_is_given_counts_too() -> None:
    plan = kept([a_target(code="CS-4", retired=True)])
    table = "name,goal,team,start,due,code\n" + "".join(
        f"{name},5,{team},2026-01-01,2026-03-31,{code}\n"
        for name, team, code in [
            ("a", "cs", ""),
            ("b", "Customer Service", ""),
            ("c", "CS", "CS-9"),
            ("d", "CS", ""),
            ("e", "", ""),
        ]
    )
    assert [t.code for t in targets(table, plan=plan)] == ["CS-5", "CS-6", "CS-9", "CS-10", "BW-1"]


def test_in_a_plan_without_an_organisation_codes_begin_with_a_letter_of_their_own() -> None:
    records = taken(
        "name,goal,team,start,due\na,5,,2026-01-01,2026-03-31\nb,5,New Team,2026-01-01,2026-03-31\n", plan=a_plan()
    ).records
    assert [r.code for r in records if isinstance(r, Target)] == ["T-1", "NT-1"]
    assert [r.parent for r in records if isinstance(r, Team)] == [None]


def test_a_person_who_is_not_there_is_made_once_and_owns_in_the_team_that_is_named() -> None:
    table = "name,goal,owner,team,start,due\na,5,Jo Park,New Team,2026-01-01,2026-03-31\nb,5,jo park,,2026-01-01,2026-03-31\n"
    records = taken(table).records
    (jo,) = [r for r in records if isinstance(r, Person)]
    (team,) = [r for r in records if isinstance(r, Team)]
    assert (jo.name, jo.team, team.parent) == ("Jo Park", team.id, ROOT.id)
    assert [r.code for r in records if isinstance(r, Target)] == ["NT-1", "NT-2"]


def test_a_team_may_be_named_as_the_owner() -> None:
    (made,) = targets("name,goal,owner,start,due\na,5,customer service,2026-01-01,2026-03-31\n")
    assert (made.owner, made.code) == (TEAM.id, "CS-1")


def test_objectives_and_pillars_that_are_named_are_made_and_those_there_are_found() -> None:
    plan = kept([an_objective(name="Known")])
    table = "name,goal,objective,pillar,team,start,due\n" + "".join(
        f"{n},5,{objective},{pillar},{team},2026-01-01,2026-03-31\n"
        for n, (objective, pillar, team) in enumerate(
            [("known", "", "CS"), ("New", "Growth", "CS"), ("new", "Growth", ""), ("Bare", "", "")]
        )
    )
    after = kept(taken(table, plan=plan).records, plan)
    assert {(o.name, o.owner) for o in after.objectives} == {("Known", None), ("New", TEAM.id), ("Bare", None)}
    assert [p.name for p in after.pillars] == ["Growth"]
    assert len(after.targets_of(next(o.id for o in after.objectives if o.name == "New"))) == 2


def test_names_nest_under_an_objective_of_the_team_that_they_share() -> None:
    table = "name,goal,team,start,due\n" + "".join(
        f"{name},5,{team},2026-01-01,2026-03-31\n"
        for name, team in [("Wait - 1", "CS"), ("Wait - 2", "CS"), ("Cost - 1", "CS"), ("Cost - 3", "New Team"), ("Alone", "CS")]
    )
    after = kept(taken(table).records)
    assert {(o.name, o.owner) for o in after.objectives} == {("Wait", TEAM.id), ("Cost", None)}
    assert [t.name for t in after.targets_of(None)] == ["Alone"]


def test_a_period_of_the_plan_gives_the_days_and_a_new_one_spans_its_rows() -> None:
    table = "name,goal,period,start,due\na,5,q1 2026,,\nb,5,H2,2026-07-01,2026-09-30\nc,5,H2,2026-09-01,2026-12-31\n"
    records = taken(table).records
    (half,) = [r for r in records if isinstance(r, Period)]
    assert (half.start, half.end) == (date(2026, 7, 1), date(2026, 12, 31))
    first, second, third = (r for r in records if isinstance(r, Target))
    assert (first.start, first.due, first.period) == (date(2026, 1, 1), date(2026, 3, 31), PLAN.periods[0].id)
    assert second.period == third.period == half.id


@pytest.mark.parametrize(
    ("columns", "cells", "baseline", "extra"),
    [
        ("kind,last_year", "level,4", 4, None),
        ("kind,last_year", "cumulative,4", 0, 4),
        ("kind,last_year", "level,", None, None),
        ("kind,last_year,baseline", "cumulative,4,2", 2, None),
        ("kind", "cumulative", 0, None),
        ("kind", "level", None, None),
        ("kind", "", None, None),
    ],
)
def test_a_running_total_begins_at_nothing_whatever_last_year_was(
    columns: str, cells: str, baseline: float | None, extra: float | None
) -> None:
    (made,) = targets(f"name,goal,start,due,{columns}\na,5,2026-01-01,2026-03-31,{cells}\n")
    assert (made.baseline, (made.model_extra or {}).get("last_year")) == (baseline, extra)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.5", 1.5), ("12.345", 12.345), ("-4", -4), ("1e3", 1000), ("+7", 7), ('"1 234,5"', 1234.5), ("98 %", 98), ("2k", 2000)],
)
def test_numbers_in_a_file_separated_by_commas(text: str, value: float) -> None:
    (made,) = targets(f"name,goal,start,due\na,{text},2026-01-01,2026-03-31\n")
    assert made.goal == value


@pytest.mark.parametrize(("text", "value"), [("1,5", 1.5), ("-4,25", -4.25), ("1.234.567", 1_234_567), ("5.0", 5)])
def test_numbers_in_a_file_separated_by_semicolons(text: str, value: float) -> None:
    (made,) = targets(f"name;goal;start;due\na;{text};2026-01-01;2026-03-31\n")
    assert made.goal == value


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name;goal;start;due\na;1.500;2026-01-01;2026-03-31\n", "'1.500' could mean 1500 or 1.500; write it as 1234.5."),
        ("name,goal,start,due\na,--5,2026-01-01,2026-03-31\n", "goal: '--5' is no number"),
        ("name,goal,start,due\na,1e999,2026-01-01,2026-03-31\n", "goal: "),
        ("name,goal,start,due\na,5,,2026-03-31\n", "start: a day is missing"),
        ("name,goal\na,5\n", "start: a day is missing"),
        ("name,goal,start,due,kind\na,5,2026-01-01,2026-03-31,sum\n", "kind: 'sum' is none of: cumulative, level, keep, steps."),
        ("name,goal,start,due\na,,2026-01-01,2026-03-31\n", "needs a goal"),
        ("name,goal,start,due,code\na,5,2026-01-01,2026-03-31,cs_1\n", "code: "),
        (
            "ref,code,name,goal,start,due\nr1,CS-1,a,5,2026-01-01,2026-03-31\nr2,CS-1,b,5,2026-01-01,2026-03-31\n",
            "line 3, code: is the same target as on line 2; keep one.",
        ),
        (
            f"name,goal,start,due\n{'x' * 501},5,2026-01-01,2026-03-31\n",
            "name: has 501 characters, 500 are the most; shorten it.",
        ),
        ("name,goal,start,due,pillar\na,5,2026-01-01,2026-03-31,Growth\n", "pillar: "),
        (
            "id,name,goal,start,due\nx,a,5,2026-01-01,2026-03-31\nx,b,5,2026-01-01,2026-03-31\n",
            "line 3, id: is the same target as on line 2",
        ),
        (
            "name,goal,start,due\na,5,2026-01-01,2026-03-31\na,6,2026-01-01,2026-03-31\n",
            "line 3, name: is the same target as on line 2",
        ),
    ],
)
def test_a_row_that_cannot_be_meant_is_named(table: str, said: str) -> None:
    assert said in " ".join(refused(table))


def test_a_column_without_a_name_is_no_column_that_the_table_lacks() -> None:
    (made,) = targets("name,goal,start,due,\na,5,2026-01-01,2026-03-31,\n")
    assert (made.unit, made.owner, made.baseline) == ("", None, None)


def test_a_cell_that_is_too_long_is_complained_of_once() -> None:
    table = "ref,name,goal,start,due,owner\n{0},{0},5,{1},2026-03-31,{0}\n"
    assert [row.split(":")[0] for row in refused(table.format("x" * 501, "2026-01-01"))] == [
        "1.csv, line 2, ref",
        "1.csv, line 2, name",
    ]


def test_all_that_does_not_fit_a_target_is_listed_with_what_to_do() -> None:
    assert refused("name,goal,start,due,code,weight\na,5,2026-01-01,2026-03-31,cs_1,-1\n") == (
        "1.csv, line 2, code: must be a team's short code and a number, such as CS-3.",
        "1.csv, line 2, weight: must be at least 0.",
    )


@pytest.mark.parametrize(
    "holder", [a_target(reference="r1"), a_target(reference="r1", retired=True), a_target(name="Other", reference=None)]
)
def test_a_code_that_another_target_holds_is_refused(holder: Target) -> None:
    plan = kept([holder, a_target(code="CS-2", reference="r2")])
    table = "ref,code,name,goal,start,due\nr2,CS-1,b,5,2026-01-01,2026-03-31\n"
    (row,) = refused(table, plan=plan)
    assert "line 2, code: CS-1 is another target's" in row
    (row,) = refused("ref,code,date,value\nr2,CS-1,2026-02-01,5\n", plan=plan)
    assert "line 2, code: CS-1 is another target's" in row
    refusals = refused(table, "ref,code,date,value\nr2,CS-1,2026-02-01,5\n", plan=plan)
    assert len(refusals) == 1


def test_a_target_without_a_reference_takes_the_one_that_comes_with_its_code() -> None:
    (made,) = targets("ref,code,name,goal\nr9,CS-1,b,100\n", plan=kept([a_target()]))
    assert (made.code, made.reference, made.version) == ("CS-1", "r9", 2)


def test_only_the_cells_that_changed_since_the_last_import_change_anything() -> None:
    table = "ref,name,goal,unit,owner,period,Colour\nx,a,10,h,Jo Park,Q1 2026,red\n"
    plan = kept(taken(table).records)
    (old,) = plan.targets
    jo = next(person for person in plan.people if person.name == "Jo Park")
    renamed = jo.edited(NOW, "jo", name="Jo Parker")
    plan = kept([old.edited(NOW, "jo", goal=15, original_goal=10, due="2026-03-20"), renamed], plan)
    records = taken(table.replace(",h,", ",min,").replace("red", "blue"), plan=plan).records
    (new,) = (r for r in records if isinstance(r, Target))
    assert len(records) == 1
    assert (new.unit, new.goal, new.owner, new.due) == ("min", 15, jo.id, date(2026, 3, 20))
    assert (new.model_extra or {})["colour"] == "blue"
    (again,) = targets(table.replace(",10,h,", ",12,min,").replace("red", "blue"), plan=kept([new], plan))
    assert (again.goal, again.original_goal) == (12, 10)


def test_a_period_that_changes_brings_its_days_and_those_of_its_row_along() -> None:
    plan = kept([a_period(name="Q2 2026", start="2026-04-01", end="2026-06-30")])
    table = "ref,name,goal,period,due\nx,a,10,Q1 2026,2026-03-20\ny,b,10,Q1 2026,\n"
    plan = kept(taken(table, plan=plan).records, plan)
    changed = targets(table.replace("Q1", "Q2").replace("2026-03-20", "2026-06-20"), plan=plan)
    assert [(t.start, t.due) for t in changed] == [
        (date(2026, 4, 1), date(2026, 6, 20)),
        (date(2026, 4, 1), date(2026, 6, 30)),
    ]


def test_rows_without_an_id_find_their_target_by_name_and_span() -> None:
    table = "name,goal,start,due\na,5,2026-01-01,2026-03-31\n"
    after = kept(taken(table).records)
    assert taken(table, plan=after).records == ()
    (changed,) = targets(table.replace(",5,", ",6,"), plan=after)
    assert (changed.version, changed.goal, changed.original_goal) == (2, 6, 5)


def test_what_a_table_does_not_say_stays() -> None:
    old = a_target(reference="x", owner=TEAM.id, rationale="Because", original_goal=90)
    plan = kept([old])
    (new,) = targets("ref,name,goal,start,due\nx,New name,80,2026-01-01,2026-04-11\n", plan=plan)
    assert (new.name, new.owner, new.rationale, new.code, new.original_goal) == ("New name", TEAM.id, "Because", "CS-1", 90)


def test_a_changed_row_that_does_not_fit_is_named() -> None:
    plan = kept([a_target(reference="x")])
    assert "needs a goal" in refused("ref,name,goal,start,due\nx,a,,2026-01-01,2026-04-11\n", plan=plan)[0]


def test_a_retired_target_is_left_alone_with_its_check_ins() -> None:
    plan = kept([a_target(reference="x", retired=True)])
    found = taken("ref,name,goal,start,due\nx,a,5,2026-01-01,2026-04-11\n", "ref,date,value\nx,2026-02-01,5\n", plan=plan)
    assert found.records == ()
    assert "CS-1 is retired; its row was left out" in found.notices[0]


def test_a_table_of_news_alone_may_leave_out_the_days_and_the_kind() -> None:
    plan = kept([a_target(reference="x", kind=Kind.cumulative, baseline=10)])
    (new,) = targets("ref,name,goal,last_year\nx,New name,80,70\n", plan=plan)
    assert (new.name, new.start, new.due, new.kind, new.baseline) == (
        "New name",
        date(2026, 1, 1),
        date(2026, 4, 11),
        Kind.cumulative,
        10,
    )
    assert (new.model_extra or {})["last_year"] == 70


def test_a_row_without_an_id_is_not_the_target_of_the_same_name_that_has_one() -> None:
    plan = kept([a_target(reference="x", name="a", due="2026-03-31")])
    (made,) = targets("ref,name,goal,start,due\n,a,5,2026-01-01,2026-03-31\n", plan=plan)
    assert made.code == "BW-1"
