"""Which beacons that nobody has seen before may come into the room. Pure: time comes as an argument.

Whoever knows the kit's UUID can send any number of identities from one phone. Each would get a face, events in the log
and a place in every picture of the room. Registered beacons, and those that were here before, are never asked.
Strangers are counted, and how many may come depends on what the kit knows of itself:

- Nothing is registered: the box was just opened, and every badge in it is a stranger. They come in at once.
- Something is registered: the kit's own badges are known, so strangers are few: those of a second box that was brought
  along. They still come in, for a badge in somebody's hand must work today; but fewer at once, and only when they are
  heard again a little later. A flood of identities that change all the time shows nobody an animal. While it lasts a
  stranger may have to be registered by the list, because the places where strangers wait are taken.
"""

from collections.abc import Callable
from typing import Final

AT_ONCE: Final = 100
"""Strangers let in at once while nothing is registered: a new box that is opened for the first time, twice over."""

GUESTS: Final = 20
"""Strangers let in at once by a kit that knows its own: more than a visitor brings from another box."""

EVERY: Final = 30.0
"""Seconds after which one more may come: a badge from elsewhere is not kept waiting for long, a flood grows no log."""

AGAIN: Final = (0.15, 3.0)
"""Seconds within which a guest must be heard again: a badge sends one to five times a second, and packets get lost."""

WAITING: Final = 256
"""Strangers who may wait to be heard again."""


class Newcomers:
    """A bucket of places that fills up by one every :data:`EVERY` seconds. ``settled``: something is registered."""

    def __init__(self, settled: Callable[[], bool]) -> None:
        self._settled = settled
        self._places = float(AT_ONCE)
        self._filled: float | None = None
        self._first: dict[str, float] = {}  # when a stranger was heard first, longest ago first

    def admit(self, beacon: str, now: float) -> bool:
        """Take a place for a stranger; False while there is none. ``now`` in seconds on a clock that only grows."""
        settled = self._settled()
        most = float(GUESTS if settled else AT_ONCE)
        if self._filled is not None:
            self._places += max(0.0, now - self._filled) / EVERY
        self._filled = now
        self._places = min(most, self._places)
        if self._places < 1.0 or (settled and not self._again(beacon, now)):
            return False
        self._places -= 1.0
        return True

    def _again(self, beacon: str, now: float) -> bool:
        """Whether this stranger was heard a moment ago."""
        soonest, latest = AGAIN
        while self._first:
            oldest = next(iter(self._first))
            if now - self._first[oldest] <= latest:
                break
            del self._first[oldest]
        first = self._first.get(beacon)
        if first is None:
            if len(self._first) < WAITING:
                self._first[beacon] = now
            return False
        if now - first < soonest:
            return False
        del self._first[beacon]
        return True
