"""Tests of `kptui add`, `kptui edit` and `kptui policy`."""

import json
from collections.abc import Sequence

import pytest

from kptui.commands.layout import text_of
from kptui.commands.making import field_lines
from kptui.commands.verbs import VERBS
from kptui.forms.policy import POLICY_FORM
from kptui.models.record import Record
from kptui.store import FileStore
from tests.builders import a_period, a_pillar, a_target, an_objective
from tests.kptui.commands.conftest import Desk

PILLAR = a_pillar()
WANTED = an_objective(pillar=PILLAR.id)
TARGET = a_target(unit="h", baseline=24, goal=12, objective=WANTED.id)


@pytest.fixture
def full(desk: Desk) -> Desk:
    desk.begin(PILLAR, WANTED, TARGET, a_period())
    return desk


def test_a_target_is_added_and_what_was_understood_is_said_back(full: Desk) -> None:
    said = full("add", "target", "Solve it at once", "--objective", "cust", "--unit", "%", "--baseline", "55", "--goal", "+20%")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "CS-2: added target; Solve it at once",
        "  Objective: Customers feel looked after",
        "  Owner: Maria Berger",
        "  Baseline: 55 %",
        "  Goal: 66 %: up by 20 % from 55 %",
        "  Period: Q1 2026",
        "  From: 1 Jan, 8 w ago",
        "  Due: 31 Mar, in 4 w",
    ]
    made = full.plan().target("CS-2")
    assert (made.goal, made.relative_goal, made.state, made.by) == (66, "+20%", "active", "maria")


def test_what_a_draft_lacks_is_said(full: Desk) -> None:
    said = full("add", "target", "Solve it at once", "--objective", "cust")
    assert said.out.splitlines()[-1] == "  State: to become active it needs: unit, baseline, goal"
    assert full.plan().target("CS-2").state == "draft"


def test_every_wrong_field_is_named_and_nothing_is_saved(full: Desk) -> None:
    before = full.path.read_bytes()
    said = full("add", "target", "X", "--goal", "much", "--due", "soon", "--low", "3")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "kptui: That cannot be right: low: does not go with what the other fields say; leave it out. goal: 'much' is no number; "
        "type one such as 14.5, 118k, +2 or = for as before. due: 'soon' is no day; "
        "type one such as 2 Mar, tomorrow or 2026-03-02.\n"
    )
    assert full.path.read_bytes() == before


def test_an_empty_option_is_no_field_that_does_not_go_with_the_others(full: Desk) -> None:
    assert full("add", "target", "X", "--low", "", "--due", "2026-05-01").code == 0


def test_a_dry_run_says_what_would_be_and_changes_nothing(full: Desk) -> None:
    before = full.path.read_bytes()
    said = full("add", "team", "Field Service", "--dry-run")
    assert said.out.splitlines()[0] == "Field Service: added team"
    assert said.err == "Nothing was saved: this was a dry run.\n"
    assert full.path.read_bytes() == before


def test_programs_are_told_what_was_made(full: Desk) -> None:
    said = full("add", "objective", "New one", "--pillar", "Customers", "--json")
    [made] = json.loads(said.out)
    record = full.plan().records[made["id"]]
    assert made == {
        "did": "added",
        "kind": "objective",
        "id": record.id,
        "title": "New one",
        "changed": [],
        "record": record.document(),
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["add", "pilar", "X"], "There is no 'pilar' to add; there are: organisation, department,"),
        (["add", "policy", "X"], "There is no 'policy' to add;"),
        (["add", "target"], "Missing argument 'NAME'"),
        (["add", "target", "X", "--gaol", "3"], "--gaol"),
        (["edit", "CS-1", "gaol=3"], "'gaol=3' is no field of target; did you mean goal=…? Fields: name, objective"),
        (["edit", "CS-1", "goal"], "'goal' is no field of target; type one such as name=…. Fields: name,"),
        (["edit", "CS-1"], "Missing argument 'FIELD=TEXT...'"),
    ],
)
def test_wrong_use_is_said_with_what_there_is(full: Desk, line: Sequence[str], said: str) -> None:
    found = full(*line)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_the_kinds_are_listed(full: Desk) -> None:
    assert "influence" in full("add", "--help").out
    assert "--contributors TEXT" in full("add", "target", "--help").out


def test_a_record_of_a_refused_name_is_not_made(full: Desk) -> None:
    said = full("add", "pillar", "Customers")
    assert (said.code, said.err) == (
        1,
        "kptui: That cannot be right: name: There is a pillar Customers already; choose another.\n",
    )


def test_fields_are_edited_by_name_and_the_rest_stays(full: Desk) -> None:
    said = full("edit", "cs-1", "goal=-25%", "Due=2026-05-31", "keep-by=")
    assert (said.code, said.err) == (0, "")
    assert (
        said.out
        == "CS-1: changed target; goal 12 → 18; relative goal – → -25%; due 2026-04-11 → 2026-05-31; original goal – → 12\n"
    )
    edited = full.plan().target("CS-1")
    assert (edited.goal, edited.original_goal, edited.version, edited.name) == (18, 12, 2, "Answer faster")


