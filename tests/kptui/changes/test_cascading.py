"""Cascading: a target's goal is shared out among teams, in shares that add up."""

from pathlib import Path

import pytest

from kptui.changes.cascading import Part, cascade, is_shared_out, left_to_give, parts_of, share_words, sum_sentence
from kptui.errors import BadInput, Refused
from kptui.models.record import Record, new_id
from kptui.models.target import Kind, Point, State, Target
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import NOW, a_day, a_plan, a_target, a_team, an_organisation

ROOT = an_organisation()
SERVICE = a_team(parent=ROOT.id)
SALES = a_team(name="Sales", short="SA", parent=ROOT.id)
ABOVE = a_target(code="BW-1", owner=ROOT.id, kind=Kind.cumulative, baseline=0, goal=120_000, unit="EUR", relative_goal="+120k")
RECORDS: tuple[Record, ...] = (ROOT, SERVICE, SALES, ABOVE)
PLAN = a_plan(*RECORDS)


def parts(**shares: float) -> list[Part]:
    owners = {"cs": SERVICE.id, "sales": SALES.id}
    return [Part(owners.get(name, name), share, new_id()) for name, share in shares.items()]


def made(above: Target = ABOVE, **shares: float) -> list[Target]:
    plan = a_plan(ROOT, SERVICE, SALES, above)
    found = cascade(above, parts(**shares), NOW, "ana")(plan)
    assert all(isinstance(record, Target) for record in found)
    return [record for record in found if isinstance(record, Target)]


def test_each_team_gets_a_target_of_its_own_with_its_share_of_the_goal() -> None:
    service, sales = made(cs=0.4, sales=0.6)
    assert (service.code, service.owner, service.goal, service.share) == ("CS-1", SERVICE.id, 48_000, 0.4)
    assert (sales.code, sales.owner, sales.goal, sales.part_of) == ("SA-1", SALES.id, 72_000, ABOVE.id)
    assert (service.name, service.due, service.unit, service.state) == (ABOVE.name, ABOVE.due, "EUR", State.active)
    assert (service.version, service.weight, service.relative_goal) == (1, 1, "")


def test_two_parts_of_one_team_get_two_codes() -> None:
    person = "0000"
    plan = a_plan(*RECORDS, a_team(id=person, name="Side", short="CS", parent=SERVICE.id))
    codes = [r.document()["code"] for r in cascade(ABOVE, parts(cs=0.5, **{person: 0.5}), NOW, "ana")(plan)]
    assert codes == ["CS-1", "CS-2"]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.keep, "goal": 95, "unit": "h"},
        {"kind": Kind.level, "baseline": 80, "goal": 95, "unit": "%"},
        {"kind": Kind.level, "baseline": 120, "goal": 95, "unit": "h", "metric": "median time to first answer"},
    ],
)
def test_a_standard_and_a_percentage_are_the_same_for_all_and_the_share_is_a_weight(fields: dict[str, object]) -> None:
    above = ABOVE.model_copy(update=fields)
    service, sales = made(above, cs=0.25, sales=0.75)
    assert (service.goal, sales.goal) == (95, 95)
    assert (service.weight, sales.weight) == (0.25, 0.75)
    assert share_words(above, 0.25) == ("25 %: 95 h" if fields["unit"] == "h" else "25 %: 95 %")


@pytest.mark.parametrize(
    ("metric", "unit", "adds_up"),
    [
        ("monthly revenue", "EUR", True),
        ("unplanned downtime a month", "h", True),
        ("orders delivered on time", "orders", True),
        ("processing time", "days", False),
        ("errors per thousand orders", "errors", False),
        ("Average age of invoices", "days", False),
        ("satisfaction", "points per answer", False),
    ],
)
def test_what_is_counted_adds_up_and_an_average_or_a_rate_does_not(metric: str, unit: str, *, adds_up: bool) -> None:
    assert is_shared_out(ABOVE.model_copy(update={"kind": Kind.level, "metric": metric, "unit": unit})) is adds_up
    assert is_shared_out(ABOVE.model_copy(update={"metric": metric}))
    assert not is_shared_out(ABOVE.model_copy(update={"kind": Kind.keep}))


