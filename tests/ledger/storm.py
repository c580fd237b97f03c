"""A storm: many writers on one plan, each a process that says what was acknowledged, some killed at random instants."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import NamedTuple

from kptui.store import FileStore
from tests.ledger.plans import check_in, ids_seen, plain_environment


class Toll(NamedTuple):
    """What a storm leaves."""

    acknowledged: list[str]
    kills: int
    missed: list[str]
    """What a session that was opened meanwhile did not find, though it had been acknowledged."""
    worst_wait: float
    """Seconds that the slowest of the saves took."""


def storm(path: Path, *, writers: int, each: int = 0, kills: int = 0, seed: int = 0) -> Toll:
    """Let writers write `each` check-ins, or until so many of them were killed and replaced."""
    options = [f"--writers={writers}", f"--each={each}", f"--kills={kills}", f"--seed={seed}"]
    command = [sys.executable, "-m", "tests.ledger.storm", str(path), *options]
    return Toll(*json.loads(subprocess.run(command, stdout=subprocess.PIPE, env=plain_environment(), check=True).stdout))


class _Storm:
    """Forks the writers, kills them, and gathers what they say through one pipe, a line a save."""

    def __init__(self, path: Path, each: int, dice: Random) -> None:
        self._path, self._each, self._dice = path, each, dice
        self._heard, self._mouth = os.pipe()
        self._writers: list[int] = []
        self._unread = b""
        self.acknowledged: list[str] = []
        self.missed: list[str] = []
        self.worst_wait = 0.0

    def add_writer(self) -> None:
        writer = os.fork()
        if writer == 0:
            _write(self._path, self._mouth, self._each)
            os._exit(0)
        self._writers.append(writer)

    def hear(self, seconds: float) -> None:
        """Listen for so long, or until nobody speaks any more."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and select.select([self._heard], [], [], left)[0]:
            piece = os.read(self._heard, 1 << 16)
            if not piece:
                return
            *lines, self._unread = (self._unread + piece).split(b"\n")
            for line in lines:
                name, waited = line.decode().split()
                self.acknowledged.append(name)
                self.worst_wait = max(self.worst_wait, float(waited))

    def kill_one(self) -> None:
        writer = self._writers.pop(self._dice.randrange(len(self._writers)))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)

    def reopen(self) -> None:
        known = set(self.acknowledged)
        self.missed += known - set(ids_seen(self._path))

    def end(self, *, kill: bool) -> None:
        os.close(self._mouth)
        while kill and self._writers:
            self.kill_one()
        self.hear(600)
        for writer in self._writers:
            os.waitpid(writer, 0)


def _write(path: Path, mouth: int, each: int) -> None:
    store = FileStore(path)
    done = 0
    while not each or done < each:
        began = time.monotonic()
        saved = check_in(store, "x" * 200)
        os.write(mouth, f"{saved} {time.monotonic() - began:.6f}\n".encode())
        done += 1


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("path", type=Path)
    for option in ("--writers", "--each", "--kills", "--seed"):
        parser.add_argument(option, type=int)
    wanted = parser.parse_args()
    dice = Random(wanted.seed)  # noqa: S311 - dice, not secrets
    brewing = _Storm(wanted.path, wanted.each, dice)
    for _ in range(wanted.writers):
        brewing.add_writer()
    for kill in range(wanted.kills):
        brewing.hear(dice.expovariate(100))
        brewing.kill_one()
        brewing.add_writer()
        if kill % 10 == 0:
            brewing.reopen()
    brewing.end(kill=not wanted.each)
    kills = wanted.kills + (0 if wanted.each else wanted.writers)
    print(json.dumps(Toll(brewing.acknowledged, kills, brewing.missed, brewing.worst_wait)))


if __name__ == "__main__":
    main()
