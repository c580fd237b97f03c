"""Influences: loops that are refused, early warnings with their day and path, and what they hold back."""

from datetime import date
from typing import Any

import pytest

from kptui.models.check_in import Reading
from kptui.models.record import Record
from kptui.models.target import State, Target
from kptui.plan import Plan
from kptui.rules.flip import flip
from kptui.rules.influence import (
    EarlyWarning,
    early_warnings,
    flip_with_warnings,
    held_back,
    judge_with_warnings,
    lift_of,
    loop_of,
    release,
    warnings_by,
    warnings_on,
    with_warnings,
)
from kptui.rules.judgement import Judgement, Status
from kptui.rules.progress import judge, judge_all
from kptui.rules.rollup import roll_up
from tests.builders import a_plan, a_policy, a_reading, a_target, an_influence, an_objective, day_number

DAY = day_number(50)
OFF, FINE = 5.0, 60.0
"""Values of day 50, half the span gone: hopeless, and better than expected."""


def named(number: int, **fields: Any) -> Target:
    return a_target(code=f"CS-{number}", name=f"Figure {number}", **fields)


ONE, TWO, THREE, FOUR, FIVE = (named(n) for n in range(1, 6))


def standing(status: Status, p_miss: float | None = None) -> Judgement:
    return Judgement(status, (), last=a_reading(DAY, 0), p_miss=p_miss)


OFF_TRACK, AT_RISK, ON_TRACK = (standing(status) for status in (Status.off_track, Status.at_risk, Status.on_track))


def warned(
    target: Target, judged: dict[Target, Judgement], *influences: Record, today: date = DAY, records: tuple[Record, ...] = ()
) -> tuple[EarlyWarning, ...]:
    """What is warned of when all stand as said; the target itself is on track where nothing is said of it."""
    by_id = {target.id: ON_TRACK} | {other.id: judgement for other, judgement in judged.items()}
    return warnings_by(a_plan(target, *judged, *records, *influences), target, by_id.get, today)


def two_in_a_row(value: float) -> list[Reading]:
    """A check-in on the day and one of the same pace a week before: one alone might be chance."""
    return [a_reading(day_number(43), value * 43 / 50), a_reading(DAY, value)]


def plan_of(values: dict[Target, float | None], *influences: Record, **policy: Any) -> Plan:
    readings = {t.id: two_in_a_row(value) for t, value in values.items() if value is not None}
    return a_plan(a_policy(days_off=(), **policy), *values, *influences, readings=readings)


def test_a_link_that_closes_no_loop_has_none() -> None:
    plan = a_plan(ONE, TWO, THREE, an_influence(ONE, TWO), an_influence(TWO, THREE), an_influence(ONE, THREE))
    assert loop_of(plan, ONE.id, TWO.id) == ()
    assert loop_of(plan, ONE.id, THREE.id) == ()
    assert loop_of(plan, FOUR.id, ONE.id) == ()


def test_the_loop_that_a_link_would_close_is_told_from_its_beginning() -> None:
    plan = a_plan(ONE, TWO, THREE, an_influence(ONE, TWO), an_influence(TWO, THREE))
    assert loop_of(plan, THREE.id, ONE.id) == (THREE.id, ONE.id, TWO.id)
    assert loop_of(plan, TWO.id, ONE.id) == (TWO.id, ONE.id)
    assert loop_of(plan, ONE.id, ONE.id) == (ONE.id,)


def test_a_link_that_is_turned_round_closes_no_loop_with_what_it_was() -> None:
    link = an_influence(ONE, TWO)
    plan = a_plan(ONE, TWO, link)
    assert loop_of(plan, TWO.id, ONE.id) == (TWO.id, ONE.id)
    assert loop_of(plan, TWO.id, ONE.id, instead_of=link.id) == ()


def test_a_retired_link_closes_no_loop() -> None:
    assert loop_of(a_plan(ONE, TWO, an_influence(ONE, TWO, retired=True)), TWO.id, ONE.id) == ()


@pytest.mark.parametrize(
    ("status", "p_miss", "chance"),
    [
        (Status.missed, None, 1.0),
        (Status.off_track, None, 0.8),
        (Status.at_risk, None, 0.5),
        (Status.off_track, 0.93, 0.93),
        (Status.on_track, 0.44, 0.44),
    ],
)
def test_what_is_passed_on_is_the_chance_of_a_miss_beyond_what_everything_carries(
    status: Status, p_miss: float | None, chance: float
) -> None:
    (warning,) = warned(TWO, {ONE: standing(status, p_miss)}, an_influence(ONE, TWO, strength=0.5))
    assert warning.lift == pytest.approx(0.5 * (chance - 0.3) / 0.7)


