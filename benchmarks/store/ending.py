"""Processes that are ended whatever happens, each by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

PATIENCE = 300
"""Seconds after which something that should have answered is given up."""


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
