"""Several sessions edit one plan while other programs write it: all of them see what a plain dict says."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tinydb import TinyDB

from kptui.store import FileStore
from tests.builders import a_target
from tests.ledger.counts import COUNTS, LONG, quick_or_long
from tests.ledger.plans import ORGANISATION, new_check_in
from tests.ledger.session import Answer, Far, Near, Session

CODES = ("CS-1", "CS-2")
TARGETS = {code: a_target(id=f"target-{code}", code=code, name="first") for code in CODES}
SESSIONS = 3
who_asks = st.integers(0, SESSIONS - 1)
codes = st.sampled_from(CODES)
names = st.text("abcxyz", min_size=1, max_size=3)
people = st.sampled_from(["ana", "ben"])


class Sessions(RuleBasedStateMachine):
    """The dicts: version, name and author of each target; which check-ins there are; the versions that each session knows."""

    opened: Callable[[Path], Session] = Near

    @initialize()
    def some_open_the_plan(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "plan.json"
        FileStore.create(self.path, records=[ORGANISATION, *TARGETS.values()]).close()
        self.sessions = [type(self).opened(self.path) for _ in range(SESSIONS)]
        self.newest = dict.fromkeys(CODES, (1, "first", "maria"))
        self.known = [dict.fromkeys(CODES, 1) for _ in range(SESSIONS)]
        self.check_ins: set[str] = set()
        self.foreign: bytes | None = None

    @rule(who=who_asks)
    def one_looks(self, who: int) -> None:
        self._agrees(self.sessions[who].ask("look"))
        self._knows_all(who)

    @rule(who=who_asks, code=codes, name=names, by=people)
    def one_renames_what_it_knows(self, who: int, code: str, name: str, by: str) -> None:
        answer = self.sessions[who].ask("rename", code, name, by)
        version, _, first = self.newest[code]
        if self.known[who][code] != version:
            assert (answer["refused"], f"{first} changed it" in answer["said"]) == ("EditConflict", True)
            return
        self.newest[code] = (version + 1, name, by)
        self._agrees(answer)
        self._knows_all(who)
        self._keeps_the_original()

    @rule(who=who_asks, code=codes)
    def one_checks_in(self, who: int, code: str) -> None:
        self.check_ins.add(self.sessions[who].ask("check_in", code)["saved"])
        self._keeps_the_original()

    @rule(code=codes)
    def an_unmodified_tinydb_inserts(self, code: str) -> None:
        theirs = new_check_in("theirs").document() | {"target": TARGETS[code].id}
        with TinyDB(self.path) as database:
            database.insert(theirs)
        self.check_ins.add(str(theirs["id"]))
        self.foreign = self.path.read_bytes()

    @rule(code=codes, name=names)
    def an_editor_renames_a_copy_over_it(self, code: str, name: str) -> None:
        beside = self.path.with_suffix(".swp")
        beside.write_text(json.dumps(self._rows_with(code, name), indent=1))
        beside.replace(self.path)
        self.foreign = self.path.read_bytes()

    @rule(code=codes, name=names)
    def a_script_writes_it_in_place(self, code: str, name: str) -> None:
        self.path.write_text(json.dumps(self._rows_with(code, name)))
        self.foreign = self.path.read_bytes()

    def _rows_with(self, code: str, name: str) -> dict[str, dict[str, Any]]:
        """The plan's rows and the next version of a target, as a program that knows no seals adds it."""
        rows: dict[str, dict[str, Any]] = json.loads(self.path.read_bytes())
        version = self.newest[code][0] + 1
        key = max(map(int, rows["_default"])) + 1
        rows["_default"][str(key)] = TARGETS[code].document() | {"version": version, "name": name, "by": "script"}
        self.newest[code] = (version, name, "script")
        return rows

    def _agrees(self, seen: Answer) -> None:
        assert seen["names"] == {code: name for code, (_, name, _) in self.newest.items()}
        found = [name for names in seen["check_ins"].values() for name in names]
        assert sorted(found) == sorted(self.check_ins)
        assert not seen["problems"]

    def _knows_all(self, who: int) -> None:
        self.known[who] = {code: version for code, (version, _, _) in self.newest.items()}

    def _keeps_the_original(self) -> None:
        kept = [kept.read_bytes() for kept in self.path.parent.glob("plan.json.foreign-*")]
        assert self.foreign is None or self.foreign in kept
        self.foreign = None

    @invariant()
    def one_that_opens_it_now_agrees(self) -> None:
        now = Near(self.path, mends=False)
        self._agrees(now.ask("look"))
        now.close()
        COUNTS["states tried"] += 1

    def teardown(self) -> None:
        for session in self.sessions:
            self._agrees(session.ask("look"))
            session.close()
        self.folder.cleanup()


class SessionsFarAway(Sessions):
    """The same with each session in a process of its own."""

    opened = Far


def run(machine: type[Sessions], examples: int, steps: int) -> None:
    patient = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=not LONG,
        phases=list(Phase) if LONG else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=patient)


def test_sessions_agree_whoever_writes_and_the_second_of_two_edits_is_refused_naming_the_first() -> None:
    run(Sessions, quick_or_long(25, 200), quick_or_long(20, 50))


@pytest.mark.skipif(not LONG, reason="starts three processes for each plan; in the long form")
def test_sessions_in_processes_of_their_own_agree_as_well() -> None:
    run(SessionsFarAway, 30, 40)


def test_the_second_of_two_edits_in_two_processes_is_refused_naming_the_first(path: Path) -> None:
    with Far(path) as first, Far(path) as second:
        assert first.ask("rename", "CS-1", "Hers", "ana")["names"] == {"CS-1": "Hers"}
        refusal = second.ask("rename", "CS-1", "His", "ben")
        assert (refusal["refused"], "ana changed it" in refusal["said"]) == ("EditConflict", True)
        assert second.ask("look")["names"] == {"CS-1": "Hers"}
