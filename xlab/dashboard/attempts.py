"""How often a PIN or the setup code may be tried, counted on a clock that no correction of the time can move.

Limiters off the shelf count by the wall clock. A kit without a clock battery sees that one jump by years, which would
lift every limit or lock the facilitator out, so here the clock is given.
"""

import math
import threading
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

Limit = tuple[int, float]
"""So many attempts in so many seconds, in a window that moves."""

_ADDRESS_LIMITS: Final[tuple[Limit, ...]] = ((5, 30.0), (30, 3600.0))
"""For one phone: five slips in a row, then a pause of half a minute."""

_KIT_LIMITS: Final[tuple[Limit, ...]] = ((10, 30.0), (60, 3600.0))
"""For the whole room: a day of eight hours spent guessing tries fewer than one in twenty of the shortest PINs."""

_LONGEST: Final = 3600.0
"""Seconds after which an attempt is forgotten: the longest window of all."""

_MAX_KEYS: Final = 4096
"""A network has fewer addresses than this; beyond it the oldest windows are forgotten, never the whole room's."""


class Attempts:
    """Counts attempts by kind (``pin``, ``code``), for each address and for the whole kit. Of any thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._times: dict[tuple[str, ...], deque[float]] = {}
        self._lock = threading.Lock()

    def wait(self, kind: str, address: str | None) -> int:
        """Count one attempt before it is judged. 0: go on; else the whole seconds until the next may be made."""
        windows = (((kind, network_of(address)), _ADDRESS_LIMITS), ((kind,), _KIT_LIMITS))
        with self._lock:
            now = self._now()
            wait = max(_wait(self._recent(key, now), limits, now) for key, limits in windows)
            if wait > 0:
                return max(1, math.ceil(wait))
            for key, _ in windows:
                # What is asked for moves to the end, so the kit's own, asked for each time, is never the oldest.
                times = self._times[key] = self._times.pop(key, deque())
                times.append(now)
            while len(self._times) > _MAX_KEYS:
                del self._times[next(iter(self._times))]
        return 0

    def succeeded(self, kind: str, address: str | None) -> None:
        """Forget the slips of this address: whoever knows the PIN may sign in on many devices behind it."""
        with self._lock:
            self._times.pop((kind, network_of(address)), None)

    def _recent(self, key: tuple[str, ...], now: float) -> deque[float]:
        times = self._times.get(key, deque())
        while times and times[0] <= now - _LONGEST:
            times.popleft()
        return times


def _wait(times: deque[float], limits: tuple[Limit, ...], now: float) -> float:
    """Seconds until every limit has a place again; 0 or less where each has one now. ``times`` in rising order."""
    return max(times[-count] + seconds - now if len(times) >= count else 0.0 for count, seconds in limits)


def network_of(address: str | None) -> str:
    """The address, or for IPv6 its /64, of which one device holds as many addresses as it likes."""
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return parsed.exploded[:19]
    return str(parsed)
