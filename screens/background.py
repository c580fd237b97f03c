"""Background: waits for slow work in a thread that nobody has to wait for when the program ends."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def begun(work: Callable[[], T]) -> asyncio.Future[T]:
    """Begin to do something in a daemon thread, and return what will have the result, or the error.

    Where nobody waits any more it goes on to its end unheard, or until the program quits.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def tell(answer: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: the program is on its way out
            loop.call_soon_threadsafe(lambda: None if outcome.done() else answer())

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised again where it is waited for
            tell(lambda failure=error: outcome.set_exception(failure))  # type: ignore[misc]
        else:
            tell(lambda: outcome.set_result(result))

    threading.Thread(target=run, name="kptui-store", daemon=True).start()
    return outcome


async def in_background(work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise what it raises, once it is done in a thread."""
    return await begun(work)
