"""The structure rules: what is missing in a plan around each record."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from kptui.models.check_in import Reading
from kptui.models.objective import Objective
from kptui.models.organisation import Level
from kptui.models.policy import Policy
from kptui.models.record import Record
from kptui.models.target import Cadence, Indicator, State, Target
from kptui.plan import Plan
from kptui.rules.structure import STRUCTURE_RULES, structure, what_is_missing
from tests.builders import (
    NOW,
    TODAY,
    a_period,
    a_person,
    a_pillar,
    a_plan,
    a_policy,
    a_reading,
    a_target,
    a_team,
    an_influence,
    an_objective,
    an_organisation,
    day_number,
)

ROOT = an_organisation()
IT = a_team(name="IT", short="IT", level=Level.department, parent=ROOT.id)
DESK = a_team(name="Service Desk", short="SD", parent=IT.id)
HR = a_team(name="HR", short="HR", level=Level.department, parent=ROOT.id)
ANA = a_person(name="Ana Fernwren", login="ana", team=DESK.id)
HUGO = a_person(name="Hugo Larkspur", login="hugo", team=HR.id)
PILLAR = a_pillar()
HOUSE = (ROOT, IT, DESK, HR, ANA, HUGO, PILLAR)
NEWS = (a_reading(TODAY, 50),)


def an_aim(**fields: Any) -> Objective:
    return an_objective(**{"pillar": PILLAR.id, "owner": IT.id} | fields)


AIM = an_aim(name="One tool for all")


def kpt(number: int = 1, **fields: Any) -> Target:
    """A target with nothing missing around it."""
    return a_target(**{"code": f"CS-{number}", "objective": AIM.id, "owner": ANA.id} | fields)


def plan_of(*records: Record, readings: dict[str, Sequence[Reading]] | None = None) -> Plan:
    news = {record.id: NEWS for record in records if isinstance(record, Target)}
    return a_plan(*HOUSE, *records, readings=news | (readings or {}))


def rules_on(record: Record, *others: Record, readings: dict[str, Sequence[Reading]] | None = None) -> list[str]:
    found = structure(plan_of(record, *others, readings=readings), TODAY)
    return [finding.rule for finding in found.get(record.id, ())]


def text_on(record: Record, *others: Record, readings: dict[str, Sequence[Reading]] | None = None) -> str:
    (finding,) = structure(plan_of(record, *others, readings=readings), TODAY)[record.id]
    assert finding.mend.endswith(".")
    return finding.text


def test_a_plan_in_good_order_has_no_findings() -> None:
    assert structure(plan_of(AIM, kpt()), TODAY) == {}
    assert structure(Plan(), TODAY) == {}


def test_every_rule_has_a_name_of_its_own_and_says_what_it_finds() -> None:
    names = [rule.__name__ for rule in STRUCTURE_RULES]
    assert len(set(names)) == len(names) == 11
    assert all(rule.__doc__ for rule in STRUCTURE_RULES)


@pytest.mark.parametrize(
    ("owner", "text"),
    [
        (None, "nobody owns it"),
        ("nobody", "nobody owns it"),
        (PILLAR.id, "nobody owns it"),
        ("gone", "its owner Jo Park left on 27 Feb"),
        ("retired", "its owner Old Desk is retired"),
    ],
)
def test_ownerless_is_what_nobody_answers_for(owner: str | None, text: str) -> None:
    gone = a_person(id="gone", name="Jo Park", login=None, ended_on="2026-02-27")
    retired = a_team(id="retired", name="Old Desk", retired=True)
    assert text_on(kpt(owner=owner), AIM, gone, retired) == text
    assert text_on(an_aim(id="other", owner=owner), kpt(objective="other"), gone, retired) == text


def test_who_leaves_today_is_still_an_owner() -> None:
    leaver = a_person(name="Jo Park", login=None, ended_on=TODAY, team=DESK.id)
    assert rules_on(kpt(owner=leaver.id), AIM, leaver) == []


@pytest.mark.parametrize("objective", [None, "nothing", "retired", PILLAR.id])
def test_a_target_without_an_objective_is_an_orphan(objective: str | None) -> None:
    assert text_on(kpt(objective=objective), an_aim(id="retired", retired=True)) == "it serves no objective"


@pytest.mark.parametrize("state", [State.closed, State.dropped])
def test_of_what_is_over_or_given_up_nothing_is_missing(state: State) -> None:
    assert rules_on(kpt(objective=None, owner=None, state=state)) == []


@pytest.mark.parametrize("state", [State.draft, State.proposed])
def test_a_draft_is_looked_at_too(state: State) -> None:
    assert rules_on(kpt(objective=None, owner=None, state=state)) == ["ownerless", "orphan"]


def test_a_duplicate_is_looked_at_in_what_stands_for_it() -> None:
    assert rules_on(kpt(objective=None, merged_into="other")) == []


@pytest.mark.parametrize("fields", [{"pillar": None}, {"pillar": "old"}, {"pillar": None, "parent": "nothing"}])
def test_an_objective_on_nothing_is_an_orphan(fields: dict[str, Any]) -> None:
    objective = an_aim(**fields)
    old = a_pillar(id="old", retired=True)
    assert text_on(objective, kpt(objective=objective.id), old) == "it stands on no pillar and serves no objective"


def test_an_objective_beneath_another_needs_no_pillar() -> None:
    assert rules_on(an_aim(id="low", pillar=None, parent=AIM.id), AIM, kpt(objective="low")) == []


def test_an_objective_without_targets_beneath_is_blind() -> None:
    assert text_on(AIM) == "no target shows whether it is reached"
    assert rules_on(AIM, kpt(state=State.dropped)) == ["blind"]
    assert rules_on(AIM, kpt(state=State.closed)) == []
    low = an_aim(pillar=None, parent=AIM.id)
    assert rules_on(AIM, low, kpt(objective=low.id)) == []


def test_objectives_in_a_circle_are_looked_at_once() -> None:
    one, other = an_aim(id="1", pillar=None, parent="2"), an_aim(id="2", pillar=None, parent="1")
    assert rules_on(one, other) == ["blind"]


def test_a_chain_of_objectives_may_be_as_deep_as_it_likes() -> None:
    chain = [an_aim(id=str(n), pillar=None, parent=str(n - 1)) for n in range(1500)]
    assert rules_on(chain[-1], *chain[:-1], kpt(objective=chain[-1].id)) == []


def test_of_an_objective_whose_period_is_over_nothing_is_missing() -> None:
    past = a_period(start="2025-10-01", end="2025-12-31")
    objective = an_aim(period=past.id)
    beneath = an_aim(pillar=None, parent=objective.id)
    assert rules_on(objective, past, beneath) == []
    assert rules_on(beneath, past, objective) == []


def test_a_teams_objective_right_beneath_the_organisations_skips_the_department() -> None:
    top = an_aim(name="They stay", owner=ROOT.id)
    low = an_aim(pillar=None, parent=top.id, owner=DESK.id)
    assert text_on(low, top, kpt(objective=low.id)) == (
        'it belongs to Service Desk and hangs directly beneath "They stay" of Brightwater, skipping IT'
    )
    own = an_aim(pillar=None, parent=top.id, owner=ANA.id)
    assert rules_on(own, top, kpt(objective=own.id)) == ["level_skipped"]


@pytest.mark.parametrize(("above", "below"), [(ROOT, IT), (IT, DESK), (HR, DESK), (ROOT, ROOT), (DESK, IT)])
def test_no_level_is_skipped_where_none_is_between(above: Record, below: Record) -> None:
    top = an_aim(owner=above.id)
    low = an_aim(pillar=None, parent=top.id, owner=below.id)
    assert rules_on(low, top, kpt(objective=low.id)) == []


def test_a_team_that_carries_a_share_of_the_organisations_target_skips_the_department() -> None:
    whole = kpt(1, owner=ROOT.id)
    part = kpt(2, owner=DESK.id, part_of=whole.id, share=1)
    assert '"CS-1 Answer faster" of Brightwater, skipping IT' in text_on(part, whole, AIM)
    assert rules_on(kpt(3, owner=IT.id, part_of=whole.id, share=1), whole, AIM) == []


def test_teams_in_a_circle_skip_nothing_and_end() -> None:
    one, other = a_team(id="1", name="One", parent="2"), a_team(id="2", name="Other", parent="1")
    top = an_aim(owner=one.id)
    low = an_aim(pillar=None, parent=top.id, owner=other.id)
    assert rules_on(low, top, one, other, kpt(objective=low.id)) == []


@pytest.mark.parametrize("fields", [{"due": "2026-04-01"}, {"start": "2025-12-31"}])
def test_a_target_outside_its_period_is_found(fields: dict[str, Any]) -> None:
    period = a_period(end="2026-03-31")
    target = kpt(**{"due": "2026-03-31", "period": period.id} | fields)
    assert "outside Q1 2026 (1 Jan to 31 Mar)" in text_on(target, AIM, period)
    assert rules_on(kpt(due="2026-03-31", period=period.id), AIM, period) == []


def test_a_target_without_a_period_has_that_of_what_is_above_it() -> None:
    period = a_period(end="2026-03-31")
    top = an_aim(period=period.id)
    low = an_aim(pillar=None, parent=top.id)
    text = text_on(kpt(objective=low.id), top, low, period)
    assert text == "it runs from 1 Jan to 11 Apr, outside Q1 2026 (1 Jan to 31 Mar)"


def test_an_objective_outside_the_period_of_its_parent_is_found() -> None:
    quarter, year = a_period(), a_period(name="2026", end="2026-12-31")
    top = an_aim(period=quarter.id)
    low = an_aim(pillar=None, parent=top.id, period=year.id)
    served = kpt(objective=low.id)
    assert text_on(low, top, quarter, year, served) == "it runs from 1 Jan to 31 Dec, outside Q1 2026 (1 Jan to 31 Mar)"
    assert rules_on(top, low, quarter, year, served) == []


def test_a_part_that_is_due_after_the_whole_is_found() -> None:
    whole = kpt(1, owner=IT.id)
    part = kpt(2, part_of=whole.id, due="2026-05-01", share=1)
    assert text_on(part, whole, AIM) == "it is due on 1 May, after CS-1 of which it is a part (11 Apr)"


def test_several_targets_that_all_lag_are_known_too_late() -> None:
    one, other = kpt(1), kpt(2)
    assert text_on(AIM, one, other).startswith("all its targets lag (CS-1 and CS-2), so it is known only afterwards")
    assert rules_on(AIM, one) == []
    assert rules_on(AIM, one, kpt(2, indicator=Indicator.leading)) == []
    elsewhere = kpt(3, objective="other")
    assert rules_on(AIM, one, other, elsewhere, an_influence(elsewhere, other)) == []


def test_a_leading_target_further_down_leads_too() -> None:
    low = an_aim(pillar=None, parent=AIM.id)
    assert rules_on(AIM, low, kpt(1), kpt(2), kpt(3, objective=low.id, indicator=Indicator.leading)) == []


def test_several_targets_that_all_lead_show_no_outcome() -> None:
    one, other = (kpt(n, indicator=Indicator.leading) for n in (1, 2))
    assert text_on(AIM, one, other) == "all its targets lead (CS-1 and CS-2), so nothing shows what comes of them"
    elsewhere = kpt(3, objective="other")
    assert rules_on(AIM, one, other, elsewhere, an_influence(one, elsewhere)) == []


def test_a_person_with_more_targets_than_the_policy_allows_has_too_many() -> None:
    many = [kpt(n, indicator=Indicator.leading if n > 1 else Indicator.lagging) for n in range(1, 7)]
    assert text_on(ANA, AIM, *many) == "Ana Fernwren owns 6 open targets, more than 5: CS-1, CS-2, CS-3, CS-4 and 2 more"
    assert rules_on(ANA, AIM, *many[:5]) == []
    assert rules_on(ANA, AIM, *many, a_policy(owner_limit=6)) == []
    assert rules_on(ANA, AIM, *many[:5], kpt(9, state=State.closed)) == []


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ((0.5, 0.3), "the shares of CS-2 and CS-3 do not add up: 20 % of the goal is nobody's"),
        ((0.7, 0.5), "the shares of CS-2 and CS-3 do not add up: 20 % of the goal is given out twice"),
        ((0.5, None), "the shares of CS-2 and CS-3 do not add up: 50 % of the goal is nobody's"),
    ],
)
def test_shares_that_do_not_add_up_are_found_on_the_whole(shares: tuple[float | None, ...], text: str) -> None:
    whole = kpt(1, owner=IT.id)
    assert text_on(whole, AIM, *parts_of(whole, shares)) == text


@pytest.mark.parametrize("shares", [(0.5, 0.5), (0.333, 0.333, 0.333), (None, None), ()])
def test_shares_that_add_up_or_were_never_given_out_are_no_matter(shares: tuple[float | None, ...]) -> None:
    whole = kpt(1, owner=IT.id)
    assert rules_on(whole, AIM, *parts_of(whole, shares)) == []


def parts_of(whole: Target, shares: Sequence[float | None]) -> list[Target]:
    return [kpt(number, part_of=whole.id, share=share) for number, share in enumerate(shares, start=2)]


def test_a_part_that_was_dropped_carries_nothing() -> None:
    whole = kpt(1, owner=IT.id)
    parts = (kpt(2, part_of=whole.id, share=0.5), kpt(3, part_of=whole.id, share=0.5, state=State.dropped))
    assert rules_on(whole, AIM, *parts) == ["shares"]


def balanced(**fields: Any) -> tuple[Target, Target]:
    return kpt(1, **fields), kpt(2, indicator=Indicator.leading)


def test_an_objective_of_one_team_with_helpers_from_another_is_a_silo() -> None:
    one, other = balanced(contributors=[HUGO.id])
    assert text_on(AIM, one, other) == "all its targets belong to Service Desk, though HR helps with them"
    marketing = a_team(name="Marketing", short="MK", parent=ROOT.id)
    one, other = balanced(contributors=[HUGO.id, marketing.id])
    assert "though HR and Marketing help with them" in text_on(AIM, one, other, marketing)


@pytest.mark.parametrize("helper", [DESK.id, IT.id, ROOT.id, "nobody"])
def test_helpers_of_the_same_department_or_above_all_make_no_silo(helper: str) -> None:
    assert rules_on(AIM, *balanced(contributors=[helper])) == []


def test_where_the_helpers_have_a_target_of_their_own_there_is_no_silo() -> None:
    one, other = balanced(contributors=[HUGO.id])
    assert rules_on(AIM, one, other, kpt(3, owner=HUGO.id)) == []
    elsewhere = kpt(4, owner=HUGO.id, objective="other")
    assert rules_on(AIM, one, other, elsewhere, an_influence(elsewhere, one)) == []
    gone = kpt(5)
    assert rules_on(AIM, one, other, an_influence(gone, one)) == ["silo"]


@pytest.mark.parametrize(("days", "rules"), [(21, []), (22, ["neglected"])])
def test_what_nobody_has_looked_at_for_three_cadences_is_neglected(days: int, rules: list[str]) -> None:
    target = kpt()
    last = (a_reading(TODAY - timedelta(days=days), 20),)
    assert rules_on(target, AIM, readings={target.id: last}) == rules


def test_a_neglected_target_says_for_how_long() -> None:
    target = kpt()
    assert text_on(target, AIM, readings={target.id: ()}) == "no check-in for 60 days, though one is due weekly"
    slow = kpt(cadence=Cadence.monthly)
    assert rules_on(slow, AIM, readings={slow.id: ()}) == []
    later = (a_reading("2026-03-20", 5),)
    assert rules_on(target, AIM, readings={target.id: later}) == ["neglected"]


@pytest.mark.parametrize("fields", [{"state": State.draft}, {"due": day_number(59)}])
def test_only_what_runs_is_neglected(fields: dict[str, Any]) -> None:
    target = kpt(**fields)
    assert rules_on(target, AIM, readings={target.id: ()}) == []


def test_after_a_check_in_only_what_it_changes_is_found_anew() -> None:
    target, loose = kpt(), kpt(2, objective=None, cadence=Cadence.quarterly)
    before = plan_of(AIM, target, loose, readings={target.id: ()})
    after = plan_of(AIM, target, loose)
    assert structure(before, TODAY).keys() == {target.id, loose.id}
    assert structure(after, TODAY).keys() == {loose.id}
    assert structure(after, TODAY)[loose.id][0] is structure(before, TODAY)[loose.id][0]
    moved = a_plan(*after.records.values(), loose.edited(NOW, "ana", objective=AIM.id), readings=after.readings)
    assert structure(moved, TODAY).keys() == {AIM.id}


def test_the_policy_of_the_day_counts() -> None:
    many = [kpt(n, indicator=Indicator.leading if n > 1 else Indicator.lagging) for n in range(1, 7)]
    strict: list[Policy] = [a_policy(owner_limit=9), a_policy(owner_limit=2)]
    assert [ANA.id in structure(plan_of(AIM, *many, policy), TODAY) for policy in strict] == [False, True]


def test_of_a_target_it_is_told_what_is_missing_with_its_owner_and_above_it_too() -> None:
    many = [kpt(n) for n in range(1, 7)]
    lonely = kpt(7, owner=None)
    plan = plan_of(AIM, *many, lonely)
    found = what_is_missing(plan, many[0], TODAY)
    assert [(one.record.id, one.finding.rule) for one in found] == [(ANA.id, "too_many"), (AIM.id, "all_lagging")]
    assert [one.sentence.split(" owns")[0].split(" (")[0] for one in found] == [
        "Ana Fernwren",
        "One tool for all: all its targets lag",
    ]
    assert [one.finding.rule for one in what_is_missing(plan, lonely, TODAY)] == ["ownerless", "all_lagging"]
