"""Handing over: all that one person owns goes to another in one change."""

from datetime import date
from pathlib import Path

import pytest

from kptui.changes.handing_over import hand_over, hand_over_targets, owned_by
from kptui.errors import EditConflict, Refused
from kptui.models.organisation import Person, Team
from kptui.models.target import State
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import NOW, a_day, a_person, a_plan, a_target, a_team, an_objective

SERVICE = a_team()
MARIA = a_person(team=SERVICE.id)
BEN = a_person(name="Ben Okafor", login="ben")
WANTED = an_objective(owner=MARIA.id)
OPEN = a_target(owner=MARIA.id)
CLOSED = a_target(code="CS-2", owner=MARIA.id, state=State.closed)
OTHERS = a_target(code="CS-3", owner=BEN.id)
RECORDS = (SERVICE, MARIA, BEN, WANTED, OPEN, CLOSED, OTHERS)
PLAN = a_plan(*RECORDS)


def after(to: Person | Team, last_day: date | None = None) -> Plan:
    saved = {new.id: new for new in hand_over(MARIA, to, NOW, "ana", last_day)(PLAN)}
    return a_plan(*{**PLAN.records, **saved}.values())


@pytest.mark.parametrize("to", [BEN, SERVICE])
def test_objectives_and_open_targets_go_to_another_and_what_is_over_stays(to: Person | Team) -> None:
    plan = after(to)
    assert owned_by(plan, MARIA.id) == ()
    assert {record.id for record in owned_by(plan, to.id)} >= {WANTED.id, OPEN.id}
    assert plan.target("CS-2").owner == MARIA.id
    assert plan.records[MARIA.id] is MARIA


def test_whoever_leaves_has_a_last_day_from_then_on() -> None:
    plan = after(BEN, a_day("2026-03-31"))
    assert plan.people[0].ended_on == a_day("2026-03-31")
    assert plan.person_of("maria") is None


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (MARIA, "Maria Berger has it already; name somebody else."),
        (a_person(name="Stranger"), "Stranger is not there any more; name somebody else."),
    ],
)
def test_nobody_else_is_refused(to: Person, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        after(to)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("gone", [{"retired": True}, {"ended_on": date(2026, 1, 1)}])
def test_nothing_goes_to_someone_who_is_gone(gone: dict[str, object]) -> None:
    plan = a_plan(*RECORDS, BEN.model_copy(update=gone))
    with pytest.raises(Refused, match="Ben Okafor is not there any more"):
        hand_over(MARIA, BEN, NOW, "ana")(plan)


def test_where_there_is_nothing_to_give_that_is_said() -> None:
    with pytest.raises(Refused, match="Maria Berger owns nothing that could be handed over"):
        hand_over(MARIA, BEN, NOW, "ana")(a_plan(MARIA, BEN))


def test_someone_else_s_edit_of_the_person_comes_first(tmp_path: Path) -> None:
    store = FileStore.create(tmp_path / "plan.json", records=RECORDS)
    store.save(lambda _: (MARIA.edited(NOW, "ana", name="Maria Huber"),))
    with pytest.raises(EditConflict):
        store.save(hand_over(MARIA, BEN, NOW, "ben", a_day("2026-03-31")))
    assert store.read().target("CS-1").owner == MARIA.id


def test_several_targets_go_to_another_whoever_had_them() -> None:
    given = hand_over_targets([OPEN, OTHERS], SERVICE, NOW, "ana")(PLAN)
    assert [(record.id, getattr(record, "owner", None), record.version) for record in given] == [
        (OPEN.id, SERVICE.id, 2),
        (OTHERS.id, SERVICE.id, 2),
    ]
    assert [record.id for record in hand_over_targets([OPEN, OTHERS], BEN, NOW, "ana")(PLAN)] == [OPEN.id]


def test_several_targets_are_not_given_to_who_has_them_or_is_not_there() -> None:
    with pytest.raises(Refused, match="has them all already"):
        hand_over_targets([OTHERS], BEN, NOW, "ana")(PLAN)
    with pytest.raises(Refused, match="not there any more"):
        hand_over_targets([OPEN], a_person(name="Someone Else"), NOW, "ana")(PLAN)


def test_several_targets_stay_where_they_are_when_one_has_changed_since() -> None:
    newer = a_plan(*RECORDS, OPEN.edited(NOW, "ben", name="Another name"))
    with pytest.raises(EditConflict):
        hand_over_targets([OTHERS, OPEN], SERVICE, NOW, "ana")(newer)
