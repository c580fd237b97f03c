"""The form of a target: what is understood, what is wrong, and what is missing before it can begin."""

from datetime import date
from typing import Any

import pytest

from kptui.models.target import Cadence, Curve, Direction, Indicator, KeepBy, Kind, State, Target
from tests.builders import a_plan, a_target
from tests.kptui.forms.filling import MARIA, OBJECTIVE, PERIOD, PLAN, SERVICE, a_filled_target, edited, filled, made

ACTIVE = a_target(owner=SERVICE.id, objective=OBJECTIVE.id, unit="h", baseline=24, goal=12, due="2026-03-31")


def test_a_target_that_lacks_nothing_is_active_and_gets_the_next_code_of_its_team() -> None:
    understood = a_filled_target(PLAN)
    assert (understood.wrong, understood.missing) == ({}, {})
    target = made(understood)
    assert isinstance(target, Target)
    assert (target.code, target.state, target.owner, target.objective) == ("CS-1", State.active, SERVICE.id, OBJECTIVE.id)
    assert (target.baseline, target.goal, target.start, target.due) == (24, 12, date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ({"objective": ""}, {"objective"}),
        ({"owner": ""}, {"owner"}),
        ({"unit": ""}, {"unit"}),
        ({"baseline": ""}, {"baseline"}),
        ({"goal": ""}, {"goal"}),
        ({"goal": "", "baseline": "", "kind": "keep"}, {"goal"}),
        ({"goal": "", "baseline": "", "unit": "", "kind": "steps"}, {"steps"}),
    ],
)
def test_what_is_missing_is_named_field_by_field_and_it_stays_a_draft(typed: dict[str, str], missing: set[str]) -> None:
    understood = a_filled_target(PLAN, **typed)
    assert set(understood.missing) == missing
    assert all(sentence.startswith("An active target needs ") for sentence in understood.missing.values())
    assert understood.said["state"] == f"to become active it needs: {', '.join(missing)}"
    assert understood.wrong == {}
    assert getattr(made(understood), "state") is State.draft  # noqa: B009 - a Record has no state, a Target has
    assert set(a_filled_target(PLAN, **typed, state="active").wrong) == missing
    assert set(a_filled_target(PLAN, **typed, state="closed").wrong) == missing


def test_a_draft_that_lacks_nothing_can_be_begun() -> None:
    draft = ACTIVE.model_copy(update={"state": State.draft})
    plan = a_plan(*PLAN.records.values(), draft)
    assert edited("target", draft, plan).said["state"] == "nothing is missing; type active to begin"
    assert edited("target", draft, plan, state="act").changed == {"state": State.active, "relative_goal": ""}


def test_an_active_target_keeps_what_it_needs_but_is_not_asked_for_what_it_never_had() -> None:
    imported = ACTIVE.model_copy(update={"owner": None})
    plan = a_plan(*PLAN.records.values(), imported)
    assert edited("target", imported, plan, name="Renamed").wrong == {}
    assert set(edited("target", imported, plan, objective="").wrong) == {"objective"}


