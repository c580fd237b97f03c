"""Several sessions of scripts and an unmodified TinyDB on one file, in any order, against a dict."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.table import Document

from kptui.errors import EditConflict, Refused
from kptui.ledger.face import LedgerStorage, open_database
from kptui.ledger.verify import verify
from tests.kptui.ledger.disk import keyed, lines

anyone = st.integers(0, 2)
with_ledger_tables = st.integers(0, 1)
numbers = st.integers(0, 3)


class Sessions(RuleBasedStateMachine):
    """Two sessions with ledger tables, one with stock tables, one that writes late, and now and then an unmodified TinyDB."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "scripts.json"
        self.sessions = [self.opened(session) for session in range(3)]
        self.late = LedgerStorage(self.path)
        self.late_read: tuple[dict[str, Any], dict[int, int]] | None = None
        self.model: dict[int, dict[str, Any]] = {}
        self.edits: dict[int, int] = {}
        self.length = 0

    def opened(self, session: int) -> TinyDB:
        return open_database(self.path) if session < 2 else TinyDB(self.path, storage=LedgerStorage)

    def teardown(self) -> None:
        for session in self.sessions:
            session.close()
        self.late.close()
        self.directory.cleanup()

    def put(self, key: int, document: dict[str, Any]) -> None:
        self.edits[key] = self.edits.get(key, 0) + (self.model.get(key) != document)
        self.model[key] = document

    def dropped(self, key: int) -> None:
        self.edits[key] += 1
        del self.model[key]

    def found(self, number: int) -> list[int]:
        return [key for key, document in self.model.items() if document["n"] == number]

    def greatest(self) -> int:
        return max((line.doc_id for line in lines(self.path)), default=0)

    @rule(session=with_ledger_tables, number=numbers)
    def insert(self, session: int, number: int) -> None:
        greatest = self.greatest()
        assert self.sessions[session].insert({"n": number}) == greatest + 1
        self.put(greatest + 1, {"n": number})

    @rule(session=with_ledger_tables, many=st.lists(numbers, max_size=4))
    def insert_several(self, session: int, many: list[int]) -> None:
        keys = self.sessions[session].insert_multiple({"n": number} for number in many)
        for key, number in zip(keys, many, strict=True):
            self.put(key, {"n": number})

    @rule(session=with_ledger_tables, number=numbers, further=st.integers(1, 9))
    def insert_under_a_greater_key(self, session: int, number: int, further: int) -> None:
        key = self.greatest() + further
        assert self.sessions[session].insert(Document({"n": number}, key)) == key
        self.put(key, {"n": number})

    @rule(session=with_ledger_tables, back=st.integers(0, 5))
    def insert_under_a_key_that_is_not_free(self, session: int, back: int) -> None:
        with pytest.raises((Refused, ValueError)):
            self.sessions[session].insert(Document({"n": 0}, self.greatest() - back))

    @rule(number=numbers)
    def insert_with_stock_tables(self, number: int) -> None:
        with self.opened(2) as session:
            session.insert({"n": number})
        [key] = set(keyed(self.sessions[0])) - set(self.model)
        self.put(key, {"n": number})

    @rule(number=numbers)
    def insert_with_an_unmodified_tinydb(self, number: int) -> None:
        with TinyDB(self.path) as other:
            self.put(other.insert({"n": number}), {"n": number})

    @rule(session=anyone, number=numbers)
    def update(self, session: int, number: int) -> None:
        keys = self.sessions[session].update(increment("n"), where("n") == number)
        assert keys == self.found(number)
        for key in keys:
            self.put(key, self.model[key] | {"n": number + 1})

    @rule(session=with_ledger_tables, number=numbers)
    def upsert(self, session: int, number: int) -> None:
        expected = self.found(number) or [self.greatest() + 1]
        assert self.sessions[session].upsert({"n": number, "seen": True}, where("n") == number) == expected
        for key in expected:
            self.put(key, self.model.get(key, {}) | {"n": number, "seen": True})

    @rule(session=anyone, number=numbers)
    def remove(self, session: int, number: int) -> None:
        keys = self.sessions[session].remove(where("n") == number)
        assert keys == self.found(number)
        for key in keys:
            self.dropped(key)

    @rule(session=with_ledger_tables)
    def drop_everything(self, session: int) -> None:
        self.sessions[session].drop_tables()
        for key in list(self.model):
            self.dropped(key)

    @rule()
    def read_late(self) -> None:
        self.late_read = self.late.read(), dict(self.edits)

    @rule(number=numbers)
    def write_late(self, number: int) -> None:
        tables, edits = self.late_read or ({}, {})
        if "_default" not in tables:
            return
        key = next(iter(tables["_default"]))
        document = tables["_default"][key] = {"n": number, "late": self.length}  # never what it was
        try:
            self.late.write(tables)
            assert self.edits[int(key)] == edits[int(key)]
            self.put(int(key), document)
        except EditConflict:
            assert self.edits[int(key)] != edits[int(key)]
        self.late_read = None

    @rule(session=anyone)
    def open_again(self, session: int) -> None:
        self.sessions[session].close()
        self.sessions[session] = self.opened(session)

    @invariant()
    def every_session_shows_the_same(self) -> None:
        for session in self.sessions:
            assert keyed(session) == self.model

    @invariant()
    def a_search_finds_what_there_is_now(self) -> None:
        for session in self.sessions[:2]:
            assert [document.doc_id for document in session.search(where("n") == 1)] == self.found(1)

    @invariant()
    def nothing_is_ever_gone_from_the_file(self) -> None:
        before, self.length = self.length, len(lines(self.path))
        assert self.length >= before

    @invariant()
    def the_file_is_sound(self) -> None:
        assert all("another program rewrote the file" in damage for damage in verify(self.path).damage)


TestSessions = Sessions.TestCase
TestSessions.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
