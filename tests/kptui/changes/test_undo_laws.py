"""What holds of undo whatever people did before."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from kptui.changes import Change, add_records, edit_record, record_check_in
from kptui.changes.last_change import last_change
from kptui.changes.taking_back import take_back
from kptui.errors import Refused
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_person, a_target, an_objective

TARGET = a_target(by="ana")
OBJECTIVE = an_objective(by="ana")


class Act(NamedTuple):
    """What someone does; `number` says to what or by how much."""

    by: str
    does: str
    number: int


ACTS = st.builds(
    Act,
    st.sampled_from(["maria", "ben"]),
    st.sampled_from(["check in", "correct", "withdraw", "new goal", "edit", "retire", "add", "undo"]),
    st.integers(1, 3),
)


def change_of(act: Act, store: FileStore, minute: int) -> Change:
    plan, at, by = store.read(), NOW + timedelta(minutes=minute), act.by
    standing = plan.readings_of(TARGET.id)
    on = f"2026-02-0{act.number}"
    fields = {"at": at, "by": by, "corrects": standing[-1].id if standing and act.does in ("correct", "withdraw") else None}
    newest = plan.records[OBJECTIVE.id if act.number > 1 else TARGET.id]
    match act.does:
        case "check in" | "correct" | "withdraw" | "new goal":
            goal = {"of": "goal", "goal": 50 + minute} if act.does == "new goal" else None
            withdrawn = act.does == "withdraw" and bool(fields["corrects"])
            return record_check_in(a_check_in(TARGET, on, minute, **fields, adjustment=goal, withdrawn=withdrawn))
        case "edit":
            return edit_record(newest, at, by, name=f"Name {minute}")
        case "retire":
            return edit_record(newest, at, by, retired=not newest.retired)
        case "add":
            return add_records(an_objective(at=at, by=by, parent=OBJECTIVE.id))
        case _:
            return take_back(last_change(store.documents(), by, store.history), at, by)


def state(plan: Plan) -> dict[str, object]:
    """What a plan says, but for who said it and when."""
    records = {r.id: r.model_dump(exclude={"version", "at", "by"}) for r in plan.records.values()}
    return records | {"readings": [(r.on, r.value) for r in plan.readings_of(TARGET.id)]}


def is_saved(store: FileStore, act: Act, minute: int) -> bool:
    try:
        store.save(change_of(act, store, minute))
    except Refused:
        return False
    return True


@settings(deadline=None, max_examples=50)
@given(st.lists(ACTS, min_size=1, max_size=8))
def test_an_undo_that_is_not_refused_can_itself_be_undone_and_then_all_is_as_before(acts: list[Act]) -> None:
    with TemporaryDirectory() as folder:
        store = FileStore.create(Path(folder) / "plan.json", records=[a_person(by="ana"), TARGET, OBJECTIVE])
        for minute, act in enumerate(acts, start=1):
            is_saved(store, act, minute)
        before = state(store.read())
        undo = Act("maria", "undo", 1)
        if is_saved(store, undo, 50):
            assert state(store.read()) != before
            assert is_saved(store, undo, 51)
        assert state(store.read()) == before
        store.close()


@settings(deadline=None, max_examples=50)
@given(st.lists(ACTS, max_size=6), ACTS)
def test_undo_at_once_leads_back_to_where_one_was_or_retires_what_is_new(acts: list[Act], last: Act) -> None:
    with TemporaryDirectory() as folder:
        store = FileStore.create(Path(folder) / "plan.json", records=[a_person(by="ana"), TARGET, OBJECTIVE])
        for minute, act in enumerate(acts, start=1):
            is_saved(store, act, minute)
        before = state(store.read())
        if is_saved(store, last, 49) and is_saved(store, Act(last.by, "undo", 1), 50):
            after = store.read()
            new = {record.id for record in after.records.values() if record.id not in before}
            assert all(after.records[record_id].retired for record_id in new)
            assert {key: value for key, value in state(after).items() if key not in new} == before
        store.close()


@settings(deadline=None, max_examples=50)
@given(st.lists(ACTS, min_size=1, max_size=8))
def test_undo_leaves_what_others_did_last_as_it_is(acts: list[Act]) -> None:
    with TemporaryDirectory() as folder:
        store = FileStore.create(Path(folder) / "plan.json", records=[a_person(by="ana"), TARGET, OBJECTIVE])
        for minute, act in enumerate(acts, start=1):
            is_saved(store, act, minute)
        before = store.read()
        is_saved(store, Act("maria", "undo", 1), 50)
        after = store.read()
        assert all(after.get(record.id) == record for record in before.records.values() if record.by != "maria")
        made = set(after.readings.get(TARGET.id, ())) - set(before.readings.get(TARGET.id, ()))
        assert not {r.id for r in before.readings_of(TARGET.id) if r.by != "maria"} & {r.corrects for r in made}
        store.close()
