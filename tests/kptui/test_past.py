"""The past: a plan as it stood when a day ended, going by when things were recorded."""

from datetime import UTC, datetime

from kptui.models.record import Record
from kptui.models.target import Target
from kptui.past import plan_after, start_of
from kptui.plan import Plan
from tests.builders import a_check_in, a_day, a_plan, a_policy, a_reading, a_target, an_objective

TARGET = a_target(at=datetime(2026, 2, 1, 9, tzinfo=UTC))


def after(day: str, *records: Record, newest: Plan | None = None) -> Plan:
    plan = newest or a_plan(*{record.id: record for record in records}.values())
    return plan_after(plan, (record.document() for record in records), a_day(day))


def names(plan: Plan) -> list[str]:
    return [target.name for target in plan.every(Target)]


def test_a_plan_has_the_versions_that_were_the_newest_when_the_day_ended() -> None:
    second = TARGET.edited(datetime(2026, 2, 3, 23, 59, 59, tzinfo=UTC), "ben", name="Second")
    third = second.edited(datetime(2026, 2, 4, tzinfo=UTC), "ben", name="Third")
    found = {day: names(after(f"2026-{day}", TARGET, second, third)) for day in ("01-31", "02-01", "02-02", "02-03", "02-04")}
    first = ["Answer faster"]
    assert found == {"01-31": [], "02-01": first, "02-02": first, "02-03": ["Second"], "02-04": ["Third"]}


def test_of_two_versions_the_higher_counts_wherever_it_stands() -> None:
    second = TARGET.edited(TARGET.at, "ben", name="Second")
    assert names(after("2026-02-01", second, TARGET)) == ["Second"]


def test_a_day_ends_when_it_ends_in_the_plans_time_zone() -> None:
    policy = a_policy(time_zone="America/New_York", at=TARGET.at)
    late = an_objective(at=datetime(2026, 2, 2, 3, 30, tzinfo=UTC))
    assert after("2026-02-01", policy, late).get(late.id) == late
    later = an_objective(at=datetime(2026, 2, 2, 5, tzinfo=UTC))
    assert after("2026-02-01", policy, later).get(later.id) is None
    assert start_of(after("2026-02-01", policy), a_day("2026-02-02")) == datetime(2026, 2, 2, 5, tzinfo=UTC)


def test_check_ins_count_when_they_were_recorded_whatever_day_they_are_of() -> None:
    first = a_reading("2026-02-20", 5, at=datetime(2026, 2, 20, 12, tzinfo=UTC))
    correction = a_reading("2026-02-20", 6, corrects=first.id, at=datetime(2026, 2, 22, 12, tzinfo=UTC))
    belated = a_reading("2026-02-10", 4, at=datetime(2026, 2, 23, 12, tzinfo=UTC))
    newest = a_plan(TARGET, readings={TARGET.id: [first, correction, belated]})
    assert after("2026-02-19", TARGET, newest=newest).readings == {}
    found = {day: after(f"2026-02-{day}", TARGET, newest=newest).readings_of(TARGET.id) for day in (20, 21, 22, 23)}
    assert found == {20: (first,), 21: (first,), 22: (correction,), 23: (belated, correction)}


def test_documents_that_fit_no_record_and_check_ins_are_passed_over() -> None:
    documents: list[dict[str, object]] = [{"record": "target", "id": "x"}]
    documents += [a_check_in(TARGET, "2026-02-20", 5).document(), TARGET.document()]
    assert list(plan_after(a_plan(TARGET), documents, a_day("2026-02-20")).records) == [TARGET.id]
