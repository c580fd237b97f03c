"""The kernel itself fails: strace makes any system call of `kptui check-in` on the plan fail, or brings a signal into it."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from shutil import which
from typing import NamedTuple

import pytest

from tests.ledger.counts import COUNTS, LONG, chance
from tests.ledger.plans import ids_seen, make_plan, must_hold, plain_environment
from tests.ledger.scenes import scene, without_room

ERRORS = ("EIO", "ENOSPC", "EDQUOT")
SIGNALS = ("KILL", "TERM", "INT")


class Outcome(NamedTuple):
    code: int
    said: str
    trace: list[str]


def check_in_under_strace(path: Path, *options: str) -> Outcome:
    trace = path.with_suffix(".strace")
    traced = ["strace", "-f", "-o", str(trace), "-P", str(path), *options]
    verb = [sys.executable, "-m", "kptui", "--plan", str(path), "check-in", "CS-1", "5"]
    ended = subprocess.run([*traced, *verb], capture_output=True, text=True, env=plain_environment(), check=False)
    lines = trace.read_text().splitlines()
    trace.unlink()
    COUNTS["system calls injected"] += 1
    return Outcome(ended.returncode, ended.stderr, [line.split(maxsplit=1)[1] for line in lines])


@pytest.fixture(scope="module", autouse=True)
def _traceable(tmp_path_factory: pytest.TempPathFactory) -> None:
    if which("strace") is None:
        pytest.skip("strace is not installed")
    path = make_plan(tmp_path_factory.mktemp("traceable") / "plan.json")
    outcome = check_in_under_strace(path)
    if outcome.code:
        pytest.skip(f"strace may not trace here: {outcome.said.strip()}")


def calls_of(trace: list[str]) -> list[str]:
    """The system calls as strace counts them: pwrite64:1, pwrite64:2."""
    counted: Counter[str] = Counter()
    calls = []
    for name in [line.partition("(")[0] for line in trace if "(" in line]:
        counted[name] += 1
        calls.append(f"{name}:{counted[name]}")
    return calls


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every system call that a check-in makes on a plan without room."""
    found = scene(tmp_path_factory.mktemp("calls"), without_room)
    made = calls_of(check_in_under_strace(found.path).trace)
    assert {"pwrite64:2", "fdatasync:1", "flock:1"} <= {*made}
    return made


def some_of(calls: list[str], row: str) -> list[str]:
    """All in the long form; in the quick one two, one of which writes."""
    dice = chance(row)
    writing = [call for call in calls if call.startswith(("pwrite", "fsync", "fdatasync"))]
    return calls if LONG else [dice.choice(writing), dice.choice(calls)]


@pytest.mark.parametrize("error", ERRORS)
def test_whichever_system_call_fails_the_verb_says_not_saved_or_it_is_saved(calls: list[str], tmp_path: Path, error: str) -> None:
    found = scene(tmp_path, without_room)
    for call in some_of(calls, error):
        found.again()
        name, number = call.split(":")
        outcome = check_in_under_strace(found.path, "-e", f"inject={name}:error={error}:when={number}")
        there = [name for name in ids_seen(found.path) if name not in found.acknowledged]
        assert outcome.code == (0 if there else 1), (call, outcome)
        assert (outcome.said == "") is (outcome.code == 0), (call, outcome)
        assert "mistake in the program" not in outcome.said, (call, outcome)
        must_hold(found.path, [*found.acknowledged, *there])


def test_a_signal_that_means_nothing_interrupts_no_system_call_for_good(calls: list[str], tmp_path: Path) -> None:
    found = scene(tmp_path, without_room)
    for call in some_of([call for call in calls if not call.startswith(("close", "newfstatat", "access"))], "EINTR"):
        found.again()
        name, number = call.split(":")
        outcome = check_in_under_strace(found.path, "-e", f"inject={name}:error=EINTR:signal=WINCH:when={number}")
        assert outcome.code == 0, (call, outcome)
        assert len(ids_seen(found.path)) == len(found.acknowledged) + 1


@pytest.mark.parametrize("signal", SIGNALS)
def test_a_signal_that_ends_the_verb_at_any_system_call_costs_nothing_acknowledged(
    calls: list[str], tmp_path: Path, signal: str
) -> None:
    found = scene(tmp_path, without_room)
    for call in some_of(calls, signal):
        found.again()
        name, number = call.split(":")
        outcome = check_in_under_strace(found.path, "-e", f"inject={name}:signal={signal}:when={number}")
        there = [name for name in ids_seen(found.path) if name not in found.acknowledged]
        assert "mistake in the program" not in outcome.said, (call, outcome)
        assert there or outcome.code != 0, (call, outcome)
        must_hold(found.path, [*found.acknowledged, *there])
        COUNTS["kills"] += 1
