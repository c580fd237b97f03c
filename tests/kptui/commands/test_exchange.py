"""Tests of `kptui import` and `kptui export`, on real files and on the real figures of a transit operator."""

import csv
import io
import json
import stat
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kptui.models.check_in import Adjustment, CheckIn
from kptui.models.record import Record
from kptui.models.target import Kind, Step, Target
from tests.builders import (
    NOW,
    a_check_in,
    a_period,
    a_person,
    a_pillar,
    a_policy,
    a_target,
    a_team,
    an_influence,
    an_objective,
    an_organisation,
)
from tests.kptui.commands.conftest import Desk

TRANSIT = Path(__file__).parents[2] / "real" / "transit-2016"
FILES = (str(TRANSIT / "targets.csv"), str(TRANSIT / "check_ins.csv"))
Write = Callable[[str, str | bytes], str]
HEADER = "ref,name,goal,start,due\n"


@pytest.fixture
def empty(desk: Desk) -> Desk:
    desk.begin()
    return desk


def statuses(desk: Desk, day: str) -> Counter[str]:
    return Counter(target["status"] for target in json.loads(desk("list", "--as-of", day, "--json").out))


def test_the_real_figures_of_2016_come_in_and_are_judged_as_they_ended(desk: Desk) -> None:
    desk("init", "--org", "Transit")
    said = desk("import", *FILES)
    assert (said.code, said.out) == (0, "New: 2 teams, 82 targets, 6 objectives, 984 check-ins.\n")
    assert statuses(desk, "2017-01-01") == {"missed": 69, "achieved": 13}
    half_way = statuses(desk, "2016-06-30")
    assert half_way.keys() <= {"off_track", "at_risk", "on_track"}
    assert half_way["on_track"] >= 10
    assert half_way["off_track"] + half_way["at_risk"] >= 40


def test_the_real_figures_nest_by_their_names_and_get_their_cadence_from_their_days(empty: Desk) -> None:
    empty("import", *FILES)
    plan = empty.plan()
    assert {objective.name for objective in plan.objectives} == {
        "OTP (Terminal)",
        "Subway Wait Assessment",
        "% of Completed Trips",
        "NYCT Bus",
        "Subways",
        "Staten Island Railway",
    }
    assert {(team.short, team.name) for team in plan.teams} >= {("NT", "NYC Transit"), ("BT", "Bridges and Tunnels")}
    assert {target.cadence for target in plan.targets} == {"monthly"}
    ridership = plan.target("NT-2")
    assert (ridership.reference, ridership.baseline, ridership.goal) == ("nyct-103929", 0, 1801642000)
    assert (ridership.model_extra or {})["last_year"] == 1762491655
    assert plan.target("NT-1").baseline == 3.55
    assert {(t.state, t.state_reason) for t in plan.targets} == {("active", "imported")}


def test_importing_the_real_figures_again_changes_nothing(empty: Desk) -> None:
    empty("import", *FILES)
    before = empty.path.read_bytes()
    said = empty("import", *FILES)
    assert (said.code, said.out) == (0, "Nothing to change: all of it is in the plan already.\n")
    assert empty.path.read_bytes() == before


def test_the_files_may_come_one_after_the_other(empty: Desk) -> None:
    assert empty("import", FILES[0]).out == "New: 2 teams, 82 targets, 6 objectives.\n"
    assert {target.cadence for target in empty.plan().targets} == {"weekly"}
    said = empty("import", FILES[1])
    lines = said.out.splitlines()
    assert lines[:3] == ["New: 984 check-ins.", "Changed: 82 targets.", "  NT-1: cadence weekly → monthly"]
    assert (len(lines), lines[-1]) == (23, "  and 62 more")
    assert {target.cadence for target in empty.plan().targets} == {"monthly"}


def test_a_dry_run_says_what_would_change_and_changes_nothing(empty: Desk) -> None:
    before = empty.path.read_bytes()
    said = empty("import", "--dry-run", *FILES)
    assert said.out.startswith("New: 2 teams, 82 targets")
    assert "dry run" in said.err
    assert empty.path.read_bytes() == before


