"""Tests of `kptui export`, and of the way back in."""

import csv
import io
import json
import stat
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


@pytest.fixture
def empty(desk: Desk) -> Desk:
    desk.begin()
    return desk


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
        Record(record="postcard", id="b1", at=NOW, by="ben", text="later"),
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
        if record["record"] in ("pillar", "influence", "postcard", "check_in"):
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
        "  CS-2 → CS-1: strength 0.5 → 0.9",
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
