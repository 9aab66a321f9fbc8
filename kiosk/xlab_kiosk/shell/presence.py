"""Who is at this station: from snapshots of the room to what a demo is told. Pure.

The hub always tells the whole room, so what happened is the difference of two snapshots. A snapshot that was missed
costs nothing: the next difference holds both.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from xlab.link import BadgeHere, Face, Room
from xlab_kiosk.stage.inputs import Badge, Presence

AWAY_GRACE: Final = 15.0
"""Seconds a badge is believed to be here after the hub fell silent: a hub's restart goes unseen, a lie ends soon."""


def at_station(room: Room | None, station: str) -> tuple[BadgeHere, ...]:
    """The badges at this station, in the order of their beacons."""
    badges = room.badges if room is not None else ()
    return tuple(sorted((b for b in badges if b.station == station), key=lambda b: b.beacon))


def changes(before: Iterable[BadgeHere], after: Iterable[BadgeHere]) -> list[Presence]:
    """What a demo is told between two snapshots of its station: who left, then who entered or moved."""
    old = {badge.beacon: badge for badge in before}
    new = {badge.beacon: badge for badge in after}
    told = [_presence("left", badge) for beacon, badge in old.items() if beacon not in new]
    for beacon, badge in new.items():
        was = old.get(beacon)
        if was is None:
            told.append(_presence("entered", badge))
        elif was.source != badge.source:
            # A badge of another source is another badge to the evidence, so one leaves and one comes.
            told += [_presence("left", was), _presence("entered", badge)]
        elif (was.proximity, was.face, was.role, was.label) != (badge.proximity, badge.face, badge.role, badge.label):
            told.append(_presence("moved", badge))
    return told


def _presence(kind: str, badge: BadgeHere) -> Presence:
    face = Badge(badge.beacon, badge.face.animal, badge.face.accent, badge.role, badge.label)
    return Presence(kind=kind, badge=face, proximity=badge.proximity, source=badge.source)  # type: ignore[arg-type]


class Neighbours:
    """The badges at this station now: the hub's, and simulated ones. Call :meth:`update` with every news."""

    def __init__(self, station: str) -> None:
        self.station = station
        self.here: tuple[BadgeHere, ...] = ()
        self._heard: tuple[BadgeHere, ...] = ()
        self._silent_since: float | None = None

    def update(
        self, room: Room | None, *, connected: bool, simulated: Sequence[BadgeHere], now: float
    ) -> list[Presence]:
        """Take in the newest snapshot; return what changed. ``now`` in seconds on a steady clock."""
        if connected:
            self._silent_since = None
            # Of a simulated badge the hub only knows from here, a moment late and perhaps by another face.
            self._heard = tuple(badge for badge in at_station(room, self.station) if badge.source != "simulated")
        elif self._silent_since is None:
            self._silent_since = now
        elif now - self._silent_since >= AWAY_GRACE:
            self._heard = ()
        here = self._heard + tuple(simulated)
        told = changes(self.here, here)
        self.here = here
        return told

    def due(self) -> float | None:
        """When :meth:`update` should be called even without news; None if never."""
        return None if self._silent_since is None or not self._heard else self._silent_since + AWAY_GRACE


def simulated_badge(beacon: str, face: Face, station: str, *, prop: str = "") -> BadgeHere:
    """The badge a visitor taps in on the screen, as if it lay on the pad, or the prop of this label."""
    badge = BadgeHere(beacon=beacon, face=face, station=station, proximity="touch", source="simulated")
    return msgspec.structs.replace(badge, role="prop", label=prop) if prop else badge
