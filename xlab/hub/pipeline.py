"""Sightings of one source on their way to presence: one time line, one order, and one who tells what changed."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec

from xlab.beacons.calibration import Calibrations
from xlab.beacons.presence import Presence, PresenceEvent
from xlab.beacons.sighting import Sighting
from xlab.events import Source

TICK: Final = 0.25
"""Seconds between looks at who has left: a quarter of the quickest promise, a badge released within two seconds."""

WAITING: Final = 1000
"""Changes that may wait for a slow card; beyond that sightings wait, or are dropped, where the newest count."""

SPACING: Final = 0.05
"""Seconds between two tellings at the least: a change is told at once, a storm of them twenty times a second."""

Tell = Callable[[list[PresenceEvent], Source], Awaitable[None]]
Tap = Callable[[Sighting, Source], None]
Watcher = Callable[[list[PresenceEvent], Source], None]


class Pipeline:
    """Used on the loop only. ``clock`` gives seconds on the line of the sightings' ``t`` and never goes back."""

    def __init__(
        self,
        source: Source,
        clock: Callable[[], float],
        tell: Tell,
        taps: Sequence[Tap],
        watchers: Sequence[Watcher],
        calibrations: Calibrations,
    ) -> None:
        """``taps`` are told each sighting and ``watchers`` each change; who joins later is told what comes later."""
        self._source = source
        self._clock = clock
        self._tell = tell
        self._taps = taps
        self._watchers = watchers
        self._presence = Presence(calibrations)
        self._now = -math.inf
        self._changes: list[PresenceEvent] = []
        self._changed = asyncio.Event()
        self._told = asyncio.Event()

    @property
    def full(self) -> bool:
        """Whether the card is so slow that sightings have to wait."""
        return len(self._changes) >= WAITING

    def calibrate(self, calibrations: Calibrations) -> float:
        """Judge by these calibrations from now on; returns when that is. What was before is settled first."""
        self._pass_time()
        self._presence.calibrate(calibrations)
        return self._now

    def take(self, sighting: Sighting) -> None:
        """Take in one sighting.

        It counts at its own time, but never before what was heard already nor after now: presence and whoever taps get
        one and the same line, so that a recording made here adds up to the same changes.
        """
        t = max(self._now, min(sighting.t, self._clock()))
        if t != sighting.t:
            sighting = msgspec.structs.replace(sighting, t=t)
        self._now = t
        for tap in self._taps:
            tap(sighting, self._source)
        self._put(self._presence.hear(sighting))

    async def hear(self, sighting: Sighting) -> None:
        """Take in one sighting and wait while the pipeline is full."""
        self.take(sighting)
        while self.full:
            self._told.clear()
            await self._told.wait()

    def end(self) -> list[PresenceEvent]:
        """Nothing more will be heard: everyone leaves."""
        changes = self._presence.tick(math.inf)
        for watcher in self._watchers:
            watcher(changes, self._source)
        return changes

    async def run(self) -> None:
        """Let time pass, and tell what changed, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tick())
            tasks.create_task(self._tell_all())

    def _put(self, changes: list[PresenceEvent]) -> None:
        if changes:
            for watcher in self._watchers:
                watcher(changes, self._source)
            self._changes += changes
            self._changed.set()

    def _pass_time(self) -> None:
        self._now = max(self._now, self._clock())
        self._put(self._presence.tick(self._now))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self._pass_time()

    async def _tell_all(self) -> None:
        """There is one who tells, so no change can overtake another while the card is slow.

        What comes while the card is busy with one change is told, and written, together.
        """
        while True:
            await self._changed.wait()
            self._changed.clear()
            changes, self._changes = self._changes, []
            self._told.set()
            await self._tell(changes, self._source)
            await asyncio.sleep(SPACING)
