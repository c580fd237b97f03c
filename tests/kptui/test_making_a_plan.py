"""Making a plan from nothing in the shell: an organisation, three departments, six objectives and twelve targets."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from kptui.__main__ import run
from kptui.commands.shell import Shell
from kptui.models.organisation import Level
from kptui.models.target import State
from kptui.plan import Plan
from kptui.rules.smart import assess_target
from kptui.store import FileStore
from tests.a_small_house import HOUSE, ORGANISATION, Typed, gist
from tests.builders import NOW

_FIRST_OF_EACH = ("period", "department", "person", "pillar", "objective", "target")
Command = Callable[[list[str]], None]


def commands_of(house: Iterable[Typed]) -> list[list[str]]:
    """Return the command lines that make a house, the way people write them."""
    return [["add", typed.kind, *_words(typed)] for typed in house]


def _words(typed: Typed) -> list[str]:
    first = ("leading", "lagging") if typed.kind == "influence" else ("name",)
    options = [(f"--{name.replace('_', '-')}", text) for name, text in typed.fields.items() if name not in first]
    return [*(typed.fields[name] for name in first), *(word for option in options for word in option)]


def _make(command: Command) -> None:
    command(["init", "--org", ORGANISATION])
    for line in commands_of(HOUSE):
        command(line)


def _read(path: Path) -> Plan:
    store = FileStore(path)
    try:
        return store.read()
    finally:
        store.close()


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """The house, made in this process as maria on a Monday of March 2026."""
    monkeypatch.setenv("TZ", "UTC")
    path = tmp_path / "plan.json"

    def command(line: list[str]) -> None:
        assert run(["--plan", str(path), *line], Shell(now=lambda: NOW, user="maria")) == 0, line

    _make(command)
    return _read(path)


def test_a_script_makes_a_house_whose_targets_are_all_active_and_have_a_line_of_sight(made: Plan) -> None:
    departments = [team for team in made.teams if team.level is Level.department]
    assert (len(departments), len(made.objectives), len(made.targets)) == (3, 6, 12)
    assert {target.state for target in made.targets} == {State.active}
    assert [target.code for target in made.targets] == [f"{short}-{n}" for short in ("CS", "FIN", "OPS") for n in range(1, 5)]
    for target in made.targets:
        chain = [record.record for record in made.line_of_sight(target)]
        assert (chain[:2], chain[-2:]) == (["target", "objective"], ["pillar", "team"])
        assert (target.start, target.due) == (date(2026, 4, 1), date(2026, 6, 30))


def test_each_of_the_twelve_targets_is_smart(made: Plan) -> None:
    assessed = {target.code: assess_target(made, target, NOW.date()) for target in made.targets}
    assert [code for code, assessment in assessed.items() if not assessment.is_smart] == []


def test_what_was_typed_is_understood(made: Plan) -> None:
    answer, revenue, steps = made.target("CS-1"), made.target("FIN-1"), made.target("OPS-4")
    assert (answer.baseline, answer.goal, answer.relative_goal) == (24, 12, "-50%")
    assert (revenue.baseline, revenue.goal, revenue.relative_goal) == (410_000, 471_500, "+15%")
    assert ([step.weight for step in steps.steps], steps.goal) == ([2, 1, 1], 4)
    assert [made.owner_name(one) for one in made.target("OPS-2").contributors] == ["Finance", "Ana Weber"]
    assert (made.target("OPS-1").low, made.target("OPS-1").goal) == (97, None)
    [link] = made.influences
    assert (made.records[link.leading], made.records[link.lagging]) == (made.target("CS-4"), made.target("CS-3"))


def test_what_the_page_on_making_says_can_be_typed(tmp_path: Path) -> None:
    page = Path(__file__).parents[2].joinpath("docs", "making.md").read_text()
    lines = [shlex.split(line) for line in page.splitlines() if line.startswith("    kptui ")]
    path = str(tmp_path / "plan.json")
    assert [run(["--plan", path, *line], Shell(now=lambda: NOW, user="maria")) for _, *line in lines] == [0] * len(lines)
    plan = _read(Path(path))
    assert {target.state for target in plan.targets} == {State.active}
    assert [target.code for target in plan.targets] == ["CS-1", "CS-2", "CS-3", "CS-4", "CS-5", "OPS-1"]


def test_a_shell_script_makes_the_same(made: Plan, tmp_path: Path) -> None:
    path, script = tmp_path / "shell.json", tmp_path / "make.sh"
    begun = [next(typed for typed in HOUSE if typed.kind == kind) for kind in _FIRST_OF_EACH]
    lines = [["init", "--org", ORGANISATION], *commands_of(begun)]
    script.write_text("".join(f"{shlex.join([sys.executable, '-m', 'kptui', *line])}\n" for line in lines))
    homes = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    environ = {**os.environ, **homes, "KPTUI_PLAN": str(path), "TZ": "UTC"}
    done = subprocess.run(["sh", "-e", str(script)], env=environ, capture_output=True, check=False, timeout=120, text=True)
    assert (done.returncode, done.stdout.count("added")) == (0, len(begun)), done.stderr
    found, known = gist(_read(path)), gist(made)
    assert len(found) == len(begun) + 5
    apart = {kind for kind, name, fields in found if (kind, name, fields) not in known}
    assert apart <= {"period", "person"}, "the quarter of today, and whoever runs this"
