"""Tests of `kptui show`, `kptui why` and `kptui tree`."""

import csv
import io
import json

import pytest

from kptui.models.check_in import Adjustment
from kptui.models.record import Record
from kptui.models.target import Kind, State
from kptui.store import FileStore
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
from tests.kptui.rules.arithmetic import done_again

ROOT = an_organisation()
TEAM = a_team(parent=ROOT.id)
MARIA = a_person(team=TEAM.id)
PILLAR = a_pillar(name="Customers who stay")
ABOVE = an_objective(name="Be there for them", pillar=PILLAR.id, owner=TEAM.id)
OBJECTIVE = an_objective(name="Answer within a day", parent=ABOVE.id)
LOOSE = an_objective(name="Work in peace")
SPEED = a_target(
    code="CS-1",
    name="Answer faster",
    objective=OBJECTIVE.id,
    owner=MARIA.id,
    unit="h",
    metric="median time to first answer",
    rationale="Nobody waits twice.",
    baseline=24,
    goal=12,
    original_goal=13,
)
HOURS = a_target(code="CS-2", name="Train everybody", objective=OBJECTIVE.id, kind=Kind.cumulative)
DRAFT = a_target(code="CS-3", name="Not yet", state=State.draft, objective=LOOSE.id)
ALONE = a_target(code="CS-4", name="Nobody's", state=State.proposed)
GONE = a_target(code="CS-5", name="Gone", retired=True)
FIRST = a_check_in(SPEED, "2026-02-06", 33, confidence=6)
CHECK_INS: tuple[Record, ...] = (
    FIRST,
    a_check_in(SPEED, "2026-02-06", 23, corrects=FIRST.id, achievements="Counted right", by="ben"),
    a_check_in(SPEED, "2026-02-13", 99, corrects=None),
    a_check_in(SPEED, "2026-02-20", 22, own_call="on_track", challenges="Two ill\nand a strike"),
    a_check_in(SPEED, "2026-02-27", 20, confidence=6, adjustment=Adjustment(of="goal", goal=12, text="More is possible")),
    a_check_in(SPEED, "2026-02-28", 20.5, adjustment=Adjustment(of="tactic", text="Mail first")),
)
RECORDS: tuple[Record, ...] = (
    a_policy(at_risk_chance=0.5),
    ROOT,
    TEAM,
    MARIA,
    PILLAR,
    ABOVE,
    OBJECTIVE,
    LOOSE,
    SPEED,
    HOURS,
    DRAFT,
    ALONE,
    GONE,
    an_influence(HOURS, SPEED, lag_weeks=3, strength=0.6),
    an_influence(SPEED, DRAFT, sign=-1),
    an_influence(GONE, SPEED),
    *CHECK_INS,
    a_check_in(SPEED, "2026-02-13", 99, corrects=CHECK_INS[2].id, withdrawn=True),
    a_check_in(HOURS, "2026-02-27", 70),
)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(*RECORDS)
    return desk


def test_show_says_what_a_target_is_and_how_it_stands(full: Desk) -> None:
    said = full("show", "cs-1")
    assert said.code == 0
    page = said.out
    assert page.startswith("CS-1 Answer faster\n▲ at risk  29 % of the way, 58 % expected\n")
    for line in (
        "Last        20.5 h on 28 Feb (2 d ago)",
        "From, to    24 → 12 h",
        "At first    13 h",
        "Span        1 Jan to 11 Apr (in 5 w)",
        "Kind        level, lagging, weekly",
        "Metric      median time to first answer",
        "Owner       Maria Berger",
        "Serves      Answer within a day › Be there for them › Customers who stay › Every customer stays by choice",
        "Rationale   Nobody waits twice.",
        "· CS-2 Train everybody (on track) helps this after 3 w, strength 0.6",
        "· CS-3 Not yet (draft) this hurts it, strength 0.5",
    ):
        assert line in page
    assert "CS-5" not in page
    assert "· flip: " in page


