"""Polling: what is looked at again and again, until it is stopped or fails."""

import asyncio

from screens.polling import Poll


async def test_it_looks_again_and_again_until_it_is_stopped() -> None:
    looks, enough = list[int](), asyncio.Event()

    def look() -> None:
        looks.append(len(looks))
        if len(looks) == 3:
            poll.stop()
            enough.set()

    poll = Poll(0, look, looks.clear)  # type: ignore[arg-type] # nothing fails
    poll.start()
    await enough.wait()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert looks == [0, 1, 2]


async def test_an_error_is_handed_over_and_ends_it() -> None:
    errors, looks = asyncio.Queue[Exception](), list[int]()

    def look() -> None:
        looks.append(1)
        raise ZeroDivisionError

    poll = Poll(0, look, errors.put_nowait)
    poll.start()
    assert isinstance(await errors.get(), ZeroDivisionError)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert looks == [1]


async def test_what_was_never_started_can_be_stopped() -> None:
    looks = list[int]()
    Poll(0, lambda: looks.append(1), looks.clear).stop()  # type: ignore[arg-type] # nothing fails
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not looks
