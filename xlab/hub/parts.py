"""Keeping the parts of a kit running: started in order, stopped in reverse, restarted when they crash.

A part is a coroutine that runs until it is cancelled and cleans up after itself. It calls ``ready()`` once it does its
work. A crash is reported and the part starts again after a back-off; the others go on meanwhile.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable

import msgspec

from xlab.backoff import back_off

_log = logging.getLogger(__name__)

Run = Callable[[Callable[[], None]], Awaitable[None]]

START_LIMIT = 10.0
"""Seconds the next part waits for one that is not ready: a slow part delays a start, it never prevents it."""

STOP_LIMIT = 1.0
"""Seconds a part may take to clean up. All together must stay under the two seconds promised to the service manager."""

BACKOFF_FIRST, BACKOFF_LAST = 0.5, 30.0
"""Seconds before the first restart, and the longest pause: short enough to recover from while people watch."""

STEADY = 60.0
"""A part that ran this long is healthy again: its next crash is a first one."""


class Part(msgspec.Struct, frozen=True):
    """A named part of the kit."""

    name: str
    run: Run


class Supervisor:
    """Runs parts. ``on_crash(name, reason)`` is told of every crash."""

    def __init__(
        self,
        parts: list[Part],
        on_crash: Callable[[str, str], None],
        rng: random.Random | None = None,
    ) -> None:
        self._parts = parts
        self._on_crash = on_crash
        self._rng = rng or random.Random()  # noqa: S311 - jitter, not a secret
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start every part in order; each one is ready, has crashed once, or took too long, before the next begins."""
        for part in self._parts:
            settled = asyncio.Event()
            task = asyncio.create_task(self._keep(part, settled), name=part.name)
            self._tasks.append(task)
            try:
                async with asyncio.timeout(START_LIMIT):
                    await settled.wait()
            except TimeoutError:
                _log.warning("%s is not ready after %g s; the others start without it.", part.name, START_LIMIT)

    async def stop(self) -> None:
        """Stop every part in reverse order and wait until it has cleaned up."""
        while self._tasks:
            task = self._tasks.pop()
            task.cancel()
            _, late = await asyncio.wait([task], timeout=STOP_LIMIT)
            if late:
                _log.error("%s did not stop within %g s.", task.get_name(), STOP_LIMIT)

    async def _keep(self, part: Part, settled: asyncio.Event) -> None:
        loop = asyncio.get_running_loop()
        crashes = 0
        while True:
            began = loop.time()
            try:
                await part.run(settled.set)
                reason = "it ended by itself"
                _log.error("%s stopped: %s.", part.name, reason)
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                _log.exception("%s crashed.", part.name)
            crashes = 1 if loop.time() - began > STEADY else crashes + 1
            self._on_crash(part.name, reason)
            settled.set()
            await asyncio.sleep(back_off(crashes, self._rng, first=BACKOFF_FIRST, longest=BACKOFF_LAST))
