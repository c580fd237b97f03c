"""What is around a target, in the shell: what is missing, what is to come, what acts on it, what it is a part of."""

import csv
import io
import json
from typing import Any

import pytest

from kptui.commands.surroundings import findings_cell
from kptui.models.record import Record
from kptui.rules.structure import StructureFinding
from tests.builders import (
    a_check_in,
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

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id)
MARIA = a_person(team=SERVICE.id)
PILLAR = a_pillar()
OBJECTIVE = an_objective(pillar=PILLAR.id, owner=SERVICE.id)
BLIND = an_objective(name="Nobody will know", pillar=PILLAR.id, owner=SERVICE.id)
WHOLE = a_target(code="CS-1", name="Answer faster", objective=OBJECTIVE.id, owner=MARIA.id)
PART = a_target(code="CS-2", name="Hours of training", indicator="leading", objective=OBJECTIVE.id, part_of=WHOLE.id, share=0.6)
LOOSE = a_target(code="CS-3", name="Old phones", owner=SERVICE.id, part_of=WHOLE.id)
RETIRED = a_target(code="CS-4", name="No more", retired=True)
LINKS = (
    an_influence(PART, WHOLE, strength=1, lag_weeks=2),
    an_influence(WHOLE, LOOSE, sign=-1),
    an_influence(RETIRED, WHOLE),
)
RECORDS: tuple[Record, ...] = (
    a_policy(days_off=()),
    *(ROOT, SERVICE, MARIA, PILLAR, OBJECTIVE, BLIND, WHOLE, PART, LOOSE, RETIRED),
    *LINKS,
    *(a_check_in(target, "2026-02-20", value) for target, value in ((WHOLE, 67), (PART, 4), (LOOSE, 67))),
    *(a_check_in(target, "2026-02-27", value) for target, value in ((WHOLE, 75), (PART, 5), (LOOSE, 75))),
)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(*RECORDS)
    return desk


def shown(desk: Desk, code: str) -> Any:
    return json.loads(desk("show", code, "--json").out)


def test_a_target_that_a_leading_one_holds_back_says_so_wherever_it_is_shown(full: Desk) -> None:
    (warning,) = shown(full, "CS-1")["early_warnings"]
    assert (warning["day"], warning["path"]) == ("2026-03-13", ["CS-2"])
    assert warning["text"] == "CS-1 slips from about 13 Mar: Hours of training (CS-2) off track"
    page = full("show", "CS-1").out
    assert "▲ at risk" in page
    assert f"Early warnings\n· {warning['text']}\n" in page
    assert "flip: on track again once CS-2 no longer weighs on it" in page
    assert "▲ at risk" in full("why", "CS-1").out
    listed = {t["code"]: t["status"] for t in json.loads(full("list", "--json").out)}
    assert listed == {"CS-1": "at_risk", "CS-2": "off_track", "CS-3": "on_track"}


def test_what_is_missing_is_told_with_what_to_do(full: Desk) -> None:
    assert [finding["rule"] for finding in shown(full, "CS-3")["findings"]] == ["orphan"]
    assert "What is missing\n· it serves no objective. Put it under the objective that it shows.\n" in full("show", "CS-3").out
    assert [finding["rule"] for finding in shown(full, "CS-2")["findings"]] == ["ownerless"]


def test_influences_are_told_both_ways_with_status_owner_and_history(full: Desk) -> None:
    page = full("show", "CS-1").out
    yet = "cannot say yet: 0 of at least 4 spans can be compared"
    assert f"· CS-2 Hours of training (off track) helps this after 2 w, strength 1; {yet}\n" in page
    assert f"· CS-3 Old phones (on track, Customer Service) this hurts it, strength 0.5; {yet}\n" in page
    assert "No more" not in page
    assert {i["code"]: i["history"] for i in shown(full, "CS-1")["influences"]} == {
        "CS-2": "too_early",
        "CS-3": "too_early",
        "CS-4": "too_early",
    }


def test_a_cascade_is_told_from_both_ends_with_what_its_shares_miss(full: Desk) -> None:
    page = full("show", "CS-1").out
    assert "· 60 % of this is CS-2 Hours of training (off track)\n· a part of this is CS-3 Old phones" in page
    assert "· 40 % of the goal is nobody's\n" in page
    assert "· this is 60 % of CS-1 Answer faster (at risk, Maria Berger)\n" in full("show", "CS-2").out
    document = shown(full, "CS-1")
    assert document["parts"] == [{"code": "CS-2", "share": 0.6}, {"code": "CS-3", "share": None}]
    assert (document["part_of"], document["share"], document["missing_share"]) == (None, None, pytest.approx(0.4))
    assert (shown(full, "CS-2")["part_of"], shown(full, "CS-2")["share"]) == ("CS-1", 0.6)


def test_the_list_and_the_tree_count_what_is_missing_in_a_column_of_its_own(full: Desk) -> None:
    assert [line.split("\t")[2] for line in full("list", "--plain").out.splitlines()[1:]] == ["#1", "#1", "#1"]
    tree = [line.split("\t") for line in full("tree", "--plain").out.splitlines()]
    assert {cells[0].strip(): cells[2] for cells in tree if len(cells) > 2 and cells[2]} == {
        "CS-1 Answer faster": "#1",
        "CS-2 Hours of training": "#1",
        "CS-3 Old phones": "#1",
        "Nobody will know": "#1",
    }


def test_programs_get_the_names_of_what_is_missing(full: Desk) -> None:
    assert {t["code"]: t["structure"] for t in json.loads(full("list", "--json").out)} == {
        "CS-1": ["shares"],
        "CS-2": ["ownerless"],
        "CS-3": ["orphan"],
    }
    rows = csv.DictReader(io.StringIO(full("tree", "--csv").out))
    assert {row["name"]: row["structure"] for row in rows if row["type"] == "objective"} == {
        OBJECTIVE.name: "",
        BLIND.name: "blind",
    }


@pytest.mark.parametrize(("count", "text"), [(0, ""), (1, "□1"), (9, "□9"), (12, "□9")])
def test_the_count_takes_two_cells_at_most(count: int, text: str) -> None:
    cell = findings_cell([StructureFinding("orphan", "", "")] * count)
    assert (cell if isinstance(cell, str) else cell.text) == text
