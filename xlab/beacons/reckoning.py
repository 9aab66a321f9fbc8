"""A recording added up again: the same changes as on the kit that made it. Pure.

Time passes with the sightings, so nothing depends on how fast a recording is read.
"""

import math

from xlab.beacons.notes import Item, Taught, WarmUp
from xlab.beacons.presence import Presence, PresenceEvent
from xlab.beacons.sighting import Sighting


class Reckoning:
    """Takes what a recording is made of, in its order, and gives what changed.

    While a recording warms up nothing is told. Where it begins, everyone enters who was there on the kit that made it,
    at the place that kit knew.
    """

    def __init__(self) -> None:
        self._presence = Presence()
        self._warming = False

    def take(self, item: Item) -> list[PresenceEvent]:
        """Take in one item; what changed by it, in order of time."""
        if isinstance(item, Sighting):
            changes = self._presence.hear(item)
            return [] if self._warming else changes
        if isinstance(item, WarmUp):
            self._warming = True
            return []
        changes = self._presence.tick(item.t)
        if isinstance(item, Taught):
            self._presence.calibrate(item.calibrations)
            return [] if self._warming else changes
        self._warming = False
        return [
            PresenceEvent(item.t, "entered", beacon, station, proximity)
            for beacon, (station, proximity) in sorted(item.here.items())
            if self._presence.place(beacon, station, proximity)
        ]

    def end(self) -> list[PresenceEvent]:
        """The recording is over: nothing more is heard, so whoever is there leaves."""
        return self._presence.tick(math.inf)
