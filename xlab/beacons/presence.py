"""Sightings to presence: who entered, moved and left. Pure: time comes with the sightings.

One time line runs through it. A scanner whose clock is set back, or a recording that starts again, is moved along it,
so that time never goes back and events come out in order; the rules for one beacon are in ``_track.py``.
"""

import heapq
import math
from types import MappingProxyType
from typing import Final

import msgspec

from xlab.beacons._touch import TOUCH_SILENCE
from xlab.beacons._track import STEP, Track
from xlab.beacons.calibration import Calibrations
from xlab.beacons.sighting import Sighting
from xlab.events import PresenceKind, Proximity

LEAVE_AFTER: Final = 10.0
"""Seconds of silence after which a beacon has left that sends once a second; others in proportion, within the bounds
below. Ten packets in a row are lost by going away, not by chance."""

LEAVE_SOONEST: Final = 5.0
"""Seconds of silence before which nobody has left: a crowd at the pad hides a badge for a few."""

LEAVE_LATEST: Final = 60.0
"""Seconds of silence after which everybody has left: six packets of the slowest beacon there is, one in ten seconds."""

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

    A badge that is silent for some seconds leaves, and when it is heard again it enters, as the same beacon: an empty
    pad must not keep others waiting for a minute, and who counts visitors counts beacons.

    ``calibrations`` is what teaching learned of the stations; one that is not named there has the usual ear.
    """

    def __init__(self, calibrations: Calibrations = MappingProxyType({})) -> None:
        self._calibrations = calibrations
        self._now = -math.inf
        self._offsets: dict[str, float] = {}
        self._known: dict[str, Track] = {}
        self._newcomers: dict[str, Track] = {}  # longest unheard first
        self._fresh: dict[str, Track] = {}  # heard since the last step
        self._step = math.inf  # when the next step is due; there is none while nothing is heard
        self._silence = math.inf  # silence changes nothing before this

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
            self._silence = min(self._silence, _due(track))
        return track is not None

    def hear(self, sighting: Sighting) -> list[PresenceEvent]:
        """Take in one sighting; what changed by it and by the time that has passed, in order of time.

        A sighting with an impossible RSSI (not available, zero, positive) or time is ignored.
        """
        if not (WEAKEST < sighting.rssi < 0 and -_MOST_SECONDS <= sighting.t <= _MOST_SECONDS):
            return []
        now, beacon = self._advance(sighting.scanner, sighting.t), sighting.beacon
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
        if track.hear(now, sighting.scanner, sighting.rssi - tx_power):
            self._report(events, now, beacon, track, before)
            self._silence = min(self._silence, _due(track))  # silence ends a touch before it ends a stay
        if not self._fresh:
            self._step = (now // STEP + 1) * STEP
        self._fresh[beacon] = track
        return events

    def tick(self, now: float) -> list[PresenceEvent]:
        """Let time pass without a sighting, to ``now`` on the sightings' time line. Infinity: everyone leaves."""
        if now == math.inf:
            return self._pass_time(now)
        if not -_MOST_SECONDS <= now <= _MOST_SECONDS:
            return []
        return self._pass_time(self._advance(_TICK, now))

    def _advance(self, clock: str, t: float) -> float:
        """Move the time line on to ``t`` of this clock; a clock that was set back goes on from where the line is."""
        if self._offsets:
            t += self._offsets.get(clock, 0.0)
        if t < self._now - LATE:
            if len(self._offsets) >= _MOST_SCANNERS and clock not in self._offsets:
                del self._offsets[next(iter(self._offsets))]
            self._offsets[clock] = self._offsets.get(clock, 0.0) + self._now - t
        self._now = max(self._now, t)
        return self._now

    def _pass_time(self, now: float) -> list[PresenceEvent]:
        """What steps and silence bring about until ``now``, in order of time."""
        events: list[PresenceEvent] = []
        while self._step <= now or self._silence <= now:
            if self._step <= self._silence:
                if self._step == math.inf:
                    break
                self._take_step(events)
            else:
                self._keep_silence(min(now, self._step), events)
        return events

    def _take_step(self, events: list[PresenceEvent]) -> None:
        """Bring up to date what was heard since the last step."""
        fresh, t = self._fresh, self._step
        self._fresh, self._step = {}, math.inf
        for beacon, track in fresh.items():
            before = (track.station, track.proximity)
            track.settle(t)
            self._report(events, t, beacon, track, before)
        self._silence = min(self._silence, t - STEP + LEAVE_SOONEST)

    def _keep_silence(self, until: float, events: list[PresenceEvent]) -> None:
        """What silence brings about: touches that end and beacons that leave."""
        tracks = self._known | self._newcomers
        queue = [(_due(track), beacon) for beacon, track in tracks.items()]
        heapq.heapify(queue)
        while queue and queue[0][0] <= until:
            t, beacon = heapq.heappop(queue)
            track = tracks[beacon]
            if t >= _leaves(track):
                self._known.pop(beacon, None)
                self._newcomers.pop(beacon, None)
                events.append(_left(t, beacon))
                continue
            before = (track.station, track.proximity)
            track.fall_silent(t)
            self._report(events, t, beacon, track, before)
            heapq.heappush(queue, (_due(track), beacon))
        self._silence = queue[0][0] if queue else math.inf

    def _make_room(self, events: list[PresenceEvent]) -> bool:
        """Room for one more? The newcomer longest unheard gives way; beacons known for a while never do."""
        if len(self._known) + len(self._newcomers) < MOST_BEACONS:
            return True
        if not self._newcomers:
            return False
        oldest = next(iter(self._newcomers))
        del self._newcomers[oldest]
        self._fresh.pop(oldest, None)
        events.append(_left(self._now, oldest))
        return True

    def _report(
        self, events: list[PresenceEvent], t: float, beacon: str, track: Track, before: tuple[str | None, Proximity]
    ) -> None:
        if before != (track.station, track.proximity):
            kind: PresenceKind = "entered" if before[0] is None else "moved"
            events.append(PresenceEvent(t, kind, beacon, track.station, track.proximity))


def _leaves(track: Track) -> float:
    """When the beacon has left unless it is heard before."""
    return track.heard + max(LEAVE_SOONEST, min(LEAVE_AFTER * track.gap, LEAVE_LATEST))


def _due(track: Track) -> float:
    """When silence will change something about this beacon."""
    quiet = track.quiet_since()
    return _leaves(track) if quiet is None else min(_leaves(track), quiet + TOUCH_SILENCE)


def _left(t: float, beacon: str) -> PresenceEvent:
    return PresenceEvent(t, "left", beacon, None, "far")
