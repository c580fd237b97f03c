"""A shell for tests: a plan in a file of its own, a login, a moment, and what a command line says."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from kptui.__main__ import run
from kptui.commands.shell import Shell
from kptui.models.check_in import CheckIn
from kptui.models.record import Record
from kptui.plan import Plan
from kptui.settings import KEYS
from kptui.store import FileStore
from tests.builders import NOW, a_person, a_policy, a_team, an_organisation


class Said(NamedTuple):
    """What one command line came to."""

    code: int
    out: str
    err: str


class Desk:
    """Runs command lines on one plan, as maria, on the morning of 2 March 2026."""

    def __init__(self, path: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._captured = captured
        self.user = "maria"
        self.now = NOW

    def __call__(self, *arguments: str) -> Said:
        code = run(["--plan", str(self.path), *arguments], Shell(now=lambda: self.now, user=self.user))
        return Said(code, *self._captured.readouterr())

    def begin(self, *records: Record) -> None:
        """Make the plan with these records, and with an organisation, a team and Maria where none of these is."""
        organisation = an_organisation()
        team = a_team(parent=organisation.id)
        plain: Sequence[Record] = (a_policy(), organisation, team, a_person(team=team.id))
        kinds = {type(record) for record in records}
        FileStore.create(self.path, records=[*(r for r in plain if type(r) not in kinds), *records]).close()

    def plan(self) -> Plan:
        """Ask the file itself."""
        store = FileStore(self.path)
        try:
            return store.read()
        finally:
            store.close()

    def history(self, code: str) -> tuple[CheckIn, ...]:
        """Ask the file for every check-in on a target."""
        store = FileStore(self.path)
        try:
            return store.history(store.read().target(code).id)
        finally:
            store.close()


@pytest.fixture
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*(f"KPTUI_{key.upper()}" for key in KEYS), "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], _alone: None) -> Desk:
    """A shell without a plan yet."""
    return Desk(tmp_path / "plan.json", capsys)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str | bytes], str]:
    """Write a file and return its path as it would be typed."""

    def write(name: str, text: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    return write
