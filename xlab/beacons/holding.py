"""Registering by holding: which beacon on a pad is meant, and when it has been there for long enough. Pure.

A facilitator holds thirty badges to the pad, one after the other, and does nothing else. So a badge is taken once, and
while it is being lifted it is in nobody's way; who was on a pad before the first one was asked for never counts.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from xlab.beacons.registry import Registry
from xlab.beacons.room import Here

HOLD: Final = 2.0
"""Seconds on the pad: longer than a hand that passes by, short enough to do thirty times."""

LIFTED: Final = 3.0
"""Seconds off the pad after which a beacon counts as lifted: one that lies there is heard weaker now and then."""

Phase = Literal["waiting", "several", "holding", "taken", "known"]
"""Nobody on a pad; more than one new beacon at once; one, being held; one was taken, or is registered already."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What the pad says now. ``share`` is 0..1 of the time; ``beacon`` and ``station`` are set while one is meant."""

    phase: Phase = "waiting"
    beacon: str | None = None
    station: str | None = None
    share: float = 0.0


class Holding:
    """One session of registering. Feed it with :meth:`see` a few times a second; time only grows."""

    def __init__(self, here: Iterable[Here], registry: Registry, now: float) -> None:
        """``here`` is who is in the room when the session begins."""
        self._registry = registry
        # A stranger that lies on the pad already is most likely the first one to be registered.
        self._done = {one.beacon: now for one in _touching(here) if one.beacon in registry}
        self._since: dict[str, float] = {}
        self._last = Held()

    def see(self, here: Iterable[Here], now: float) -> Held:
        """Look at the pads at ``now``. A beacon is handed out as ``taken`` or ``known`` when its time is over.

        That is said until the beacon is lifted or another comes; who registers it asks whether it is news.
        """
        touching = {one.beacon: one for one in _touching(here) if not self._is_pad(one.beacon)}
        self._done = {
            beacon: now if beacon in touching else last
            for beacon, last in self._done.items()
            if beacon in touching or now - last < LIFTED
        }
        self._since = {beacon: self._since.get(beacon, now) for beacon in touching}
        waiting = [beacon for beacon in touching if beacon not in self._done]
        fresh = [beacon for beacon in waiting if beacon not in self._registry]
        if len(fresh) > 1:
            # When all but one are taken away, that one is held from then on.
            self._since.update(dict.fromkeys(fresh, now))
            self._last = Held(phase="several")
        elif waiting:
            beacon = fresh[0] if fresh else min(waiting, key=lambda one: self._since[one])
            self._last = self._hold(beacon, touching[beacon].station, now)
        elif self._last.beacon not in touching:
            self._last = Held()
        return self._last

    def _hold(self, beacon: str, station: str, now: float) -> Held:
        share = min(1.0, (now - self._since[beacon]) / HOLD)
        if share < 1.0:
            return Held(phase="holding", beacon=beacon, station=station, share=share)
        self._done[beacon] = now
        phase: Phase = "known" if beacon in self._registry else "taken"
        return Held(phase=phase, beacon=beacon, station=station, share=1.0)

    def _is_pad(self, beacon: str) -> bool:
        """A pad's own beacon touches its pad for ever."""
        known = self._registry.get(beacon)
        return known is not None and known.role == "pad"


def _touching(here: Iterable[Here]) -> list[Here]:
    return [one for one in here if one.source == "live" and one.proximity == "touch"]
