"""The sample of the company, and the demo that is made of it."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from kptui.errors import BadInput, Refused
from kptui.ledger.verify import verify
from kptui.models.check_in import OwnCall
from kptui.models.target import Indicator, KeepBy, Kind, State
from kptui.plan import Plan
from kptui.rules.judgement import Status
from kptui.rules.progress import judge_all
from kptui.rules.schedule import is_due
from kptui.samples import USUAL, sample_names, sample_path, write_demo
from kptui.store import FileStore

SAMPLE_DAY = date(2026, 10, 19)


@pytest.fixture(scope="module")
def company() -> Plan:
    return FileStore(sample_path("company")).read()


def demo(folder: Path, today: date, login: str = "maria") -> FileStore:
    path = folder / f"{today}.json"
    write_demo("company", path, today, login)
    return FileStore(path)


def statuses(plan: Plan, today: date) -> Counter[Status]:
    return Counter(judgement.status for judgement in judge_all(plan, today).values())


def test_there_are_three_samples_and_the_company_is_the_usual_one() -> None:
    assert sample_names() == ("coffee", "company", "royalties")
    assert USUAL == "company"


def test_an_unknown_sample_is_refused_and_the_nearest_named() -> None:
    with pytest.raises(BadInput, match=r"no sample 'compayn'; did you mean company\?"):
        sample_path("compayn")


def test_a_name_like_no_sample_is_refused_and_all_of_them_named() -> None:
    with pytest.raises(BadInput, match=r"no sample 'x'; the samples are coffee, company, royalties\."):
        sample_path("x")


def test_the_sample_is_a_sound_plan(company: Plan) -> None:
    assert verify(sample_path("company")).sound
    assert company.problems == ()


def test_an_unmodified_tinydb_reads_the_sample() -> None:
    with TinyDB(sample_path("company"), access_mode="r") as database:
        kinds = Counter(document["record"] for document in database)

    assert kinds["pillar"] == 3
    assert kinds["check_in"] > 250


def test_the_sample_has_targets_of_every_kind_leading_and_lagging(company: Plan) -> None:
    assert 22 <= len(company.targets) <= 28
    assert {t.kind for t in company.targets} == set(Kind)
    assert {t.indicator for t in company.targets} == set(Indicator)
    assert {t.keep_by for t in company.targets if t.kind is Kind.keep} == set(KeepBy)
    assert any(t.is_band for t in company.targets)


def test_the_response_time_is_driven_by_it_marketing_and_hr(company: Plan) -> None:
    response_time = company.target("CS-1")
    leading = [company.get(i.leading) for i in company.leading_of(response_time.id)]

    assert (response_time.baseline, response_time.goal, response_time.unit) == (24, 12, "h")
    assert {getattr(t, "code", "")[:2] for t in leading} == {"IT", "BA", "MK", "HR"}
    assert [getattr(r, "name", "") for r in company.line_of_sight(response_time)[-2:]] == ["Customers who stay", "Tarn & Quillow"]


def test_every_target_that_is_active_leads_up_to_the_vision(company: Plan) -> None:
    for target in company.targets:
        assert company.line_of_sight(target)[-2] in company.pillars, target.code


def test_on_the_samples_day_every_status_occurs_and_most_are_on_track_or_at_risk(company: Plan) -> None:
    found = statuses(company, SAMPLE_DAY)

    assert set(found) == set(Status)
    assert found[Status.on_track] > found[Status.at_risk] > max(found[Status.off_track], found[Status.missed])
    assert max(found[s] for s in (Status.no_news, Status.too_early)) <= 2


def test_a_target_of_the_earlier_quarter_was_missed(company: Plan) -> None:
    judged = judge_all(company, SAMPLE_DAY)
    closed = [t for t in company.targets if t.state is State.closed]

    assert {judged[t.id].status for t in closed} == {Status.missed, Status.achieved}


def test_one_owner_says_on_track_where_the_figures_say_off_track(company: Plan) -> None:
    judgement = judge_all(company, SAMPLE_DAY)[company.target("BA-1").id]

    assert judgement.status is Status.off_track
    assert judgement.last is not None
    assert judgement.last.own_call is OwnCall.on_track


def test_one_goal_was_changed_and_the_first_one_is_kept(company: Plan) -> None:
    articles = company.target("MK-1")

    assert (articles.original_goal, articles.goal) == (80, 60)


def test_a_check_in_was_corrected_and_another_withdrawn() -> None:
    store = FileStore(sample_path("company"))
    calls = store.history(store.read().target("SD-2").id)
    rollout = store.history(store.read().target("IT-2").id)

    assert [c.value for c in calls if c.corrects] == [81]
    assert [c.withdrawn for c in rollout].count(True) == 1


@pytest.mark.parametrize("weeks", [*range(-52, 52, 5), 500])
def test_on_any_day_the_demo_shows_every_status(tmp_path: Path, weeks: int) -> None:
    first = SAMPLE_DAY + timedelta(weeks=weeks)
    plan = demo(tmp_path, first).read()

    for days in range(7):
        assert statuses(plan, first + timedelta(days=days)) == statuses(plan, first)
    assert set(statuses(plan, first)) == set(Status)


@pytest.mark.parametrize("days", range(7))
def test_whoever_runs_the_demo_has_a_target_at_risk_and_a_check_in_to_make(tmp_path: Path, days: int) -> None:
    today = date(2027, 3, 1) + timedelta(days=days)
    plan = demo(tmp_path, today, "maria").read()
    person = plan.person_of("maria")
    assert person is not None
    mine = [t for t in plan.targets if t.owner == person.id]

    assert [judge_all(plan, today)[t.id].status for t in mine].count(Status.at_risk) == 1
    assert any(is_due(t, plan.readings_of(t.id), plan.policy, today) for t in mine)
    assert not any(judge_all(plan, today)[t.id].stale for t in mine)


def test_the_demo_moves_by_whole_weeks_so_weekdays_stay(tmp_path: Path, company: Plan) -> None:
    plan = demo(tmp_path, SAMPLE_DAY + timedelta(weeks=20, days=5)).read()

    moved = timedelta(weeks=20)
    assert [p.start for p in plan.periods] == [p.start + moved for p in company.periods]
    assert plan.target("CS-1").due == company.target("CS-1").due + moved
    assert [r.on for r in plan.readings_of(plan.target("CS-1").id)] == [
        r.on + moved for r in company.readings_of(company.target("CS-1").id)
    ]
    assert [p.ended_on for p in plan.people if p.ended_on] == [p.ended_on + moved for p in company.people if p.ended_on]


def test_nothing_in_the_demo_was_saved_in_the_future(tmp_path: Path) -> None:
    today = date(2027, 1, 7)
    store = demo(tmp_path, today)
    plan = store.read()

    assert all(record.at.date() <= today for record in plan.records.values())
    assert all(c.on <= c.at.date() <= today for t in plan.targets for c in store.history(t.id))


def test_the_demo_keeps_older_versions_and_corrected_check_ins(tmp_path: Path) -> None:
    copied = demo(tmp_path, date(2027, 1, 7)).documents()
    original = FileStore(sample_path("company")).documents()

    assert [(d["id"], d["version"]) for d in copied] == [(d["id"], d["version"]) for d in original]


def test_the_demo_is_no_sample_itself(tmp_path: Path) -> None:
    policy = demo(tmp_path, date(2027, 1, 7)).read().policy

    assert not policy.model_extra


def test_the_check_ins_of_the_one_stood_in_for_are_by_the_runner(tmp_path: Path) -> None:
    store = demo(tmp_path, date(2027, 1, 7), "maria")

    assert {c.by for c in store.history(store.read().target("CS-1").id)} == {"maria", "pavel"}


def test_a_runner_who_is_called_like_a_sample_person_is_taken_for_nobody_else(tmp_path: Path) -> None:
    plan = demo(tmp_path, date(2027, 1, 7), "ben").read()

    assert getattr(plan.person_of("ben"), "name", "") == "Ana Fernwren"
    assert getattr(plan.person_of("ana"), "name", "") == "Ben Oatlark"


def test_a_runner_called_ana_is_ana(tmp_path: Path) -> None:
    plan = demo(tmp_path, date(2027, 1, 7), "ana").read()

    assert getattr(plan.person_of("ana"), "name", "") == "Ana Fernwren"


def test_a_demo_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("mine")

    with pytest.raises(Refused):
        write_demo("company", path, date(2027, 1, 7), "maria")
    assert path.read_text() == "mine"