def test_every_bad_row_is_listed_and_nothing_is_imported(empty: Desk, file: Write) -> None:
    before = empty.path.read_bytes()
    targets = file(
        "t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\nb,,x,2026-01-01,31/3\nc,Ends early,5,2026-03-31,2026-01-01\n"
    )
    check_ins = file("c.csv", "ref,date,value\na,2026-02-30,5\na,2026-02-01,\nz,2026-02-01,5\nc,2026-02-01,5\n")
    said = empty("import", targets, check_ins)
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        "kptui: Nothing was imported: 7 places must be mended first.",
        "  t.csv, line 3, due: '31/3' is no day; write it as 2026-03-31.",
        "  t.csv, line 3, name: is empty; a target needs one.",
        "  t.csv, line 3, goal: 'x' is no number; write it as 1234.5.",
        "  t.csv, line 4, due: 2026-01-01 is before it starts on 2026-03-31; mend one of them.",
        "  c.csv, line 2, date: '2026-02-30' is no day; write it as 2026-03-31.",
        "  c.csv, line 3, value: is empty; fill it in, or leave the row out.",
        "  c.csv, line 4, ref: no target is known as 'z'; import the table of targets with it, or before it.",
    ]
    assert empty.path.read_bytes() == before


def test_columns_that_mean_nothing_are_kept_and_named(empty: Desk, file: Write) -> None:
    said = empty("import", file("t.csv", "ref,name,goal,start,due,Colour,by\na,Good,5,2026-01-01,2026-03-31,red,sam\n"))
    assert said.err == "t.csv: kept as they are, without a meaning: Colour, by.\n"
    target = empty.plan().target("BW-1")
    assert target.model_extra is not None
    assert (target.model_extra["colour"], target.model_extra["by_imported"], target.by) == ("red", "sam", "maria")


def test_a_changed_row_is_a_new_version_that_keeps_the_first_goal(empty: Desk, file: Write) -> None:
    empty("import", file("t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\nb,Same,5,2026-01-01,2026-03-31\n"))
    said = empty("import", file("t.csv", HEADER + "a,Better,6,2026-01-01,2026-03-31\nb,Same,5,2026-01-01,2026-03-31\n"))
    assert said.out == "Changed: 1 target.\n  BW-1: name Good → Better; goal 5 → 6; original goal – → 5\n"
    target = empty.plan().target("BW-1")
    assert (target.name, target.goal, target.original_goal, target.version) == ("Better", 6, 5, 2)
    assert empty.plan().target("BW-2").version == 1


def test_a_row_that_did_not_change_undoes_nothing_that_was_done_here(empty: Desk, file: Write) -> None:
    table = file("t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\n")
    empty("import", table)
    assert empty("check-in", "BW-1", "1", "--goal", "7").code == 0
    assert empty("import", table).out.startswith("Nothing to change")
    assert empty.plan().target("BW-1").goal == 7


def test_one_new_cell_changes_nothing_else_and_is_named_beforehand(empty: Desk, file: Write) -> None:
    table = "ref,name,goal,start,due,unit\na,Good,10,2026-01-01,2026-03-31,h\n"
    empty("import", file("t.csv", table))
    assert empty("check-in", "BW-1", "1", "--goal", "15").code == 0
    changed = file("t.csv", table.replace(",h", ",min"))
    for options in (["--dry-run"], []):
        assert empty("import", *options, changed).out == "Changed: 1 target.\n  BW-1: unit h → min\n"
    target = empty.plan().target("BW-1")
    assert (target.goal, target.original_goal, target.unit) == (15, 10, "min")


def test_a_dry_run_names_all_that_would_change(empty: Desk) -> None:
    empty("import", FILES[0])
    assert len(empty("import", "--dry-run", FILES[1]).out.splitlines()) == 2 + 82


