"""The records: what they accept, what they clean, what they keep."""

from datetime import UTC, date
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kptui.models.check_in import CheckIn
from kptui.models.policy import Policy, meanings
from kptui.models.record import Record, new_id
from kptui.models.schema import TYPES, record_of
from kptui.models.target import Cadence, Direction, Target
from tests.builders import NOW, a_check_in, a_day, a_period, a_person, a_pillar, a_policy, a_target, a_team

HOSTILE = "Faster\x1b]52;c;aGk=\x07 \u202eanswers\ud800 [/x]\x9b1m\n\ufeffnow"


def test_ids_are_uuids_of_version_seven_that_sort_by_time() -> None:
    ids = [UUID(new_id()) for _ in range(1000)]
    assert {(i.version, i.variant) for i in ids} == {(7, "specified in RFC 4122")}
    assert len(set(ids)) == 1000
    assert [i.int >> 80 for i in ids] == sorted(i.int >> 80 for i in ids)


def test_what_people_typed_is_cleaned_on_the_way_in_and_on_the_way_back() -> None:
    target = a_target(name=HOSTILE, rationale=HOSTILE)
    assert target.name == "Faster�]52;c;aGk=� answers� [/x]�1m now"
    assert target.rationale == "Faster�]52;c;aGk=� answers� [/x]�1m\nnow"
    assert record_of(target.document() | {"name": "\x1b[2J"}) == target.model_copy(update={"name": "�[2J"})


@given(st.text())
def test_a_name_never_carries_a_control_character(name: str) -> None:
    check_in = a_check_in(a_target(), "2026-01-01", 1, achievements=name)
    assert not any((c < " " and c != "\n") or "\x7f" <= c <= "\x9f" for c in check_in.achievements)


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_says_its_own_word(kind: str) -> None:
    assert TYPES[kind].model_fields["record"].default == kind


def test_a_document_of_an_unknown_type_keeps_every_field() -> None:
    said = {"deep": {"a": [1, None], "b": None}, "empty": None}
    document = {"record": "review", "id": "r", "version": 3, "at": "2026-01-01T00:00:00Z", "by": "x"} | said
    record = record_of(document)
    assert type(record) is Record
    assert record.document() == document | {"retired": False}


def test_an_edit_keeps_unknown_fields_and_counts_on() -> None:
    target = Target.model_validate(a_target().document() | {"colour": "teal"})
    edited = target.edited(NOW, "ana", name="Renamed")
    assert (edited.version, edited.by, edited.id) == (2, "ana", target.id)
    assert edited.document()["colour"] == "teal"


def test_moments_are_written_in_utc_to_the_second() -> None:
    team = a_team(at="2026-03-02T10:00:00+01:00")
    assert team.document()["at"] == "2026-03-02T09:00:00Z"
    assert team.at.tzinfo is UTC
    with pytest.raises(ValidationError, match="timezone"):
        a_team(at="2026-03-02T09:00:00")


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", None, "many"])
def test_a_value_is_a_finite_number(value: object) -> None:
    with pytest.raises(ValidationError, match="value"):
        CheckIn.model_validate(a_check_in(a_target(), "2026-01-01", 1).document() | {"value": value})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due": "2025-12-31"}, "it is due on 2025-12-31, before it starts on 2026-01-01"),
        ({"kind": "keep", "low": 5, "high": 4}, "the band's high 4 is below its low 5"),
        ({"goal": None}, "an active target needs a goal, or for keep a band"),
        ({"direction": "decrease"}, "the goal 100 is on the wrong side of the baseline 0 to decrease"),
        ({"direction": "increase", "goal": -1}, "the goal -1 is on the wrong side of the baseline 0 to increase"),
        ({"code": "cs-1"}, "code"),
        ({"code": "CS-0"}, "code"),
        ({"name": "  "}, "name"),
    ],
)
def test_a_target_that_does_not_hold_together_says_why(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_target(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"goal": None, "state": "draft"},
        {"kind": "keep", "goal": None, "low": 3},
        {"kind": "keep", "goal": None, "high": 3},
        {"kind": "keep", "direction": "increase", "baseline": 98, "goal": 95},
        {"baseline": None, "direction": "decrease"},
        {"baseline": 100, "direction": "decrease"},
        {"baseline": 5, "goal": 3, "direction": "decrease"},
    ],
)
def test_a_target_may_leave_things_out_that_its_kind_does_not_need(fields: dict[str, object]) -> None:
    assert a_target(**fields).code == "CS-1"