def test_what_cannot_be_read_is_said_before_that_an_active_target_needs_it() -> None:
    wrong = edited("target", ACTIVE, PLAN, goal="abc").wrong
    assert wrong == {"goal": "'abc' is no number; type one such as 14.5, 118k, +2 or = for as before."}


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ({"kind": "cum", "baseline": ""}, "baseline", 0.0),
        ({"kind": "cum"}, "kind", Kind.cumulative),
        ({"kind": "keep", "keep_by": "worst"}, "keep_by", KeepBy.worst),
        ({"kind": "keep", "low": "90", "high": "95"}, "low", 90.0),
        ({"low": "90"}, "low", None),
        ({"direction": "decrease"}, "direction", Direction.decrease),
        ({"cadence": "month"}, "cadence", Cadence.monthly),
        ({"indicator": "LEAD"}, "indicator", Indicator.leading),
        ({"curve": "stepped"}, "curve", Curve.stepped),
        ({"contributors": "maria; CS, Maria Berger"}, "contributors", (MARIA.id, SERVICE.id)),
        ({"weight": "2,5"}, "weight", 2.5),
        ({"period": "", "start": "1.2.2026", "due": "2026-05-31"}, "due", date(2026, 5, 31)),
        ({"period": "", "due": "2026-05-31", "start": ""}, "start", date(2026, 3, 2)),
        ({"rationale": " Two\r\nlines "}, "rationale", "Two\nlines"),
        ({"name": "Tab\there\x1b"}, "name", "Tab here\N{REPLACEMENT CHARACTER}"),
        ({"state": "proposed"}, "state", State.proposed),
    ],
)
def test_what_is_typed_is_understood(typed: dict[str, str], field: str, value: object) -> None:
    understood = a_filled_target(PLAN, **typed)
    assert understood.wrong == {}
    assert understood.values[field] == value
    assert getattr(made(understood), field) == value


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": " "}, "name", "A target needs a name; say what changes."),
        ({"name": "\u200b"}, "name", "It is empty; fill it in."),
        ({"name": "x" * 501}, "name", "It has 501 characters, 500 are the most; shorten it."),
        ({"rationale": "x" * 20_001}, "rationale", "It has 20001 characters, 20000 are the most; shorten it."),
        ({"owner": "Zoe"}, "owner", "There is no person or team 'Zoe'; known: Maria Berger, Brightwater, Customer Service."),
        ({"kind": "lev el"}, "kind", "'lev el' is none of: cumulative, level, keep, steps."),
        ({"cadence": "x"}, "cadence", None),
        ({"baseline": "about 24"}, "baseline", "'about 24' is no number; type one such as 14.5, 118k, +2 or = for as before."),
        ({"baseline": "40%"}, "baseline", "'40%' has a per cent sign, but it is counted in h; type the number alone."),
        ({"goal": "1,500"}, "goal", None),
        ({"goal": "14", "direction": "increase"}, "goal", "14 is the wrong way from 24 to increase; mend one of them."),
        ({"kind": "keep", "low": "95", "high": "90"}, "high", "90 is below 95, where the band begins; mend one of them."),
        ({"due": "2025-12-31"}, "due", "2025-12-31 is before it starts on 2026-01-01; mend one of them."),
        ({"start": "2026-05-01"}, "due", "2026-03-31 is before it starts on 2026-05-01; mend one of them."),
        ({"due": "friday"}, "due", "'friday' could mean 27 Feb 2026 or 6 Mar 2026; type the one you mean."),
        ({"due": "31.2.2026"}, "due", "'31.2.2026' is no day; type one such as 2 Mar, tomorrow or 2026-03-02."),
        ({"period": ""}, "due", "A last day is missing; type one such as 2026-05-31, or name a period."),
        ({"weight": "-1"}, "weight", "It must be at least 0."),
        ({"part_of": "CS-9"}, "part_of", "There is no target 'CS-9'; the plan has none yet; add one first."),
        ({"state": "activ", "unit": ""}, "unit", "An active target needs a unit, such as h, % or EUR."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(typed: dict[str, str], field: str, sentence: str | None) -> None:
    understood = a_filled_target(PLAN, **typed)
    assert list(understood.wrong) == [field]
    assert sentence in (None, understood.wrong[field])
    assert understood.record is None


@pytest.mark.parametrize(
    ("typed", "asked", "left_out"),
    [
        ({}, {"unit", "baseline", "goal"}, {"low", "high", "keep_by", "steps", "points", "share"}),
        ({"kind": "keep"}, {"low", "high", "keep_by", "goal"}, {"steps"}),
        ({"kind": "steps"}, {"steps", "goal"}, {"unit", "baseline", "direction"}),
        ({"kind": "steps", "steps": "one; two"}, {"steps"}, {"goal"}),
        ({"curve": "points"}, {"points"}, set()),
    ],
)
def test_only_what_goes_with_the_rest_is_asked_for(typed: dict[str, str], asked: set[str], left_out: set[str]) -> None:
    names = {one.name for one in a_filled_target(PLAN, **typed).asked}
    assert asked <= names
    assert not left_out & names


@pytest.mark.parametrize(
    ("typed", "steps"),
    [
        ("draft:1; agreed:2;signed : 0.5;", [("draft", 1), ("agreed", 2), ("signed", 0.5)]),
        ("draft; agreed", [("draft", 1), ("agreed", 1)]),
        ("room: the big one", [("room: the big one", 1)]),
    ],
)
def test_steps_are_names_with_weights_and_all_of_them_are_the_goal(typed: str, steps: list[tuple[str, float]]) -> None:
    understood = a_filled_target(PLAN, kind="steps", steps=typed)
    target = made(understood)
    assert isinstance(target, Target)
    assert [(step.name, step.weight) for step in target.steps] == steps
    assert (target.goal, target.baseline, target.unit) == (sum(weight for _, weight in steps), None, "")
    assert understood.said["steps"].startswith(f"{len(steps)} steps, ")
    plan = a_plan(*PLAN.records.values(), target)
    assert edited("target", target, plan).changed == {}


@pytest.mark.parametrize("typed", ["draft:0", ":2", "draft:1x", "draft; \u200b"])
def test_a_step_without_a_name_or_weight_is_refused(typed: str) -> None:
    assert list(a_filled_target(PLAN, kind="steps", steps=typed).wrong) == ["steps"]


def test_points_are_days_with_values_in_the_order_of_days() -> None:
    understood = a_filled_target(PLAN, curve="points", points="28 Feb 2026 16; 31.1.2026 1 250; 15.2. 12 500")
    target = made(understood)
    assert isinstance(target, Target)
    assert [(point.on, point.value) for point in target.points] == [
        (date(2026, 1, 31), 1250),
        (date(2026, 2, 15), 12_500),
        (date(2026, 2, 28), 16),
    ]
    assert (
        edited("target", target, a_plan(*PLAN.records.values(), target)).typed["points"]
        == "2026-01-31 1250; 2026-02-15 12500; 2026-02-28 16"
    )


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("", "A course of points needs them: 2026-03-02 12; a day, a value, and a semicolon between them."),
        ("2026-02-28", "'2026-02-28' is no point; type a day and a value, such as 2026-03-02 12."),
        ("soon 12", "'soon' is no day; type one such as 2 Mar, tomorrow or 2026-03-02."),
        ("2026-02-28 12; 2026-02-28 13", "Two points are of one day; keep one of them."),
        ("2025-12-31 12", "2025-12-31 is outside its span, from 2026-01-01 to 2026-03-31; move the point or the span."),
        ("2026-04-01 12", "2026-04-01 is outside its span, from 2026-01-01 to 2026-03-31; move the point or the span."),
    ],
)
def test_points_that_cannot_be_are_refused(points: str, sentence: str) -> None:
    assert a_filled_target(PLAN, curve="points", points=points).wrong == {"points": sentence}


