"""The undo stack: undo goes back change by change and redo forward again, and the plan says the same each time it is there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from kptui.changes import Change, add_records, edit_record, record_check_in
from kptui.changes.last_change import Made
from kptui.changes.meeting import Noted, obstacles
from kptui.changes.taking_back import take_back
from kptui.changes.undo_stack import UndoStack, undo_stack
from kptui.errors import EditConflict, Refused
from kptui.grammar import Words
from kptui.models.record import Record, id_after
from kptui.store import FileStore
from tests.builders import NOW, a_check_in, a_target, an_objective

TARGET = a_target(by="ana")
OBJECTIVE = an_objective(by="ana")


class Session:
    """Maria's work on a plan that Ana made, a minute for each change."""

    def __init__(self, path: Path) -> None:
        self.store = FileStore.create(path / "plan.json", records=[TARGET, OBJECTIVE])
        self._minutes = count(1)

    @property
    def at(self) -> datetime:
        return NOW + timedelta(minutes=next(self._minutes))

    def save(self, change: Change) -> None:
        self.store.save(change)

    def check_in(self, value: float, on: str = "2026-03-01", **fields: object) -> None:
        self.save(record_check_in(a_check_in(TARGET, on, value, at=self.at, **fields)))

    def edit(self, record: Record, **fields: object) -> None:
        newest = self.store.read().records[record.id]
        self.save(edit_record(newest, self.at, "maria", **fields))

    def stack(self, by: str = "maria") -> UndoStack:
        return undo_stack(self.store.documents(), by, self.store.history)

    def undo(self) -> None:
        self.save(take_back(self.stack().to_undo(), self.at, "maria"))

    def redo(self) -> None:
        self.save(take_back(self.stack().to_redo(), self.at, "maria"))

    def says(self) -> list[object]:
        plan = self.store.read()
        records = sorted((r.id, getattr(r, "name", ""), getattr(r, "goal", 0)) for r in plan.records.values() if not r.retired)
        return [records, [(r.on, r.value) for r in plan.readings_of(TARGET.id)]]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path)


def several(session: Session) -> list[Callable[[], None]]:
    """What Maria does one after the other."""
    new = an_objective(by="maria", at=NOW + timedelta(seconds=9), parent=OBJECTIVE.id)
    raised = (Words(text="ill", block="people"), TARGET)

    def with_a_blocker() -> None:
        made = a_check_in(TARGET, "2026-02-20", 7, at=session.at)
        noted = Noted(id_after(made.id), made.on, made.at, made.by)
        session.save(record_check_in(made, *obstacles(session.store.read(), *raised, noted)))

    return [
        lambda: session.check_in(5),
        lambda: session.check_in(6),
        lambda: session.edit(OBJECTIVE, name="Once"),
        lambda: session.edit(OBJECTIVE, name="Twice"),
        lambda: session.save(add_records(new)),
        with_a_blocker,
        lambda: session.edit(TARGET, name="Other"),
        lambda: session.check_in(8, "2026-02-25", adjustment={"of": "goal", "goal": 90}),
    ]


def test_all_the_way_back_and_forward_and_back_again(session: Session) -> None:
    states = [session.says()]
    for act in several(session):
        act()
        states.append(session.says())
    for _ in range(2):
        for state in reversed(states[:-1]):
            session.undo()
            assert session.says() == state
        with pytest.raises(Refused, match="nothing of yours left"):
            session.undo()
        for state in states[1:]:
            session.redo()
            assert session.says() == state
        with pytest.raises(Refused, match="nothing to do again"):
            session.redo()


def test_a_new_change_ends_what_could_be_done_again(session: Session) -> None:
    session.check_in(5)
    session.undo()
    session.edit(OBJECTIVE, name="Once")
    with pytest.raises(Refused, match="your last change was not an undo"):
        session.stack().to_redo()
    session.undo()
    with pytest.raises(Refused, match="nothing of yours left"):
        session.undo()


def test_a_correction_gives_way_to_what_it_corrected_and_that_can_be_taken_back_too(session: Session) -> None:
    session.check_in(5)
    first = session.store.history(TARGET.id)[-1]
    session.check_in(6, corrects=first.id)
    for values in ([5.0], []):
        session.undo()
        assert [r.value for r in session.store.read().readings_of(TARGET.id)] == values
    for values in ([5.0], [6.0]):
        session.redo()
        assert [r.value for r in session.store.read().readings_of(TARGET.id)] == values


def test_an_earlier_change_on_which_somebody_built_is_refused(session: Session) -> None:
    session.edit(OBJECTIVE, name="Once")
    session.check_in(5)
    newest = session.store.read().records[OBJECTIVE.id]
    session.save(edit_record(newest, session.at, "ben", name="Ben's"))
    session.undo()
    with pytest.raises(EditConflict, match="ben changed Ben's"):
        session.undo()


def test_a_change_that_says_nothing_new_is_passed_over(session: Session) -> None:
    session.edit(OBJECTIVE, name="Once")
    session.edit(OBJECTIVE, name="Once")
    assert [made.record.version for made in session.stack().to_undo()] == [2]


def test_the_same_change_does_not_take_itself_back() -> None:
    once = OBJECTIVE.edited(NOW, "maria", name="Once")
    stack = UndoStack(done=[(Made(once, once),)])
    stack.add((Made(once, once),))
    assert len(stack.done) == 2
