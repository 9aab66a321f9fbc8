"""What the kit heard of late, for charts: the signal of each beacon, and where badges were in the last hour.

Both live in memory only. The warmth of the room is no breakdown of visitors in the sense of the kit's promise (no cell
under five): it is what whoever runs the session saw happen in the picture above it, it stands behind the PIN, goes into
no report or export, holds sums without identities, and is gone after an hour. The page draws it in a few steps of
brightness without a figure on a cell, and says totals from five badge-minutes up.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Final

from xlab.beacons.calibration import Calibrations
from xlab.beacons.heat import Heat, age
from xlab.beacons.presence import PresenceEvent
from xlab.beacons.sighting import Sighting
from xlab.beacons.signals import UNTAUGHT, Signal, SignalLog
from xlab.events import Draft, Event, KitStarted, PresenceChanged, Source

RECALLED: Final = 20_000
"""Events at the end of the log that are looked at after a restart: an hour of a full room is a tenth of it."""

_PATIENCE = 5.0
"""Seconds a thread of the dashboard waits for the loop."""


class Signals:
    """Made on the loop. :meth:`chart` and :meth:`heat` are for other threads, all else is for the loop."""

    def __init__(self, is_visitor: Callable[[str], bool], now: Callable[[], float] = time.monotonic) -> None:
        """``is_visitor`` says of a beacon whether it is carried about: what is fixed to a thing warms nothing."""
        self._is_visitor = is_visitor
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._log = SignalLog()
        self._heat: dict[Source, Heat] = {}
        self._calibrations: Calibrations = UNTAUGHT

    def hear(self, sighting: Sighting, source: Source) -> None:
        """A tap of :attr:`xlab.hub.hearing.Hearing.taps`.

        The second is that of hearing it, not the sighting's own: so a recording, whose time is its own, and every
        scanner are drawn on one line of time, and a fifth of a second on the way does not show.
        """
        self._log.hear(int(self._now()), sighting, source)

    def calibrate(self, calibrations: Calibrations) -> None:
        """The bands of charts are judged by these from now on."""
        self._calibrations = calibrations

    def presence(self, events: Iterable[PresenceEvent], source: Source) -> None:
        """Beacons entered, moved or left, now."""
        now = self._now()
        for event in events:
            self._log.presence(int(now), event, source)
            if self._is_visitor(event.beacon):
                self._heat_of(source).apply(now, event.kind, event.beacon, event.station)

    def remember(self, events: Iterable[Event], now: Draft) -> None:
        """What the log says of the time before this start; ``now`` is anything stamped now."""
        begun = self._now()
        for event in events:
            passed = age(event, now)
            if isinstance(event.fact, KitStarted):
                self._interrupt()
            elif isinstance(event.fact, PresenceChanged) and passed is not None and self._is_visitor(event.fact.beacon):
                heat = self._heat_of(event.source)
                heat.apply(begun - passed, event.fact.kind, event.fact.beacon, event.station)
        self._interrupt()

    def forget(self, beacon: str) -> None:
        """A visitor wishes to be forgotten: the signal goes. The warmth knows nobody, so nothing is in it to find."""
        self._log.forget(beacon)

    def chart(self, beacon: str, source: Source, seconds: int) -> Signal | None:
        """The last ``seconds`` of a beacon's signal; None if it was not heard within the chart's length."""

        async def chart() -> Signal | None:
            return self._log.chart(beacon, source, int(self._now()), seconds, self._calibrations)

        return asyncio.run_coroutine_threadsafe(chart(), self._loop).result(timeout=_PATIENCE)

    def heat(self, source: Source) -> dict[str, tuple[int, ...]]:
        """Badge-seconds of each minute of the last hour by station, the present minute last; see :class:`Heat`."""

        async def heat() -> dict[str, tuple[int, ...]]:
            known = self._heat.get(source)
            return known.seconds(self._now()) if known else {}

        return asyncio.run_coroutine_threadsafe(heat(), self._loop).result(timeout=_PATIENCE)

    def _heat_of(self, source: Source) -> Heat:
        return self._heat.setdefault(source, Heat())

    def _interrupt(self) -> None:
        for heat in self._heat.values():
            heat.interrupt()
