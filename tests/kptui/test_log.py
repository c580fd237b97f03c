"""The log: each document is an entry, and what it did can be said."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from kptui.log import Entry, deed, details, entries, kind, record_in, title
from kptui.models.record import Record
from tests.builders import (
    NOW,
    TODAY,
    a_blocker,
    a_check_in,
    a_plan,
    a_support_request,
    a_target,
    a_team,
    an_action,
    an_influence,
    an_objective,
)

TARGET = a_target(unit="h")
OTHER = a_target(code="CS-2")
PLAN = a_plan(TARGET, OTHER)


def said(record: Record, before: Record | None = None) -> tuple[str, str, str]:
    done = deed(PLAN, record, before)
    return kind(done), title(PLAN, record), details(PLAN, done, TODAY)


def test_each_version_comes_after_the_one_before_it_in_the_order_of_the_documents() -> None:
    second = TARGET.edited(NOW, "ben", goal=80)
    third = second.edited(NOW, "ana", goal=70)
    check_in = a_check_in(TARGET, "2026-03-01", 5)
    first, *documents = [record.document() for record in (TARGET, second, check_in, third)]
    assert list(entries([first, *documents])) == [
        Entry(first),
        Entry(documents[0], first),
        Entry(documents[1]),
        Entry(documents[2], documents[0]),
    ]


def test_what_is_about_a_target_goes_by_its_code_and_is_called_what_the_screens_call_it() -> None:
    asked = a_support_request(TARGET, a_team(), text="Which phone?")
    assert said(a_blocker(TARGET, text="No phone")) == ("added blocker", "CS-1", "No phone")
    assert said(asked) == ("added call for help", "CS-1", "Which phone?")
    assert said(an_action(TARGET, text="Buy one"))[:2] == ("added promise", "CS-1")


def test_documents_are_gone_through_once_and_one_at_a_time() -> None:
    seen: list[int] = []

    def documents() -> Iterable[dict[str, object]]:
        for number in range(3):
            seen.append(number)
            yield {"record": "check_in", "id": str(number)}

    found = entries(documents())
    assert seen == []
    next(found)
    assert seen == [0]


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        ("2026-03-02T09:00:00Z", NOW),
        ("2026-03-02T10:00:00+01:00", NOW),
        ("2026-03-02T09:00:00", None),
        ("soon", None),
        (5, None),
        (None, None),
    ],
)
def test_an_entry_says_when_it_was_recorded_if_it_can(at: object, moment: datetime | None) -> None:
    found = Entry({"at": at}).at
    assert found == moment
    assert found is None or found.astimezone(UTC) == NOW


def test_an_entry_is_about_a_target_if_it_is_its_version_its_check_in_or_its_influence() -> None:
    about = (TARGET, a_check_in(TARGET, "2026-03-01", 5), an_influence(TARGET, OTHER), an_influence(OTHER, TARGET))
    others = (OTHER, a_check_in(OTHER, "2026-03-01", 5), an_objective(id=TARGET.id))
    assert all(Entry(record.document()).is_about(TARGET.id) for record in about)
    assert not any(Entry(record.document()).is_about(TARGET.id) for record in others)


def test_what_fits_no_record_is_none() -> None:
    assert record_in(None) is None
    assert record_in({"record": "target", "id": "a"}) is None
    assert record_in(TARGET.document()) == TARGET


def test_a_record_is_added_changed_retired_and_brought_back() -> None:
    changed = TARGET.edited(NOW, "ben", goal=80, name="Answer at once")
    retired = changed.edited(NOW, "ben", retired=True)
    assert said(TARGET) == ("added target", "CS-1", "Answer faster")
    assert said(an_objective()) == ("added objective", "Customers feel looked after", "")
    assert said(changed, TARGET) == ("changed target", "CS-1", "name Answer faster → Answer at once; goal 100 → 80")
    assert said(retired, changed) == ("retired target", "CS-1", "")
    assert said(changed, retired) == ("brought back target", "CS-1", "")


def test_a_check_in_says_what_was_reported() -> None:
    full = a_check_in(
        TARGET,
        "2026-03-01",
        14.5,
        confidence=7,
        own_call="at_risk",
        achievements="Three new\nagents",
        challenges="No telephone",
        adjustment={"of": "goal", "goal": 80, "text": "One team less"},
    )
    assert said(full) == (
        "checked in",
        "CS-1",
        "14.5 h on 1 Mar, confidence 7, own call at risk, goal now 80 + Three new agents ! No telephone > One team less",
    )


def test_a_check_in_may_correct_or_withdraw_another() -> None:
    correction = a_check_in(TARGET, "2026-03-01", 5, corrects="other", adjustment={"of": "tactic", "text": "Call first"})
    assert said(correction) == ("corrected check-in", "CS-1", "5 h on 1 Mar > Call first")
    withdrawal = a_check_in(TARGET, "2026-03-01", 5, corrects="other", withdrawn=True)
    assert said(withdrawal) == ("withdrew check-in", "CS-1", "5 h on 1 Mar")


def test_a_check_in_that_comes_again_after_a_withdrawal_was_brought_back() -> None:
    withdrawal = a_check_in(TARGET, "2026-03-01", 5, corrects="other", withdrawn=True)
    plan = a_plan(TARGET, readings={TARGET.id: [withdrawal.reading]})
    assert kind(deed(plan, a_check_in(TARGET, "2026-03-01", 5, corrects=withdrawal.id), None)) == "brought back check-in"


def test_a_check_in_on_what_is_not_in_the_plan_is_told_all_the_same() -> None:
    assert said(a_check_in(TARGET.model_copy(update={"id": "gone"}), "2026-03-01", 5)) == (
        "checked in",
        "check-in on gone",
        "5 on 1 Mar",
    )
