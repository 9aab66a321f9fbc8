"""Sightings to lines of a chart: how strong each station heard each beacon in each of the last seconds. Pure.

Memory is bounded by what is reserved for it: :data:`SECONDS` bytes twice for each station that heard a beacon, at most
:data:`MOST_STATIONS` of them for at most :data:`MOST_BEACONS`; about 7 MB when all of it is used.
"""

from collections import deque
from types import MappingProxyType
from typing import Final

import msgspec

from xlab.beacons._touch import TOUCH_LEVEL
from xlab.beacons._track import NEAR_LEVEL, USUAL
from xlab.beacons.calibration import Calibration, Calibrations
from xlab.beacons.presence import MOST_BEACONS, USUAL_TX_POWER, WEAKEST, PresenceEvent
from xlab.beacons.sighting import Sighting
from xlab.events import Proximity, Source

SECONDS: Final = 300
"""Seconds a chart goes back."""

MOST_STATIONS: Final = 16
"""Stations remembered for one beacon, as in presence."""

MOST_STAYS: Final = 128
"""Changes of station or band remembered for one beacon: one every other second for the whole chart."""

UNTAUGHT: Final[Calibrations] = MappingProxyType({})

_MOST_COUNTED: Final = 255  # advertisements in one second; a byte holds no more, and no badge sends as many


class Line:
    """One signal by the second: the strongest level and how many advertisements came. A ring of bytes.

    The strongest, because line of sight makes the peaks and bodies make the holes: what is strong says where a badge
    is, and that is what presence goes by.
    """

    __slots__ = ("_counts", "_end", "_length", "_levels")

    def __init__(self, second: int, length: int = SECONDS) -> None:
        self._length = length
        self._levels = bytearray(length)
        self._counts = bytearray(length)
        self._end = second

    @property
    def end(self) -> int:
        """The latest second something was heard in."""
        return self._end

    def add(self, second: int, rssi: int) -> None:
        """An advertisement of ``rssi`` dBm (-255 to -1) came in ``second``; one of before the ring is ignored."""
        if second > self._end:
            for gone in range(max(self._end, second - self._length) + 1, second + 1):
                self._levels[gone % self._length] = self._counts[gone % self._length] = 0
            self._end = second
        elif second <= self._end - self._length:
            return
        at = second % self._length
        if self._counts[at] == 0 or -rssi < self._levels[at]:
            self._levels[at] = -rssi
        self._counts[at] = min(self._counts[at] + 1, _MOST_COUNTED)

    def levels(self, end: int, seconds: int) -> tuple[int | None, ...]:
        """dBm in each of the ``seconds`` up to and with second ``end``; None where nothing was heard."""
        return tuple(
            -self._levels[one % self._length] if self._has(one) else None for one in range(end - seconds + 1, end + 1)
        )

    def _has(self, second: int) -> bool:
        return self._end - self._length < second <= self._end and self._counts[second % self._length] > 0


class SignalLine(msgspec.Struct, frozen=True):
    """What one station heard: the strongest dBm of each second, None for nothing.

    ``touch`` and ``near`` are the dBm from which this beacon is on this station's pad, and near it.
    """

    station: str
    levels: tuple[int | None, ...]
    touch: float
    near: float


class Stay(msgspec.Struct, frozen=True):
    """From second ``since`` on the beacon was at this station and this close; at none: it had left."""

    since: int
    station: str | None
    proximity: Proximity


class Signal(msgspec.Struct, frozen=True):
    """The chart of one beacon. ``end`` is the second its lines end with, on a time line that never jumps."""

    end: int
    source: Source
    lines: tuple[SignalLine, ...]
    stays: tuple[Stay, ...]


class _Beacon:
    __slots__ = ("heard", "lines", "stays", "tx_power")

    def __init__(self) -> None:
        self.heard = 0
        self.tx_power = 0
        self.lines: dict[str, Line] = {}
        self.stays: deque[Stay] = deque(maxlen=MOST_STAYS)


class SignalLog:
    """The last minutes of every beacon. A beacon heard live and in a recording counts as two."""

    def __init__(self) -> None:
        self._beacons: dict[tuple[str, Source], _Beacon] = {}

    def hear(self, second: int, sighting: Sighting, source: Source) -> None:
        """Take in what was heard in ``second``; what presence ignores is ignored here too."""
        if not WEAKEST < sighting.rssi < 0:
            return
        beacon = self._beacon(sighting.beacon, source)
        beacon.heard = second
        beacon.tx_power = sighting.tx_power if -100 <= sighting.tx_power <= -20 else USUAL_TX_POWER
        line = beacon.lines.get(sighting.scanner)
        if line is None:
            if len(beacon.lines) >= MOST_STATIONS:
                del beacon.lines[min(beacon.lines, key=lambda name: (beacon.lines[name].end, name))]
            line = beacon.lines[sighting.scanner] = Line(second)
        line.add(second, sighting.rssi)

    def presence(self, second: int, event: PresenceEvent, source: Source) -> None:
        """Take in where a beacon is from ``second`` on."""
        beacon = self._beacons.get((event.beacon, source))
        if beacon is not None:
            beacon.stays.append(Stay(second, event.station, event.proximity))

    def forget(self, beacon: str) -> None:
        """Nothing of this beacon stays."""
        for key in [key for key in self._beacons if key[0] == beacon]:
            del self._beacons[key]

    def chart(
        self, beacon: str, source: Source, end: int, seconds: int = SECONDS, calibrations: Calibrations = UNTAUGHT
    ) -> Signal | None:
        """The lines of one beacon up to second ``end``; None if it was not heard within the chart's length.

        ``calibrations`` is what presence judges by now.
        """
        known = self._beacons.get((beacon, source))
        if known is None or known.heard <= end - SECONDS:
            return None
        stays = list(known.stays)
        while len(stays) > 1 and stays[1].since <= end - SECONDS:
            del stays[0]
        return Signal(
            end=end,
            source=source,
            lines=tuple(
                SignalLine(name, line.levels(end, seconds), *_bands(known.tx_power, calibrations.get(name, USUAL)))
                for name, line in sorted(known.lines.items())
            ),
            stays=tuple(stays),
        )

    def _beacon(self, beacon: str, source: Source) -> _Beacon:
        known = self._beacons.get((beacon, source))
        if known is None:
            if len(self._beacons) >= MOST_BEACONS:
                del self._beacons[min(self._beacons, key=lambda key: self._beacons[key].heard)]
            known = self._beacons[beacon, source] = _Beacon()
        return known


def _bands(tx_power: int, calibration: Calibration) -> tuple[float, float]:
    """The dBm of a touch of this station's pad, and of being near it."""
    touch = TOUCH_LEVEL if calibration.touch is None else calibration.touch
    return tx_power + touch, tx_power + NEAR_LEVEL + calibration.offset
