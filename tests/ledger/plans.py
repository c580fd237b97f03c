"""A plan to torture, the ways to write to it, and what must hold of it afterwards."""

import os
from collections.abc import Collection
from pathlib import Path

from tinydb import TinyDB

from kptui.changes import record_check_in
from kptui.errors import KptuiError
from kptui.models.check_in import CheckIn
from kptui.store import FileStore
from tests.builders import a_check_in, a_target, an_organisation
from tests.ledger.counts import COUNTS

TARGET = a_target(id="target-1", code="CS-1", name="Response time", start="2020-01-01", due="2099-12-31")
ORGANISATION = an_organisation(id="team-1")


def make_plan(path: Path) -> Path:
    FileStore.create(path, records=[ORGANISATION, TARGET]).close()
    return path


def new_check_in(said: str = "", *, goal: float | None = None) -> CheckIn:
    """A check-in; with a goal it is saved together with the target's next version."""
    adjustment = None if goal is None else {"of": "goal", "text": said, "goal": goal}
    return a_check_in(TARGET, "2026-02-01", 1, achievements=said, adjustment=adjustment)


def check_in(store: FileStore, said: str = "") -> str:
    made = new_check_in(said)
    store.save(record_check_in(made))
    return made.id


def attempt(store: FileStore, made: CheckIn) -> str | None:
    """Save, and return the sentence of the refusal; anything but a KptuiError is a mistake and fails the test."""
    try:
        store.save(record_check_in(made))
    except KptuiError as error:
        COUNTS["refused"] += 1
        return str(error)
    return None


def check_in_once(path: Path, said: str = "") -> str:
    store = FileStore(path)
    try:
        return check_in(store, said)
    finally:
        store.close()


def ids_seen(path: Path) -> list[str]:
    """What a session that is opened now has of the check-ins, in the order of the file, which stays as it is."""
    store = FileStore(path, mends=False)
    try:
        return [made.id for made in store.history(TARGET.id)]
    finally:
        store.close()


def ids_for_tinydb(path: Path) -> list[str]:
    with TinyDB(path, access_mode="r") as database:
        return [row["id"] for row in database if row["record"] == "check_in"]


def must_hold(path: Path, acknowledged: Collection[str], doubtful: Collection[str] = ()) -> None:
    """Nothing acknowledged is lost, nothing is there twice or invented, the next writer works, and TinyDB sees the same."""
    last = check_in_once(path)
    seen = ids_seen(path)
    lost = {*acknowledged, last} - {*seen}
    COUNTS["states tried"] += 1
    COUNTS["acknowledged"] += len(acknowledged)
    COUNTS["lost"] += len(lost)
    assert not lost
    assert len(seen) == len({*seen})
    assert {*seen} <= {*acknowledged, *doubtful, last}
    assert sorted(ids_for_tinydb(path)) == sorted(seen)


def remains_of(path: Path) -> list[bytes]:
    return [kept.read_bytes() for kept in path.parent.glob(f"{path.name}.remains-*")]


def plain_environment() -> dict[str, str]:
    """The environment of children whose time matters or that are killed: they are not measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
