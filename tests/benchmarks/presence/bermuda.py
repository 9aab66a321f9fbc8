"""Bermuda's rule for the nearest area, written anew from what the project publishes (2026). Pure.

Once a cycle every scanner's newest RSSI becomes metres (attenuation 3). A reading that would mean going away faster
than 3 m/s is replaced by the one before. The distance is the mean of the last 20 cycles' running minimum, newest first,
if that is less than the reading. A challenger takes over if it is closer by 30 %, or by 15 % when its farthest of 5
cycles is closer than the incumbent's closest. Bermuda's cycle is 1.05 s, at which walks in tests/data come out at 0.56;
the published figure is met at 1 s, which is used here.
"""

from typing import Final

CYCLE: Final = 1.0
AWAY: Final = 30.0
STALE: Final = 10.0
RADIUS: Final = 20.0
FASTEST: Final = 3.0


class _Link:
    """One scanner's distances of the beacon, newest first."""

    def __init__(self) -> None:
        self.waiting: tuple[float, float] | None = None  # when and metres, since the last cycle
        self.readings: list[tuple[float, float]] = []
        self.by_cycle: list[float] = []
        self.metres: float | None = None

    def cycle(self, now: float) -> None:
        new = self.waiting
        if new is not None:
            self.readings = [new, *self.readings[:9]]
            self.waiting = None
        raw = self.readings[0][1]
        if self.metres is None and new is not None:
            self.metres, self.by_cycle = raw, [raw]
        elif new is None and self.readings[0][0] < now - AWAY:
            self.metres, self.by_cycle = None, []
        else:
            believed = self.by_cycle[0] if self._retreat() > FASTEST and self.by_cycle else raw
            self.by_cycle = [believed, *self.by_cycle[:19]]
            least, total = raw, 0.0
            for metres in self.by_cycle:
                least = min(least, metres)
                total += least
            self.metres = min(total / len(self.by_cycle), raw)

    def _retreat(self) -> float:
        """Metres a second at which the newest reading goes away, at the fastest; negative while it approaches."""
        if len(self.readings) < 2:
            return 0.0
        (t, metres), *older = self.readings
        speeds = [(metres - before) / (t - when) if t > when else 0.0 for when, before in older]
        return speeds[0] if speeds[0] < 0 else max(speeds)


class Bermuda:
    """The rule. ``reference`` is the RSSI at 1 m in dBm; -55 is Bermuda's default."""

    def __init__(self, reference: float = -55.0) -> None:
        self._reference = reference
        self._links: dict[str, _Link] = {}
        self._next = 0.0
        self._station: str | None = None

    def hear(self, t: float, scanner: str, rssi: int) -> None:
        """Take in one advertisement."""
        while self._next < t:
            self._cycle()
        self._links.setdefault(scanner, _Link()).waiting = (t, 10 ** ((self._reference - rssi) / 30))

    def at(self, t: float) -> str | None:
        """The station at ``t``."""
        while self._next <= t:
            self._cycle()
        return self._station

    def _cycle(self) -> None:
        now = self._next
        for link in self._links.values():
            link.cycle(now)
        for name, link in self._links.items():
            if name != self._station and link.readings[0][0] >= now - STALE and self._wins(link):
                self._station = name
        self._next += CYCLE

    def _wins(self, link: _Link) -> bool:
        if link.metres is None or link.metres > RADIUS:
            return False
        incumbent = self._links[self._station] if self._station is not None else None
        if incumbent is None or incumbent.metres is None:
            return True
        if incumbent.metres < link.metres:
            return False
        gap = (incumbent.metres - link.metres) / ((incumbent.metres + link.metres) / 2)
        longer = len(link.by_cycle) > 3 and max(link.by_cycle[:5]) < min(incumbent.by_cycle[:5])
        return gap >= 0.30 or (longer and gap > 0.15)