def test_show_has_the_history_newest_first_with_what_was_said(full: Desk) -> None:
    history = full("show", "CS-1").out.partition("History\n")[2].splitlines()
    assert history == [
        "28 Feb  20.5 h  Maria Berger",
        "        > Mail first",
        "27 Feb    20 h  confidence 6, Maria Berger",
        "        > goal now 12. More is possible",
        "20 Feb    22 h  own call on track, Maria Berger",
        "        ! Two ill",
        "          and a strike",
        "13 Feb    99 h  Maria Berger, withdrawn",
        "13 Feb    99 h  Maria Berger, corrected",
        " 6 Feb    23 h  ben",
        "        + Counted right",
        " 6 Feb    33 h  confidence 6, Maria Berger, corrected",
    ]


def test_a_figure_that_is_kept_is_a_share_of_the_goal_and_both_ends_are_shown_whole(desk: Desk) -> None:
    kept = a_target(kind=Kind.keep, baseline=412_000, goal=250_000, unit="EUR", direction="decrease")
    desk.begin(kept, a_check_in(kept, "2026-02-27", 200_000))
    page = desk("show", "CS-1").out
    assert "125 % of the goal" in page
    assert "From, to    412 000 → 250 000 EUR" in page
    assert "125 % of the goal" in desk("why", "CS-1").out


def test_show_has_the_steps_with_those_that_are_done(desk: Desk) -> None:
    steps = [{"name": "Set up", "weight": 2}, {"name": "Pilot", "weight": 3}]
    launch = a_target(code="CS-8", name="Launch", kind=Kind.steps, steps=steps, goal=5)
    desk.begin(launch, a_check_in(launch, "2026-02-27", 2))
    page = desk("show", "CS-8").out
    assert "Steps       ✓ 2  Set up\n            · 3  Pilot\n            2 = 2: the weight done" in page
    assert json.loads(desk("show", "CS-8", "--json").out)["steps"] == [
        {"name": "Set up", "weight": 2, "done": 2},
        {"name": "Pilot", "weight": 3, "done": 0},
    ]


def test_show_as_of_a_day_knows_nothing_later(full: Desk) -> None:
    page = full("show", "CS-1", "--as-of", "2026-02-21").out
    assert "Last        22 h on 20 Feb (1 d ago)" in page
    assert "28 Feb" not in page


def test_show_a_draft_has_no_status_and_no_history(full: Desk) -> None:
    page = full("show", "CS-3").out
    assert "It is draft, so it has no status yet." in page
    assert "History" not in page


def test_show_for_programs(full: Desk) -> None:
    found = json.loads(full("show", "CS-1", "--json").out)
    assert found["line_of_sight"] == [
        "Answer within a day",
        "Be there for them",
        "Customers who stay",
        "Every customer stays by choice",
    ]
    assert found["influences"][0] == {"code": "CS-2", "acts": "on_this", "sign": 1, "strength": 0.6, "lag_weeks": 3} | {
        "history": "too_early",
        "agreed": 0,
        "compared": 0,
    }
    assert found["influences"][-1]["acts"] == "on_that"
    assert [c["standing"] for c in found["check_ins"]] == [False, True, False, True, True, True, False]
    assert found["check_ins"][4]["new_goal"] == 12
    assert found["flip"].keys() == {"status", "by", "value", "text"}


def test_an_unknown_code_is_refused_with_the_nearest(full: Desk) -> None:
    said = full("show", "CX-1")
    assert (said.code, said.out) == (1, "")
    assert "did you mean CS-1?" in said.err


def test_why_explains_the_status_and_what_would_flip_it(full: Desk) -> None:
    lines = full("why", "CS-1").out.splitlines()
    assert lines[:2] == ["CS-1 Answer faster", "▲ at risk  29 % of the way, 58 % expected"]
    assert any("29 % of the way" in line for line in lines[2:])
    assert any(line.startswith("· flip: ") for line in lines)


def test_what_why_prints_can_be_done_again_on_paper(full: Desk) -> None:
    page = full("why", "CS-1").out.partition("How it was reckoned\n")[2]
    lines = [line.removeprefix("· ").split(" = ") for line in page.splitlines()]
    for name, formula, value in lines:
        assert done_again(formula) == pytest.approx(float(value.strip("()")), rel=1e-4), name
    found = json.loads(full("why", "CS-1", "--json").out)
    worked = {name: float(value.strip("()")) for name, _, value in lines}
    assert worked["chance of a miss"] == pytest.approx(found["p_miss"])
    assert [worked[name] for name in ("low", "forecast", "high")] == pytest.approx(
        [found[n] for n in ("low", "forecast", "high")]
    )
    assert [line["name"] for line in found["working"]] == [name for name, _, _ in lines]


