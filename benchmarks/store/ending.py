"""Processes that are ended whatever happens, each by itself, and the answers that they are waited for."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

PATIENCE = 300
"""Seconds after which something that should have answered is given up."""


def answer_of(here: Connection) -> Any:
    """Return what a process sends next. Raises EOFError when it ended without, TimeoutError when it takes too long."""
    if not here.poll(PATIENCE):
        raise TimeoutError("a process of the benchmark does not answer")
    return here.recv()


@contextmanager
def ended(*processes: BaseProcess) -> Iterator[None]:
    """Run processes while the block runs, and end those that are still there after it."""
    try:
        for process in processes:
            process.start()
        yield
    finally:
        for process in processes:
            if process.pid:
                process.kill()
                process.join()
