"""The last minute, kept in memory: a recording begins with it, so that a fault just seen is in it. Pure.

Presence remembers. To add up to the same changes, a recording needs what was heard for a while before it begins, and
who was where when it begins; so somewhat more is kept than is told.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final

from xlab.beacons.notes import Began, Item, Taught
from xlab.beacons.presence import LEAVE_LATEST, PresenceEvent
from xlab.beacons.sighting import Sighting
from xlab.events import Proximity

PREROLL: Final = 60.0
"""Seconds of a recording from before it was started: long enough to see a fault, find the page and press the button."""

WARM_UP: Final = LEAVE_LATEST
"""Seconds of sightings from before that: whoever is there was heard in them, and presence looks no further back."""

MOST: Final = 30_000
"""Sightings kept, in about 6 MB: 50 badges at five a second for all that time. A crowd has a shorter past."""


class Preroll:
    """Everything comes in order of time, on one line."""

    def __init__(self) -> None:
        self._items: deque[Sighting | Taught] = deque()
        self._changes: deque[PresenceEvent] = deque()
        self._here: dict[str, tuple[str, Proximity]] = {}  # before the first of the changes
        self._taught: Taught | None = None  # before the first of the items
        self._lost = False  # whether anything was heard before the first of the items

    def add(self, item: Sighting | Taught) -> None:
        """Something was heard or taught."""
        self._items.append(item)
        self._drop(item.t - PREROLL - WARM_UP)

    def changed(self, change: PresenceEvent) -> None:
        """Somebody entered, moved or left."""
        self._changes.append(change)
        if len(self._changes) > MOST:
            _apply(self._here, self._changes.popleft())

    def forget(self, beacon: str) -> None:
        """Forget all about a beacon."""
        kept = [item for item in self._items if isinstance(item, Taught) or item.beacon != beacon]
        self._lost = self._lost or len(kept) < len(self._items)
        self._items = deque(kept)
        self._changes = deque(change for change in self._changes if change.beacon != beacon)
        self._here.pop(beacon, None)

    def forget_all(self) -> None:
        """Forget every beacon."""
        kept = [item for item in self._items if isinstance(item, Taught)]
        self._lost = self._lost or len(kept) < len(self._items)
        self._items = deque(kept)
        self._changes.clear()
        self._here.clear()

    def recall(self, now: float) -> Iterator[Item]:
        """What a recording begins with that is started ``now``: its beginning, then all that is remembered."""
        self._drop(now - PREROLL - WARM_UP)
        if self._lost:
            warm = self._items[0].t + WARM_UP if self._items else now
            begins = max(now - PREROLL, min(warm, now))
            here = dict(self._here)
            for change in self._changes:
                if change.t <= begins:
                    _apply(here, change)
            yield Began(begins, here)
        if self._taught is not None:
            yield self._taught
        yield from self._items

    def _drop(self, oldest: float) -> None:
        """Forget what is older than this, and what is too much."""
        while self._items and (self._items[0].t < oldest or len(self._items) > MOST):
            gone = self._items.popleft()
            if isinstance(gone, Taught):
                self._taught = gone
            else:
                self._lost = True
        while self._changes and self._changes[0].t < oldest:
            _apply(self._here, self._changes.popleft())


def _apply(here: dict[str, tuple[str, Proximity]], change: PresenceEvent) -> None:
    if change.station is None:
        here.pop(change.beacon, None)
    else:
        here[change.beacon] = (change.station, change.proximity)
