"""Which moves of a beacon are written down. Pure: time comes as an argument.

Nobody walks to and fro thirty times a minute. Who sends a badge's identity from two places at once can make it do so
many times a second, for as long as the visit lasts, and the log would hold nothing else. The room shows every move; the
log gets as many as a person can make, and always the last one.
"""

from collections.abc import Sequence
from typing import Final

from xlab.beacons.presence import PresenceEvent

AT_ONCE: Final = 30
"""Moves of one beacon that are written at once: a child that runs between two pads."""

EVERY: Final = 2.0
"""Seconds after which one more may be written: thirty a minute."""


class Moves:
    """A bucket for each beacon that is in the room. Entering and leaving are always written."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[float, float]] = {}
        self._held: dict[str, PresenceEvent] = {}

    @property
    def holding(self) -> bool:
        """Whether a move waits to be written."""
        return bool(self._held)

    def to_write(self, events: Sequence[PresenceEvent], now: float) -> list[PresenceEvent]:
        """Those of these events, and of those held back, that are written now; ``now`` in seconds."""
        written = self._due(now)
        for event in events:
            if event.kind == "left":
                self._places.pop(event.beacon, None)
                self._held.pop(event.beacon, None)
            elif event.kind == "moved" and not self._take(event.beacon, now):
                self._held[event.beacon] = event
                continue
            elif event.kind == "moved":
                self._held.pop(event.beacon, None)
            written.append(event)
        return written

    def _due(self, now: float) -> list[PresenceEvent]:
        due = [beacon for beacon in self._held if self._take(beacon, now)]
        return [self._held.pop(beacon) for beacon in due]

    def _take(self, beacon: str, now: float) -> bool:
        places, filled = self._places.get(beacon, (float(AT_ONCE), now))
        places = min(float(AT_ONCE), places + max(0.0, now - filled) / EVERY)
        taken = places >= 1.0
        self._places[beacon] = (places - 1.0 if taken else places, now)
        return taken