@pytest.mark.parametrize(
    ("what", "field", "kind"),
    [
        ("Customers feel", "rationale=They stay", "objective"),
        ("CS", "name=Service", "team"),
        ("maria", "name=Maria Huber", "person"),
        ("Q1 2026", "notes=Short", "period"),
        (WANTED.id, "owner=CS", "objective"),
        (PILLAR.id, "rank=2", "pillar"),
        ("Brightwater", "vision=Every customer stays", "team"),
    ],
)
def test_anything_is_edited_by_its_name_or_id(full: Desk, what: str, field: str, kind: str) -> None:
    said = full("edit", what, field)
    assert said.code == 0
    assert f"changed {kind}; " in said.out


def test_an_edit_that_changes_nothing_says_so(full: Desk) -> None:
    before = full.path.read_bytes()
    said = full("edit", "CS-1", "goal=12")
    assert (said.code, said.out, said.err) == (0, "", "Nothing to change: it is so already.\n")
    assert full("edit", "CS-1", "goal=12", "--json").out == "[]\n"
    assert full.path.read_bytes() == before


def test_only_the_named_fields_of_the_newest_version_change(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else saves between the look at the plan and the lock."""
    save = FileStore.save
    others: list[Record] = [TARGET.edited(TARGET.at, "ben", goal=10)]

    def save_late(store: FileStore, change: object, wait: object = None) -> object:
        while others:
            save(store, lambda _: (others.pop(),))
        return save(store, change)  # type: ignore[arg-type] # whatever the verb hands over goes through as it is

    monkeypatch.setattr(FileStore, "save", save_late)
    assert full("edit", "CS-1", "name=Renamed").code == 0
    edited = full.plan().target("CS-1")
    assert (edited.name, edited.goal, edited.version) == ("Renamed", 10, 3)


def test_an_edit_that_is_wrong_is_refused(full: Desk) -> None:
    said = full("edit", "CS-1", "owner=Zoe")
    assert said.code == 1
    assert "owner: There is no person or team 'Zoe'; known: " in said.err
    unknown = full("edit", "CS-7", "owner=CS")
    assert (unknown.code, "did you mean CS-1?" in unknown.err) == (1, True)


def test_the_policy_is_shown_and_changed(full: Desk) -> None:
    shown = full("policy").out.splitlines()
    assert shown[0] == "time-zone           UTC               Today is this zone's today. Usual: UTC."
    assert len(shown) == len(POLICY_FORM.asked)
    assert full("policy", "at-risk-pace=0,8", "days_off=fri, sat").out == (
        "the policy: changed policy; days off 5, 6 → 4, 5; at risk pace 0.9 → 0.8\n"
    )
    assert json.loads(full("policy", "--json").out)["at_risk_pace"] == 0.8
    assert full.plan().policy.days_off == (4, 5)


def test_explanations_fit_the_terminal() -> None:
    lines = [
        "".join(map(text_of, line))
        for line in field_lines(POLICY_FORM, dict.fromkeys((asked.name for asked in POLICY_FORM.asked), "UTC"), 60)
    ]
    assert max(map(len, lines)) <= 60
    assert lines[1].startswith(" " * 20)


def test_a_plan_without_a_policy_gets_one_when_it_is_changed(desk: Desk) -> None:
    FileStore.create(desk.path, records=[PILLAR]).close()
    assert desk("policy", "low_confidence=3").code == 0
    assert desk.plan().policy.low_confidence == 3


def test_verbs_are_listed_by_name() -> None:
    assert list(VERBS) == sorted(VERBS)


@pytest.mark.parametrize("kind", ["department", "person", "pillar", "objective", "target"])
def test_hostile_text_is_kept_and_shown_without_its_sting(full: Desk, kind: str) -> None:
    hostile = "\x1b]52;c;aGk=\x07[/x][@click=app.quit]\u202e=cmd\x00\udc80"
    days = ["--due", "2026-05-31"] if kind == "target" else []
    said = full("add", kind, hostile, *days)
    assert said.code == 0
    assert not set("\x1b\x07\x00\u202e\udc80") & set(said.out)
    wrong = full("add", kind, "Fine", "--owner" if kind in ("objective", "target") else "--plan", f"{hostile}\n")
    assert wrong.code in (1, 2)
    assert not set("\x1b\x07\x00\u202e\udc80") & set(wrong.err)


def test_what_is_too_long_is_refused_by_its_length(full: Desk) -> None:
    said = full("add", "pillar", "x" * 10_000)
    assert (said.code, "name: It has 10000 characters, 500 are the most; shorten it." in said.err) == (1, True)
