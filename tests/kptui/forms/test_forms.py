"""All forms: what each of them has in common, what they begin with, and laws that hold whatever is typed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kptui.errors import BadInput
from kptui.forms import FORMS, Around, Form, as_typed, begin, form_of, understand
from kptui.models.objective import Objective
from kptui.models.organisation import Level, Person, Team
from kptui.models.policy import DayOffMove, Policy, RollUp
from kptui.models.record import Record
from kptui.models.target import Target
from tests.builders import a_check_in, a_pillar, a_plan, a_policy, a_target, a_team, an_influence, an_objective
from tests.kptui.forms.filling import (
    MARIA,
    OBJECTIVE,
    ORGANISATION,
    PERIOD,
    PILLAR,
    PLAN,
    SERVICE,
    around,
    edited,
    filled,
    made,
)
from tests.kptui.rules.strategies import anything, targets

OTHER = a_target(code="CS-2", name="Other")
FULL = a_plan(*PLAN.records.values(), a_target(), OTHER)
LINK = an_influence(FULL.target("CS-1"), OTHER, strength=0.6)
DEPARTMENT = a_team(name="Operations", short="OPS", level=Level.department, parent=ORGANISATION.id)
EACH: list[Record] = [ORGANISATION, DEPARTMENT, SERVICE, MARIA, PILLAR, PERIOD, OBJECTIVE, OTHER, LINK, a_policy(days_off=(4,))]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_field_fits_its_place_and_explains_itself(form: Form) -> None:
    names = [asked.name for asked in form.asked]
    assert len(set(names)) == len(names)
    for asked in form.asked:
        assert asked.name in form.makes.model_fields
        assert len(asked.label) <= 12
        assert asked.explains.endswith(".")
        assert len(asked.explains) <= 120


@pytest.mark.parametrize("record", EACH, ids=lambda record: form_of(record).kind)
def test_a_record_that_is_written_and_read_again_is_not_changed(record: Record) -> None:
    form, plan = form_of(record), a_plan(*FULL.records.values(), record, DEPARTMENT)
    understood = edited(form.kind, record, plan)
    assert (understood.changed, understood.wrong) == ({}, {})
    assert set(understood.typed) == {asked.name for asked in form.asked}


def test_what_is_only_ever_added_has_no_form() -> None:
    with pytest.raises(BadInput, match="A check-in is not edited; record another"):
        form_of(a_check_in(OTHER, "2026-03-02", 4))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_choices_can_be_typed(form: Form) -> None:
    here = Around(FULL, date(2026, 3, 2), "maria")
    for asked in form.asked:
        for text in asked.choices(here) if asked.choices else ():
            assert asked.read(text, {}, here) is not None
            assert understand(form, here, begin(form, here, None) | {asked.name: text}).wrong.get(asked.name) in (
                None,
                "A target cannot act on itself; name another.",
            )


_TEXTS = [
    "",
    "12",
    "-5%",
    "+3",
    "2026-01-01",
    "2026-02-01 4",
    "Customers",
    "CS",
    "keep",
    "points",
    "steps",
    "a:2",
    "active",
    "1e999",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EACH), st.sampled_from(["new", "edited"]), st.data())
def test_whatever_is_typed_is_understood_or_refused_at_a_field(record: Record, is_it: str, data: st.DataObject) -> None:
    form, plan = form_of(record), a_plan(*FULL.records.values(), record)
    here = around(record if is_it == "edited" else None, plan)
    drawn = {asked.name: st.sampled_from(_TEXTS) | st.text() for asked in form.asked}
    typed = data.draw(st.fixed_dictionaries({}, optional=drawn))
    understood = understand(form, here, as_typed(form, here) | typed if is_it == "edited" else typed)
    assert (understood.record is None) is bool(understood.wrong)
    assert set(understood.wrong) <= {asked.name for asked in form.asked}


@settings(max_examples=40, deadline=None)
@given(targets() | targets(anything))
def test_no_target_is_changed_by_being_read_and_written(target: Target) -> None:
    understood = edited("target", target, a_plan(*PLAN.records.values(), target))
    assert understood.changed == {}


@pytest.mark.parametrize(
    ("name", "short"),
    [("Customer Service", "CS2"), ("Operations", "OPE"), ("Research and Development", "RD"), ("1 2 3", "T123")],
)
def test_a_team_without_a_short_code_gets_one_of_its_name(name: str, short: str) -> None:
    understood = filled("department", PLAN, None, name=name, short="")
    assert understood.values["short"] == short
    assert understood.said["short"] == f"codes begin {short}-1"


@pytest.mark.parametrize(("typed", "short"), [("ops", "OPS"), (" ops2 ", "OPS2")])
def test_a_short_code_is_read_in_any_case(typed: str, short: str) -> None:
    assert filled("team", PLAN, None, name="Operations", short=typed).values["short"] == short


@pytest.mark.parametrize("typed", ["2OPS", "O-S", "OPERATIONS", "Ö"])
def test_what_is_no_short_code_is_refused(typed: str) -> None:
    sentence = f"{typed!r} is no short code; type one to six letters and digits, such as CS."
    assert filled("team", PLAN, None, name="Operations", short=typed).wrong == {"short": sentence}


@pytest.mark.parametrize(
    ("kind", "above", "parent"),
    [
        ("department", None, ORGANISATION.id),
        ("department", ORGANISATION, ORGANISATION.id),
        ("department", DEPARTMENT, ORGANISATION.id),
        ("team", None, ORGANISATION.id),
        ("team", DEPARTMENT, DEPARTMENT.id),
        ("team", SERVICE, ORGANISATION.id),
    ],
)
def test_departments_and_teams_begin_beneath_or_beside_what_they_are_added_to(kind: str, above: Any, parent: str) -> None:
    plan = a_plan(*PLAN.records.values(), DEPARTMENT)
    team = made(filled(kind, plan, above, name="New one"), plan)
    assert isinstance(team, Team)
    assert (team.level.value, team.parent) == (kind, parent)
    assert filled(kind, plan, above, name="New one", parent="").values["parent"] == ORGANISATION.id


def test_without_an_organisation_a_department_stands_alone() -> None:
    assert filled("department", a_plan(), None, name="New one").values["parent"] is None


def test_a_plan_has_one_organisation() -> None:
    assert filled("organisation", a_plan(), None, name="Brightwater", vision="They stay").wrong == {}
    wrong = filled("organisation", PLAN, None, name="Second").wrong
    assert wrong == {"name": "Brightwater is the organisation already; make a department beneath it."}


@pytest.mark.parametrize(("above", "team"), [(SERVICE, SERVICE.id), (MARIA, SERVICE.id), (None, None)])
def test_a_person_begins_in_the_team_that_they_are_added_to(above: Any, team: str | None) -> None:
    person = made(filled("person", PLAN, above, name="Ana", login=""))
    assert isinstance(person, Person)
    assert (person.team, person.login) == (team, None)


def test_a_pillar_goes_to_the_end() -> None:
    assert filled("pillar", a_plan(a_pillar(rank=4)), None, name="New one", rank="").values["rank"] == 5
    assert filled("pillar", a_plan(), None, name="New one", rank="").values["rank"] == 0
    assert filled("pillar", a_plan(), None, name="New one", rank="first").wrong == {
        "rank": "'first' is no whole number; type one such as 3."
    }


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Q1 2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("H1 2028", date(2028, 1, 1), date(2028, 6, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_whose_name_says_when_needs_no_days(name: str, first: date, last: date) -> None:
    values = filled("period", PLAN, None, name=name).values
    assert (values["start"], values["end"]) == (first, last)


@pytest.mark.parametrize("name", ["Spring", "H3 2026", "", "Q5 2026"])
def test_any_other_period_needs_its_days(name: str) -> None:
    wrong = filled("period", PLAN, None, name=name).wrong
    assert wrong["start"] == wrong["end"] == "A day is missing; type one such as 2026-03-02."
    assert set(filled("period", PLAN, None, name=name, start="2026-01-01", end="2025-01-01").wrong) - {"name"} == {"end"}


def test_an_objective_begins_with_what_it_is_added_to() -> None:
    owned = OBJECTIVE.model_copy(update={"owner": SERVICE.id})
    plan = a_plan(*PLAN.records.values(), owned)
    beneath = made(filled("objective", plan, owned, name="New one"), plan)
    assert isinstance(beneath, Objective)
    assert (beneath.parent, beneath.owner, beneath.period, beneath.pillar) == (owned.id, SERVICE.id, PERIOD.id, None)
    on_pillar = filled("objective", PLAN, PILLAR, name="New one").values
    assert (on_pillar["pillar"], on_pillar["owner"], on_pillar["period"]) == (PILLAR.id, MARIA.id, PERIOD.id)
    assert filled("objective", PLAN, SERVICE, name="New one").values["owner"] == SERVICE.id
    assert filled("objective", a_plan(), None, name="New one").values["period"] is None


def test_an_influence_is_between_two_targets() -> None:
    understood = filled("influence", FULL, OTHER, lagging="CS-1", sign="hurts", strength="60", lag_weeks="4")
    assert understood.wrong == {}
    document = made(understood, FULL).document()
    assert (document["leading"], document["sign"], document["strength"], document["lag_weeks"]) == (OTHER.id, -1, 0.6, 4)
    wrong = filled("influence", FULL, None, strength="150%", lag_weeks="-1", sign="h").wrong
    assert list(wrong) == ["leading", "lagging", "sign", "strength"]
    assert filled("influence", FULL, OTHER, lagging="CS-1", lag_weeks="-1").wrong == {"lag_weeks": "It must be at least 0."}


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ({"days_off": "fri; SUN"}, "days_off", (4, 6)),
        ({"days_off": "none"}, "days_off", ()),
        ({"roll_up": "weigh"}, "roll_up", RollUp.weighted),
        ({"day_off_moves": "earlier"}, "day_off_moves", DayOffMove.earlier),
        ({"at_risk_pace": "0,85"}, "at_risk_pace", 0.85),
        ({"low_confidence": "3"}, "low_confidence", 3),
        ({"time_zone": "Europe/Vienna"}, "time_zone", "Europe/Vienna"),
    ],
)
def test_the_policy_is_changed_by_its_fields(typed: dict[str, str], field: str, value: object) -> None:
    policy = a_policy()
    understood = edited("policy", policy, a_plan(policy), **typed)
    assert understood.changed == {field: value}
    record = made(understood, a_plan(policy), policy)
    assert isinstance(record, Policy)
    assert getattr(record, field) == value


def test_each_figure_of_the_policy_says_what_it_counts() -> None:
    said = edited("policy", a_policy(), a_plan(a_policy())).said
    assert (said["overdue_after"], said["in_a_row"], said["owner_limit"]) == ("0.5 of a cadence", "2 check-ins", "5 open targets")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"days_off": "mo tu we th fr sa su"}, "At least one day must be left to work; leave one out."),
        ({"days_off": "holidays"}, "'holidays' is none of: monday, tuesday, wednesday, thursday, friday, saturday, sunday."),
        ({"time_zone": "Vienna"}, "'Vienna' is no time zone; give an IANA name such as Europe/Vienna."),
        ({"at_risk_pace": "2"}, "It must be at most 1."),
        ({"low_confidence": "3.5"}, "'3.5' is no whole number; type one such as 3."),
    ],
)
def test_a_policy_that_cannot_be_is_refused(typed: dict[str, str], sentence: str) -> None:
    policy = a_policy()
    assert list(edited("policy", policy, a_plan(policy), **typed).wrong.values()) == [sentence]


def test_whoever_left_is_said_to_have() -> None:
    gone = MARIA.model_copy(update={"ended_on": date(2026, 1, 31)})
    plan = a_plan(*PLAN.records.values(), gone)
    assert filled("objective", plan, None, name="New one", owner="maria").said["owner"] == "Maria Berger, who left on 2026-01-31"


def test_a_note_is_a_field_of_several_lines() -> None:
    assert [asked.name for form in FORMS.values() for asked in form.asked if asked.is_note] == [
        "vision",
        "notes",
        "notes",
        "rationale",
        "rationale",
        "rationale",
    ]


def test_an_objective_may_be_written_while_its_links_are_gone() -> None:
    lost = an_objective(parent="0000", owner="0001")
    here = around(lost, a_plan(lost))
    assert as_typed(FORMS["objective"], here)["owner"] == "0001"
    understood = understand(FORMS["objective"], here, as_typed(FORMS["objective"], here))
    assert set(understood.wrong) == {"parent", "owner"}
