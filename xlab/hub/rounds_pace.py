"""Telling of what changes often: the first time at once, then no more often than anybody needs it."""

import asyncio
from collections.abc import Callable


class Pace:
    """Calls ``tell`` for each key that is due, at most once in ``every`` seconds for each. Used on the loop only."""

    def __init__(self, every: float, tell: Callable[[str], None]) -> None:
        self._every = every
        self._tell = tell
        self._told: dict[str, float] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def due(self, key: str) -> None:
        """Something of this key changed."""
        if key not in self._timers:
            loop = asyncio.get_running_loop()
            at = max(loop.time(), self._told.get(key, 0.0) + self._every)
            self._timers[key] = loop.call_at(at, self._fire, key)

    def close(self) -> None:
        """Tell nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _fire(self, key: str) -> None:
        del self._timers[key]
        self._told[key] = asyncio.get_running_loop().time()
        self._tell(key)
