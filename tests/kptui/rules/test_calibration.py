"""How often what people were so sure of came true, and who may see it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from kptui.models.check_in import Reading
from kptui.models.organisation import Level, Person, Team
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.rules.calibration import Calibration, calibration
from kptui.rules.calibration import Level as Sure
from tests.builders import DUE, a_person, a_plan, a_policy, a_reading, a_target, a_team, an_organisation, day_number

AFTER = day_number(101)
ROOT = an_organisation()
IT = a_team(name="IT", short="IT", level=Level.department, parent=ROOT.id)
DESK = a_team(name="Service Desk", short="SD", parent=IT.id)
MARIA = a_person(team=DESK.id)


def people(count: int, team: Team, first: int = 1) -> list[Person]:
    return [a_person(id=f"p{n}", name=f"Person {n}", login=f"p{n}", team=team.id) for n in range(first, first + count)]


def said(*confidences: int | None, ends: float = 100, by: str = "maria") -> list[Reading]:
    """One check-in a week with these confidences, and one on the due day."""
    weeks = [a_reading(day_number(7 * n + 7), 10, confidence=sure, by=by) for n, sure in enumerate(confidences)]
    return [*weeks, a_reading(DUE, ends, confidence=10, by=by)]


def plan_of(targets: Mapping[Target, Sequence[Reading]], *records: Record) -> Plan:
    readings = {target.id: tuple(found) for target, found in targets.items()}
    return a_plan(a_policy(days_off=()), ROOT, IT, DESK, MARIA, *records, *targets, readings=readings)


def hers(number: int = 1, **fields: Any) -> Target:
    return a_target(**{"code": f"CS-{number}", "owner": MARIA.id} | fields)


def own(plan: Plan, viewer: Person | None = MARIA, today: date = AFTER) -> Calibration | None:
    return next((c for c in calibration(plan, today, viewer) if viewer is not None and c.name == viewer.name), None)


def names(found: Iterable[Calibration]) -> list[str]:
    return [one.name for one in found]


def test_each_confidence_is_counted_with_how_often_it_came_true() -> None:
    plan = plan_of({hers(1): said(7, 8), hers(2): said(7, ends=10), hers(3): said(7, 8)})
    found = own(plan)
    assert found == Calibration(MARIA.name, 1, (Sure(8, 2, 2), Sure(7, 3, 2)))
    assert found is not None
    assert found.count == 5
    assert found.came_true == pytest.approx(4 / 5)
    assert found.said == pytest.approx((2 * 0.8 + 3 * 0.7) / 5)


def test_a_target_counts_once_for_each_confidence_however_often_it_was_said() -> None:
    found = own(plan_of({hers(): said(7, 7, 7, None, 6)}))
    assert found is not None
    assert found.levels == (Sure(7, 1, 1), Sure(6, 1, 1))


def test_nothing_counts_before_it_is_known_how_it_ended() -> None:
    assert own(plan_of({hers(): said(7)}), today=day_number(99)) is None
    assert own(plan_of({hers(): [a_reading(day_number(7), 100, confidence=7)]}), today=day_number(50)) is None


@pytest.mark.parametrize("fields", [{"state": State.draft}, {"owner": None}, {"retired": True}])
def test_what_is_not_judged_or_nobodys_counts_for_nobody(fields: dict[str, Any]) -> None:
    assert own(plan_of({hers(**fields): said(7)})) is None


def test_a_target_that_was_closed_as_achieved_counts_before_its_due_day() -> None:
    readings = [a_reading(day_number(7), 20, confidence=6), a_reading(day_number(14), 100, confidence=9)]
    found = own(plan_of({hers(state=State.closed): readings}), today=day_number(20))
    assert found is not None
    assert found.levels == (Sure(9, 1, 1), Sure(6, 1, 1))


def test_of_what_ended_in_silence_nothing_is_known() -> None:
    assert own(plan_of({hers(): said(7)[:1]})) is None


def test_nobody_sees_what_another_said() -> None:
    other = a_person(id="ben", name="Ben Oatlark", login="ben", team=DESK.id)
    plan = plan_of({hers(): said(7)}, other)
    assert calibration(plan, AFTER, other) == ()
    assert calibration(plan, AFTER, None) == ()


def test_a_team_of_five_is_shown_to_everybody_and_one_of_four_to_nobody() -> None:
    five = people(5, DESK)
    targets = [a_target(code=f"SD-{n}", owner=person.id) for n, person in enumerate(five, start=1)]
    shown = calibration(plan_of({t: said(7) for t in targets}, *five), AFTER, None)
    assert shown[0] == Calibration("Service Desk", 5, (Sure(7, 5, 5),))
    assert calibration(plan_of({t: said(7) for t in targets[:4]}, *five), AFTER, None) == ()


def test_ones_own_comes_before_that_of_the_teams() -> None:
    four = people(4, DESK)
    targets = [a_target(code=f"SD-{n}", owner=person.id) for n, person in enumerate(four, start=1)]
    plan = plan_of({hers(): said(5), **{t: said(7) for t in targets}}, *four)
    assert names(calibration(plan, AFTER, MARIA)) == [MARIA.name, "Service Desk", "IT", "Brightwater"]


def test_a_team_is_left_out_where_the_few_that_it_has_beyond_another_could_be_told_apart() -> None:
    five, few = people(5, DESK), people(4, IT, first=6)
    targets = [a_target(code=f"SD-{n}", owner=person.id) for n, person in enumerate((*five, *few), start=1)]
    assert names(calibration(plan_of({t: said(7) for t in targets}, *five, *few), AFTER, None)) == ["Service Desk"]
    enough = people(5, IT, first=6)
    more = [*targets, a_target(code="SD-99", owner="p10")]
    shown = calibration(plan_of({t: said(7) for t in more}, *five, *enough), AFTER, None)
    assert [(one.name, one.people) for one in shown] == [("Service Desk", 5), ("IT", 10), ("Brightwater", 10)]


def test_on_what_a_team_owns_the_one_who_checked_in_speaks() -> None:
    five = people(5, DESK)
    targets = [a_target(code=f"SD-{n}", owner=DESK.id) for n in range(1, 6)]
    spoken = {t: said(7, by=f"p{n}") for n, t in enumerate(targets, start=1)}
    shown = calibration(plan_of(spoken, *five), AFTER, None)
    assert (shown[0].name, shown[0].people) == ("Service Desk", 5)
    assert own(plan_of(spoken, *five), five[0]) is not None
    strangers = {t: said(7, by="stranger") for t in targets}
    assert calibration(plan_of(strangers, *five), AFTER, None) == ()