def test_what_changes_in_a_plan_is_named_as_people_call_it(whole: Desk, file: Write) -> None:
    records = json.loads(whole("export").out)["records"]
    other = a_person(name="Ben", login="ben").document()
    for record in records:
        new: dict[str, dict[str, object]] = {
            "policy": {"roll_up": "worst"},
            "influence": {"strength": 0.9},
            "target": {"owner": other["id"], "steps": [{"name": "one"}], "rationale": "x" * 50},
        }
        record |= new.get(record["record"], {})
    said = whole("import", file("e.json", json.dumps({"records": [*records, other]})))
    assert said.out.splitlines() == [
        "New: 1 person.",
        "Changed: the policy, 2 targets, 1 influence.",
        "  the policy: roll up weighted → worst",
        f"  CS-1: steps – → one; owner Maria Berger → Ben; rationale Two lines → {'x' * 39}…",
        f"  CS-2: steps one, two → one; owner Customer Service → Ben; rationale – → {'x' * 39}…",
        "  the influence: strength 0.5 → 0.9",
    ]


def test_several_check_ins_on_a_day_go_out_as_the_one_that_stands(desk: Desk, tmp_path: Path) -> None:
    target = a_target()
    desk.begin(target, *(a_check_in(target, "2026-02-01", value) for value in (4, 6)))
    targets, check_ins = str(tmp_path / "t.csv"), str(tmp_path / "c.csv")
    desk("export", "--format", "csv", "--output", targets)
    desk("export", "--format", "csv", "--check-ins", "--output", check_ins)
    desk.path = tmp_path / "other.json"
    desk("init")
    assert desk("import", targets, check_ins).code == 0
    assert [check_in.value for check_in in desk.history("CS-1")] == [6]


def test_an_export_of_imported_figures_changes_nothing_where_it_came_from(empty: Desk, tmp_path: Path) -> None:
    empty("import", *FILES)
    for place, options in enumerate(([], ["--format", "csv"], ["--format", "csv", "--check-ins"])):
        out = tmp_path / f"out-{place}"
        empty("export", *options, "--output", str(out))
        said = empty("import", str(out))
        assert (said.out, said.err) == ("Nothing to change: all of it is in the plan already.\n", "")


def test_another_value_for_the_same_day_is_a_correction(empty: Desk, file: Write) -> None:
    empty("import", file("t.csv", HEADER + "a,Good,5,2026-01-01,2026-03-31\n"), file("c.csv", "ref,date,value\na,2026-02-01,1\n"))
    said = empty("import", file("c.csv", "ref,date,value\na,2026-02-01,2\n"))
    assert said.out == "New: 1 correction.\n"
    first, second = empty.history("BW-1")
    assert (second.value, second.corrects) == (2, first.id)


