"""What the scanner of a further station sends: checked, put on this hub's clock, counted. Pure: time is an argument."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from xlab.beacons.sighting import Sighting
from xlab.link import Hear

MOST_A_SECOND: Final = 2000
"""Sightings taken from one scanner in a second, twice that at once: 200 badges at ten adverts a second. A flood in one
corner of the room must not take the hub's time from the others."""

WINDOW: Final = 5.0
"""Seconds over which lateness and rate are shown: long enough to be read, short enough to see what was just moved."""


class Ear:
    """One scanner's share of the hearing."""

    def __init__(self, station: str, uuids: Sequence[str]) -> None:
        """``station`` is the scanner's name in its sightings; ``uuids`` are those it was told to keep."""
        self._station = station
        self._uuids = tuple(uuids)
        self._allowed = 2.0 * MOST_A_SECOND
        self._filled: float | None = None
        self._recent: deque[tuple[float, int, float]] = deque(maxlen=200)

    def take(self, message: Hear, now: float) -> list[Sighting]:
        """The sightings in a message, ``t`` on the clock of ``now``: when it came, less the age each had by then."""
        fresh = 0.0 if self._filled is None else max(0.0, now - self._filled)
        self._filled = now
        self._allowed = min(2.0 * MOST_A_SECOND, self._allowed + MOST_A_SECOND * fresh)
        heard = message.heard[: int(self._allowed)]
        self._allowed -= len(heard)
        # The oldest waited longest. Its way here was at most the whole way there and back.
        oldest = max((one.age for one in heard), default=0.0)
        self._recent.append((now, len(heard), oldest + (message.trip or 0.0)))
        return [
            Sighting(now - one.age, self._station, self._uuids[one.which], one.major, one.minor, one.tx_power, one.rssi)
            for one in heard
            if one.which < len(self._uuids)
        ]

    def rate(self, now: float) -> float:
        """Sightings a second in the last seconds."""
        return sum(count for at, count, _ in self._recent if at > now - WINDOW) / WINDOW

    def lateness(self, now: float) -> float | None:
        """Seconds that 19 of 20 messages needed at most, from the scanner's ear to here; None if none came lately."""
        late = sorted(late for at, count, late in self._recent if at > now - WINDOW and count)
        return late[int(0.95 * (len(late) - 1))] if late else None