@pytest.mark.parametrize("judgement", [ON_TRACK, standing(Status.achieved), standing(Status.on_track, 0.3)])
def test_what_goes_well_enough_passes_nothing_on(judgement: Judgement) -> None:
    assert warned(TWO, {ONE: judgement}, an_influence(ONE, TWO, strength=1)) == ()


def test_the_lifts_of_several_leading_targets_add_like_chances() -> None:
    links = (an_influence(ONE, THREE, strength=0.5), an_influence(TWO, THREE, strength=1))
    found = warned(THREE, {ONE: OFF_TRACK, TWO: AT_RISK}, *links)
    assert [warning.path for warning in found] == [(ONE.id,), (TWO.id,)]
    assert lift_of(found) == pytest.approx(1 - (1 - 0.5 * 0.5 / 0.7) * (1 - 1.0 * 0.2 / 0.7))


def test_trouble_is_halved_for_each_hop_and_followed_no_further_than_three() -> None:
    links = [an_influence(one, other, strength=1) for one, other in ((ONE, TWO), (TWO, THREE), (THREE, FOUR), (FOUR, FIVE))]
    judged = {ONE: OFF_TRACK, TWO: ON_TRACK, THREE: ON_TRACK, FOUR: ON_TRACK, FIVE: ON_TRACK}
    full = 0.5 / 0.7
    assert [lift_of(warned(target, judged, *links)) for target in (TWO, THREE, FOUR, FIVE)] == pytest.approx(
        [full, full / 2, full / 4, 0]
    )
    (warning,) = warned(FOUR, judged, *links)
    assert warning.path == (ONE.id, TWO.id, THREE.id)
    assert warning.text.endswith("Figure 1 (CS-1) off track, by way of CS-2 and CS-3")


def test_the_worked_example_of_the_papers_comes_out() -> None:
    links = (an_influence(ONE, TWO, strength=0.7, lag_weeks=2), an_influence(TWO, THREE, strength=0.5, lag_weeks=3))
    (warning,) = warned(THREE, {ONE: standing(Status.off_track, 0.8), TWO: ON_TRACK}, *links)
    assert warning.lift == pytest.approx(0.125)
    assert warning.day == day_number(50 + 5 * 7)


def test_a_leading_target_counts_once_by_the_way_on_which_it_weighs_most() -> None:
    links = [
        an_influence(ONE, TWO, strength=1),
        an_influence(TWO, THREE, strength=1),
        an_influence(ONE, THREE, strength=0.4),
        an_influence(ONE, THREE, strength=0.1),
    ]
    found = warned(THREE, {ONE: OFF_TRACK, TWO: ON_TRACK}, *links)
    assert [warning.path for warning in found] == [(ONE.id, TWO.id)]


def test_what_lifts_hardly_at_all_is_no_warning() -> None:
    assert warned(TWO, {ONE: OFF_TRACK}, an_influence(ONE, TWO, strength=0.06)) == ()
    assert warned(TWO, {ONE: OFF_TRACK}, an_influence(ONE, TWO, strength=0.04)) == ()


def test_a_warning_has_a_day_a_lag_after_the_last_check_in() -> None:
    link = an_influence(ONE, TWO, lag_weeks=3)
    (warning,) = warned(TWO, {ONE: OFF_TRACK}, link)
    assert warning.day == day_number(71)
    assert warning.text == "CS-2 slips from about 13 Mar: Figure 1 (CS-1) off track"
    (later,) = warned(TWO, {ONE: OFF_TRACK}, link, today=day_number(55))
    assert later.day == day_number(71)


def test_lags_on_the_way_add_up() -> None:
    links = (an_influence(ONE, TWO, strength=1, lag_weeks=1), an_influence(TWO, THREE, strength=1, lag_weeks=2))
    (warning,) = warned(THREE, {ONE: OFF_TRACK, TWO: ON_TRACK}, *links)
    assert warning.day == day_number(71)


def test_where_the_lag_is_over_and_the_trouble_goes_on_it_is_felt_from_now_on() -> None:
    (warning,) = warned(TWO, {ONE: OFF_TRACK}, an_influence(ONE, TWO, lag_weeks=0), today=day_number(52))
    assert warning.day == day_number(52)
    assert warning.text.startswith("CS-2 slips from now on: ")


@pytest.mark.parametrize(("weeks", "warnings"), [(7, 1), (8, 0), (1e300, 0)])
def test_what_is_felt_only_after_the_due_day_is_no_warning(weeks: float, warnings: int) -> None:
    assert len(warned(TWO, {ONE: OFF_TRACK}, an_influence(ONE, TWO, lag_weeks=weeks))) == warnings


