"""What a command costs beside the bare imports that any such command needs."""

import os
import time
from collections.abc import Sequence
from statistics import median

from benchmarks.terminal.ground import Ground, kptui, peer


def shell(ground: Ground, rounds: int) -> dict[str, float]:
    """Return the ratios of `kptui check-in` and `kptui due --short` to the bare imports."""
    programs = {
        "bare": peer("imports"),
        "check_in": kptui("check-in", "--plan", ground.sample, "CS-1", "18"),
        "due": kptui("due", "--short", "--plan", ground.sample),
    }
    turns = [{name: _seconds(program, ground.environment) for name, program in programs.items()} for _ in range(rounds)]
    return {f"shell_{name}_to_bare": median(turn[name] / turn["bare"] for turn in turns) for name in programs if name != "bare"}


def _seconds(program: Sequence[str], environment: dict[str, str]) -> float:
    silent = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    begin = time.perf_counter()
    os.waitpid(os.posix_spawn(program[0], [*program], environment, file_actions=silent), 0)
    return time.perf_counter() - begin
