"""Work that waits for disks nobody vouches for: a stick that hangs, a folder without end."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """Do ``work`` on a thread of its own and return its result, or raise what it raised.

    Unlike :func:`asyncio.to_thread`: work that never returns takes no thread from others and does not keep the hub from
    ending.
    """
    loop = asyncio.get_running_loop()
    waiting: asyncio.Future[T] = loop.create_future()

    def tell(answer: Callable[[], None]) -> None:
        if not waiting.done():
            answer()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            problem = error
            answer = lambda: waiting.set_exception(problem)  # noqa: E731
        else:
            answer = lambda: waiting.set_result(result)  # noqa: E731
        with suppress(RuntimeError):  # the loop was closed, so nobody waits any more
            loop.call_soon_threadsafe(tell, answer)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await waiting
