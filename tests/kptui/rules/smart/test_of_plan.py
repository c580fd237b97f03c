"""Tests of the goals that a plan's targets and forms are."""

from kptui.models.target import Direction, Kind, State
from kptui.rules.smart import Above, Goal, PastValue, Verdict, assess, assess_target, goal_of
from tests.builders import (
    DUE,
    START,
    TODAY,
    a_day,
    a_period,
    a_person,
    a_pillar,
    a_plan,
    a_reading,
    a_target,
    a_team,
    an_influence,
    an_objective,
)

MARIA = a_person()
PILLAR = a_pillar()
TOP = an_objective(name="Customers stay", pillar=PILLAR.id)
OBJECTIVE = an_objective(parent=TOP.id)
TARGET = a_target(metric="Time to first answer", unit="h", baseline=20, goal=12, owner=MARIA.id, objective=OBJECTIVE.id)


def test_an_empty_form_is_an_empty_goal() -> None:
    assert goal_of(a_plan(), {}, TODAY) == Goal("", is_target=True, as_of=TODAY)


def test_a_form_may_hold_anything() -> None:
    odd = {"name": None, "goal": "12", "start": "soon", "steps": 3, "kind": Kind.steps, "objective": 5, "owner": ["x"]}
    assert goal_of(a_plan(), odd, TODAY) == Goal("", is_target=True, as_of=TODAY)


def test_a_target_is_judged_by_its_fields_and_what_is_above_it() -> None:
    plan = a_plan(MARIA, PILLAR, TOP, OBJECTIVE, TARGET)
    goal = goal_of(plan, TARGET.model_dump(), TODAY)
    assert (goal.text, goal.metric, goal.unit, goal.baseline, goal.goal) == ("Answer faster", "Time to first answer", "h", 20, 12)
    assert (goal.start, goal.due, goal.as_of) == (START, DUE, TODAY)
    assert (goal.owner, goal.parent, goal.pillar) == ("Maria Berger", "Customers feel looked after", "Customers")
    assert assess_target(plan, TARGET, TODAY) == assess(goal)
    assert assess(goal).is_smart


def test_each_kind_asks_for_its_own() -> None:
    def goal(**fields: object) -> Goal:
        return goal_of(a_plan(), fields, TODAY)

    assert goal(kind="cumulative").counts_up
    assert goal(kind=Kind.keep, direction=Direction.decrease) == Goal(
        "", is_target=True, direction="keep", at_most=True, as_of=TODAY
    )
    assert goal(kind="keep", direction="increase").at_most is False
    assert goal(kind="keep", low=1, high=2.5).high == 2.5
    assert goal(kind="steps", steps=[{"name": "Draft"}]).steps == 1
    assert goal(kind="level", steps=[{"name": "Draft"}]).steps == 0
    assert goal(direction=Direction.decrease).falls
    assert not goal(direction=None).falls


def test_the_period_is_the_targets_else_the_objectives() -> None:
    period = a_period()
    objective = an_objective(period=period.id)
    plan = a_plan(period, objective)
    span = (START, a_day("2026-03-31"))
    assert goal_of(plan, {"period": period.id}, TODAY).period == span
    assert goal_of(plan, {"objective": objective.id}, TODAY).period == span
    assert goal_of(plan, {"objective": "nobody"}, TODAY).period is None


def test_objectives_in_a_circle_have_no_pillar() -> None:
    one, other = an_objective(id="1", parent="2"), an_objective(id="2", parent="1")
    assert goal_of(a_plan(one, other), {"objective": "1"}, TODAY).pillar == ""


def test_the_past_is_what_earlier_targets_of_the_metric_came_to() -> None:
    def past(code: str, start: str, due: str, **fields: object) -> object:
        return a_target(code=code, metric="time to first answer", unit="h", start=start, due=due, state=State.closed, **fields)

    spans = [("CS-2", "2024-01-01", "2024-12-31"), ("CS-3", "2025-01-01", "2025-06-30"), ("CS-4", "2025-07-01", "2025-09-30")]
    earlier = [past(*span) for span in [*spans, ("CS-5", "2025-10-01", "2025-10-31"), ("CS-6", "2025-11-01", "2025-12-31")]]
    unlike = [a_target(code="CS-7", metric="time to first answer", unit="min", start="2025-01-01", due="2025-06-30")]
    later = [past("CS-8", "2026-06-01", "2026-12-31")]
    records = [TARGET, *earlier, *unlike, *later]
    readings = {r.id: [a_reading(r.due, value)] for value, r in enumerate(records) if r is not earlier[4]}  # type: ignore[attr-defined]  # records all
    plan = a_plan(*records, readings=readings)  # type: ignore[arg-type]  # records all
    assert goal_of(plan, TARGET.__dict__, TODAY).past_values == (
        PastValue("2024", 1),
        PastValue("2025H1", 2),
        PastValue("2025Q3", 3),
        PastValue("2025-10", 4),
    )
    assert len(goal_of(plan, {"metric": TARGET.metric, "unit": "h"}, TODAY).past_values) == 6
    assert goal_of(plan, {"unit": "h"}, TODAY).past_values == ()


def test_a_persons_load_and_confidence_count_and_a_teams_load_does_not() -> None:
    team = a_team()
    others = [a_target(code=f"CS-{n}", owner=MARIA.id) for n in range(2, 14)]
    old = a_target(code="CS-20", owner=MARIA.id, due="2026-01-31")
    done = a_target(code="CS-21", owner=MARIA.id, state=State.closed)
    plan = a_plan(MARIA, team, TARGET, *others, old, done, readings={TARGET.id: [a_reading("2026-02-01", 18, confidence=2)]})
    goal = goal_of(plan, TARGET.__dict__, TODAY)
    assert (goal.owner_open_targets, goal.owner_confidence) == (12, 2)
    assert assess(goal).achievable is Verdict.doubt
    assert goal_of(plan, {"owner": team.id}, TODAY).owner_open_targets is None


def test_influences_are_named_by_what_they_act_on() -> None:
    lagging = a_target(code="CS-2", name="Cut churn")
    plan = a_plan(TARGET, lagging, an_influence(TARGET, lagging, sign=-1, lag_weeks=6))
    assert TARGET.better is Direction.decrease
    assert goal_of(plan, TARGET.__dict__, TODAY).influences == (Above("Cut churn", 1, 6),)
    falling = a_target(code="CS-3", name="Cut churn", metric="churn", baseline=6, goal=4)
    both = a_plan(TARGET, falling, an_influence(TARGET, falling))
    assert goal_of(both, TARGET.__dict__, TODAY).influences == (Above("churn", 1, 0),)
    assert goal_of(a_plan(an_influence(TARGET, falling)), {"id": TARGET.id}, TODAY).influences == (Above(""),)


def test_what_is_closed_is_not_asked_whether_it_is_over() -> None:
    past = a_target(start="2025-01-01", due="2025-12-31", state=State.closed)
    assert assess_target(a_plan(past), past, TODAY).time_bound is Verdict.passes
    assert assess_target(a_plan(), a_target(start="2025-01-01", due="2025-12-31"), TODAY).time_bound is Verdict.doubt


def test_a_target_above_stands_in_for_an_objective() -> None:
    assert goal_of(a_plan(TARGET), {"part_of": TARGET.id}, TODAY).parent == "Answer faster"
