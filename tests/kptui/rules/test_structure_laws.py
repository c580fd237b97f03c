"""What holds of structure, influence and calibration whatever the plan: nothing raises, nothing hangs, one agrees with all."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kptui.models.organisation import Level
from kptui.models.record import Record
from kptui.models.target import Indicator, State
from kptui.plan import Plan
from kptui.rules.calibration import LEAST_PEOPLE, calibration
from kptui.rules.influence import early_warnings, judge_with_warnings, lift_of, loop_of, with_warnings
from kptui.rules.judgement import Status
from kptui.rules.progress import judge_all
from kptui.rules.structure import cascade_of, structure, what_is_missing
from kptui.rules.support import support_of
from tests.builders import (
    START,
    a_period,
    a_person,
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

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAY = day_number(60)
IDS = st.sampled_from([*(f"{kind}{n}" for kind in ("team", "person", "aim", "kpt", "period") for n in range(4)), None])
"""Any record may name any other, of whatever kind, and one that there is not."""
SHARES = st.one_of(st.none(), st.floats(0.01, 1))


def some(kind: str) -> st.SearchStrategy[int]:
    return st.integers(0, {"person": 3, "kpt": 6}.get(kind, 3))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan in which teams, objectives, parts and influences may go round in circles or lead nowhere."""
    records: list[Record] = [a_policy(days_off=(), owner_limit=draw(st.integers(1, 3))), an_organisation(id="team0")]
    levels = st.sampled_from(Level)
    records += [a_team(id=f"team{n}", level=draw(levels), parent=draw(IDS)) for n in range(1, draw(some("team")))]
    ended = st.sampled_from([None, START, DAY, DAY + timedelta(days=9)])
    for n in range(draw(some("person"))):
        records.append(a_person(id=f"person{n}", login=f"p{n}", team=draw(IDS), ended_on=draw(ended)))
    records += [a_period(id=f"period{n}", end=START + timedelta(days=draw(st.integers(0, 200)))) for n in range(2)]
    for n in range(draw(some("aim"))):
        fields = {"pillar": draw(IDS), "parent": draw(IDS), "owner": draw(IDS), "period": draw(IDS)}
        records.append(an_objective(id=f"aim{n}", **fields))
    targets = [a_target(id=f"kpt{n}", code=f"CS-{n + 1}", **draw(_TARGET_FIELDS)) for n in range(draw(some("kpt")))]
    for ends in draw(st.lists(st.tuples(IDS, IDS).filter(all), max_size=8)):
        lag, sign = draw(st.one_of(st.floats(0, 9), st.floats(0, 1e308))), draw(st.sampled_from([1, -1]))
        link = an_influence(a_target(), a_target(), strength=draw(st.floats(0, 1)), lag_weeks=lag, sign=sign)
        records.append(link.model_copy(update=dict(zip(("leading", "lagging"), ends, strict=True))))
    readings = {target.id: draw(_READINGS) for target in targets}
    return a_plan(*records, *targets, readings=readings)


_TARGET_FIELDS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "objective": IDS,
        "owner": IDS,
        "period": IDS,
        "part_of": IDS,
        "share": SHARES,
        "merged_into": st.sampled_from([None, None, "kpt0"]),
        "contributors": st.lists(IDS.filter(bool), max_size=2),
        "state": st.sampled_from(State),
        "indicator": st.sampled_from(Indicator),
        "retired": st.sampled_from([False, False, False, True]),
        "due": st.sampled_from([day_number(59), day_number(100)]),
    }
)
_READINGS = st.lists(
    st.builds(
        lambda day, value, sure: a_reading(day_number(day), value, confidence=sure),
        st.integers(0, 90),
        st.one_of(st.floats(-10, 110), st.floats(-1e308, 1e308)),
        st.one_of(st.none(), st.integers(0, 10)),
    ),
    max_size=8,
    unique_by=lambda reading: reading.on,
).map(lambda found: sorted(found, key=lambda reading: reading.on))


@FEW
@given(plans())
def test_no_rule_raises_on_any_plan_and_all_it_says_is_a_sentence(plan: Plan) -> None:
    for findings in structure(plan, DAY).values():
        assert all(finding.text and finding.mend.endswith(".") for finding in findings)
    for target in plan.every(type(a_target())):
        what_is_missing(plan, target, DAY)
        cascade_of(plan, target)
    for influence in plan.influences:
        assert 0 <= support_of(plan, influence, DAY).agreed <= support_of(plan, influence, DAY).compared


@FEW
@given(plans())
def test_warnings_come_in_time_lift_by_a_share_and_hold_back_by_one_band_at_most(plan: Plan) -> None:
    own = judge_all(plan, DAY)
    for target_id, warnings in early_warnings(plan, DAY).items():
        target = plan.get(target_id)
        assert 0 < lift_of(warnings) <= 1
        assert all(DAY <= warning.day <= target.due and warning.path for warning in warnings)  # type: ignore[union-attr] # a target
    for target_id, held in with_warnings(plan, DAY).items():
        if held != own[target_id]:
            assert (own[target_id].status, held.status) == (Status.on_track, Status.at_risk)


@FEW
@given(plans())
def test_one_target_alone_stands_as_it_does_among_all(plan: Plan) -> None:
    for target in plan.targets:
        assert judge_with_warnings(plan, target, DAY) == with_warnings(plan, DAY).get(target.id)


@FEW
@given(plans())
def test_links_that_close_no_loop_never_make_one(plan: Plan) -> None:
    kept: list[Record] = []
    for influence in plan.influences:
        if not loop_of(a_plan(*kept), influence.leading, influence.lagging):
            kept.append(influence)
    for influence in plan.influences:
        loop = loop_of(a_plan(*kept), influence.leading, influence.lagging)
        assert len(set(loop)) == len(loop)
        assert (influence in kept) is not bool(loop)


@FEW
@given(plans())
def test_calibration_tells_of_oneself_and_of_five_or_more(plan: Plan) -> None:
    for viewer in (None, *plan.people):
        for found in calibration(plan, day_number(120), viewer):
            assert found.people >= LEAST_PEOPLE or (viewer is not None and found.name == viewer.name)
            assert 0 <= found.came_true <= 1
