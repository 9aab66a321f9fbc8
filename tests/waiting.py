"""Waiting in tests: as long as a busy machine may need, and what was seen is said when it never came.

A deadline here is not what a test is about: it only ends a test whose wait would never end.
"""

import asyncio
import inspect
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

PATIENCE = 120.0
"""Seconds; a fifth of what a test may take, and many times what anything here needs on a machine that is not busy."""

WORK = 480.0
"""Seconds for a process that does all the work of a test: less than a test may take, so that its words are told."""

SOON, LATER, SLOWER = 0.02, 0.1, 1.3
"""Seconds from the first look to the second at something that gives no event to wait for, the most between two looks,
and how much longer each pause is: what takes long is looked at less often, so that looking takes little from it."""


def pauses() -> Iterator[float]:
    """Seconds to wait before each further look."""
    pause = SOON
    while True:
        yield pause
        pause = min(pause * SLOWER, LATER)


def until(holds: Callable[[], Any], seen: Callable[[], object] | object = "") -> Any:
    """What ``holds()`` returns once that is true; ``seen`` is what to say, or to ask, when it never is."""
    end, pause = time.monotonic() + PATIENCE, pauses()
    while not (found := holds()):
        assert time.monotonic() < end, _never(seen)
        time.sleep(next(pause))
    return found


async def come(holds: Callable[[], Any], seen: Callable[[], object] | object = "") -> Any:
    """As ``until``, without holding up the loop; ``holds`` may be a coroutine function."""
    end, pause = time.monotonic() + PATIENCE, pauses()
    while True:
        found = holds()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < end, _never(seen)
        await asyncio.sleep(next(pause))


def ends(work: Callable[[], object], what: str) -> None:
    """Do ``work``, which must come to an end by itself; a thread that hangs is left behind and fails the test."""
    failed: list[BaseException] = []

    def do() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=do, name=f"test: {what}", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive(), f"{what} did not come to an end in {PATIENCE:.0f} s"
    if failed:
        raise failed[0]


def _never(seen: Callable[[], object] | object) -> str:
    return f"It did not come to that in {PATIENCE:.0f} s. Seen: {seen() if callable(seen) else seen}"