def test_a_goal_that_is_relative_in_per_cent_is_so_for_each_part() -> None:
    above = ABOVE.model_copy(update={"kind": Kind.level, "baseline": 100_000, "goal": 115_000, "relative_goal": "+15%"})
    assert [(part.baseline, part.goal, part.relative_goal) for part in made(above, cs=0.4, sales=0.6)] == [
        (40_000, 46_000, "+15%"),
        (60_000, 69_000, "+15%"),
    ]


def test_a_band_and_a_draft_are_shared_out_too() -> None:
    band = a_target(code="BW-1", kind=Kind.keep, baseline=None, goal=None, low=95, high=99)
    assert {(part.low, part.high) for part in made(band, cs=0.5, sales=0.5)} == {(95, 99)}
    assert share_words(band, 0.5) == "50 %: 95 to 99"
    assert {part.state for part in made(ABOVE.model_copy(update={"state": State.proposed}), cs=0.5, sales=0.5)} == {State.draft}


def test_points_of_a_course_are_shared_out() -> None:
    above = ABOVE.model_copy(update={"points": (Point(on=a_day("2026-02-01"), value=40_000),)})
    assert made(above, cs=0.25, sales=0.75)[0].points[0].value == 10_000


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ({"cs": 0.4, "sales": 0.4}, "The shares add up to 80 %, 20 % is left; make them 100 %."),
        ({"cs": 0.7, "sales": 0.7}, "The shares add up to 140 %, 40 % too much; make them 100 %."),
    ],
)
def test_shares_that_do_not_add_up_are_refused_by_how_much_they_miss(shares: dict[str, float], sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        made(ABOVE, **shares)
    assert (str(refusal.value), refusal.value.field) == (sentence, "share")
    assert sum_sentence(left_to_give(PLAN, ABOVE.id, list(shares.values()))) == sentence


def test_three_thirds_are_a_whole() -> None:
    assert left_to_give(PLAN, ABOVE.id, [1 / 3, 1 / 3, 1 / 3]) == 0
    assert left_to_give(PLAN, ABOVE.id, [0.1] * 10) == 0


def test_parts_that_were_given_out_before_count() -> None:
    given = a_target(code="CS-1", owner=SERVICE.id, part_of=ABOVE.id, share=0.4)
    plan = a_plan(*RECORDS, given)
    assert parts_of(plan, ABOVE.id) == (given,)
    [sales] = cascade(ABOVE, parts(sales=0.6), NOW, "ana")(plan)
    assert sales.document()["code"] == "SA-1"
    with pytest.raises(BadInput, match="Customer Service carries a part of BW-1 already; edit that one"):
        cascade(ABOVE, parts(cs=0.6), NOW, "ana")(plan)


@pytest.mark.parametrize(
    ("above", "sentence"),
    [
        (ABOVE.model_copy(update={"kind": Kind.steps}), "BW-1 is made of steps, which cannot be shared out"),
        (ABOVE.model_copy(update={"goal": None}), "BW-1 has no goal yet; give it one first"),
        (ABOVE.model_copy(update={"retired": True}), "BW-1 is not in the plan any more"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(above: Target, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        made(above, cs=0.5, sales=0.5)


def test_a_target_that_is_unknown_or_a_team_that_is_gone_is_refused() -> None:
    with pytest.raises(Refused, match="BW-1 is not in the plan any more"):
        cascade(ABOVE, parts(cs=1), NOW, "ana")(Plan())
    with pytest.raises(BadInput, match="A team that was named is not there any more"):
        cascade(ABOVE, parts(cs=0.5, gone=0.5), NOW, "ana")(PLAN)
    retired = a_plan(*RECORDS, SALES.model_copy(update={"retired": True}))
    with pytest.raises(BadInput, match="A team that was named is not there any more"):
        cascade(ABOVE, parts(cs=0.5, sales=0.5), NOW, "ana")(retired)


def test_a_cascade_is_saved_whole_or_not_at_all_and_once(tmp_path: Path) -> None:
    store = FileStore.create(tmp_path / "plan.json", records=RECORDS)
    before = store.path.read_bytes()
    with pytest.raises(BadInput):
        store.save(cascade(ABOVE, parts(cs=0.5, sales=0.6), NOW, "ana"))
    assert store.path.read_bytes() == before
    change = cascade(ABOVE, parts(cs=0.5, sales=0.5), NOW, "ana")
    store.save(change)
    assert [target.code for target in store.save(change).targets] == ["BW-1", "CS-1", "SA-1"]
