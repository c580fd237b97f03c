"""Two people and a stranger, each with a uid of their own: who may read, write and get in the way."""

import grp
import os
import secrets
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tinydb import TinyDB

from kptui.errors import KptuiError
from kptui.ledger.opening import make_file
from kptui.store import FileStore
from tests.ledger.plans import attempt, check_in_once, ids_seen, new_check_in, plain_environment
from tests.ledger.session import Far

OUR_GROUP = next(group.gr_name for group in grp.getgrall() if group.gr_gid)
"""Any group but root's."""
ANA, BEN, STRANGER = 4_000_001, 4_000_002, 4_000_003


class Office(NamedTuple):
    """A directory that everyone may look into, and the group that shares a plan in it."""

    folder: Path
    group: int

    @property
    def plan(self) -> Path:
        return self.folder / "shared" / "plan.json"

    def as_one_of(self, uid: int, *, umask: str = "077", member: bool = True) -> str:
        return f"--become={uid}:{uid}:{self.group if member else uid}:{umask}"

    def make(self) -> None:
        Far(self.plan, f"--make-for={OUR_GROUP}", self.as_one_of(ANA)).close()


@pytest.fixture
def office() -> Iterator[Office]:
    if os.geteuid() != 0:
        pytest.skip("only root can be two other people")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Office(Path(folder), grp.getgrnam(OUR_GROUP).gr_gid)


def mode_and_group(path: Path) -> tuple[str, int]:
    found = path.stat()
    return f"{stat.S_IMODE(found.st_mode):04o}", found.st_gid


@pytest.mark.parametrize("umask", ["077", "000", "022"])
def test_a_shared_plan_is_open_to_its_group_and_to_nobody_else_whatever_the_umask(office: Office, umask: str) -> None:
    Far(office.plan, f"--make-for={OUR_GROUP}", office.as_one_of(ANA, umask=umask)).close()
    assert mode_and_group(office.plan.parent) == ("2770", office.group)
    assert mode_and_group(office.plan) == ("0660", office.group)


def test_two_people_write_one_plan_and_a_stranger_is_refused_with_one_sentence(office: Office) -> None:
    office.make()
    with Far(office.plan, office.as_one_of(ANA)) as ana, Far(office.plan, office.as_one_of(BEN)) as ben:
        saved = [session.ask("check_in", "CS-1")["saved"] for session in (ana, ben, ana)]
        assert ana.ask("look")["check_ins"] == ben.ask("look")["check_ins"] == {"CS-1": saved}
        assert ben.ask("rename", "CS-1", "His", "ben")["names"] == {"CS-1": "His"}
        assert ana.ask("rename", "CS-1", "Hers", "ana")["refused"] == "EditConflict"
    with Far(office.plan, office.as_one_of(STRANGER, member=False)) as stranger:
        assert stranger.opened["refused"] == "BadPlan"
        assert stranger.opened["said"].endswith("ask its owner to let your group in.")


def test_a_plan_cannot_be_shared_with_a_group_that_one_is_not_in(office: Office) -> None:
    with Far(office.plan, f"--make-for={OUR_GROUP}", office.as_one_of(STRANGER, member=False)) as stranger:
        assert stranger.opened["refused"] == "Refused"
    assert not office.plan.exists()


def test_what_is_made_beside_a_shared_plan_and_in_its_place_is_open_to_the_group_as_well(office: Office) -> None:
    office.make()
    rewrite_as_another_program(office.plan)
    with Far(office.plan, office.as_one_of(BEN)) as ben:
        ben.ask("check_in", "CS-1")
    torn = office.plan.read_bytes().rstrip()[:-3] + b',\n"9":{"record":"torn'
    office.plan.write_bytes(torn)
    with Far(office.plan, office.as_one_of(ANA)) as ana:
        ana.ask("check_in", "CS-1")
    made = [office.plan, *office.plan.parent.glob("plan.json.remains-*")]
    assert [mode_and_group(path) for path in made] == [("0660", office.group)] * 2
    assert len(ids_seen(office.plan)) == 3


AS_SOMEONE_ELSE = """
import os, sys
import kptui.commands.check_in, kptui.store
from kptui.__main__ import run
os.setgroups([]), os.setgid(int(sys.argv[1])), os.setuid(int(sys.argv[1]))
sys.exit(run(sys.argv[2:]))
"""
"""The console script of someone who may not read where the program is: all of it is loaded before."""


def test_the_verb_says_whom_to_ask_and_fails(office: Office) -> None:
    office.make()
    tried = [sys.executable, "-c", AS_SOMEONE_ELSE, str(STRANGER), "--plan", str(office.plan), "check-in", "CS-1", "5"]
    home = plain_environment() | {"HOME": str(office.folder)}
    ended = subprocess.run(tried, env=home, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("kptui: ")
    assert "ask its owner to let your group in" in ended.stderr


def plant(kind: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay a link to something precious under the name that would be used beside the plan if names could be guessed."""
    monkeypatch.setattr(secrets, "token_hex", lambda length: "0" * 2 * length)
    precious = path.with_name("precious")
    precious.write_text("precious")
    link = path.with_name(f".{path.name}.{'0' * 16}.new")
    link.symlink_to(precious) if kind == "symbolic" else link.hardlink_to(precious)
    return precious


LINKS = pytest.mark.parametrize("kind", ["symbolic", "hard"])


@LINKS
def test_what_is_under_the_name_of_the_new_file_is_not_written_over(
    kind: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite_as_another_program(path)
    theirs = path.read_bytes()
    precious = plant(kind, path, monkeypatch)
    store = FileStore(path)
    assert "File exists" in (attempt(store, new_check_in()) or "")
    store.close()
    assert (precious.read_text(), path.read_bytes()) == ("precious", theirs)


@LINKS
def test_what_is_under_the_name_of_a_new_plan_is_not_written_over(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    precious = plant(kind, tmp_path / "plan.json", monkeypatch)
    with pytest.raises(KptuiError, match="something at"):
        make_file(tmp_path / "plan.json", b"{}")
    assert precious.read_text() == "precious"


def test_a_file_that_takes_the_plans_place_is_of_the_plans_group(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file to any group")
    os.chown(path, -1, grp.getgrnam(OUR_GROUP).gr_gid)
    rewrite_as_another_program(path)
    check_in_once(path)
    assert mode_and_group(path) == ("0660", grp.getgrnam(OUR_GROUP).gr_gid)


def rewrite_as_another_program(path: Path) -> None:
    with TinyDB(path) as database:
        database.insert(new_check_in("theirs").document())


def test_the_names_beside_a_plan_cannot_be_guessed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    real = secrets.token_hex

    def token_hex(length: int) -> str:
        drawn.append(length)
        return real(length)

    monkeypatch.setattr(secrets, "token_hex", token_hex)
    rewrite_as_another_program(path)
    check_in_once(path)
    assert max(drawn) >= 8
    assert len(list(path.parent.glob("plan.json.foreign-*"))) == 1