@pytest.mark.parametrize(
    ("fields", "better"),
    [
        ({}, Direction.increase),
        ({"baseline": 200}, Direction.decrease),
        ({"baseline": None}, Direction.increase),
        ({"baseline": None, "direction": "decrease"}, Direction.decrease),
    ],
)
def test_better_is_what_is_said_or_what_baseline_and_goal_say(fields: dict[str, object], better: Direction) -> None:
    assert a_target(**fields).better is better


def test_a_band_is_a_keep_target_without_a_goal() -> None:
    assert a_target(kind="keep", goal=None, low=1, high=2).is_band
    assert not a_target(kind="keep").is_band
    assert not a_target(goal=None, low=1, state="draft").is_band


@pytest.mark.parametrize(
    ("cadence", "day", "after"),
    [
        ("daily", "2026-02-28", "2026-03-01"),
        ("weekly", "2026-02-23", "2026-03-02"),
        ("fortnightly", "2026-02-23", "2026-03-09"),
        ("monthly", "2026-01-15", "2026-02-15"),
        ("monthly", "2026-01-30", "2026-02-28"),
        ("monthly", "2026-01-31", "2026-02-28"),
        ("monthly", "2026-02-28", "2026-03-31"),
        ("monthly", "2026-12-31", "2027-01-31"),
        ("quarterly", "2026-11-30", "2027-02-28"),
    ],
)
def test_one_cadence_after_a_day(cadence: str, day: str, after: str) -> None:
    assert Cadence(cadence).after(a_day(day)) == a_day(after)


def test_a_cadence_has_a_length() -> None:
    assert [c.days for c in Cadence] == [1, 7, 14, 30, 91]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"time_zone": "Vienna"}, "'Vienna' is no time zone"),
        ({"time_zone": "../etc"}, "is no time zone"),
        ({"days_off": list(range(7))}, "at least one must be left to work"),
        ({"days_off": [7]}, "weekdays from 0"),
        ({"at_risk_pace": 0}, "at_risk_pace"),
    ],
)
def test_a_policy_that_cannot_be_kept_says_why(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        a_policy(**fields)


def test_days_off_are_kept_in_order_and_once() -> None:
    assert a_policy(days_off=[6, 4, 6]).days_off == (4, 6)


def test_every_threshold_of_the_policy_explains_itself() -> None:
    own = Policy.model_fields.keys() - Record.model_fields.keys()
    assert own <= meanings(Policy).keys()
    assert meanings(Policy)["days_off"] == "Weekdays without work, Monday being 0."


def test_a_period_ends_after_it_starts() -> None:
    assert a_period(end=date(2026, 1, 1)).end == date(2026, 1, 1)
    with pytest.raises(ValidationError, match="the period ends on 2025-12-31, before it starts"):
        a_period(end="2025-12-31")


def test_what_is_saved_as_json_is_the_document() -> None:
    target = a_target(kind="steps", steps=[{"name": "Ship it", "weight": 2, "colour": "teal"}], contributors=["x"], gone=None)
    check_in = a_check_in(target, "2026-02-01", 5, own_call="at_risk", adjustment={"of": "goal", "goal": 80, "text": "ä\n"})
    finer = a_team(at=NOW.replace(microsecond=999_999))
    for record in (target, check_in, finer, a_policy(), a_period(), a_person(), a_pillar()):
        assert orjson.loads(record.as_json()) == record.document()
        assert list(orjson.loads(record.as_json())) == list(record.document())


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        a_team(odd={1, 2}).as_json()
