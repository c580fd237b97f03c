"""Between the program and the kernel: every call that touches files is numbered, and can be made to do something else."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_PLACES = [
    *((os, name) for name in ("open", "close", "read", "write", "pread", "pwrite", "preadv", "pwritev")),
    *(
        (os, name)
        for name in ("fsync", "fdatasync", "ftruncate", "posix_fallocate", "fchmod", "fchown", "fstat", "stat", "lstat")
    ),
    *((os, name) for name in ("link", "unlink", "rename", "replace")),
    (fcntl, "flock"),
]


@dataclass(frozen=True)
class Call:
    """One call on its way to the kernel."""

    number: int
    name: str
    real: Callable[..., Any]
    given: tuple[Any, ...]
    named: dict[str, Any]

    def go(self) -> Any:
        return self.real(*self.given, **self.named)


@contextmanager
def calls_go_through(way: Callable[[Call], Any]) -> Iterator[list[Call]]:
    """Send each call through `way`, which answers in the kernel's place; yields the calls so far."""
    made: list[Call] = []

    def instead(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def through(*given: Any, **named: Any) -> Any:
            call = Call(len(made) + 1, name, real, given, named)
            made.append(call)
            return way(call)

        return through

    reals = [(module, name, getattr(module, name)) for module, name in _PLACES]
    for module, name, real in reals:
        setattr(module, name, instead(name, real))
    try:
        yield made
    finally:
        for module, name, real in reals:
            setattr(module, name, real)


def failing(number: int, error: int, *, for_good: bool = False) -> Callable[[Call], Any]:
    """The call of that number fails, and with `for_good` all after it; a close that fails has closed, as in the kernel."""

    def way(call: Call) -> Any:
        if call.number != number and not (for_good and call.number > number):
            return call.go()
        if call.name == "close":
            call.go()
        raise OSError(error, os.strerror(error))

    return way


def short(number: int) -> Callable[[Call], Any]:
    """The call of that number reads or writes half of what it was asked to."""
    return lambda call: half(call) if call.number == number else call.go()


def half(call: Call) -> Any:
    match call.name:
        case "pwrite":
            fd, data, offset = call.given
            return call.real(fd, data[: (len(data) + 1) // 2], offset)
        case "pread":
            fd, length, offset = call.given
            return call.real(fd, (length + 1) // 2, offset)
        case _:
            return call.go()
