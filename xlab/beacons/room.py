"""Presence events to "who is where": a fold. Pure."""

import msgspec

from xlab.beacons.presence import PresenceEvent
from xlab.events import Proximity, Source


class Here(msgspec.Struct, frozen=True):
    """A beacon in the room: its station, how close it is, and where the news of it comes from."""

    beacon: str
    station: str
    proximity: Proximity
    source: Source


class Presences:
    """Who is where now. One beacon heard live and seen in a recording counts as two: sources are never mixed."""

    def __init__(self) -> None:
        self._here: dict[tuple[str, Source], Here] = {}

    def apply(self, event: PresenceEvent, source: Source) -> None:
        """Take in one event."""
        if event.kind == "left" or event.station is None:
            self._here.pop((event.beacon, source), None)
        else:
            self._here[event.beacon, source] = Here(event.beacon, event.station, event.proximity, source)

    def here(self) -> tuple[Here, ...]:
        """Everyone here, in the order of beacon and source."""
        return tuple(self._here[key] for key in sorted(self._here))
