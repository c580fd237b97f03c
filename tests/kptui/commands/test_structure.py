"""`kptui structure`."""

import csv
import io
import json

from tests.builders import a_check_in, a_person, a_pillar, a_policy, a_target, a_team, an_objective, an_organisation
from tests.kptui.commands.conftest import Desk

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id)
MARIA = a_person(team=SERVICE.id)
PILLAR = a_pillar()
BLIND = an_objective(name="Nobody will know", pillar=PILLAR.id, owner=SERVICE.id)
LOOSE = a_target(code="CS-1", name="Old phones", owner=MARIA.id, objective="nothing")
NOBODYS = a_target(code="CS-2", name="New phones", owner=MARIA.id)
RECORDS = (a_policy(owner_limit=1), ROOT, SERVICE, MARIA, PILLAR, BLIND, LOOSE, NOBODYS)
NEWS = (a_check_in(LOOSE, "2026-02-27", 5), a_check_in(NOBODYS, "2026-02-27", 5))


def test_what_is_missing_is_listed_beneath_what_it_is_missing_on(desk: Desk) -> None:
    desk.begin(*RECORDS, *NEWS)
    said = desk("structure")
    assert said.code == 3
    assert said.out.splitlines() == [
        "Nobody will know",
        "· no target shows whether it is reached. Give it a target, or retire it.",
        "CS-1 Old phones",
        "· it serves no objective. Put it under the objective that it shows.",
        "CS-2 New phones",
        "· it serves no objective. Put it under the objective that it shows.",
        "Maria Berger",
        "· Maria Berger owns 2 open targets, more than 1: CS-1 and CS-2. Hand some over, or drop those that matter least.",
    ]


def test_several_findings_on_one_record_stand_together(desk: Desk) -> None:
    desk.begin(a_target(name="Old phones"))
    assert desk("structure").out.splitlines()[0] == "CS-1 Old phones"
    assert desk("structure").out.count("CS-1") == 1


def test_programs_get_each_finding_with_its_record(desk: Desk) -> None:
    desk.begin(*RECORDS, *NEWS)
    found = json.loads(desk("structure", "--json").out)
    assert [(one["type"], one["code"], one["rule"]) for one in found] == [
        ("objective", None, "blind"),
        ("target", "CS-1", "orphan"),
        ("target", "CS-2", "orphan"),
        ("person", None, "too_many"),
    ]
    plain = [line.split("\t")[:3] for line in desk("structure", "--plain").out.splitlines()]
    assert plain[:3] == [["Code", "Name", "Rule"], ["", "Nobody will know", "blind"], ["CS-1", "Old phones", "orphan"]]
    rows = list(csv.DictReader(io.StringIO(desk("structure", "--csv").out)))
    assert [row["name"] for row in rows] == ["Nobody will know", "Old phones", "New phones", "Maria Berger"]


def test_a_plan_in_good_order_needs_nobody(desk: Desk) -> None:
    desk.begin()
    said = desk("structure")
    assert (said.code, said.out, said.err) == (0, "", "Nothing is missing in this plan.\n")
