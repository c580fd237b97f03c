"""The store: what was acknowledged is there, once, for everyone, whatever happens."""

import fcntl
import gc
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tinydb import TinyDB

from kptui.changes import add_records, edit_record, record_check_in
from kptui.contents import Contents
from kptui.errors import BadPlan, EditConflict, NoPlan, ReadOnly, Refused
from kptui.models.record import Record
from kptui.models.schema import SCHEMA
from kptui.paths import login
from kptui.plan import Plan
from kptui.readings import each_once
from kptui.store import FileStore, Store
from tests.builders import NOW, a_check_in, a_target, a_team, an_organisation

TARGET = a_target(code="CS-1", name="Response time")
STORM = """
import sys
from pathlib import Path
from kptui.changes import record_check_in
from kptui.store import FileStore
from tests.builders import a_check_in

store = FileStore(Path(sys.argv[1]))
target = store.read().target("CS-1")
for value in range(int(sys.argv[2])):
    check_in = a_check_in(target, "2026-02-01", value, achievements="x" * 200)
    store.save(record_check_in(check_in))
    print(check_in.id, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "plans" / "plan.json"
    FileStore.create(path, records=[an_organisation(), a_team(), TARGET]).close()
    return path


@pytest.fixture
def store(path: Path) -> FileStore:
    return FileStore(path)


def storm(path: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", STORM, str(path), str(count)], stdout=subprocess.PIPE, text=True)


def check_ins_seen_by_tinydb(path: Path) -> list[str]:
    with TinyDB(path, access_mode="r") as database:
        return [row["id"] for row in database if row["record"] == "check_in"]


def test_a_new_plan_holds_its_records_and_says_its_schema(store: FileStore, path: Path) -> None:
    plan = store.read()
    assert plan.target("cs-1") == plan.get(TARGET.id)
    assert plan.organisation is not None
    assert store.read_only is None
    with TinyDB(path, access_mode="r") as database:
        assert [row["record"] for row in database] == ["schema", "team", "team", "target"]
        assert database.all()[0]["number"] == SCHEMA


def test_a_saved_check_in_is_in_the_plan_in_the_history_and_in_the_file(store: FileStore, path: Path) -> None:
    check_in = a_check_in(TARGET, "2026-02-01", 14.5, confidence=7, challenges="vendor slipped")
    plan = store.save(record_check_in(check_in))
    assert plan.readings_of(TARGET.id) == (check_in.reading,)
    assert [c.document() for c in store.history(TARGET.id)] == [check_in.document()]
    assert check_ins_seen_by_tinydb(path) == [check_in.id]
    assert store.history("nobody") == ()


def test_another_session_sees_it_at_once_without_a_line_being_read_twice(store: FileStore, path: Path) -> None:
    other: Store = FileStore(path)
    before = other.read()
    assert not other.changed()
    assert other.read() is before
    store.save(record_check_in(a_check_in(TARGET, "2026-02-01", 1)))
    assert other.changed()
    after = other.read()
    assert after.revision > before.revision
    assert len(after.readings_of(TARGET.id)) == 1
    assert before.readings_of(TARGET.id) == ()


def test_saving_the_same_again_after_a_doubt_changes_nothing(store: FileStore) -> None:
    check_in = a_check_in(TARGET, "2026-02-01", 1)
    once = store.save(record_check_in(check_in))
    assert store.save(record_check_in(check_in)) is once
    renamed = TARGET.edited(NOW, "ana", name="Renamed")
    once = store.save(add_records(renamed))
    assert store.save(add_records(renamed)) is once


def test_an_edit_is_a_new_version_and_the_older_stays_in_the_file(store: FileStore) -> None:
    store.save(edit_record(store.read().target("CS-1"), NOW, "ana", name="Renamed"))
    assert store.read().target("CS-1").name == "Renamed"
    versions = [(d["version"], d["name"]) for d in store.documents() if d["record"] == "target"]
    assert versions == [(1, "Response time"), (2, "Renamed")]


def test_the_second_of_two_edits_is_refused_and_names_the_first(store: FileStore, path: Path) -> None:
    read = store.read().target("CS-1")
    FileStore(path).save(edit_record(read, NOW, "ana", name="Hers"))
    with pytest.raises(EditConflict, match="ana changed it"):
        store.save(edit_record(read, NOW, "ben", name="His"))
    with pytest.raises(EditConflict, match="ana changed target CS-1"):
        store.save(add_records(read.edited(NOW, "ben", name="His")))
    assert store.read().target("CS-1").name == "Hers"


def test_a_change_that_refuses_saves_nothing(store: FileStore, path: Path) -> None:
    def refuse(_: Plan) -> list[Record]:
        raise Refused("no")

    before = path.read_bytes()
    with pytest.raises(Refused):
        store.save(refuse)
    assert path.read_bytes() == before


def test_a_change_of_several_records_is_one_append(store: FileStore) -> None:
    goal = a_check_in(TARGET, "2026-02-01", 1, adjustment={"of": "goal", "text": "too bold", "goal": 80})
    plan = store.save(record_check_in(goal))
    assert (plan.target("CS-1").goal, plan.target("CS-1").original_goal) == (80, 100)
    assert len(plan.readings_of(TARGET.id)) == 1


def test_unknown_fields_and_unknown_records_survive_an_edit(store: FileStore, path: Path) -> None:
    with TinyDB(path) as database:
        database.insert({**TARGET.document(), "version": 2, "colour": "teal", "nested": {"deep": [1, 2]}})
        database.insert({"record": "postcard", "id": "r1", "version": 1, "at": "2026-01-01T00:00:00Z", "by": "x", "to": "y"})
    plan = store.save(edit_record(store.read().target("CS-1"), NOW, "ana", name="Renamed"))
    newest = [d for d in store.documents() if d["record"] == "target"][-1]
    assert (newest["version"], newest["name"], newest["colour"], newest["nested"]) == (3, "Renamed", "teal", {"deep": [1, 2]})
    kept = plan.get("r1")
    assert kept is not None
    assert kept.document()["to"] == "y"


def test_a_record_that_does_not_fit_is_named_and_all_others_serve(store: FileStore, path: Path) -> None:
    with TinyDB(path) as database:
        database.insert({**TARGET.document(), "id": "bad", "code": "CS-2", "due": "2020-01-01"})
        database.insert({"record": "check_in", "id": "worse", "target": TARGET.id})
    plan = store.read()
    assert [t.code for t in plan.targets] == ["CS-1"]
    assert len(plan.problems) == 2
    assert plan.problems[0].startswith("the target under key 5 cannot be used: It is due on 2020-01-01, before it starts")
    assert "the check_in under key 6 cannot be used: version" not in plan.problems[1]


def test_an_older_version_that_comes_after_a_newer_one_does_not_count(store: FileStore, path: Path) -> None:
    store.save(edit_record(TARGET, NOW, "ana", name="Renamed"))
    with TinyDB(path) as database:
        database.insert(TARGET.document())
    assert store.read().target("CS-1").name == "Renamed"


def test_a_check_in_that_stands_in_the_file_twice_counts_once(store: FileStore, path: Path) -> None:
    check_in = a_check_in(TARGET, "2026-02-01", 1)
    store.save(record_check_in(check_in))
    with TinyDB(path) as database:
        database.insert(check_in.document())
    assert len(store.read().readings[TARGET.id]) == 1


def test_a_plan_of_a_newer_kptui_is_read_only_when_met_and_while_open(store: FileStore, path: Path) -> None:
    with TinyDB(path) as database:
        newer = {"record": "schema", "id": "schema", "version": 2, "at": "2027-01-01T00:00:00Z", "by": "x", "number": SCHEMA + 1}
        database.insert(newer)
    with pytest.raises(ReadOnly, match="newer kptui"):
        store.save(record_check_in(a_check_in(TARGET, "2026-02-01", 1)))
    later = FileStore(path)
    assert later.read_only is not None
    assert later.read().target("CS-1").name == "Response time"


def test_the_facts_of_a_plan_are_those_of_its_file(store: FileStore, path: Path) -> None:
    facts = store.facts()
    assert (facts["size"], facts["mode"], facts["documents"]) == (path.stat().st_size, "0660", 4)
    assert facts["schema"] == SCHEMA


def test_a_plan_whose_schema_cannot_be_read_counts_as_newer(store: FileStore, path: Path) -> None:
    with TinyDB(path) as database:
        odd = {"record": "schema", "id": "schema", "version": 2, "at": "2027-01-01T00:00:00Z", "by": "x", "number": "2-beta"}
        database.insert(odd)
    assert store.read().problems
    assert store.read_only is not None


def test_of_two_next_versions_in_one_change_the_second_is_refused(store: FileStore) -> None:
    second, third = TARGET.edited(NOW, "ana", name="B"), TARGET.edited(NOW, "ana", name="C")
    with pytest.raises(EditConflict):
        store.save(add_records(second, third))
    assert store.save(add_records(second, second.edited(NOW, "ana", name="C"))).target("CS-1").name == "C"


def test_what_is_no_plan_leaves_no_file_open(path: Path) -> None:
    path.write_bytes(b"rubbish")
    gc.collect()  # what earlier tests left open must not be closed while this one counts
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        with pytest.raises(BadPlan):
            FileStore(path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_plan_that_is_gone_says_so_and_comes_back(store: FileStore, path: Path) -> None:
    aside = path.with_suffix(".away")
    path.rename(aside)
    assert store.changed()
    with pytest.raises(NoPlan):
        store.read()
    aside.rename(path)
    assert store.read().target("CS-1")


def test_a_torn_end_is_left_to_the_save_that_is_under_way(store: FileStore, path: Path) -> None:
    def tear(_: Plan) -> list[Record]:
        with path.open("r+b") as file:
            file.write(path.read_bytes().rstrip()[:-3] + b',\n"9":{"rec')
        store.read()
        assert not list(path.parent.glob("plan.json.remains-*"))
        return [a_check_in(TARGET, "2026-02-01", 1)]

    assert store.save(tear).latest(TARGET.id)
    assert len(list(path.parent.glob("plan.json.remains-*"))) == 1
    assert len(check_ins_seen_by_tinydb(path)) == 1


def test_a_torn_end_is_mended_by_whoever_sees_it_unless_they_are_not_to(store: FileStore, path: Path) -> None:
    torn = path.read_bytes().rstrip()[:-3] + b',\n"9":{"rec'
    path.write_bytes(torn)
    assert FileStore(path, mends=False).read().target("CS-1")
    assert path.read_bytes() == torn
    assert store.changed()
    assert "is kept in plan.json.remains-" in store.read().problems[0]
    assert not store.changed()
    assert check_ins_seen_by_tinydb(path) == []
    path.write_bytes(torn)
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert FileStore(path).read().target("CS-1")
        assert path.read_bytes() == torn
    assert FileStore(path).read().problems


def test_who_saves_just_now_can_be_asked(store: FileStore) -> None:
    seen: list[str | None] = [store.waiting_for()]

    def ask(_: Plan) -> list[Record]:
        seen.append(store.waiting_for())
        return []

    store.save(ask)
    assert seen == [None, login()]


def test_reading_goes_on_while_another_thread_waits_for_the_lock(store: FileStore, path: Path) -> None:
    other = FileStore(path)
    inside, leave = threading.Event(), threading.Event()

    def hold(_: Plan) -> list[Record]:
        inside.set()
        leave.wait()
        return []

    holder = threading.Thread(target=other.save, args=(hold,))
    holder.start()
    inside.wait()
    waiter = threading.Thread(target=store.save, args=(record_check_in(a_check_in(TARGET, "2026-02-01", 1)),))
    waiter.start()
    assert store.read().target("CS-1")
    assert not other.changed()
    leave.set()
    holder.join()
    waiter.join()
    assert len(store.read().readings_of(TARGET.id)) == 1


def test_four_processes_of_a_hundred_check_ins_each_lose_none(path: Path) -> None:
    acknowledged = [writer.communicate()[0].split() for writer in [storm(path, 100) for _ in range(4)]]
    assert [len(ids) for ids in acknowledged] == [100] * 4
    expected = sorted(i for ids in acknowledged for i in ids)
    assert sorted(check_ins_seen_by_tinydb(path)) == expected
    assert sorted(r.id for r in FileStore(path).read().readings[TARGET.id]) == expected


@pytest.mark.parametrize("after", [1, 7, 20])
def test_writers_killed_at_any_moment_lose_nothing_that_was_acknowledged(path: Path, after: int) -> None:
    writers = [storm(path, 100_000) for _ in range(3)]
    acknowledged = []
    for writer in writers:
        assert writer.stdout is not None
        acknowledged += [writer.stdout.readline().strip() for _ in range(after)]
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        rest = writer.communicate()[0]
        acknowledged += rest[: rest.rfind("\n") + 1].split()
    store = FileStore(path)
    last = a_check_in(TARGET, "2026-02-02", 5)
    plan = store.save(record_check_in(last))
    seen = [r.id for r in plan.readings[TARGET.id]]
    assert len(seen) == len(set(seen))
    assert {*acknowledged, last.id} <= set(seen)
    assert sorted(check_ins_seen_by_tinydb(path)) == sorted(seen)


def test_the_file_is_one_document_a_line(store: FileStore, path: Path) -> None:
    store.save(record_check_in(a_check_in(TARGET, "2026-02-01", 1, achievements="first\nsecond")))
    lines = path.read_text().rstrip().splitlines()
    assert lines[0] == '{"_default":{'
    assert lines[-1] == "}}"
    rows = [json.loads("{" + line.removesuffix(",") + "}") for line in lines[1:-1]]
    assert [list(row) for row in rows] == [[str(n)] for n in range(1, 6)]
    for row in rows:
        assert list(next(iter(row.values())))[:5] == ["record", "id", "version", "at", "by"]


def test_a_moment_beyond_all_calendars_is_named_and_all_others_serve(store: FileStore, path: Path) -> None:
    late = a_check_in(TARGET, "2026-02-01", 1)
    with TinyDB(path) as database:
        database.insert({**TARGET.document(), "id": "bad", "code": "CS-2", "at": "0001-01-01T00:00:00+05:00"})
        database.insert(late.document())
    plan = store.read()
    assert plan.latest(TARGET.id) == late.reading
    assert len(plan.problems) == 1


def test_what_was_not_taken_in_for_a_mistake_is_read_again(store: FileStore, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object, __: object) -> None:
        raise RuntimeError("a mistake")

    FileStore(path).save(record_check_in(a_check_in(TARGET, "2026-02-01", 1)))
    with monkeypatch.context() as failing:
        failing.setattr(Contents, "_take_check_in", fail)
        with pytest.raises(RuntimeError):
            store.read()
    assert store.read().latest(TARGET.id)


def test_a_mistake_while_the_disk_is_at_work_has_everything_read_anew(
    store: FileStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a mistake")

    with monkeypatch.context() as failing:
        failing.setattr(Contents, "take_saved", fail)
        with pytest.raises(RuntimeError):
            store.save(record_check_in(a_check_in(TARGET, "2026-02-01", 1)))
    assert store.read().revision.length == 5
    assert len(store.read().readings[TARGET.id]) == 1


def test_one_check_in_that_was_read_from_two_places_counts_once() -> None:
    check_in = a_check_in(TARGET, "2026-02-01", 1)
    assert list(each_once([check_in, check_in])) == [check_in]


def test_a_check_in_leaves_what_was_found_of_the_records_and_an_edit_does_not(store: FileStore) -> None:
    before = store.read()
    target = before.target("CS-1")
    after = store.save(record_check_in(a_check_in(target, "2026-03-03", 19)))
    assert after.targets is before.targets
    edited = store.save(edit_record(target, NOW, "ana", name="Replies"))
    assert [t.name for t in edited.targets] == ["Replies"]
    assert [t.name for t in after.targets] == [target.name]