def test_what_ended_and_was_felt_already_is_no_early_warning() -> None:
    judged, link = {ONE: standing(Status.missed)}, an_influence(ONE, TWO, lag_weeks=1)
    (warning,) = warned(TWO, judged, link, today=day_number(51))
    assert warning.text == "CS-2 slips from about 27 Feb: Figure 1 (CS-1) missed"
    assert warned(TWO, judged, link, today=day_number(58)) == ()


@pytest.mark.parametrize("status", [Status.achieved, Status.missed])
def test_what_is_settled_is_not_warned(status: Status) -> None:
    assert warned(TWO, {ONE: OFF_TRACK, TWO: standing(status)}, an_influence(ONE, TWO)) == ()


def test_what_is_over_or_not_judged_is_not_warned() -> None:
    over, draft = named(3, due=day_number(49)), named(4, state=State.draft)
    links = (an_influence(ONE, over), an_influence(ONE, draft))
    assert warned(over, {ONE: OFF_TRACK, over: standing(Status.no_news)}, *links) == ()
    assert draft.id not in early_warnings(plan_of({ONE: OFF, draft: None}, *links), DAY)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("status", [Status.too_early, Status.no_news])
def test_who_is_too_early_to_judge_or_silent_passes_nothing_on(status: Status, sign: int) -> None:
    assert warned(TWO, {ONE: standing(status)}, an_influence(ONE, TWO, strength=1, sign=sign)) == ()


def test_who_is_silent_after_bad_figures_passes_them_on() -> None:
    (warning,) = warned(TWO, {ONE: standing(Status.no_news, 0.9)}, an_influence(ONE, TWO, strength=1))
    assert warning.text.endswith("Figure 1 (CS-1) will miss with a chance of 90 %")


def test_who_is_retired_or_gone_passes_nothing_on() -> None:
    retired = named(5, retired=True)
    plan = plan_of({THREE: FINE, retired: OFF}, an_influence(retired, THREE), an_influence(FOUR, THREE))
    assert early_warnings(plan, DAY) == {}
    own = judge(plan, THREE, DAY)
    assert warnings_on(plan, THREE, own, DAY) == ()


def test_where_progress_of_one_hurts_the_other_it_is_doing_well_that_warns() -> None:
    link = an_influence(ONE, TWO, sign=-1, strength=0.5)
    (warning,) = warned(TWO, {ONE: ON_TRACK}, link)
    assert warning.lift == pytest.approx(0.5 * (0.85 - 0.3) / 0.7)
    assert warning.text == "CS-2 slips from now on: Figure 1 (CS-1) does well, at its cost"
    assert warned(TWO, {ONE: OFF_TRACK}, link) == ()


def test_two_influences_that_hurt_help_when_one_follows_the_other() -> None:
    links = (an_influence(ONE, TWO, sign=-1, strength=1), an_influence(TWO, THREE, sign=-1, strength=1))
    found = warned(THREE, {ONE: OFF_TRACK, TWO: OFF_TRACK}, *links)
    assert [warning.path for warning in found] == [(ONE.id, TWO.id)]


def test_links_in_a_circle_that_came_in_all_the_same_warn_and_end() -> None:
    links = [an_influence(one, other, strength=1) for one, other in ((ONE, TWO), (TWO, ONE), (ONE, ONE))]
    judged = {ONE: OFF_TRACK, TWO: ON_TRACK}
    assert [warning.path for warning in warned(TWO, judged, *links)] == [(ONE.id,)]
    assert warned(ONE, judged, *links) == ()


def test_a_grave_warning_holds_back_what_is_on_track_by_one_band() -> None:
    plan = plan_of({ONE: OFF, TWO: FINE}, an_influence(ONE, TWO, strength=1))
    own, held = judge_all(plan, DAY)[TWO.id], with_warnings(plan, DAY)[TWO.id]
    assert (own.status, held.status) == (Status.on_track, Status.at_risk)
    assert held.reasons == (("early_warning", early_warnings(plan, DAY)[TWO.id][0].text), *own.reasons)
    assert (held.progress, held.forecast) == (own.progress, own.forecast)


def test_others_that_weigh_on_it_too_are_named_in_the_reason() -> None:
    links = [an_influence(one, FOUR, strength=0.5) for one in (ONE, TWO, THREE)]
    plan = plan_of({ONE: OFF, TWO: OFF, THREE: OFF, FOUR: FINE}, *links)
    assert with_warnings(plan, DAY)[FOUR.id].reasons[0].text.endswith("; CS-2 and CS-3 weigh on it too")
    plan = plan_of({ONE: OFF, TWO: OFF, FOUR: FINE}, *links)
    assert with_warnings(plan, DAY)[FOUR.id].reasons[0].text.endswith("; CS-2 weighs on it too")


def test_what_is_in_trouble_already_becomes_no_worse() -> None:
    plan = plan_of({ONE: OFF, TWO: OFF}, an_influence(ONE, TWO, strength=1))
    assert early_warnings(plan, DAY)[TWO.id]
    assert with_warnings(plan, DAY)[TWO.id] is judge_all(plan, DAY)[TWO.id]