def test_a_table_may_come_through_a_pipe(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + "a,Good,5,2026-01-01,2026-03-31\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert empty("import", "-").out == "New: 1 target.\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ref,date,value\n,2026-02-01,5\n")))
    assert "stdin, line 2, ref: is empty; say which target it is of" in empty("import", "-").err


@pytest.mark.parametrize("name", ["not-there.csv", "."])
def test_a_file_that_cannot_be_read_is_named(empty: Desk, tmp_path: Path, name: str) -> None:
    said = empty("import", str(tmp_path / name))
    assert said.code == 1
    assert f"{tmp_path / name} cannot be read: " in said.err


def test_a_name_that_would_move_the_cursor_is_shown_harmless(empty: Desk, file: Write) -> None:
    said = empty("import", file("\x1b[2Jt.csv", "a,b\n"))
    assert said.code == 1
    assert "\x1b" not in said.err


def test_an_import_without_a_file_is_wrong_use(empty: Desk) -> None:
    assert empty("import").code == 2


def a_whole_plan() -> tuple[Record, ...]:
    organisation, pillar, period = an_organisation(), a_pillar(), a_period()
    team = a_team(parent=organisation.id)
    person = a_person(team=team.id)
    objective = an_objective(pillar=pillar.id, owner=team.id, period=period.id)
    steps = a_target(
        code="CS-2",
        kind=Kind.steps,
        goal=2,
        baseline=0,
        steps=(Step(name="one"), Step(name="two")),
        owner=team.id,
        period=period.id,
    )
    target = a_target(
        reference="x1",
        name='=1+1 "quoted", and; more',
        rationale="Two\nlines",
        owner=person.id,
        objective=objective.id,
        goal=12.345,
        original_goal=11,
        version=3,
        colour="red",
    )
    first = a_check_in(target, "2026-02-01", 4)
    return (
        a_policy(roll_up="weighted"),
        organisation,
        team,
        person,
        pillar,
        period,
        objective,
        target,
        steps,
        an_influence(steps, target),
        Record(record="blocker", id="b1", at=NOW, by="ben", text="later"),
        first,
        a_check_in(target, "2026-02-01", 5, corrects=first.id, achievements="-5 % is @good", confidence=7, own_call="at_risk"),
        a_check_in(target, "2026-02-08", 6.5, adjustment=Adjustment(of="goal", goal=12.345, text="more"), mood="fine"),
        a_check_in(target, "2026-02-15", 7, adjustment=Adjustment(of="tactic", text="calls")),
        a_check_in(target, "2026-02-15", 7, corrects=first.id, withdrawn=True),
    )


@pytest.fixture
def whole(desk: Desk) -> Desk:
    desk.begin(*a_whole_plan())
    return desk


def test_json_goes_out_and_into_a_new_plan_as_it_was(whole: Desk, tmp_path: Path) -> None:
    exported = whole("export").out
    (tmp_path / "export.json").write_text(exported)
    whole.path = tmp_path / "other.json"
    whole("init", "--org", "Elsewhere")
    said = whole("import", str(tmp_path / "export.json"))
    assert said.code == 0
    kinds = {record["id"]: record for record in json.loads(whole("export").out)["records"]}
    for record in json.loads(exported)["records"]:
        if record["record"] in ("pillar", "influence", "blocker", "check_in"):
            assert kinds[record["id"]] == record
    plan = whole.plan()
    organisation = plan.organisation
    assert organisation is not None
    assert (organisation.name, organisation.version) == ("Brightwater", 2)
    assert plan.policy.roll_up == "weighted"
    assert [team.parent for team in plan.teams if team.short == "CS"] == [organisation.id]
    assert [person.name for person in plan.people] == ["Maria Berger"]
    assert [period.name for period in plan.periods] == ["Q1 2026"]
    assert (plan.target("CS-1").model_extra or {})["colour"] == "red"
    assert [reading.value for reading in plan.readings_of(plan.target("CS-1").id)] == [5, 6.5, 7]
    assert whole("import", str(tmp_path / "export.json")).out.startswith("Nothing to change")


def test_what_is_exported_changes_nothing_where_it_came_from(whole: Desk, tmp_path: Path) -> None:
    for place, options in enumerate(([], ["--format", "csv"], ["--format", "csv", "--check-ins"])):
        out = tmp_path / f"out-{place}"
        assert whole("export", *options, "--output", str(out)).code == 0
        assert whole("import", str(out)).out.startswith("Nothing to change")


def test_csv_goes_out_and_into_a_new_plan(whole: Desk, tmp_path: Path) -> None:
    old = whole.plan().target("CS-1")
    targets, check_ins = str(tmp_path / "t.csv"), str(tmp_path / "c.csv")
    whole("export", "--format", "csv", "--output", targets)
    whole("export", "--format", "csv", "--check-ins", "--output", check_ins)
    whole.path = tmp_path / "other.json"
    whole("init", "--org", "Elsewhere")
    said = whole("import", targets, check_ins)
    assert said.code == 0
    plan = whole.plan()
    new = plan.target("CS-1")
    same = (
        "reference",
        "name",
        "rationale",
        "goal",
        "original_goal",
        "baseline",
        "start",
        "due",
        "cadence",
        "kind",
        "weight",
        "state",
    )
    assert [getattr(new, field) for field in same] == [getattr(old, field) for field in same]
    assert plan.owner_name(new.owner) == "Maria Berger"
    assert [record.name for record in plan.line_of_sight(new)[1:3] if hasattr(record, "name")] == [
        "Customers feel looked after",
        "Customers",
    ]
    assert [r.value for r in plan.readings_of(new.id)] == [5, 6.5, 7]
    notes = {c.on.isoformat(): c for c in whole.history("CS-1")}
    assert notes["2026-02-01"].achievements == "-5 % is @good"
    assert notes["2026-02-08"].adjustment == Adjustment(of="goal", goal=12.345, text="more")
    assert isinstance(plan.target("CS-2"), Target)


def test_exported_csv_runs_nothing_in_a_spreadsheet(whole: Desk) -> None:
    text = whole("export", "--format", "csv").out
    assert "\r\n" in text
    row = next(csv.DictReader(io.StringIO(text, newline="")))
    assert row["name"] == '\'=1+1 "quoted", and; more'
    assert row["goal"] == "12.345"


def test_an_export_never_replaces_a_file(whole: Desk, tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("dear diary")
    said = whole("export", "--output", str(there))
    assert (said.code, there.read_text()) == (1, "dear diary")
    assert "name another file" in said.err
    assert "cannot be written" in whole("export", "--output", str(tmp_path / "no" / "folder")).err


def test_an_export_to_a_file_is_as_private_as_the_umask_says(whole: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert whole("export", "--output", str(out)).out == ""
    assert stat.S_IMODE(out.stat().st_mode) & 0o111 == 0


def test_json_holds_the_check_ins_anyway(whole: Desk) -> None:
    assert whole("export", "--check-ins").code == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ('{"records": [{"record": "team", "x": ' + "[" * 400 + "]" * 400 + "}]}", "is nested more than 50 deep"),
        ("[" * 5000, "is no JSON"),
        ('{"records": 5}', "it has no list of records"),
        ("[1]", "it has no list of records"),
        ('{"records": [5]}', "it has no list of records"),
        ('{"schema": 99, "records": []}', "written by a newer kptui (schema 99"),
        ('{"records": [{"record": "team", "name": "X"}]}', "j.json, record 1 (team X): "),
    ],
)
def test_json_that_is_no_export_is_refused_in_a_sentence(empty: Desk, file: Write, text: str, said: str) -> None:
    answer = empty("import", file("j.json", text))
    assert answer.code == 1
    assert said in answer.err


def test_an_edited_export_makes_new_versions(whole: Desk, tmp_path: Path) -> None:
    whole.path.with_name("e.json").write_text(whole("export").out.replace('"red"', '"blue"').replace('"reference": "x1",', ""))
    said = whole("import", str(tmp_path / "e.json"))
    assert said.out == "Changed: 1 target.\n  CS-1: reference x1 → –; colour red → blue\n"
    target = whole.plan().target("CS-1")
    assert ((target.model_extra or {})["colour"], target.version, target.reference) == ("blue", 4, None)


def test_an_older_export_leaves_what_is_newer_here(whole: Desk, tmp_path: Path) -> None:
    whole.path.with_name("e.json").write_text(whole("export").out)
    whole("check-in", "CS-1", "5", "--goal", "20")
    said = whole("import", str(tmp_path / "e.json"))
    assert said.out == "Nothing to change.\n"
    assert "target CS-1 is newer in the plan" in said.err
    assert whole.plan().target("CS-1").goal == 20


def test_a_code_of_another_target_and_a_record_that_does_not_fit_are_refused(whole: Desk, file: Write) -> None:
    documents = json.loads(whole("export").out)["records"]
    target = next(d for d in documents if d.get("code") == "CS-1")
    other = target | {"id": "other", "name": "Another"}
    broken = target | {"goal": None, "version": 9}
    objective = next(d for d in documents if d["record"] == "objective") | {"id": target["id"]}
    said = whole("import", file("e.json", json.dumps({"records": [other, broken, objective]})))
    assert said.code == 1
    assert "e.json: the code CS-1 is another target's here" in said.err
    assert "needs a goal" in said.err
    assert "is a target here" in said.err


def test_of_two_versions_in_an_export_the_newer_comes_in(empty: Desk, file: Write) -> None:
    target = a_target()
    documents = [target.document() | {"version": 2, "name": "Newer"}, target.document()]
    assert empty("import", file("e.json", json.dumps({"records": documents}))).out == "New: 1 target.\n"
    assert empty.plan().target("CS-1").name == "Newer"


def test_a_check_in_twice_in_an_export_comes_in_once(empty: Desk, file: Write) -> None:
    target = a_target()
    check_in: CheckIn = a_check_in(target, "2026-02-01", 4)
    documents = [target.document(), check_in.document(), check_in.document()]
    assert empty("import", file("e.json", json.dumps({"records": documents}))).out == "New: 1 target, 1 check-in.\n"
