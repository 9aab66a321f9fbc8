"""Sightings to presence: who entered, moved and left. Pure: time comes with the sightings.

One time line runs through it. A scanner whose clock is set back, or a recording that starts again, is moved along it,
so that time never goes back and events come out in order; the rules for one beacon are in ``_track.py``.
"""

import heapq
import math
from types import MappingProxyType
from typing import Final

import msgspec

from xlab.beacons._track import TOUCH_SILENCE, Track
from xlab.beacons.calibration import Calibrations
from xlab.beacons.sighting import Sighting
from xlab.events import PresenceKind, Proximity

LEAVE_AFTER: Final = 10.0
"""Seconds of silence after which a beacon has left. Badges send one to ten times a second; a crowd hides a few."""

LATE: Final = 2.0
"""Seconds a sighting may come late, from a scanner across the network, before its clock counts as set back."""

ESTABLISHED: Final = 5.0
"""Seconds over which a beacon must have been heard until no newcomer can push it out."""

MOST_BEACONS: Final = 512
"""Beacons followed at a time: ten times a full room. What is forged beyond it costs no memory."""

WEAKEST: Final = -120
"""RSSI in dBm below which nothing was received: radios hear down to about -105, and -127 stands for "not available"."""

USUAL_TX_POWER: Final = -59
"""dBm at 1 m, taken for beacons whose maker left the calibration empty or used the byte for something else."""

_MOST_SCANNERS = 64  # whose clocks are remembered
_MOST_SECONDS = 1e12  # times beyond are no times, and would eat the precision of those that are
_TICK = ""  # the ticks' place among the scanners' clocks


class PresenceEvent(msgspec.Struct, frozen=True):
    """A change. ``t`` in seconds on the sightings' time line; no station once the beacon has left."""

    t: float
    kind: PresenceKind
    beacon: str
    station: str | None
    proximity: Proximity


class Presence:
    """Follows every beacon heard. A station is a scanner's name. Each beacon's events go entered, moved ..., left.

    ``calibrations`` is what teaching learned of the stations; one that is not named there has the usual ear.
    """

    def __init__(self, calibrations: Calibrations = MappingProxyType({})) -> None:
        self._calibrations = calibrations
        self._now = -math.inf
        self._offsets: dict[str, float] = {}
        self._known: dict[str, Track] = {}
        self._newcomers: dict[str, Track] = {}  # longest unheard first
        self._due = math.inf  # nothing happens by silence before this

    def calibrate(self, calibrations: Calibrations) -> None:
        """Judge by these calibrations from now on; each beacon when it is heard next. They are not copied."""
        self._calibrations = calibrations
        for tracks in (self._known, self._newcomers):
            for track in tracks.values():
                track.calibrate(calibrations)

    def place(self, beacon: str, station: str, proximity: Proximity) -> bool:
        """Take a beacon to be there from here on, as somebody knew who had heard it for longer; False if unheard."""
        track = self._known.get(beacon) or self._newcomers.get(beacon)
        if track is not None:
            track.place(station, proximity)
            self._due = min(self._due, _due(track))
        return track is not None

    def hear(self, sighting: Sighting) -> list[PresenceEvent]:
        """Take in one sighting; what changed by it and by the time that has passed, in order of time.

        A sighting with an impossible RSSI (not available, zero, positive) or time is ignored.
        """
        if not (WEAKEST < sighting.rssi < 0 and -_MOST_SECONDS <= sighting.t <= _MOST_SECONDS):
            return []
        self._advance(sighting.scanner, sighting.t)
        now, beacon = self._now, sighting.beacon
        events = self._pass_time(now)
        track = self._known.get(beacon)
        if track is None:
            track = self._newcomers.pop(beacon, None)
            if track is None:
                if not self._make_room(events):
                    return events
                track = Track(now, self._calibrations)
            established = now - track.first >= ESTABLISHED
            (self._known if established else self._newcomers)[beacon] = track
        tx_power = sighting.tx_power if -100 <= sighting.tx_power <= -20 else USUAL_TX_POWER
        before = (track.station, track.proximity)
        track.hear(now, sighting.scanner, sighting.rssi - tx_power)
        self._report(events, now, beacon, track, before)
        self._due = min(self._due, _due(track))
        return events

    def tick(self, now: float) -> list[PresenceEvent]:
        """Let time pass without a sighting, to ``now`` on the sightings' time line. Infinity: everyone leaves."""
        if now == math.inf:
            return self._pass_time(now)
        if not -_MOST_SECONDS <= now <= _MOST_SECONDS:
            return []
        self._advance(_TICK, now)
        return self._pass_time(self._now)

    def _advance(self, clock: str, t: float) -> None:
        """Move the time line on to ``t`` of this clock; a clock that was set back goes on from where the line is."""
        t += self._offsets.get(clock, 0.0)
        if t < self._now - LATE:
            if len(self._offsets) >= _MOST_SCANNERS and clock not in self._offsets:
                del self._offsets[next(iter(self._offsets))]
            self._offsets[clock] = self._offsets.get(clock, 0.0) + self._now - t
        self._now = max(self._now, t)

    def _pass_time(self, now: float) -> list[PresenceEvent]:
        """What silence brings about until ``now``: touches that end and beacons that leave."""
        if now < self._due:
            return []
        events: list[PresenceEvent] = []
        tracks = self._known | self._newcomers
        queue = [(_due(track), beacon) for beacon, track in tracks.items()]
        heapq.heapify(queue)
        while queue and queue[0][0] <= now:
            t, beacon = heapq.heappop(queue)
            track = tracks[beacon]
            if t >= track.heard + LEAVE_AFTER:
                self._known.pop(beacon, None)
                self._newcomers.pop(beacon, None)
                events.append(_left(t, beacon))
                continue
            before = (track.station, track.proximity)
            track.settle(t)
            self._report(events, t, beacon, track, before)
            heapq.heappush(queue, (_due(track), beacon))
        self._due = queue[0][0] if queue else math.inf
        return events

    def _make_room(self, events: list[PresenceEvent]) -> bool:
        """Room for one more? The newcomer longest unheard gives way; beacons known for a while never do."""
        if len(self._known) + len(self._newcomers) < MOST_BEACONS:
            return True
        if not self._newcomers:
            return False
        oldest = next(iter(self._newcomers))
        del self._newcomers[oldest]
        events.append(_left(self._now, oldest))
        return True

    def _report(
        self, events: list[PresenceEvent], t: float, beacon: str, track: Track, before: tuple[str | None, Proximity]
    ) -> None:
        if before != (track.station, track.proximity):
            kind: PresenceKind = "entered" if before[0] is None else "moved"
            events.append(PresenceEvent(t, kind, beacon, track.station, track.proximity))


def _due(track: Track) -> float:
    """When silence will change something about this beacon."""
    quiet = track.quiet_since()
    leaves = track.heard + LEAVE_AFTER
    return leaves if quiet is None else min(leaves, quiet + TOUCH_SILENCE)


def _left(t: float, beacon: str) -> PresenceEvent:
    return PresenceEvent(t, "left", beacon, None, "far")