def test_success_that_comes_at_its_cost_is_said_and_holds_nothing_back() -> None:
    plan = plan_of({ONE: FINE, TWO: FINE}, an_influence(ONE, TWO, sign=-1, strength=1))
    assert early_warnings(plan, DAY)[TWO.id]
    assert with_warnings(plan, DAY)[TWO.id].status is Status.on_track
    both = plan_of({ONE: FINE, TWO: FINE, THREE: OFF}, an_influence(ONE, TWO, sign=-1, strength=1), an_influence(THREE, TWO))
    assert with_warnings(both, DAY)[TWO.id].reasons[0].text.endswith("Figure 3 (CS-3) off track")
    found = flip_with_warnings(both, TWO, DAY)
    assert found is not None
    assert found.text == "on track again once CS-3 no longer weighs on it"


def test_the_policy_says_from_which_lift_on() -> None:
    plan = plan_of({ONE: OFF, TWO: FINE}, an_influence(ONE, TWO, strength=0.5), early_warning_lift=0.6)
    assert early_warnings(plan, DAY)[TWO.id]
    assert with_warnings(plan, DAY)[TWO.id].status is Status.on_track


def test_one_target_is_judged_as_all_of_them_are() -> None:
    links = (an_influence(ONE, TWO), an_influence(TWO, THREE), an_influence(FIVE, THREE), an_influence(THREE, TWO))
    draft = named(4, state=State.draft)
    plan = plan_of({ONE: OFF, TWO: FINE, THREE: FINE, draft: None}, *links, an_influence(ONE, draft))
    for target in (ONE, TWO, THREE, draft):
        assert judge_with_warnings(plan, target, DAY) == with_warnings(plan, DAY).get(target.id)


def test_a_retired_target_is_judged_too() -> None:
    old = named(2, retired=True)
    plan = plan_of({ONE: OFF, old: FINE}, an_influence(ONE, old))
    found = judge_with_warnings(plan, old, DAY)
    assert found is not None
    assert found.status is Status.at_risk
    assert old.id not in with_warnings(plan, DAY)


def test_what_a_target_might_become_is_held_back_as_well() -> None:
    plan = plan_of({ONE: OFF, TWO: OFF}, an_influence(ONE, TWO))
    assert held_back(plan, TWO, ON_TRACK, DAY).status is Status.at_risk
    assert held_back(plan, TWO, OFF_TRACK, DAY) is OFF_TRACK


def test_what_flips_a_target_that_is_held_back_is_that_the_leading_ones_no_longer_weigh_on_it() -> None:
    links = [an_influence(one, FOUR, strength=strength) for one, strength in ((ONE, 0.5), (TWO, 0.5), (THREE, 0.1))]
    plan = plan_of({ONE: OFF, TWO: OFF, THREE: OFF, FOUR: FINE}, *links)
    found = flip_with_warnings(plan, FOUR, DAY)
    assert found is not None
    assert (found.status, found.by, found.value) == (Status.on_track, DAY, None)
    assert found.text == "on track again once CS-1 and CS-2 no longer weigh on it"
    alone = flip_with_warnings(plan_of({ONE: OFF, FOUR: FINE}, *links), FOUR, DAY)
    assert alone is not None
    assert alone.text == "on track again once CS-1 no longer weighs on it"


def test_what_is_not_held_back_flips_as_it_would_alone() -> None:
    draft = named(4, state=State.draft)
    plan = plan_of({ONE: OFF, TWO: OFF, draft: None}, an_influence(ONE, TWO))
    for target in (ONE, TWO, draft):
        assert flip_with_warnings(plan, target, DAY) == flip(plan, target, DAY)
    own = judge(plan, TWO, DAY)
    assert own is not None
    assert release(plan, TWO, own, DAY) is None


def test_what_is_held_back_is_so_in_what_is_rolled_up_too() -> None:
    objective = an_objective()
    lagging = named(2, objective=objective.id)
    plan = plan_of({ONE: OFF, lagging: FINE}, an_influence(ONE, lagging))
    with_it = a_plan(*plan.records.values(), objective, readings=plan.readings)
    assert roll_up(with_it, DAY)[objective.id].status is Status.at_risk
    assert roll_up(with_it, DAY)[objective.id].progress == pytest.approx(0.6)


def test_the_same_plan_on_the_same_day_is_warned_once() -> None:
    plan = plan_of({ONE: OFF, TWO: FINE}, an_influence(ONE, TWO))
    assert early_warnings(plan, DAY) is early_warnings(plan, DAY)
    assert with_warnings(plan, DAY) is with_warnings(plan, DAY)
