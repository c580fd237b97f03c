"""A session: in this process, or in one of its own that is told what to do a line at a time and answers a line at a time."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, Self

from kptui.changes import edit_record, record_check_in
from kptui.errors import KptuiError
from kptui.store import FileStore
from tests.builders import NOW, a_check_in
from tests.ledger.plans import ORGANISATION, TARGET, plain_environment

Answer = Mapping[str, Any]


class Session(Protocol):
    """What a person can ask for: `look` at the plan, `rename` a target as it was last looked at, `check_in` on it."""

    def ask(self, what: str, *words: str) -> Answer: ...

    def close(self) -> None: ...


class Near:
    """A session in this process."""

    def __init__(self, path: Path, *, mends: bool = True) -> None:
        self.store = FileStore(path, mends=mends)
        self.seen = self.store.read()

    def ask(self, what: str, *words: str) -> Answer:
        """Do one thing; a refusal is an answer too, with its kind and its sentence."""
        try:
            answer: Answer = getattr(self, what)(*words)
        except KptuiError as error:
            return {"refused": type(error).__name__, "said": str(error)}
        return answer

    def look(self) -> Answer:
        self.seen = self.store.read()
        return {
            "names": {target.code: target.name for target in self.seen.targets},
            "check_ins": {target.code: [made.id for made in self.store.history(target.id)] for target in self.seen.targets},
            "read_only": self.store.read_only,
            "problems": list(self.seen.problems),
        }

    def rename(self, code: str, name: str, by: str) -> Answer:
        self.store.save(edit_record(self.seen.target(code), NOW, by, name=name))
        return self.look()

    def check_in(self, code: str) -> Answer:
        made = a_check_in(self.seen.target(code), "2026-02-01", 1)
        self.store.save(record_check_in(made))
        return {"saved": made.id}

    def close(self) -> None:
        self.store.close()


class Far:
    """A session in a process of its own, on request of another user, with a umask."""

    def __init__(self, path: Path, *options: str) -> None:
        command = [sys.executable, "-m", "tests.ledger.session", str(path), *options]
        environment = plain_environment()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, bufsize=1
        )
        self.opened = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self) -> Answer:
        assert self._process.stdout is not None
        answer: Answer = json.loads(self._process.stdout.readline())
        return answer

    def ask(self, *words: str) -> Answer:
        assert self._process.stdin is not None
        print(json.dumps(words), file=self._process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        self._process.communicate()


def _become(uid: int, gid: int, groups: list[int], umask: int) -> None:
    os.umask(umask)
    os.setgroups(groups)
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def _tell(answer: Answer) -> None:
    print(json.dumps(answer), flush=True)


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--become", help="UID:GID:GROUP,…:UMASK in figures, the umask in octal ones")
    parser.add_argument("--make-for", help="a group that a new plan is shared with")
    asked_for = parser.parse_args()
    if asked_for.become:
        uid, gid, groups, umask = asked_for.become.split(":")
        _become(int(uid), int(gid), [int(group) for group in groups.split(",")], int(umask, 8))
    try:
        if asked_for.make_for:
            FileStore.create(asked_for.path, records=[ORGANISATION, TARGET], group=asked_for.make_for).close()
        session = Near(asked_for.path)
    except KptuiError as error:
        _tell({"refused": type(error).__name__, "said": str(error)})
        return
    _tell(session.look())
    for line in sys.stdin:
        _tell(session.ask(*json.loads(line)))


if __name__ == "__main__":
    main()
