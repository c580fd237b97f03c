"""The program over a real line: an sshd of the test's own on loopback, and two people of one group with logins of their own."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from tinydb import TinyDB

from kptui.store import FileStore
from tests.builders import a_check_in, a_person, a_target, an_organisation
from tests.terminal.spectator import PATIENCE, ROOT, Spectator

NOBODY = 65534
PACKAGES = f"{ROOT}:{sysconfig.get_paths()['purelib']}"
CTRL_S = "\x13"


class Line(NamedTuple):
    """A server that two people may log in to, and the plan that they share."""

    folder: Path
    port: int
    python: str
    ana: str
    ben: str

    @property
    def plan(self) -> Path:
        return self.folder / "shared" / "plan.json"

    def connect(self, user: str) -> Spectator:
        """Have a person look at the plan from elsewhere."""
        known = ("-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.folder / 'known'}", "-o", "LogLevel=ERROR")
        ssh = ("ssh", "-tt", "-F", "none", "-p", str(self.port), "-i", str(self.folder / "key"), *known, f"{user}@127.0.0.1")
        command = f"cd / && exec env LANG=C.UTF-8 PYTHONPATH={PACKAGES} {self.python} -m kptui --plan {self.plan}"
        return Spectator([command], self.folder, ssh)


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    if os.geteuid() != 0:
        pytest.skip("only root can give two people logins")
    sshd, python = shutil.which("sshd", path="/usr/sbin:/usr/bin"), python_for_everybody()
    if sshd is None or shutil.which("ssh") is None or shutil.which("useradd") is None:
        pytest.skip("openssh-server, openssh-client or useradd is not installed")
    if python is None:
        pytest.skip("other people of this machine may not read this Python, or this folder")
    tag = secrets.token_hex(2)
    with tempfile.TemporaryDirectory() as folder, logins(Path(folder), tag) as (group, ana, ben):
        place = Path(folder)
        place.chmod(0o755)
        with server(place, sshd) as port:
            line = Line(place, port, python, ana, ben)
            targets = [
                a_target(code=f"CS-{n}", name=f"Wait {n}", unit="h", baseline=24, goal=12, start="2020-01-01", due="2099-12-31")
                for n in (1, 2)
            ]
            people = [a_person(name=name, login=name) for name in (ana, ben)]
            owned = [target.model_copy(update={"owner": person.id}) for target, person in zip(targets, people, strict=True)]
            first = [a_check_in(target, "2020-02-01", 20) for target in targets]
            FileStore.create(line.plan, records=[an_organisation(), *people, *owned, *first], group=group).close()
            yield line


def python_for_everybody() -> str | None:
    """A Python that other people of this machine may run the program with."""
    for python in (getattr(sys, "_base_executable", sys.executable), "/usr/bin/python3"):
        with suppress(OSError):
            tried = subprocess.run(
                [python, "-c", "import screens.app"],
                env={"PYTHONPATH": PACKAGES, "PYTHONDONTWRITEBYTECODE": "1"},
                cwd="/",
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                capture_output=True,
                check=False,
            )
            if tried.returncode == 0:
                return str(python)
    return None


@contextmanager
def logins(folder: Path, tag: str) -> Iterator[tuple[str, str, str]]:
    """A group and two people in it, for as long as they are needed."""
    group, people = f"kptui-{tag}", (f"ana-{tag}", f"ben-{tag}")
    subprocess.run(["groupadd", group], check=True)
    try:
        for name in people:
            home = str(folder / name)
            subprocess.run(["useradd", "-m", "-d", home, "-g", group, "-s", "/bin/sh", "-p", "*", name], check=True)
        yield group, *people
    finally:
        for name in people:
            subprocess.run(["userdel", name], check=False, stderr=subprocess.DEVNULL)
        subprocess.run(["groupdel", group], check=False, stderr=subprocess.DEVNULL)


@contextmanager
def server(folder: Path, sshd: str) -> Iterator[int]:
    """An sshd that knows one key, for everybody."""
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/key.pub\n"
        f"PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
    )
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([sshd, "-D", "-e", "-f", folder / "config"], stderr=log)
    try:
        wait_until(lambda: answers(port), "sshd never answered: " + (folder / "log").read_text(errors="replace"))
        yield port
    finally:
        running.terminate()
        running.wait()


def answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, otherwise
        os.sched_yield()


def processes_of(login: str) -> set[int]:
    uid = pwd.getpwnam(login).pw_uid
    found = set()
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal() and entry.stat().st_uid == uid:
                found.add(int(entry.name))
    return found


def test_two_people_check_in_at_once_and_see_each_other(line: Line) -> None:
    with line.connect(line.ana) as ana, line.connect(line.ben) as ben:
        for terminal in (ana, ben):
            terminal.until_shown("? help")
            terminal.press("c")
        ana.until_shown("Check in  CS-1")
        ben.until_shown("Check in  CS-2")
        ana.press("18.5")
        ben.press("17.5")
        ana.until_shown("18.5 h, -1.5 h")
        ben.until_shown("17.5 h, -2.5 h")
        ana.press(CTRL_S)
        ben.press(CTRL_S)
        for terminal in (ana, ben):
            terminal.until_shown("Enter open")
            terminal.until_shown("18.5 h")
            terminal.until_shown("17.5 h")
            terminal.press("q")
            assert terminal.wait_for_the_end() == 0
            assert b"\x1b[>" not in terminal.written, "over a line Escape would be ambiguous with the newer keyboard protocol"
    with TinyDB(line.plan) as database:
        saved = {row["by"]: row["value"] for row in database.all() if row["record"] == "check_in"}
    assert saved == {"maria": 20, line.ana: 18.5, line.ben: 17.5}


def test_when_the_line_drops_the_draft_is_offered_again_and_nothing_runs_on(line: Line) -> None:
    with line.connect(line.ana) as ana:
        ana.until_shown("? help")
        ana.press("c16")
        ana.until_shown("16 h")
        os.kill(ana.pid, signal.SIGKILL)
        ana.wait_for_the_end()
    wait_until(lambda: not processes_of(line.ana), f"still running: {processes_of(line.ana)}")
    with line.connect(line.ana) as ana:
        ana.until_shown("? help")
        ana.press("c")
        ana.until_shown("Your draft is back")
        assert "16" in ana.text
        ana.press("\x14\x11")
        assert ana.wait_for_the_end() == 0
