"""How often a PIN or the setup code may be tried, counted on a clock that no correction of the time can move.

The storage that comes with ``limits`` counts by the wall clock and keeps a timer thread. A kit without a clock battery
sees its wall clock jump by years, which would lift every limit or lock the facilitator out, so here the clock is given.
"""

import math
import threading
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItemPerSecond
from limits.storage import MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter

_ADDRESS_LIMITS = (RateLimitItemPerSecond(5, 30), RateLimitItemPerSecond(30, 3600))
"""For one phone: five slips in a row, then a pause of half a minute."""

_KIT_LIMITS = (RateLimitItemPerSecond(10, 30), RateLimitItemPerSecond(60, 3600))
"""For the whole room: a day of eight hours spent guessing tries fewer than one in twenty of the shortest PINs."""

_MAX_KEYS = 4096
"""A network has fewer addresses than this; beyond it the oldest windows are forgotten, never the whole room's."""


class Attempts:
    """Counts attempts by kind (``pin``, ``code``), for each address and for the whole kit."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._limiter = MovingWindowRateLimiter(_Windows(now))
        self._lock = threading.Lock()

    def wait(self, kind: str, address: str | None) -> int:
        """Count one attempt before it is judged. 0: go on; else the whole seconds until the next may be made."""
        keys: list[tuple[RateLimitItemPerSecond, tuple[str, ...]]] = [
            (limit, (kind, _network(address))) for limit in _ADDRESS_LIMITS
        ]
        keys += [(limit, (kind,)) for limit in _KIT_LIMITS]
        with self._lock:
            full = [(limit, key) for limit, key in keys if not self._limiter.test(limit, *key)]
            if full:
                until = max(self._limiter.get_window_stats(limit, *key).reset_time for limit, key in full)
                return max(1, math.ceil(until - self._now()))
            for limit, key in keys:
                self._limiter.hit(limit, *key)
        return 0

    def succeeded(self, kind: str, address: str | None) -> None:
        """Forget the slips of this address: whoever knows the PIN may sign in on many devices behind it."""
        with self._lock:
            for limit in _ADDRESS_LIMITS:
                self._limiter.clear(limit, kind, _network(address))


def _network(address: str | None) -> str:
    """The address, or for IPv6 its /64, of which one device holds as many addresses as it likes."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return parsed.exploded[:19]
    return str(parsed)


class _Windows(Storage, MovingWindowSupport):
    """Moving windows in memory, as deques of times. :class:`Attempts` holds a lock around every use."""

    STORAGE_SCHEME = None

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._times: dict[str, deque[float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        times = self._live(key, expiry)
        if len(times) + amount > limit:
            return False
        times.extend([self._now()] * amount)
        # Asked-for keys move to the end, so the kit-wide ones, asked for each time, are never the oldest.
        self._times.pop(key, None)
        self._times[key] = times
        while len(self._times) > _MAX_KEYS:
            del self._times[next(iter(self._times))]
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        times = self._live(key, expiry)
        return (times[0] if times else self._now(), len(times))

    def clear(self, key: str) -> None:
        self._times.pop(key, None)

    def _live(self, key: str, expiry: int) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= self._now() - expiry:
            times.popleft()
        return times

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError("only moving windows are used")

    def get(self, key: str) -> int:
        return len(self._times.get(key, ()))

    def get_expiry(self, key: str) -> float:
        raise NotImplementedError("only moving windows are used")

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        forgotten = len(self._times)
        self._times.clear()
        return forgotten
