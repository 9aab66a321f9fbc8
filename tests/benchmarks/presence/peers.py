"""Station rules of other projects, written anew from their published rules, to be measured beside ours. Pure.

Each takes what was heard in order of time and says at any later time at which station the beacon is. They get every
RSSI, the impossible ones too. Numbers are each project's defaults as published in 2022 (room-assistant) and 2026 (the
others); where a project leaves the choice between scanners to others, its class says what was taken.
"""

from collections import deque
from typing import Final, Protocol

TX_POWER: Final = -59.0
"""dBm at 1 m of every beacon here: the recordings and the simulator know no other."""


class Rule(Protocol):
    """A way to tell the station of one beacon. ``t`` in seconds, never going back; RSSI in dBm."""

    def hear(self, t: float, scanner: str, rssi: int) -> None:
        """Take in one advertisement."""

    def at(self, t: float) -> str | None:
        """The station at ``t``, no earlier than anything heard; None before the first is known."""


class RawStrongest:
    """The scanner whose last advertisement was the strongest."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def hear(self, t: float, scanner: str, rssi: int) -> None:
        """Take in one advertisement."""
        self._last[scanner] = rssi

    def at(self, t: float) -> str | None:
        """The station now."""
        return max(self._last, key=self._last.__getitem__, default=None)


class WindowMean:
    """The scanner with the highest mean RSSI of the last 5 s."""

    seconds = 5.0

    def __init__(self) -> None:
        self._heard: dict[str, deque[tuple[float, int]]] = {}
        self._station: str | None = None

    def hear(self, t: float, scanner: str, rssi: int) -> None:
        """Take in one advertisement."""
        self._heard.setdefault(scanner, deque()).append((t, rssi))

    def at(self, t: float) -> str | None:
        """The station at ``t``; the last one while nothing is in the window."""
        for heard in self._heard.values():
            while heard and heard[0][0] < t - self.seconds:
                heard.popleft()
        levels = {name: self.level([rssi for _, rssi in heard]) for name, heard in self._heard.items() if heard}
        if levels:
            self._station = max(levels, key=levels.__getitem__)
        return self._station

    def level(self, rssis: list[int]) -> float:
        """What one scanner's window amounts to."""
        return sum(rssis) / len(rssis)


class AltBeacon(WindowMean):
    """AltBeacon's running average: 20 s, without a tenth and one more at either end. Its distance grows with the RSSI's
    fall, so the nearest is the highest average; AltBeacon itself has no rule between scanners."""

    seconds = 20.0

    def level(self, rssis: list[int]) -> float:
        """The trimmed mean."""
        cut = len(rssis) // 10 + 1 if len(rssis) > 2 else 0
        kept = sorted(rssis)[cut : len(rssis) - cut]
        return sum(kept) / len(kept)


class ESPresense(WindowMean):
    """ESPresense: the mean within Tukey's fences over 15 s. Its reports go to whichever program compares distances;
    here the smallest one wins at any time."""

    seconds = 15.0

    def level(self, rssis: list[int]) -> float:
        """The mean without outliers."""
        ordered = sorted(rssis)
        low, high = _quantile(ordered, 0.25), _quantile(ordered, 0.75)
        reach = 1.5 * (high - low)
        kept = [rssi for rssi in ordered if low - reach <= rssi <= high + reach]
        return sum(kept) / len(kept)


class RoomAssistant:
    """room-assistant: a Kalman filter for each scanner (process noise 0.008, measurement noise 4), distance by the
    curve fit rounded to 0.1 m, and the smallest distance not older than 60 s."""

    def __init__(self) -> None:
        self._filters: dict[str, tuple[float, float]] = {}  # estimate and its variance
        self._distances: dict[str, tuple[float, float]] = {}  # when and metres

    def hear(self, t: float, scanner: str, rssi: int) -> None:
        """Take in one advertisement."""
        estimate, variance = self._filters.get(scanner, (float(rssi), 4.0))
        if scanner in self._filters:
            predicted = variance + 0.008
            gain = predicted / (predicted + 4.0)
            estimate, variance = estimate + gain * (rssi - estimate), predicted * (1 - gain)
        self._filters[scanner] = (estimate, variance)
        ratio = estimate / TX_POWER
        metres = ratio**10 if ratio < 1 else 0.89976 * ratio**7.7095 + 0.111
        self._distances[scanner] = (t, round(metres, 1))

    def at(self, t: float) -> str | None:
        """The station at ``t``."""
        fresh = {name: metres for name, (when, metres) in self._distances.items() if t < when + 60.0}
        return min(fresh, key=fresh.__getitem__, default=None)


def _quantile(ordered: list[int], share: float) -> float:
    """Between two values in proportion."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