def test_points_are_read_even_while_the_span_is_wrong() -> None:
    understood = a_filled_target(PLAN, curve="points", points="2026-02-28 12", start="x", due="y")
    assert set(understood.wrong) == {"start", "due"}


def test_a_changed_goal_keeps_the_one_that_an_active_target_began_with() -> None:
    plan = a_plan(*PLAN.records.values(), ACTIVE)
    first = made(edited("target", ACTIVE, plan, goal="10"), plan, ACTIVE)
    assert isinstance(first, Target)
    assert (first.goal, first.original_goal, first.version) == (10, 12, 2)
    again = edited("target", first, a_plan(*PLAN.records.values(), first), goal="9")
    assert again.changed == {"goal": 9, "relative_goal": ""}
    draft = ACTIVE.model_copy(update={"state": State.draft})
    assert edited("target", draft, a_plan(*PLAN.records.values(), draft), goal="10").changed == {"goal": 10, "relative_goal": ""}


def test_a_part_is_asked_for_its_share() -> None:
    plan = a_plan(*PLAN.records.values(), ACTIVE)
    understood = a_filled_target(plan, part_of="CS-1", share="40%")
    assert (understood.values["part_of"], understood.values["share"]) == (ACTIVE.id, 0.4)
    assert made(understood, plan).document()["code"] == "CS-2"
    part = made(understood, plan)
    assert edited("target", part, a_plan(*plan.records.values(), part)).typed["share"] == "40%"


@pytest.mark.parametrize(("above", "typed"), [("objective", OBJECTIVE), ("target", ACTIVE)])
def test_a_target_begins_with_what_it_is_added_to(above: str, typed: Any) -> None:
    plan = a_plan(*PLAN.records.values(), ACTIVE)
    understood = filled("target", plan, typed, name="Another")
    assert understood.values["objective"] == OBJECTIVE.id
    assert understood.values["owner"] == (MARIA.id if above == "objective" else SERVICE.id)
    assert understood.values["due"] == date(2026, 3, 31)
    assert understood.values["period"] == (PERIOD.id if above == "objective" else None)


def test_a_target_begins_with_the_cadence_of_its_siblings_and_the_owner_of_its_objective() -> None:
    monthly = ACTIVE.model_copy(update={"cadence": Cadence.monthly})
    owned = OBJECTIVE.model_copy(update={"owner": SERVICE.id, "period": None})
    plan = a_plan(*PLAN.records.values(), monthly, owned)
    values = filled("target", plan, owned).values
    assert (values["cadence"], values["owner"], values["period"]) == (Cadence.monthly, SERVICE.id, PERIOD.id)


@pytest.mark.parametrize(("above", "owner"), [(SERVICE, SERVICE.id), (MARIA, MARIA.id), (PERIOD, MARIA.id), (None, MARIA.id)])
def test_a_target_begins_with_the_owner_that_it_is_added_to_else_with_me(above: Any, owner: str) -> None:
    values = filled("target", PLAN, above).values
    assert (values["owner"], values["period"]) == (owner, PERIOD.id)