def test_why_says_how_it_stands_against_the_goal_before_it_was_changed(full: Desk) -> None:
    found = json.loads(full("why", "CS-1", "--json").out)
    assert found["against_original"] == "on_track"
    assert json.loads(full("why", "CS-2", "--json").out)["against_original"] is None


def test_why_of_what_is_over_names_no_flip(desk: Desk) -> None:
    over = a_target(due="2026-02-27")
    desk.begin(over, a_check_in(over, "2026-02-27", 20))
    said = desk("why", "CS-1")
    assert "✗ missed" in said.out
    assert "flip" not in said.out


def test_why_for_programs(full: Desk) -> None:
    found = json.loads(full("why", "CS-1", "--json").out)
    assert (found["code"], found["status"]) == ("CS-1", "at_risk")
    assert found["flip"]["text"]
    assert json.loads(full("why", "CS-3", "--json").out)["flip"] is None


def test_plain_pages_are_ascii(full: Desk) -> None:
    assert full("show", "CS-1", "--plain").out.isascii()
    assert "^ at risk" in full("why", "CS-1", "--plain").out


def test_the_tree_goes_from_the_vision_to_the_targets(full: Desk) -> None:
    said = full("tree")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "Every customer stays by choice"
    expected = (
        "├ Customers who stay ",
        "│ └ Be there for them ",
        "│   └ Answer within a day ",
        "│     ├ CS-1 Answer faster ",
        "│     └ CS-2 Train everybody ",
        "├ Without a pillar",
        "│ └ Work in peace",
        "│   └ CS-3 Not yet ",
        "└ Without an objective",
        "  └ CS-4 Nobody's ",
    )
    assert len(lines) == 2 + len(expected)
    assert all(line.startswith(start) for line, start in zip(lines[2:], expected, strict=True))
    assert "▲ at risk" in lines[2]
    assert "Customer Service" in lines[3]


def test_a_parent_says_how_many_beneath_it_have_no_news(desk: Desk) -> None:
    objective = an_objective()
    desk.begin(objective, a_target(objective=objective.id))
    assert "1 no news" in desk("tree", "--plain").out


def test_the_plain_tree_is_indented_by_blanks_alone(full: Desk) -> None:
    names = [line.partition("\t")[0] for line in full("tree", "--plain").out.splitlines()]
    assert names[2:5] == ["Customers who stay", "  Be there for them", "    Answer within a day"]


def test_the_tree_for_programs_is_nested(full: Desk) -> None:
    pillar = json.loads(full("tree", "--json").out)[0]
    assert (pillar["type"], pillar["targets"], pillar["worst"], pillar["status"]) == ("pillar", 2, "CS-1", "at_risk")
    target = pillar["children"][0]["children"][0]["children"][0]
    assert (target["type"], target["code"], target["value"]) == ("target", "CS-1", 20.5)


def test_the_tree_as_csv_has_a_line_for_each_node_with_its_depth(full: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(full("tree", "--csv").out, newline="")))
    assert [(row["depth"], row["type"]) for row in rows[:4]] == [
        ("0", "pillar"),
        ("1", "objective"),
        ("2", "objective"),
        ("3", "target"),
    ]


def test_every_target_is_in_the_tree_even_where_objectives_turn_in_a_circle(desk: Desk) -> None:
    one = an_objective(name="One", parent="two")
    two = an_objective(name="Two", parent=one.id, id="two")
    astray = a_target(objective=two.id)
    desk.begin(a_policy(), one, two, astray, a_check_in(astray, "2026-02-27", 20), a_target(code="CS-2", objective="nowhere"))
    page = desk("tree").out
    assert page.count("CS-1") == page.count("CS-2") == 1


def test_an_organisation_without_a_vision_is_shown_by_its_name(desk: Desk) -> None:
    desk.begin(an_organisation(vision=""))
    said = desk("tree")
    assert said.out == "Brightwater\n"
    assert "no targets yet" in said.err


def test_a_plan_without_an_organisation_has_a_tree_too(desk: Desk) -> None:
    FileStore.create(desk.path, records=[a_target()]).close()
    lines = desk("tree").out.splitlines()
    assert [line[:14].rstrip() for line in lines] == ["", "└ Without an o", "  └ CS-1 Answe"]
