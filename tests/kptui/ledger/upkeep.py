"""A plan with a past quarter and a password in a note, and what the tests of its upkeep ask of the files."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

from kptui.changes import add_records
from kptui.errors import KptuiError
from kptui.ledger.archive import Archived, Closed, archive
from kptui.ledger.whole import documents_in
from kptui.models.target import Target
from kptui.plan import Plan
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_period, a_policy, a_target, an_organisation

PASTED = 'hunter2"ö'
PERIOD = a_period()
PAST = a_target(period=PERIOD.id)
PRESENT = a_target(code="CS-2")
CHECK_INS = (
    a_check_in(PAST, "2026-01-05", 10),
    a_check_in(PRESENT, "2026-01-06", 10),
    a_check_in(PAST, "2026-01-12", 20, challenges=f"the password is {PASTED}, twice {PASTED}"),
)
_KILLED = 77
_CALLS = ("open", "pwrite", "pread", "fsync", "fdatasync", "link", "replace", "unlink", "fchmod", "fchown")


def a_plan_file(path: Path) -> Path:
    """Make the plan: seven records and three check-ins."""
    records = (a_policy(), an_organisation(), PERIOD, PAST, PRESENT, *CHECK_INS)
    FileStore.create(path, records=records).close()
    return path


def an_archived_plan_file(path: Path) -> Path:
    """Make the plan, archive its quarter, and check in once more."""
    archive_it(a_plan_file(path))
    store = FileStore(path)
    store.save(add_records(a_check_in(PRESENT, "2026-01-13", 30, achievements=PASTED)))
    store.close()
    return path


def the_past(plan: Plan) -> Closed:
    """Choose the targets of the past quarter."""
    return Closed(PERIOD, frozenset(t.id for t in plan.every(Target) if t.period == PERIOD.id))


def archive_it(path: Path) -> Archived | None:
    return archive(path, the_past, at=NOW, by="maria")


def documents(path: Path) -> list[dict[str, Any]]:
    return list(documents_in(path))


def everything(path: Path) -> list[str]:
    """Return the ids of what people recorded, in the plan and in the archives that it names, sorted; twice if there twice."""
    found = documents(path)
    files = [path, *(path.with_name(d["file"]) for d in found if d["record"] == "archive")]
    told = ("archive", "redaction")
    return sorted(d["id"] for file in files for d in documents(file) if d["record"] not in told)


def names(path: Path, *, like: str = "*") -> list[str]:
    return sorted(found.name for found in path.parent.glob(like))


def litter(path: Path) -> list[str]:
    return names(path, like=".*.new")


@contextmanager
def at_call(number: int, act: Callable[[], None]) -> Iterator[None]:
    """Have `act` run in place of the system call of that number, counted from 1."""
    real = {name: getattr(os, name) for name in _CALLS}
    calls = count(1)

    def counted(name: str) -> Callable[..., object]:
        def call(*args: Any, **kwargs: Any) -> object:
            if next(calls) == number:
                act()
            return real[name](*args, **kwargs)

        return call

    for name in _CALLS:
        setattr(os, name, counted(name))
    try:
        yield
    finally:
        for name in _CALLS:
            setattr(os, name, real[name])


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Return whether a process that does `work` was killed at that call; False when it came to its end before."""
    child = os.fork()
    if not child:
        try:
            with at_call(number, lambda: os._exit(_KILLED)):
                work()
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, _KILLED)
    return code == _KILLED


def failed_at(number: int, work: Callable[[], object]) -> bool:
    """Return whether that call was reached, and failed; `work` may refuse, but only with a sentence."""
    reached: list[int] = []

    def fail() -> None:
        reached.append(number)
        raise OSError(5, "Input/output error")

    with at_call(number, fail), suppress(KptuiError):
        work()
    return bool(reached)


def after_each(directory: Path, stop: Callable[[int, Callable[[], object]], bool], work: Callable[[], object]) -> Iterator[int]:
    """Yield after `work` on a directory was stopped at each call in turn; what it did is undone afterwards."""
    before = directory.with_name("before")
    copytree(directory, before)
    for number in count(1):
        if not stop(number, work):
            break
        yield number
        rmtree(directory)
        copytree(before, directory)
    assert number > 20
